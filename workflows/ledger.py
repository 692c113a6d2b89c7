"""The ledger of one limit: what it grants, when it began, what is not counted; and the days that follow from it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from workflows.calendar import Calendar, CalendarGap

SATURDAY = 5
_LONGEST = 3660  # ten years of days; anything longer is a slip of the pen
Spans = tuple[tuple[date, date], ...]


class ClockError(ValueError):
    """A clock that cannot exist: a programming error or a broken guide, never something an applicant did."""


class Unit(StrEnum):
    """What a limit is counted in; an attribute of the limit, never an assumption (R35)."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"


_UNITS = frozenset(Unit)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many units from an event (`received`, `accepted`, `decided`); the event's own day is not counted (R31)."""

    value: int
    unit: Unit
    start: str

    def __post_init__(self) -> None:
        if self.unit not in _UNITS:
            raise ClockError(f"unknown unit {self.unit!r}: a limit is counted in {', '.join(Unit)}")
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not 0 <= self.value <= _LONGEST:
            raise ClockError(f"a limit is a whole number from 0 to {_LONGEST}, not {self.value!r}")
        object.__setattr__(self, "unit", Unit(self.unit))


@dataclass(frozen=True, slots=True)
class Pause:
    """A time that is not counted: the days d with began < d <= ended; `ended` is None while it runs (R165)."""

    cause: str
    began: date
    ended: date | None = None
    by: str = ""
    basis: str = ""

    def __post_init__(self) -> None:
        if self.ended is not None and self.ended < self.began:
            raise ClockError(f"a pause that began on {self.began} cannot have ended on {self.ended}")


@dataclass(frozen=True, slots=True)
class Clock:
    """The ledger of one limit; every date is derived from it. `stopped` is the day it was answered.

    `kept` are days that a schedule published later took away from a day that was told, and that the clock keeps (R158).
    `fixed` is a last day that a document or a person named: it is not counted, and rests on no schedule. With `ahead` the last
    day lies so many working days before a day that is named; `fixed` stands for it while no schedule says which one it is.
    """

    kind: str
    ref: str
    limit: Limit
    started: date | None
    pauses: tuple[Pause, ...] = ()
    extended_by: int = 0
    stopped: date | None = None
    kept: int = 0
    fixed: date | None = None
    ahead: tuple[date, int] | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.kept <= _LONGEST:
            raise ClockError(f"a clock keeps from 0 to {_LONGEST} days, not {self.kept}")
        if not 0 <= self.extended_by <= _LONGEST:
            raise ClockError(f"an extension adds from 0 to {_LONGEST} days, not {self.extended_by}")


def budget(clock: Clock) -> int:
    """Days granted, extension included (R168): working days, or calendar days for calendar-day and month clocks."""
    value = clock.limit.value
    if clock.limit.unit is Unit.MONTH:
        value = (months_after(clock.started, value) - clock.started).days if clock.started else value * 30
    return value + clock.extended_by + clock.kept


def last_day(clock: Clock, calendar: Calendar, today: date) -> date:
    """The day on which the budget is used up (R164, R165), rolled on to a working day that is not excluded."""
    assert clock.started is not None
    if clock.ahead is not None:
        return ahead_of(*clock.ahead, calendar)
    if clock.fixed is not None:
        return clock.fixed
    pauses = excluded(clock, today)
    last = used_up(clock, calendar, budget(clock), pauses)
    if clock.limit.unit is Unit.WORKING_DAY:
        return last
    while not calendar.is_working_day(last) or within(last, pauses):
        last = calendar.roll(last + timedelta(days=1))
    return last


def ahead_of(day: date, n: int, calendar: Calendar) -> date:
    """The n-th working day before a day; while the schedule of its year is not published, the n-th weekday."""
    try:
        return calendar.add(day, -n)
    except CalendarGap:
        return weekdays_before(day, n)


def weekdays_before(day: date, n: int) -> date:
    """The n-th day from Monday to Friday before a day: no holiday that is still to come makes it an earlier one."""
    while n:
        day -= timedelta(days=1)
        n -= day.weekday() < SATURDAY
    return day


def used_up(clock: Clock, calendar: Calendar, n: int, pauses: Spans) -> date:
    """The day that is counted as the n-th of a clock that has started: a share of its budget is used up on it."""
    assert clock.started is not None
    if clock.limit.unit is Unit.WORKING_DAY:
        return _stretch(clock.started, n, pauses, calendar.add, calendar.count)
    return _stretch(clock.started, n, pauses, _days_after, _days_between)


def _stretch(
    start: date,
    n: int,
    pauses: Spans,
    advance: Callable[[date, int], date],
    between: Callable[[date, date], int],
) -> date:
    """The n-th day after `start` outside the pauses; a pause that begins before the end pushes it by its own days."""
    end = advance(start, n)
    for began, ended in pauses:
        if max(began, start) >= end:
            break
        n += between(max(began, start), max(ended, start))
        end = advance(start, n)
    return end


def running(clock: Clock, calendar: Calendar, today: date, after: date, until: date) -> int:
    """Days d with after < d <= until that the clock counts: not excluded, and working days where it counts those."""
    between = calendar.count if clock.limit.unit is Unit.WORKING_DAY else _days_between
    spans = [(max(began, after), min(ended, until)) for began, ended in excluded(clock, today)]
    return between(after, until) - sum(between(began, ended) for began, ended in spans if began < ended)


def excluded(clock: Clock, today: date) -> Spans:
    """The pauses as disjoint pairs in order; an open one reaches to today, and none beyond the day of the answer."""
    if not clock.pauses:
        return ()
    merged: list[tuple[date, date]] = []
    for began, ended in sorted((pause.began, pause.ended or today) for pause in clock.pauses):
        ended = min(ended, clock.stopped or ended)
        if merged and began <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ended))
        elif began < ended:
            merged.append((began, ended))
    return tuple(merged)


def within(day: date, spans: Spans) -> bool:
    """Whether the day lies in one of the excluded stretches: their first day does not, their last does (R165)."""
    return any(began < day <= ended for began, ended in spans)


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last one of a shorter month (R31)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _days_after(day: date, n: int) -> date:
    return day + timedelta(days=n)


def _days_between(after: date, until: date) -> int:
    return (until - after).days
