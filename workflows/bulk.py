"""Last days of many ledgers at once: for calendars that are imported, and for benches; the same days as `due` says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache

from workflows.calendar import Calendar
from workflows.ledger import Clock, Unit
from workflows.limits import due

_KEPT = 4
"""Calendars whose tables are kept: the one in force, and those that it is compared with."""


def last_days(clocks: Iterable[Clock], calendar: Calendar, today: date) -> list[date | None]:
    """The last day of every clock, None where `due` names none.

    Working-day clocks without pauses, nearly all there are, are looked up in two tables; the others are asked one by one.
    """
    place, working = _tables(calendar)
    return list(_each(clocks, place, working, calendar, today))


def _each(
    clocks: Iterable[Clock], place: dict[date, int], working: list[date], calendar: Calendar, today: date
) -> Iterator[date | None]:
    unit, end, find = Unit.WORKING_DAY, len(working), place.get
    for clock in clocks:
        limit = clock.limit
        if limit.unit is unit and not clock.pauses and clock.started is not None:
            n = limit.value + clock.extended_by
            at = find(clock.started)
            if n and at is not None and at + n < end:
                yield working[at + n]
                continue
        yield due(clock, calendar, today).on


@lru_cache(maxsize=_KEPT)
def _tables(calendar: Calendar) -> tuple[dict[date, int], list[date]]:
    """For every day the place of the last working day up to it, and the working days; empty unless the years are one run."""
    first, last = calendar.years[0].year, calendar.years[-1].year
    if last - first + 1 != len(calendar.years):
        return {}, []
    working = [date(first, 1, 1) - timedelta(days=1)]  # a place for the days before the first working day
    place: dict[date, int] = {}
    for ordinal in range(date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal() + 1):
        day = date.fromordinal(ordinal)
        if calendar.is_working_day(day):
            working.append(day)
        place[day] = len(working) - 1
    return place, working
