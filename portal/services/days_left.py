"""How many days are left until a last day, in the unit of its clock."""

from __future__ import annotations

from datetime import date

from workflows.calendar import Calendar, CalendarGap
from workflows.limits import Unit

WORKING_DAY, CALENDAR_DAY = str(Unit.WORKING_DAY), str(Unit.CALENDAR_DAY)


def remaining(
    due: date | None, on: date, calendar: Calendar, stood: int = 0, unit: str = WORKING_DAY
) -> tuple[int | None, str]:
    """Days until a last day in the unit of its clock, 0 on it and at most -1 after it; calendar days where a schedule is missing.

    On `stood` days after it the clock stood still: those are not counted, as its ledger does not count them.
    """
    if due is None:
        return None, unit
    try:
        days = calendar.count(on, due) if unit == WORKING_DAY else (due - on).days
    except CalendarGap:
        days, unit = (due - on).days, CALENDAR_DAY
    return (days if due >= on else min(days + stood, -1)), unit


def unit_of(clock: str, calendar_days: str) -> str:
    """What a clock of a case counts, by the column that names those in calendar days (R35)."""
    return CALENDAR_DAY if clock in calendar_days.split(",") else WORKING_DAY
