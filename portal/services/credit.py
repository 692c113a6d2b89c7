"""Credit as evidence: the lists are looked at, what was seen goes into the journal, and a page explains it (R99)."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from guides.text import Text
from portal.actors import Actor
from portal.clock import business_day
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import CreditEntry, CreditList, Enterprise
from portal.services import (
    act_contents,
    credit_acts,
    credit_marks,
    credit_seen,
    credit_verdicts,
    journal,
    law,
    outbox,
    ports,
    snapshots,
)
from portal.services.casefile import CaseFile
from portal.services.credit_compared import Compared, compared_at, meant
from portal.services.credit_keys import digest_of_keys
from portal.services.credit_marks import Objection
from portal.services.credit_match import Party, Subject, current_lists, matches, subject_of
from portal.services.credit_verdicts import Verdict
from workflows.case import Case
from workflows.case_facts import CreditLook
from workflows.commands import LookUpCredit

log = logging.getLogger("onewindow.credit")
RETRY = timedelta(minutes=1)
"""How long after a look that came to no end the portal looks again by itself for the first time."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was seen, and how it was recognised (`way`: uscc, unit_name, person_id or person_name).

    What the list said then stays as it was seen; `ended` is how the entry ended by hand since (removed, repaired), and
    `objections` are those to it, as they stand now. `unproven` says that only the name is the same and nobody has checked who it
    is; `verdict` is what was found where somebody has.
    """

    kind: str
    way: str
    roles: tuple[str, ...]
    name: str
    list_name: str
    version: str
    rule_version: str
    grounds: str
    decision_document: str
    body: str
    listed_on: date
    until: date | None
    compared: tuple[Compared, ...]
    ended: str = ""
    objections: tuple[Objection, ...] = ()
    entry_id: int = 0
    unproven: bool = False
    verdict: Verdict | None = None

    @property
    def disputed(self) -> bool:
        """True while an objection to the entry is open (R102)."""
        return any(one.open for one in self.objections)


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the lists: at which stage, what was found, when and by whom."""

    stage: str
    result: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ListSeen:
    """A version of a list that was looked at."""

    kind: str
    name: str
    version: str
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class CreditEvidence:
    """What a page says of the credit lists. `result` is that of the last look that came to an end, or `unchecked`.

    `broken` says that the newest look could not be made; `clear` are the people without an entry; `black` and `red` are
    the codes of what the guide attaches to an entry, `bars` the prohibitions that a statute knows.
    """

    result: str
    looked_at: datetime | None
    broken: bool
    looks: tuple[Look, ...]
    hits: tuple[Hit, ...]
    lists: tuple[ListSeen, ...]
    unit: str
    uscc: str
    clear: tuple[Party, ...]
    black: tuple[str, ...]
    red: tuple[str, ...]
    bars: tuple[Text, ...]

    @property
    def on_black(self) -> tuple[Hit, ...]:
        """The entries of black lists that are about the applicant or its people."""
        return tuple(hit for hit in self.hits if hit.kind == "black" and not hit.unproven)

    @property
    def to_check(self) -> tuple[Hit, ...]:
        """The entries of black lists that share a name and nothing else: whose they are is not known yet."""
        return tuple(hit for hit in self.hits if hit.kind == "black" and hit.unproven)

    @property
    def on_red(self) -> tuple[Hit, ...]:
        """The entries of red lists."""
        return tuple(hit for hit in self.hits if hit.kind == "red")


def look_up(
    session: Session, row: CaseRow, *, stage: str, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Look at the current lists and record what was seen, on a locked case; `stage` is intake, review or decision.

    A list that cannot be read, or none imported at all, gives the result `unavailable`: work goes on, and the decision
    waits for a look that came to an end (R99). Raises Refusal where the case lies with nobody who may look.
    """
    command = _seen(session, row, stage, at)
    case = journal.record(session, row, command, by=by, at=at, expected_seq=expected_seq)
    missed = command.result == "unavailable"
    ports.note(session, "credit", "the credit lists cannot be read" if missed else "", at=at)
    if missed:
        key = f"{row.public_id}-{row.seq}-credit"
        outbox.post(session, key, "check_credit", case_id=row.id, payload={}, at=at + RETRY)
    return case


def look_again(session: Session, row: CaseRow, *, stage: str, by: Actor, at: datetime) -> bool:
    """Look once more after a look that came to no end, on a locked case; False, and nothing recorded, when it is so again."""
    command = _seen(session, row, stage, at)
    if command.result == "unavailable":
        return False
    journal.record(session, row, command, by=by, at=at)
    ports.note(session, "credit", "", at=at)
    return True


def evidence(file: CaseFile) -> CreditEvidence:
    """What was compared, what was found and what follows from it, from the journal and the lists it names."""
    ended = [look for look in file.case.credit if look.result != "unavailable"]
    last = ended[-1] if ended else None
    with reading() as session:
        subject = subject_of(file.content, file.guide, session.get(Enterprise, file.enterprise_id))
        hits = _hits(session, last, subject, file.enterprise_id) if last else ()
        lists = _lists(session, last) if last else ()
    named = {role for hit in hits for role in (hit.roles or ())}
    return CreditEvidence(
        result=last.result if last else "unchecked",
        looked_at=last.at if last else None,
        broken=bool(file.case.credit) and file.case.credit[-1].result == "unavailable",
        looks=tuple(_look(file, look) for look in file.case.credit),
        hits=hits,
        lists=lists,
        unit=subject.name,
        uscc=subject.uscc,
        clear=tuple(party for party in subject.people if not named & set(party.roles)),
        black=file.case.terms.black,
        red=file.case.terms.red,
        bars=file.guide.credit.bars,
    )


def _seen(session: Session, row: CaseRow, stage: str, at: datetime) -> LookUpCredit:
    """What the lists show, and the whole of it kept beside the journal; `unavailable` where they cannot be read."""
    content = snapshots.latest(session, row.id)
    guide = law.guide_of(row.item, row.guide_version)
    subject = subject_of(content, guide, session.get(Enterprise, row.enterprise_id))
    try:
        with session.begin_nested():
            command = _looked(session, row.enterprise_id, subject, stage, business_day(at))
            if command.result == "unavailable":
                return command
            seen = credit_seen.content(session, command, subject, row.enterprise_id)
            return replace(command, paper=act_contents.keep(session, row.id, seen, at=at))
    except SQLAlchemyError:
        log.exception("the credit lists could not be read for case %s", row.id)
        return LookUpCredit(stage, "unavailable")


def _looked(session: Session, enterprise_id: int, subject: Subject, stage: str, on: date) -> LookUpCredit:
    lists = current_lists(session)
    if not any(one.kind == "black" for one in lists):
        return LookUpCredit(stage, "unavailable")
    hit = matches(session, subject, on, lists)
    verdicts = credit_verdicts.of_enterprise(session, enterprise_id, [key for key, _match in hit])
    found = tuple(credit_verdicts.applied(hit, verdicts))
    kinds = {match.kind for match in found if match.proven}
    keys = {match.reference: key for key, match in hit}
    return LookUpCredit(
        stage=stage,
        result="black" if "black" in kinds else "red" if "red" in kinds else "none",
        lists=tuple(f"list:{one.id}" for one in lists),
        entries=tuple(match.reference for match in found),
        matched=tuple(match.matched for match in found),
        unproven=tuple(match.reference for match in found if match.kind == "black" and not match.proven),
        same=digest_of_keys(keys[match.reference] for match in found),
    )


def _look(file: CaseFile, look: CreditLook) -> Look:
    by = next((entry.by for entry in file.recorded if entry.at == look.at), "")
    return Look(look.stage, look.result, look.at, by)


def _hits(session: Session, look: CreditLook, subject: Subject, enterprise_id: int) -> tuple[Hit, ...]:
    numbers = [int(reference.rsplit(":", 1)[1]) for reference in look.entries]
    statement = select(CreditEntry, CreditList).join(CreditList, CreditList.id == CreditEntry.list_id)
    rows = {entry.id: (entry, lst) for entry, lst in session.execute(statement.where(CreditEntry.id.in_(numbers)))}
    keys = {number: entry.key for number, (entry, _list) in rows.items()}
    objections = credit_marks.of_keys(session, list(keys.values()))
    verdicts = credit_verdicts.of_enterprise(session, enterprise_id, list(keys.values()))
    unproven = {int(reference.rsplit(":", 1)[1]) for reference in look.unproven}
    return tuple(
        replace(
            _hit(*rows[number], matched, subject),
            ended=_ended(session, keys[number]),
            objections=objections.get(keys[number], ()),
            entry_id=number,
            unproven=number in unproven,
            verdict=verdicts.get(keys[number]),
        )
        for number, matched in zip(numbers, look.matched, strict=True)
        if number in rows
    )


def _ended(session: Session, key: str) -> str:
    newest = credit_acts.state(session, key)
    return newest if newest in credit_acts.ENDING else ""


def _hit(entry: CreditEntry, lst: CreditList, matched: str, subject: Subject) -> Hit:
    way, _, role = matched.partition(":")
    party = meant(entry, role, subject)
    return Hit(
        kind=entry.kind,
        way=way,
        roles=party.roles if party else ((role,) if role else ()),
        name=party.name if party else (entry.person_name if role else subject.name),
        list_name=lst.name,
        version=lst.version,
        rule_version=lst.rule_version,
        grounds=entry.grounds,
        decision_document=entry.decision_document,
        body=entry.body,
        listed_on=entry.listed_on,
        until=entry.until,
        compared=compared_at(entry, matched, subject),
    )


def _lists(session: Session, look: CreditLook) -> tuple[ListSeen, ...]:
    numbers = [int(reference.rsplit(":", 1)[1]) for reference in look.lists]
    rows = session.scalars(select(CreditList).where(CreditList.id.in_(numbers)).order_by(CreditList.id))
    return tuple(ListSeen(one.kind, one.name, one.version, one.imported_at) for one in rows)
