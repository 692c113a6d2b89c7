"""The longest time of a special procedure in the guide: it holds for all of a kind together, and how much is used (R27, R52)."""

from __future__ import annotations

from datetime import date

from workflows.calendar import Calendar, CalendarGap
from workflows.case import Case
from workflows.terms import PauseTerm


def spent(case: Case, cause: str, calendar: Calendar, day: date) -> int:
    """The working days that the procedures of one cause have left out of the limits so far, the one that runs up to `day`;
    calendar days where no schedule is known."""
    stretches = ((stop.began, stop.ended or max(day, stop.began)) for stop in case.stops if stop.cause == cause)
    return sum(_days(calendar, began, ended) for began, ended in stretches)


def left(case: Case, term: PauseTerm, calendar: Calendar, day: date) -> int | None:
    """The working days of the cap that are left from `day` on, never fewer than none; None where the guide sets no cap."""
    if term.max_days is None:
        return None
    return max(0, term.max_days - spent(case, term.kind, calendar, day))


def _days(calendar: Calendar, began: date, ended: date) -> int:
    try:
        return calendar.count(began, ended)
    except CalendarGap:
        return (ended - began).days
