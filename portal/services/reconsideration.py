"""Reconsideration: what can be contested until when, the application filled in from the case, and its way to the body (R151).

Whoever serves decisions electronically must also take applications for reconsideration online (《行政复议法》第二十二条).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from guides.plan import answering
from guides.text import Text
from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.documents import render_pdf
from portal.documents.reconsideration import Act, Application, application
from portal.services import act_contents, casefile, journal, law, licensee
from portal.services.answers import clean
from portal.services.casefile import CaseFile, LetterFacts
from portal.services.freshness import known_seq
from portal.services.letter_served import title_of
from portal.services.letter_source import named
from portal.services.standing import check as check_standing
from workflows import commands as c
from workflows.calendar import CalendarGap
from workflows.case import Case
from workflows.clocks import STATUTORY
from workflows.refusal import Refusal
from workflows.remedy import ORDER, Reconsideration, key_of, last_day, load_policy, standing
from workflows.rules import Moment

LONGEST = 5000
SILENCE = "silence"
"""How addresses name the contested silence of an authority, in the place of a letter."""


@dataclass(frozen=True, slots=True)
class Contestable:
    """One act that can be contested: its letter (None for an authority's silence), since when the applicant knows of it, until
    when, and the application that stands."""

    name: str
    letter: LetterFacts | None
    known_on: date | None
    last_on: date | None
    filed: Reconsideration | None

    def past(self, on: date) -> bool:
        """Whether the period is over; the body decides what follows from it."""
        return self.last_on is not None and on > self.last_on


@dataclass(frozen=True, slots=True)
class Remedies:
    """The rights of an applicant against a case: what can be contested, whose act it is, where, and by which provision."""

    file: CaseFile
    acts: tuple[Contestable, ...]
    respondent: Text
    body: str
    court: str
    days: int
    months: int
    basis: str

    def act(self, name: str) -> Contestable:
        """The act of that name. Raises Refusal `not_contestable`."""
        for one in self.acts:
            if one.name == name:
                return one
        raise Refusal("not_contestable")


def remedies(case_id: str, *, by: Actor, at: datetime) -> Remedies:
    """What of a case can be contested, the newest first. Raises Refusal without the case, Denied when it is somebody else's."""
    file = casefile.casefile(case_id, by=by)
    own = file.guide.remedies
    return Remedies(
        file=file,
        acts=tuple(_acts(file, Moment(at, by.reference, law.calendar()))),
        respondent=answering(file.guide, file.needs),
        body=str(own.reconsideration_body),
        court=str(own.court),
        days=own.reconsideration_days,
        months=own.litigation_months,
        basis=str(own.basis),
    )


def file(
    case_id: str, name: str, said: Mapping[str, str], *, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Hand in an application online: `said` are claim, facts, evidence, agent, phone and late. Never refused for being late."""
    found = remedies(case_id, by=by, at=at)
    act = found.act(name)
    with transaction() as session:
        row = licensee.locked(session, case_id, by)
        seq = known_seq(session, row, expected_seq)
        paper = act_contents.keep(session, row.id, _kept(said), at=at)
        command = c.FileReconsideration(
            act.letter.seq if act.letter else 0,
            act.letter.kind if act.letter else "",
            said.get("claim", ""),
            found.body,
            paper,
            act.last_on,
            clean(said.get("late", "")).strip()[:LONGEST],
        )
        return journal.record(session, row, command, by=by, at=at, expected_seq=seq)


def pdf(case_id: str, name: str, *, by: Actor, at: datetime) -> tuple[str, bytes]:
    """File name and bytes of the application: as it was handed in, else filled in from the case, to be completed by hand."""
    found = remedies(case_id, by=by, at=at)
    act = found.act(name)
    with reading() as session:
        said = act_contents.content_of(session, found.file.id, act.filed.paper) if act.filed else {}
    letter = application(_filled(found, act, said))
    return f"{letter.title}-{found.file.number}.pdf", render_pdf(letter)


def said_of(found: Remedies, name: str) -> Mapping[str, Any]:
    """What the applicant wrote in an application that was handed in."""
    act = found.act(name)
    with reading() as session:
        return act_contents.content_of(session, found.file.id, act.filed.paper) if act.filed else {}


def pass_on(
    case_id: str,
    name: str,
    passed_on: date,
    way: str,
    reference: str = "",
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Record that the application went to the body that hears it."""
    letter, document = _named(case_id, name, by, at)
    return _supervise(
        case_id, c.PassOnReconsideration(letter, document, passed_on, way, reference), by, at, expected_seq
    )


def end(
    case_id: str,
    name: str,
    ended_on: date,
    outcome: str,
    reference: str = "",
    words: str = "",
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Record what the body answered, with the number of its document."""
    letter, document = _named(case_id, name, by, at)
    command = c.EndReconsideration(letter, document, ended_on, outcome, reference, words)
    return _supervise(case_id, command, by, at, expected_seq)


def _supervise(case_id: str, command: c.Command, by: Actor, at: datetime, expected_seq: int | None) -> Case:
    require(by.holds(Role.SUPERVISOR), "role", roles=[str(Role.SUPERVISOR)])
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        check_standing(session, by, Role.SUPERVISOR)
        return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))


def _named(case_id: str, name: str, by: Actor, at: datetime) -> tuple[int, str]:
    letter = remedies(case_id, by=by, at=at).act(name).letter
    return (letter.seq, letter.kind) if letter else (0, "")


def _acts(file: CaseFile, now: Moment) -> list[Contestable]:
    case, policy = file.case, load_policy()
    found = [_contestable(file, one, now) for one in file.letters if one.kind in policy.documents]
    silent = case.decided_on is None and not case.ended and now.past(case, STATUTORY)
    if silent or key_of(0, "") in case.reconsiderations:
        found.append(Contestable(SILENCE, None, None, None, standing(case.reconsiderations, 0, "")))
    return found


def _contestable(file: CaseFile, letter: LetterFacts, now: Moment) -> Contestable:
    served = file.case.letters.get((letter.seq, letter.kind))
    known_on = served.served_on if served and served.served_on else None
    last = None
    if known_on is not None:
        try:
            last = last_day(known_on, file.guide.remedies.reconsideration_days, now.calendar)
        except CalendarGap:
            last = None
    standing_ = standing(file.case.reconsiderations, letter.seq, letter.kind)
    return Contestable(letter.public_id, letter, known_on, last, standing_)


def _kept(said: Mapping[str, str]) -> dict[str, str]:
    names = ("claim", "facts", "evidence", "agent", "phone")
    return {name: clean(said.get(name, "")).strip()[:LONGEST] for name in names}


def _filled(found: Remedies, act: Contestable, said: Mapping[str, Any]) -> Application:
    file, letter, filed = found.file, act.letter, act.filed
    firm, guide = file.content["enterprise"], file.guide
    return Application(
        applicant=named(
            firm["name"], firm["uscc"], address=firm["address"], representative=firm["legal_representative"]
        ),
        phone=str(said.get("phone") or file.content["handler"].get("mobile") or ""),
        respondent=str(found.respondent),
        respondent_at=str(guide.contact.address),
        item=str(guide.name),
        case_number=file.number,
        body=filed.body if filed else found.body,
        act=Act(title_of(letter.kind, guide), letter.number, letter.dated, act.known_on) if letter else Act(),
        claim=filed.claim if filed else "annul" if letter else ORDER,
        facts=str(said.get("facts", "")),
        evidence=str(said.get("evidence", "")),
        agent=str(said.get("agent", "")),
        late=filed.late if filed else "",
        last_on=act.last_on if not filed else filed.last_on,
        filed_on=filed.filed_on if filed else None,
    )
