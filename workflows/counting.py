"""One count of days by itself, for whoever asks on the command line: from an event, or as a publicity window (R31, R161)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from workflows.calendar import Calendar, DayType
from workflows.ledger import Clock, ClockError, Limit, Unit
from workflows.limits import Day, DayKind, due, explain

CONVENTIONS = ("event", "window")
"""`event`: the day of the event is not counted (R31). `window`: the first day counts when it is a working day (R161)."""


@dataclass(frozen=True, slots=True)
class Count:
    """The last day of a count, whether a year on the way is not published yet, and every day on the way."""

    due_on: date | None
    provisional: bool
    missing_year: int | None
    days: tuple[Day, ...]


def count(start: date, days: int, unit: str, convention: str, calendar: Calendar) -> Count:
    """Count so many units from a day; raises ClockError for what cannot be counted, with a sentence.

    A window of working days includes its first day; one of calendar days too, and ends where it ends, without rolling on.
    """
    if convention not in CONVENTIONS:
        raise ClockError(f"unknown convention {convention!r}: a count is one of {', '.join(CONVENTIONS)}")
    if convention == "window":
        return _window(start, days, Unit(unit), calendar)
    clock = Clock("count", "", Limit(days, Unit(unit), "event"), start)
    end = due(clock, calendar, start)
    return Count(end.on, end.provisional, end.missing_year, explain(clock, calendar, start))


def _window(start: date, days: int, unit: Unit, calendar: Calendar) -> Count:
    if days < 1:
        raise ClockError(f"a publicity window has at least one day, not {days}")
    if unit is Unit.MONTH:
        raise ClockError("a publicity window is counted in days, not in months")
    last = calendar.window(start, days) if unit is Unit.WORKING_DAY else start + timedelta(days=days - 1)
    shown = [start + timedelta(days=n) for n in range((last - start).days + 1)]
    lines: list[Day] = []
    for on in shown:
        counts = unit is Unit.CALENDAR_DAY or calendar.is_working_day(on)
        n = sum(1 for one in lines if one.n) + 1 if counts else None
        lines.append(
            Day(on, _kind(on, last, calendar, unit), n, calendar.holiday(on), provisional=calendar.provisional(on))
        )
    return Count(last, any(one.provisional for one in lines), None, tuple(lines))


def _kind(on: date, last: date, calendar: Calendar, unit: Unit) -> DayKind:
    scheduled = calendar.kind(on)
    if on == last:
        return DayKind.DUE
    if unit is Unit.WORKING_DAY and scheduled in (DayType.WEEKEND, DayType.HOLIDAY):
        return DayKind(scheduled.value)
    return DayKind.MAKEUP if scheduled is DayType.MAKEUP else DayKind.COUNTED
