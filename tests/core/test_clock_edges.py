"""The edges of clocks and calendars: the first and last value that is allowed, defaults, gaps, and what equality rests on."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from workflows.calendar import Calendar, load_calendar
from workflows.ledger import Clock, ClockError, Limit, Unit
from workflows.limits import Day, DayKind, Due, Signal, due, explain, signal
from workflows.schedule import Year

CALENDAR = load_calendar()
LONGEST = 3660


def year(number: int, *off: str, published: bool = True) -> Year:
    days = frozenset(map(date.fromisoformat, off)) or frozenset({date(number, 1, 1)})
    return Year(number, published, "a notice", days, frozenset())


def clock(n: int, started: date, unit: Unit = Unit.WORKING_DAY, **more: object) -> Clock:
    return Clock("promised", "", Limit(n, unit, "accepted"), started, **more)  # type: ignore[arg-type]


def test_a_calendar_is_compared_and_shown_by_its_schedules_alone():
    assert [one.name for one in fields(Calendar) if one.compare] == ["years", "regional"]
    assert [one.name for one in fields(Calendar) if one.repr] == ["years", "regional"]


def test_the_last_days_of_the_last_year_are_working_days_like_any_other():
    alone = Calendar((year(2027),))
    assert [alone.is_working_day(date(2027, 12, n)) for n in (29, 30, 31)] == [True, True, True]
    assert alone.add(date(2027, 12, 30), 1) == date(2027, 12, 31)
    assert alone.count(date(2027, 12, 29), date(2027, 12, 31)) == 2


def test_the_first_days_of_the_first_year_count_too():
    alone = Calendar((year(2027),))
    assert alone.add(date(2027, 1, 5), -1) == date(2027, 1, 4)
    assert not alone.is_working_day(date(2027, 1, 1))


@pytest.mark.parametrize("unit", Unit)
def test_the_longest_limit_and_the_shortest_are_allowed_and_one_more_is_not(unit: Unit):
    assert (Limit(0, unit, "x").value, Limit(LONGEST, unit, "x").value) == (0, LONGEST)
    for wrong in (-1, LONGEST + 1):
        with pytest.raises(ClockError):
            Limit(wrong, unit, "x")


def test_the_longest_extension_is_allowed_and_one_more_is_not():
    assert clock(1, date(2026, 3, 2), extended_by=LONGEST).extended_by == LONGEST
    for wrong in (-1, LONGEST + 1):
        with pytest.raises(ClockError):
            clock(1, date(2026, 3, 2), extended_by=wrong)


def test_nothing_is_provisional_or_ahead_unless_it_is_said():
    assert not Due(None).provisional
    assert not Due(date(2026, 3, 2)).provisional
    day = Day(date(2026, 3, 2), DayKind.START)
    assert (day.ahead, day.provisional, day.n, day.event) == (False, False, None, None)


def test_two_days_left_are_green_where_one_day_is_near():
    five = clock(5, date(2026, 3, 2))
    assert signal(five, None, CALENDAR, date(2026, 3, 5)) is Signal.GREEN
    assert signal(five, None, CALENDAR, date(2026, 3, 6)) is Signal.YELLOW


def test_an_explanation_ends_at_a_missing_year_and_does_not_go_on_behind_it():
    gap = Calendar((year(2024), year(2026)))
    waiting = clock(20, date(2024, 12, 20))
    assert due(waiting, gap, date(2026, 1, 20)).missing_year == 2025
    shown = explain(waiting, gap, date(2026, 1, 20))
    assert (shown[0].on, shown[-1].on) == (date(2024, 12, 20), date(2024, 12, 31))
