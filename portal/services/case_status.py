"""The public status of a case: its state, its days, its light and the next step, for whoever knows number and query code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from guides.text import Text
from portal.db import reading
from portal.models import Case as CaseRow
from portal.services import journal, law, offices, parcels, query_codes, rating
from portal.services.caseclocks import ClockView, main_clock, views_of
from portal.services.own_tasks import Task, tasks_of
from portal.services.tracking import Turn, asked_now, turn_of
from workflows.case import Case

SHORT = 12
"""How many last digits of a case number are enough: the day and the running number of the day over all items."""


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """What number and query code open. It names no person, no enterprise, no material and no opinion.

    `turn.code` says what happens next, `offices` are the departments whose turn it is; `clock` is the one that matters now,
    None once the case has ended. `asked` is what the applicant must do while the turn is an office's, `may_act` says that there
    is something to do at all, be it a right that may be left unused; what it is stands on the applicant's own page alone.
    """

    number: str
    item: Text
    case: Case
    turn: Turn
    clock: ClockView | None
    offices: tuple[Text, ...]
    rated_by_code: bool = True
    asked: Task | None = None
    may_act: bool = False

    @property
    def days(self) -> tuple[tuple[str, date], ...]:
        """What happened on which day, in the order of the procedure: received, accepted, decided, delivered, ended."""
        case = self.case
        ended = case.ended_on if case.ended and case.delivered_on is None else None
        dated = {
            "received": case.received_on,
            "accepted": case.accepted_on,
            "decided": case.decided_on,
            "delivered": case.delivered_on,
            "ended": ended,
        }
        return tuple((name, on) for name, on in dated.items() if on is not None)


def find(number: str, query_code: str) -> str | None:
    """The opaque name of the case with this number and this code; None tells nobody which of the two was wrong.

    The number may be the whole one or its last 12 digits, with or without hyphens. A number that does not exist costs as
    much time as one that does.
    """
    wanted = _meant(number)
    statement = select(CaseRow.public_id, CaseRow.number, CaseRow.query_code_hash).where(CaseRow.number.in_(wanted))
    with reading() as session:
        rows = {row.number: row for row in session.execute(statement)}
    found = None
    for candidate in wanted:
        row = rows.get(candidate)
        if query_codes.matches(row.query_code_hash if row else None, candidate, query_code[:40]) and row:
            found = row.public_id
    return found


def status(public_id: str, *, on: date) -> CaseStatus | None:
    """The status on that day of a case that `find` has opened; None when there is no such case."""
    with reading() as session:
        row = session.scalars(select(CaseRow).where(CaseRow.public_id == public_id)).one_or_none()
        if row is None:
            return None
        case, stuck = journal.state_of(session, row.id), row.id in parcels.stuck(session, [row.id])
    clocks = views_of(case, on)
    turn = turn_of(case, clocks)
    names, tasks = offices.names(), tasks_of(case, clocks, stuck=stuck)
    return CaseStatus(
        number=row.number,
        item=Text(zh=row.item_name_zh, en=row.item_name_en),
        case=case,
        turn=turn,
        clock=None if case.ended else clocks.get(main_clock(case)),
        offices=tuple(names[code] for code in turn.parties if code in names),
        rated_by_code=rating.by_code(row.channel),
        asked=asked_now(case, turn, tasks),
        may_act=bool(tasks),
    )


def _meant(number: str) -> list[str]:
    """The whole numbers that may be meant: as typed, or the last 12 digits behind the code of each item."""
    typed = "".join(letter for letter in number.upper() if letter.isalnum())[:48]
    if len(typed) != SHORT or not typed.isdigit():
        return [typed]
    return sorted(f"{code}{typed}" for code in law.catalogue().task_codes)
