"""Remote intake (异地代收, R68): what a point took in for another agency, and its arrival there, where the clock starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from guides.text import Text
from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Office
from portal.services import casefile, journal, standing
from workflows.case import Case, State
from workflows.commands import Arrive

MOST = 200


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A case that a point took in: what and whose, where it was taken in, and how many days it has been on the way."""

    public_id: str
    number: str
    applicant: str
    item: Text
    office: Text
    state: str
    taken_at: datetime
    received_on: date | None
    days: int
    seq: int

    @property
    def on_the_way(self) -> bool:
        """True until the accepting agency has it."""
        return self.state == State.FORWARDED


def listed(*, by: Actor, at: datetime) -> tuple[Forwarded, ...]:
    """At the window: what is on its way to the agencies, the longest first. At a point: what it took in, the newest first."""
    require(bool(by.roles & {Role.WINDOW, Role.INTAKE}), "role", roles=[str(Role.WINDOW)])
    statement = select(CaseRow, Office.name_zh, Office.name_en).join(Office, Office.code == CaseRow.intake_office)
    if by.holds(Role.WINDOW):
        statement = statement.where(CaseRow.state == str(State.FORWARDED)).order_by(CaseRow.id)
    else:
        statement = statement.where(CaseRow.intake_office == by.office_code).order_by(CaseRow.id.desc())
    with reading() as session:
        return tuple(_line(row, zh, en, at) for row, zh, en in session.execute(statement.limit(MOST)))


def arrive(public_id: str, note: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Confirm that the papers have reached the accepting agency: its clocks start today (R68).

    Raises Refusal `not_forwarded` for what is not on the way, `stale` when somebody was faster.
    """
    with transaction() as session:
        row = casefile.locked(session, public_id, by=by)
        require(may_act(by, row, Role.WINDOW), "role", roles=[str(Role.WINDOW)])
        standing.check(session, by, Role.WINDOW)
        return journal.record(session, row, Arrive(note.strip()[:200]), by=by, at=at, expected_seq=expected_seq)


def waiting(*, by: Actor) -> int:
    """How many cases are on their way to our agencies."""
    if not by.holds(Role.WINDOW):
        return 0
    with reading() as session:
        return len(session.scalars(select(CaseRow.id).where(CaseRow.state == str(State.FORWARDED)).limit(MOST)).all())


def _line(row: CaseRow, zh: str, en: str, at: datetime) -> Forwarded:
    return Forwarded(
        public_id=row.public_id,
        number=row.number,
        applicant=row.applicant_name,
        item=Text(zh=row.item_name_zh, en=row.item_name_en),
        office=Text(zh=zh, en=en),
        state=row.state,
        taken_at=row.created_at,
        received_on=row.received_on,
        days=(business_day(at) - business_day(row.created_at)).days,
        seq=row.seq,
    )
