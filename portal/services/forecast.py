"""What will be late at the present pace: the cases under review against the decisions of the last twenty working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any

from sqlalchemy import CTE, String, cast, func, select

from portal.models import Case as CaseRow
from workflows.calendar import Calendar, CalendarGap

WINDOW = 20
"""Working days that the pace is taken from."""

HORIZON = 10
"""Working days that are looked ahead."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """The pace (decisions a working day), and the first day on which `late` cases miss their promise; None when none will."""

    pace: float
    on: date | None = None
    late: int = 0


def scalars(office: str, on: date, calendar: Calendar, soonest: CTE) -> tuple[Any, Any]:
    """Two scalars to be asked with the counts: decisions within the window, and cases by promised day as `day:number,...`.

    `soonest` are the cases under review whose promises run out first.
    """
    since, until = _back(on, calendar), _ahead(on, calendar, HORIZON)
    decided = select(func.count()).where(
        CaseRow.lead_office == office, CaseRow.decided_on > since, CaseRow.decided_on <= on
    )
    day = soonest.c.promised_due
    text = (cast(day, String) + ":" + cast(func.count(), String)).label("text")
    listed = select(text).where(day <= until).group_by(day).subquery()
    return decided.scalar_subquery(), select(func.aggregate_strings(listed.c.text, ",")).scalar_subquery()


def forecast(decided: int, listed: str | None, on: date, calendar: Calendar) -> Forecast:
    """Work the cases off in the order of their promises at the pace of the last twenty working days; name the first day that fails.

    Cases that are late already are worked off first and are not foretold. With no decision in the window there is no pace.
    """
    due = sorted((date.fromisoformat(part[:10]), int(part[11:])) for part in (listed or "").split(",") if part)
    pace = decided / WINDOW
    if not pace:
        return Forecast(0.0)
    waiting = sum(number for day, number in due if day < on)
    for day, number in due:
        if day < on:
            continue
        waiting += number
        late = min(number, ceil(waiting - pace * _days(on, day, calendar) - 1e-9))
        if late > 0:
            return Forecast(pace, day, late)
    return Forecast(pace)


def _days(on: date, until: date, calendar: Calendar) -> int:
    """Working days from today, itself included, to that day."""
    try:
        return calendar.count(on - timedelta(days=1), until)
    except CalendarGap:
        return (until - on).days + 1


def _back(on: date, calendar: Calendar) -> date:
    try:
        return calendar.add(on, -WINDOW)
    except CalendarGap:
        return on - timedelta(days=WINDOW * 7 // 5)


def _ahead(on: date, calendar: Calendar, n: int) -> date:
    try:
        return calendar.add(on, n)
    except CalendarGap:
        return on + timedelta(days=n * 7 // 5)
