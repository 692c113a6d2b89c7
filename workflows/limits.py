"""Clocks of a case: budget, start, pauses and extension give the due date, what is left, the signal light and the day-by-day reason."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from workflows.calendar import Calendar, CalendarGap, DayType, business_day

_LONGEST = 3660  # ten years of days; anything longer is a slip of the pen


class ClockError(ValueError):
    """A clock that cannot exist: a programming error or a broken guide, never something an applicant did."""


class Unit(StrEnum):
    """What a limit is counted in; an attribute of the limit, never an assumption (R35)."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"


class Signal(StrEnum):
    """The light of a clock (R119, R120)."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    DARK = "dark"
    GREY = "grey"


class DayKind(StrEnum):
    """What a day did to a clock."""

    START = "start"
    COUNTED = "counted"
    MAKEUP = "makeup"
    PAUSED = "paused"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many units from an event (`received`, `accepted`, `decided`, ...); the event's own day is not counted (R31)."""

    value: int
    unit: Unit
    start: str

    def __post_init__(self) -> None:
        if self.unit not in set(Unit):
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
    """The ledger of one limit; every date is derived from it. `stopped` is the day it was answered."""

    kind: str
    ref: str
    limit: Limit
    started: date | None
    pauses: tuple[Pause, ...] = ()
    extended_by: int = 0
    stopped: date | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.extended_by <= _LONGEST:
            raise ClockError(f"an extension adds from 0 to {_LONGEST} days, not {self.extended_by}")


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a clock; `on` is None when it has not started, or runs into a year without any schedule."""

    on: date | None
    provisional: bool = False
    missing_year: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a clock: its running number `n` if it counted (negative after the due day), and the code of what happened.

    `event` is the starting event, the holiday, the cause of the pause, or `stopped`; `ahead` marks days after the day the
    clock stands at; `provisional` a year whose schedule is not published.
    """

    on: date
    kind: DayKind
    n: int | None = None
    event: str | None = None
    ahead: bool = False
    provisional: bool = False


def received_on(at: datetime, calendar: Calendar) -> date:
    """The day a filing counts as received: its own day in China, or the next working day after a day of rest (R32, R163)."""
    return calendar.roll(business_day(at))


def due(clock: Clock, calendar: Calendar, today: date) -> Due:
    """The last day of the clock, at 24:00 (R31, R164-R168); with an open pause, the one that holds if it ended `today`."""
    if clock.started is None:
        return Due(None)
    try:
        on = _last_day(clock, calendar, today)
        counted_from = clock.started if clock.limit.unit is Unit.WORKING_DAY else on
        years = range(counted_from.year, on.year + 1)
        return Due(on, provisional=any(calendar.provisional(date(year, 1, 1)) for year in years))
    except CalendarGap as gap:
        return Due(None, missing_year=gap.year)


def budget(clock: Clock) -> int:
    """Days the clock grants with its extension: working days, or calendar days for calendar-day and month clocks (R168)."""
    value = clock.limit.value
    if clock.limit.unit is Unit.MONTH:
        value = (_months_after(clock.started, value) - clock.started).days if clock.started else value * 30
    return value + clock.extended_by


def consumed(clock: Clock, calendar: Calendar, today: date) -> int:
    """Days used of the budget up to today, or to the day it was answered; more than the budget once it is overdue.

    Counted as in `budget`. Rest days over which the last day of a calendar-day or month clock rolls are not counted.
    """
    if clock.started is None:
        return 0
    now = clock.stopped or today
    last = due(clock, calendar, today).on
    if last is not None and now > last:
        return budget(clock) + _running(clock, calendar, today, last, now)
    used = _running(clock, calendar, today, clock.started, max(now, clock.started))
    return min(used, budget(clock))


def left(clock: Clock, calendar: Calendar, today: date) -> int:
    """Days left after today (0 on the due day), counted as in `budget`; negative exactly when the due day has passed.

    Overdue is at least -1, also on the rest days that follow the due day. An answered clock stands still.
    """
    if clock.started is None:
        return budget(clock)
    now = clock.stopped or today
    last = due(clock, calendar, today).on
    if last is None:
        return budget(clock) - consumed(clock, calendar, today)
    if now > last:
        return -max(1, _running(clock, calendar, today, last, now))
    return _running(clock, calendar, today, max(now, clock.started), last)


def signal(
    promised: Clock | None,
    statutory: Clock | None,
    calendar: Calendar,
    today: date,
    yellow_share: float = 0.2,
    yellow_days: int = 1,
) -> Signal:
    """The light of a case, or of a single clock given as `promised` (R119, R120).

    Being past a limit outshines a pause, so that pausing an overdue case hides nothing; an answered clock is never yellow.
    """
    if _overdue(statutory, calendar, today):
        return Signal.DARK
    if _overdue(promised, calendar, today):
        return Signal.RED
    clock = promised or statutory
    if clock is None or clock.started is None or clock.stopped is not None:
        return Signal.GREEN
    if any(pause.ended is None and pause.began <= today for pause in clock.pauses):
        return Signal.GREY
    near = int((Decimal(str(yellow_share)) * budget(clock)).to_integral_value(ROUND_CEILING))
    return Signal.YELLOW if left(clock, calendar, today) <= max(yellow_days, near) else Signal.GREEN


def explain(clock: Clock, calendar: Calendar, today: date) -> tuple[Day, ...]:
    """Every calendar day from the start to the due day, or to today if that is later; ends where the schedules end."""
    if clock.started is None:
        return ()
    now = clock.stopped or today
    last = due(clock, calendar, today)
    until = max(last.on or date(last.missing_year or now.year, 1, 1), now)
    days: list[Day] = []
    counted = overdue = 0
    for on in _each(clock.started, until):
        if calendar.missing_year(on):
            break
        kind = _kind(on, clock, calendar, today, last.on, exhausted=counted >= budget(clock))
        n = None
        if kind in (DayKind.COUNTED, DayKind.MAKEUP, DayKind.DUE) and counted < budget(clock):
            n = counted = counted + 1
        elif kind is DayKind.OVERDUE:
            n = overdue = overdue - 1
        days.append(Day(on, kind, n, _event(on, kind, clock, calendar), on > now, calendar.provisional(on)))
    return tuple(days)


def _kind(on: date, clock: Clock, calendar: Calendar, today: date, last: date | None, *, exhausted: bool) -> DayKind:
    by_working_day = clock.limit.unit is Unit.WORKING_DAY
    past = last is not None and on > last
    scheduled = calendar.kind(on)
    if on == last:
        return DayKind.DUE
    if on == clock.started:
        return DayKind.START
    if scheduled in (DayType.WEEKEND, DayType.HOLIDAY) and (by_working_day or (exhausted and not past)):
        return DayKind(scheduled.value)
    if any(began < on <= ended for began, ended in _excluded(clock, today)):
        return DayKind.PAUSED
    if past:
        return DayKind.OVERDUE
    return DayKind.MAKEUP if by_working_day and scheduled is DayType.MAKEUP else DayKind.COUNTED


def _event(on: date, kind: DayKind, clock: Clock, calendar: Calendar) -> str | None:
    if kind is DayKind.START:
        return clock.limit.start
    if kind is DayKind.PAUSED:
        return next(pause.cause for pause in clock.pauses if pause.began < on and (pause.ended is None or on <= pause.ended))
    if kind is DayKind.HOLIDAY:
        return calendar.holiday(on)
    return "stopped" if on == clock.stopped else None


def _overdue(clock: Clock | None, calendar: Calendar, today: date) -> bool:
    if clock is None:
        return False
    last = due(clock, calendar, today).on
    return last is not None and (clock.stopped or today) > last


def _last_day(clock: Clock, calendar: Calendar, today: date) -> date:
    """The day on which the budget is used up (R164, R165), rolled on to a working day that is not excluded."""
    assert clock.started is not None
    pauses = _excluded(clock, today)
    if clock.limit.unit is Unit.WORKING_DAY:
        return _stretch(clock.started, budget(clock), pauses, calendar.add, calendar.count)
    last = _stretch(clock.started, budget(clock), pauses, _days_after, _days_between)
    while not calendar.is_working_day(last) or any(began < last <= ended for began, ended in pauses):
        last = calendar.roll(last + timedelta(days=1))
    return last


def _stretch(
    start: date,
    n: int,
    pauses: tuple[tuple[date, date], ...],
    advance: Callable[[date, int], date],
    between: Callable[[date, date], int],
) -> date:
    """The n-th day after `start` outside the pauses; each pause that begins before the end pushes it by its own days."""
    end = advance(start, n)
    for began, ended in pauses:
        if began >= end:
            break
        n += between(max(began, start), max(ended, start))
        end = advance(start, n)
    return end


def _running(clock: Clock, calendar: Calendar, today: date, after: date, until: date) -> int:
    """Days d with after < d <= until that the clock counts: not excluded, and working days where it counts those."""
    between = calendar.count if clock.limit.unit is Unit.WORKING_DAY else _days_between
    spans = [(max(began, after), min(ended, until)) for began, ended in _excluded(clock, today)]
    return between(after, until) - sum(between(began, ended) for began, ended in spans if began < ended)


def _excluded(clock: Clock, today: date) -> tuple[tuple[date, date], ...]:
    """The pauses as disjoint pairs in order; an open one reaches to today, and none beyond the day of the answer."""
    merged: list[tuple[date, date]] = []
    for began, ended in sorted((pause.began, pause.ended or today) for pause in clock.pauses):
        ended = min(ended, clock.stopped or ended)
        if merged and began <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ended))
        elif began < ended:
            merged.append((began, ended))
    return tuple(merged)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _days_after(day: date, n: int) -> date:
    return day + timedelta(days=n)


def _days_between(after: date, until: date) -> int:
    return (until - after).days


def _each(first: date, last: date) -> list[date]:
    return [date.fromordinal(at) for at in range(first.toordinal(), last.toordinal() + 1)]
