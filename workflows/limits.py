"""Clocks of a case: the due date, what is used and left, the signal light, and the reason for it day by day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from workflows.calendar import SHANGHAI, Calendar, CalendarGap, DayType, business_day
from workflows.ledger import Clock, ClockError, Limit, Pause, Spans, Unit, budget, excluded, last_day, running, within
from workflows.opening import Opening

__all__ = [
    "Clock",
    "ClockError",
    "Day",
    "DayKind",
    "Due",
    "Limit",
    "Pause",
    "Signal",
    "Unit",
    "budget",
    "consumed",
    "due",
    "explain",
    "left",
    "near_from",
    "paused",
    "received_on",
    "signal",
]


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
class Due:
    """The last day of a clock; `on` is None when it has not started, or runs into a year without any schedule."""

    on: date | None
    provisional: bool = False
    missing_year: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a clock: its running number `n` if it counted (negative after the due day), and what happened on it.

    `event` is a code: the starting event, the holiday, the cause of the pause, or `stopped`. `ahead` marks the days
    after the one the clock stands at; `provisional` those of a year whose schedule is not published.
    """

    on: date
    kind: DayKind
    n: int | None = None
    event: str | None = None
    ahead: bool = False
    provisional: bool = False


def received_on(
    at: datetime,
    calendar: Calendar,
    cut_off: str = "",
    closed: Collection[date] = frozenset(),
    opening: Opening | None = None,
) -> date:
    """The day a filing counts as received: its day in China, or the next working day after a rest day (R32, R163).

    After the guide's `cut_off` (15:30; the minute itself is in time) it is the next working day; a working day on which
    the desk is `closed` takes nothing in, and passes it on to the next one that does. `opening` are the hours of a counter at
    which paper is handed in: there the day ends at the close of business (《民法典》第二百零三条), never an electronic one.
    """
    day = business_day(at)
    ends = [end for end in (cut_off, opening.closes(day, calendar) if opening else "") if end]
    if ends and at.astimezone(SHANGHAI).strftime("%H:%M") > min(ends):
        day += timedelta(days=1)
    day = calendar.roll(day)
    while day in closed:
        day = calendar.add(day, 1)
    return day


def due(clock: Clock, calendar: Calendar, today: date) -> Due:
    """The last day of the clock, until 24:00 (R31, R164-R168); in an open pause, the one if it ended today."""
    if clock.started is None:
        return Due(None)
    if clock.fixed is not None:
        return Due(last_day(clock, calendar, today))
    try:
        on = last_day(clock, calendar, today)
        counted_from = clock.started if clock.limit.unit is Unit.WORKING_DAY else on
        years = range(counted_from.year, on.year + 1)
        return Due(on, provisional=any(calendar.provisional(date(year, 1, 1)) for year in years))
    except CalendarGap as gap:
        return Due(None, missing_year=gap.year)


def consumed(clock: Clock, calendar: Calendar, today: date) -> int:
    """Days used of the budget up to today, or to the day it was answered; more than the budget once it is overdue.

    Counted as in `budget`. Rest days over which the last day of a calendar-day or month clock rolls are not counted.
    Raises CalendarGap when working days of a year without schedule would have to be counted.
    """
    if clock.started is None:
        return 0
    now = clock.stopped or today
    last = due(clock, calendar, today).on
    if last is not None and now > last:
        return budget(clock) + running(clock, calendar, today, last, now)
    used = running(clock, calendar, today, clock.started, max(now, clock.started))
    return min(used, budget(clock))


def paused(clock: Clock, calendar: Calendar, today: date) -> int:
    """Days up to today, or to the day it was answered, that pauses kept from being counted; CalendarGap as `consumed`."""
    if clock.started is None:
        return 0
    now = max(clock.stopped or today, clock.started)
    unpaused = replace(clock, pauses=())
    return running(unpaused, calendar, today, clock.started, now) - running(clock, calendar, today, clock.started, now)


def left(clock: Clock, calendar: Calendar, today: date) -> int:
    """Days left after today (0 on the due day), counted as in `budget`; negative exactly when the due day has passed.

    Overdue is at least -1, also on the rest days that follow the due day. An answered clock stands still. Raises
    CalendarGap as `consumed`.
    """
    if clock.started is None:
        return budget(clock)
    now = clock.stopped or today
    last = due(clock, calendar, today).on
    if last is None:
        return budget(clock) - consumed(clock, calendar, today)
    if now > last:
        return -max(1, running(clock, calendar, today, last, now))
    return running(clock, calendar, today, max(now, clock.started), last)


def signal(
    promised: Clock | None,
    statutory: Clock | None,
    calendar: Calendar,
    today: date,
    yellow_share: float = 0.2,
    yellow_days: int = 1,
) -> Signal:
    """The light of a case, or of a single clock given as `promised` (R119, R120).

    Being past a limit outshines a pause: pausing an overdue case hides nothing. An answered clock is never yellow.
    What cannot be counted, because the schedule of today's year is missing, is yellow: somebody has to look.
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
    try:
        near = left(clock, calendar, today) <= _near(clock, yellow_share, yellow_days)
        return Signal.YELLOW if near else Signal.GREEN
    except CalendarGap:
        return Signal.YELLOW


def near_from(
    clock: Clock, calendar: Calendar, today: date, last: date, yellow_share: float = 0.2, yellow_days: int = 1
) -> date:
    """The first day on which a running clock with that last day is yellow (R120): the same that `signal` says day by day."""
    assert clock.started is not None
    near, day = _near(clock, yellow_share, yellow_days), last
    try:
        while day > clock.started and running(clock, calendar, today, day - timedelta(days=1), last) <= near:
            day -= timedelta(days=1)
    except CalendarGap:
        return min(last, max(clock.started, last - timedelta(days=near)))
    return day


def _near(clock: Clock, share: float, days: int) -> int:
    """So many days left are near the end: a share of the budget, rounded up, and `days` at least."""
    return max(days, int((Decimal(str(share)) * budget(clock)).to_integral_value(ROUND_CEILING)))


def explain(clock: Clock, calendar: Calendar, today: date) -> tuple[Day, ...]:
    """Every calendar day from the start to the due day, or to today if that is later; ends where the schedules end."""
    if clock.started is None:
        return ()
    now = clock.stopped or today
    end = due(clock, calendar, today)
    pauses = excluded(clock, today)
    days: list[Day] = []
    counted = overdue = 0
    for ordinal in range(clock.started.toordinal(), _drawn_to(end, now).toordinal() + 1):
        on = date.fromordinal(ordinal)
        if calendar.missing_year(on):
            break
        kind = _kind(on, clock, calendar, end.on, pauses, exhausted=counted >= budget(clock))
        n = None
        if kind in (DayKind.COUNTED, DayKind.MAKEUP, DayKind.DUE) and counted < budget(clock):
            n = counted = counted + 1
        elif kind is DayKind.OVERDUE:
            n = overdue = overdue - 1
        days.append(Day(on, kind, n, _event(on, kind, clock, calendar), on > now, calendar.provisional(on)))
    return tuple(days)


def _drawn_to(end: Due, now: date) -> date:
    """The later of the due day and today; without a due day, the year whose schedule is missing."""
    return max(end.on or date(end.missing_year or now.year, 1, 1), now)


def _kind(on: date, clock: Clock, calendar: Calendar, last: date | None, pauses: Spans, *, exhausted: bool) -> DayKind:
    """What the day did; a working-day clock would not have counted a rest day anyway, so it stays one in a pause."""
    by_working_day = clock.limit.unit is Unit.WORKING_DAY
    past = last is not None and on > last
    scheduled = calendar.kind(on)
    if on == last:
        return DayKind.DUE
    if on == clock.started:
        return DayKind.START
    if scheduled in (DayType.WEEKEND, DayType.HOLIDAY) and (by_working_day or (exhausted and not past)):
        return DayKind(scheduled.value)
    if within(on, pauses):
        return DayKind.PAUSED
    if past:
        return DayKind.OVERDUE
    return DayKind.MAKEUP if by_working_day and scheduled is DayType.MAKEUP else DayKind.COUNTED


def _event(on: date, kind: DayKind, clock: Clock, calendar: Calendar) -> str | None:
    """The code of what happened on the day: a cause, a holiday, the starting event or the answer."""
    if kind is DayKind.START:
        return clock.limit.start
    if kind is DayKind.PAUSED:
        return next(pause.cause for pause in clock.pauses if pause.began < on <= (pause.ended or on))
    if kind is DayKind.HOLIDAY:
        return calendar.holiday(on)
    return "stopped" if on == clock.stopped else None


def _overdue(clock: Clock | None, calendar: Calendar, today: date) -> bool:
    if clock is None:
        return False
    last = due(clock, calendar, today).on
    return last is not None and (clock.stopped or today) > last
