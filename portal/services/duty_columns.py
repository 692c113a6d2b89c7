"""The copied rows of what is owed after a licence: derived from the journal by one function and written with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.db import add_rows
from portal.models import Case as CaseRow
from portal.models import CaseDuty
from workflows.case import Case
from workflows.clocks import clocks
from workflows.duties import Duty, duties
from workflows.limits import Clock, due
from workflows.rules.moment import Moment

OWED = ("open", "correct")


def of_duties(case: Case | None, now: Moment) -> list[dict[str, Any]]:
    """One row a duty, in the order of the guide; nothing before something was granted."""
    return [_row(duty, clocks(case).get(duty.clock), now) for duty in duties(case)] if case else []


def copy(session: Session, row: CaseRow, before: Case | None, case: Case, now: Moment, *, anew: bool = False) -> None:
    """Write the rows of a case where an act changed them; with `anew` whatever there is, under another calendar."""
    new = of_duties(case, now)
    if new != of_duties(before, now) or (anew and new):
        _replace(session, row, new)


def _replace(session: Session, row: CaseRow, new: list[dict[str, Any]]) -> None:
    session.execute(
        delete(CaseDuty).where(CaseDuty.case_id == row.id), execution_options={"synchronize_session": False}
    )
    if new:
        add_rows(session, CaseDuty, [{"case_id": row.id, **one} for one in new])


def _row(duty: Duty, clock: Clock | None, now: Moment) -> dict[str, Any]:
    last = due(clock, now.calendar, now.day).on if clock else None
    owed = duty.state in OWED and clock is not None and clock.stopped is None
    return {
        "duty": duty.name,
        "kind": duty.kind,
        "office": duty.office,
        "state": duty.state,
        "since": clock.started if clock else None,
        "due_on": last,
        "late_from": last + timedelta(days=1) if last and owed else None,
        "checked_on": duty.last.on if duty.last else None,
        "credit": bool(duty.last and duty.last.credit),
    }
