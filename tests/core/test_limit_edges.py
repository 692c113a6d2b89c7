"""The edges of a clock: named last days, open pauses past the end, shares that do not come out even, codes that others store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.play import moment
from workflows.calendar import DayType, load_calendar
from workflows.ledger import Clock, Limit, Pause, Unit
from workflows.limits import DayKind, Due, Signal, consumed, due, explain, left, near_from, paused, received_on, signal

CALENDAR = load_calendar()
TEN = Clock("promised", "", Limit(10, Unit.WORKING_DAY, "accepted"), date(2026, 3, 3))
LAST = date(2026, 3, 17)


def test_codes_stay_what_databases_packages_and_readers_of_json_know():
    assert [*Signal] == ["green", "yellow", "red", "dark", "grey"]
    assert [*DayKind] == ["start", "counted", "makeup", "paused", "weekend", "holiday", "due", "overdue"]
    assert [*DayType] == ["work", "weekend", "holiday", "makeup"]
    assert [*Unit] == ["working_day", "calendar_day", "month"]


def test_a_day_that_a_document_names_is_the_last_day_whatever_the_calendar_says():
    rest_day = date(2041, 3, 16)
    clock = replace(TEN, fixed=rest_day, pauses=(Pause("hearing", date(2026, 3, 4)),))
    assert due(clock, CALENDAR, date(2026, 3, 10)) == Due(rest_day)


def test_days_that_an_open_pause_took_are_known_while_it_runs():
    clock = replace(TEN, pauses=(Pause("hearing", date(2026, 3, 5)),))
    assert [paused(clock, CALENDAR, date(2026, 3, day)) for day in (5, 6, 9)] == [0, 1, 2]


@pytest.mark.parametrize(("on", "over"), [("2026-03-17", 0), ("2026-03-19", 2), ("2026-03-25", 2)])
def test_past_its_end_a_clock_stands_still_in_a_pause_that_still_runs(on: str, over: int):
    clock, today = replace(TEN, pauses=(Pause("hearing", date(2026, 3, 19)),)), date.fromisoformat(on)
    assert consumed(clock, CALENDAR, today) == 10 + over
    assert left(clock, CALENDAR, today) == -over


def test_what_has_not_begun_is_green_and_has_used_nothing():
    waiting = replace(TEN, started=None)
    assert signal(None, None, CALENDAR, LAST) is Signal.GREEN
    assert signal(waiting, None, CALENDAR, LAST) is Signal.GREEN
    one_day = replace(waiting, limit=Limit(1, Unit.WORKING_DAY, "accepted"))
    assert signal(one_day, None, CALENDAR, LAST) is Signal.GREEN
    assert (left(waiting, CALENDAR, LAST), consumed(waiting, CALENDAR, LAST), explain(waiting, CALENDAR, LAST)) == (
        10,
        0,
        (),
    )


@pytest.mark.parametrize(("days", "near"), [(5, 1), (6, 2), (11, 3), (15, 3), (35, 7)])
def test_a_share_that_does_not_come_out_even_is_rounded_up_to_a_whole_day(days: int, near: int):
    clock = replace(TEN, limit=Limit(days, Unit.WORKING_DAY, "accepted"))
    last = due(clock, CALENDAR, TEN.started).on
    assert last is not None
    first = CALENDAR.add(last, -near)
    assert signal(clock, None, CALENDAR, first) is Signal.YELLOW
    assert signal(clock, None, CALENDAR, CALENDAR.add(first, -1)) is Signal.GREEN
    assert near_from(clock, CALENDAR, TEN.started, last) == first


@given(
    value=st.integers(0, 60),
    unit=st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]),
    start=st.dates(date(2024, 1, 1), date(2026, 6, 1)),
    pauses=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 20)), max_size=3),
    extended=st.sampled_from([0, 10]),
    share=st.sampled_from([0.0, 0.2, 0.5, 1.0]),
    days=st.integers(0, 4),
)
def test_the_first_near_day_is_the_one_on_which_the_light_turns(value, unit, start, pauses, extended, share, days):
    stretches = tuple(
        Pause("hearing", start + timedelta(days=at), start + timedelta(days=at + length)) for at, length in pauses
    )
    clock = Clock("promised", "", Limit(value, unit, "accepted"), start, stretches, extended)
    over = max([start, *(pause.ended for pause in stretches if pause.ended)])
    last = due(clock, CALENDAR, over).on
    assert last is not None
    first = near_from(clock, CALENDAR, over, last, share, days)
    assert start <= first <= last
    for on in (start + timedelta(days=n) for n in range((last - start).days + 1)):
        shown = signal(clock, None, CALENDAR, on, share, days) if on >= over else None
        assert shown in (None, Signal.YELLOW if on >= first else Signal.GREEN)


def test_near_the_end_of_all_schedules_the_light_turns_by_calendar_days():
    last = date(2019, 1, 3)
    clock = Clock("promised", "", Limit(10, Unit.WORKING_DAY, "accepted"), date(2018, 12, 28))
    assert near_from(clock, CALENDAR, last, last) == date(2019, 1, 1)
    assert near_from(clock, CALENDAR, last, last, yellow_days=9) == date(2018, 12, 28)


def test_a_minute_after_the_guides_hour_is_the_next_working_day():
    assert received_on(moment("2026-03-02T15:30").at, CALENDAR, "15:30") == date(2026, 3, 2)
    assert received_on(moment("2026-03-02T15:31").at, CALENDAR, "15:30") == date(2026, 3, 3)
    assert received_on(moment("2026-03-02T23:59").at, CALENDAR) == date(2026, 3, 2)
