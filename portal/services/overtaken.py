"""Requests for a hearing that a decision overtook: answered by a head of the office that leads, and listed until they are (R36)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.services import casefile, interested, journal, standing
from portal.services.casefile import CaseFile
from portal.services.freshness import known_seq
from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.hearing import unanswered

MOST = 20
ACT = "answer_hearing"
"""The name of its form."""


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """A case in which a request waits for its written answer, since the newest of them arrived."""

    case_id: str
    number: str
    applicant: str
    since: date


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that waits for its answer: who asked (`name` of an interested party, for who answers it), when it was posted
    and what shows it, when it arrived, and what it says."""

    who: str
    name: str
    posted_on: date
    postmark: str
    arrived_on: date
    note: str


def asked(file: CaseFile, *, by: Actor, at: datetime) -> tuple[Asked, ...]:
    """The requests of a case that nobody answered yet, in the order in which they came."""
    names: dict[str, str] = {}
    if may_answer(file, by=by):
        names = {one.number: one.name for one in interested.parties(file, by=by, at=at)}
    came = [one.event for one in file.recorded if isinstance(one.event, e.HearingRequestOvertaken)]
    said = [(one.number or one.party, one) for one in came]
    return tuple(
        Asked(who, names.get(who, ""), one.posted_on, one.postmark, one.arrived_on, one.note)
        for who, one in said
        if who in unanswered(file.case.hearing)
    )


def may_answer(file: CaseFile, *, by: Actor) -> bool:
    """Whether the person is a head of the office that leads, and a request is not answered."""
    return bool(unanswered(file.case.hearing)) and may_act(by, file, Role.DECIDER)


def waiting(*, by: Actor) -> tuple[tuple[ToAnswer, ...], int]:
    """What the heads of an office have to answer, the oldest first, and how many more there are; nothing for anybody else."""
    if not by.holds(Role.DECIDER):
        return (), 0
    columns = (CaseRow.public_id, CaseRow.number, CaseRow.applicant_name, CaseRow.overtaken_on)
    statement = (
        select(*columns, func.count().over())
        .where(CaseRow.lead_office == by.office_code, CaseRow.overtaken_on.is_not(None))
        .order_by(CaseRow.overtaken_on, CaseRow.id)
        .limit(MOST)
    )
    with reading() as session:
        rows = session.execute(statement).all()
    found = tuple(ToAnswer(name, number, who, since) for name, number, who, since, _ in rows if since)
    return found, (rows[0][-1] - len(rows) if rows else 0)


def answer(
    case_id: str,
    who: str,
    outcome: str,
    reason: str,
    basis: str,
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Answer one party in a letter with its number, served like every other and open to both remedies; the applicant's in the
    agreed inbox or on paper, an interested party's on paper at its address.

    `who` is applicant or the number of an interested party; `outcome` is stands, or revoke where the revocation of the licence was
    proposed. Raises Refusal of the rule that forbids it.
    """
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(may_act(by, row, Role.DECIDER), "lead")
        standing.check(session, by, Role.DECIDER)
        command = c.AnswerHearingRequest(who, outcome, reason.strip(), basis.strip())
        return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))
