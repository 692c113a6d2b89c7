"""Termination of the proceedings: proposed with its evidence by one officer, confirmed by the head, never by one alone (R152)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from sqlalchemy.orm import Session

from portal.access import WHOLE_FILE, may_act, may_export, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Enterprise
from portal.services import act_contents, casefile, journal, people, persons, signed_scans, silences, standing
from portal.services.answers import clean
from portal.services.casefile import CaseFile, FileFacts
from portal.services.freshness import known_seq
from portal.services.people import Name
from portal.services.wrong_input import WrongInput
from workflows import commands as c
from workflows.case import Case
from workflows.events import Terminated
from workflows.termination import DOCUMENT, FILED, NOBODY, ORGANISATION, PERSON, Ground, policy

__all__ = ["DOCUMENT", "EVIDENCE", "SERVED", "TerminationView", "confirm", "drop", "propose", "view"]

LONGEST = 2000
SHORT = 200
PROPOSERS = (Role.WINDOW, Role.REVIEWER, Role.DECIDER)
EVIDENCE = ("document", "number", "dated")
"""What is kept of the paper, or of the entry of a register, that proves the ground."""
SERVED = ("recipient", "address", "phone")
"""What is kept of whoever the letter is served on."""
PURPOSE = "termination"
"""How uploads name the paper that proves it."""


@dataclass(frozen=True, slots=True)
class TerminationView:
    """The page of a termination: the grounds that fit the applicant, what stands, and what the person may do.

    `may` are propose, confirm and drop; `said` is what is kept beside the journal, `paper` the file that proves it.
    """

    file: CaseFile
    grounds: tuple[Ground, ...]
    may: frozenset[str]
    said: Mapping[str, Any]
    paper: FileFacts | None
    names: Mapping[str, Name]
    own: bool
    decided_by: str = ""

    @property
    def case(self) -> Case:
        """The folded case."""
        return self.file.case


def view(case_id: str, *, by: Actor) -> TerminationView:
    """What of a termination stands on a case. Raises Refusal when there is none, Denied when it is not the person's business."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        file = casefile.gather(session, row, by=by)
        require(may_export(by, row, casefile.offices_of(file.case)))
        at = file.case.termination
        decided_by = next((one.by for one in file.recorded if isinstance(one.event, Terminated)), "")
        return TerminationView(
            file=file,
            grounds=policy().open_to(_applicant(session, row)),
            may=_may(file, by),
            said=act_contents.content_of(session, row.id, at.paper) if at else {},
            paper=next((one for one in file.files if at and one.purpose == PURPOSE and one.sha256 == at.scan), None),
            names=people.names_of(session, {at.by, decided_by} - {""} if at else set()),
            own=at is not None and at.by == by.reference,
            decided_by=decided_by,
        )


def propose(
    case_id: str,
    ground: str,
    said: Mapping[str, str],
    *,
    proof: str,
    scan: tuple[str, IO[bytes]] | None = None,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Propose to end the proceedings; the window, or whoever leads the case. `said` holds facts, reason, capacity, successor,
    nobody, heard and fees, and the evidence and recipient of EVIDENCE and SERVED.

    Raises WrongInput where the evidence or the recipient is not named, UploadError for a scan that cannot be read, Refusal
    `termination_successor` where somebody goes on with the application, and others of the rule that forbids it.
    """
    kept = _kept(said, at)
    late = silences.written_down(case_id, at=at)
    with late, _taken(scan if proof == FILED else None) as taken, transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(any(may_act(by, row, role) for role in PROPOSERS), "lead")
        standing.check(session, by, *PROPOSERS)
        paper = act_contents.keep(session, row.id, kept, at=at)
        words = {name: _words(said.get(name, "")) for name in ("facts", "reason", "nobody", "heard", "fees")}
        command = c.ProposeTermination(
            ground,
            _applicant(session, row),
            recipient=said.get("capacity", ""),
            paper=paper,
            proof=proof,
            scan=taken.digest if taken else "",
            successor=said.get("successor", ""),
            **words,
        )
        case = journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))
        if taken:
            signed_scans.keep(session, row, taken, PURPOSE, by=by, at=at)
        return case


def confirm(case_id: str, opinion: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """End the proceedings, as the head of the office that leads, on what another officer proposed: clocks stop, the letter is
    written. Raises Refusal `termination_second_person` for whoever proposed it."""
    with silences.written_down(case_id, at=at), transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(may_act(by, row, Role.DECIDER), "decider")
        standing.check(session, by, Role.DECIDER)
        seq = known_seq(session, row, expected_seq)
        return journal.record(session, row, c.Terminate(_words(opinion)), by=by, at=at, expected_seq=seq)


def drop(case_id: str, reason: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Give a proposal up, with a reason: whoever made it, or the head."""
    with silences.written_down(case_id, at=at), transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        proposed = journal.state_of(session, row.id).termination
        own = proposed is not None and proposed.by == by.reference
        require(own or may_act(by, row, Role.DECIDER), "decider")
        standing.check(session, by, *PROPOSERS)
        seq = known_seq(session, row, expected_seq)
        return journal.record(session, row, c.DropTermination(_words(reason)), by=by, at=at, expected_seq=seq)


def _may(file: CaseFile, by: Actor) -> frozenset[str]:
    """What the person may do now; whether the rules let it, they say themselves."""
    case, at = file.case, file.case.termination
    if case.ended or case.decided_on is not None or case.signed is not None or not by.roles & WHOLE_FILE:
        return frozenset()
    decides, own = may_act(by, file, Role.DECIDER), at is not None and at.by == by.reference
    allowed = {
        "propose": at is None and any(may_act(by, file, role) for role in PROPOSERS),
        "confirm": at is not None and decides and not own,
        "drop": at is not None and (own or decides),
    }
    return frozenset(name for name, may in allowed.items() if may)


def _applicant(session: Session, row: CaseRow) -> str:
    kind = session.get_one(Enterprise, row.enterprise_id).kind
    return PERSON if kind == persons.NATURAL_PERSON else ORGANISATION


@contextmanager
def _taken(scan: tuple[str, IO[bytes]] | None) -> Iterator[signed_scans.Scan | None]:
    if scan is None:
        yield None
        return
    with signed_scans.received(*scan) as taken:
        yield taken


def _kept(said: Mapping[str, str], at: datetime) -> dict[str, str]:
    """The evidence and the recipient as they are kept: named, and of a day that has come."""
    kept = {name: clean(said.get(name, "")).strip()[:SHORT] for name in (*EVIDENCE, *SERVED)}
    wanted = ["document", "dated"]
    if said.get("capacity") not in (NOBODY, "applicant"):
        wanted += ["recipient", "address"]
    wrong = {name: "missing" for name in wanted if not kept[name]}
    if kept["dated"]:
        try:
            if date.fromisoformat(kept["dated"]) > business_day(at):
                wrong["dated"] = "future"
        except ValueError:
            wrong["dated"] = "unreadable"
    if wrong:
        raise WrongInput(**wrong)
    return kept


def _words(text: str) -> str:
    return clean(text).strip()[:LONGEST]
