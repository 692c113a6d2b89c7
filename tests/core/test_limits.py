"""Clocks: what is due, used and left, under pauses, extensions and every unit; and the light they show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from workflows.calendar import Calendar, CalendarGap, load_calendar
from workflows.limits import (
    Clock,
    ClockError,
    DayKind,
    Due,
    Limit,
    Pause,
    Signal,
    Unit,
    budget,
    consumed,
    due,
    explain,
    left,
    paused,
    received_on,
    signal,
)

CALENDAR = load_calendar()
REVIEW = Pause("expert_review", date(2026, 10, 12), date(2026, 11, 17), "officer:7", "《行政许可法》第四十五条")


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}" if len(text) == 5 else text)


def clock(value: int = 10, unit: Unit = Unit.WORKING_DAY, started: str | None = "09-30", **changes: object) -> Clock:
    return Clock("promised", "", Limit(value, unit, "accepted"), started and day(started), **changes)


def pause(began: str, ended: str | None = None, cause: str = "hearing") -> Pause:
    return Pause(cause, day(began), ended and day(ended))


def due_on(this: Clock, today: str = "12-31") -> str:
    return f"{due(this, CALENDAR, day(today)).on:%m-%d}"


@pytest.mark.parametrize(
    ("at", "received"),
    [
        (datetime(2026, 9, 29, 15, 59, tzinfo=UTC), "09-29"),
        (datetime(2026, 9, 29, 16, 0, tzinfo=UTC), "09-30"),
        (datetime(2026, 9, 30, 16, 0, tzinfo=UTC), "10-08"),
        (datetime(2026, 10, 10, 1, 0, tzinfo=UTC), "10-10"),
        (datetime(2026, 10, 10, 16, 0, tzinfo=UTC), "10-12"),
    ],
)
def test_a_filing_is_received_on_its_day_in_china_or_the_next_working_day(at, received):
    assert received_on(at, CALENDAR) == day(received)


def test_the_day_of_the_event_is_not_counted_and_make_up_days_are():
    assert due_on(clock(3)) == "10-10"
    assert due_on(clock(10)) == "10-20"


def test_calendar_days_run_through_and_end_on_a_working_day():
    assert due_on(clock(5, Unit.CALENDAR_DAY, "09-21")) == "09-28"
    assert due_on(clock(30, Unit.CALENDAR_DAY, "09-02")) == "10-08"
    assert due_on(clock(8, Unit.CALENDAR_DAY, "09-30")) == "10-08"


@pytest.mark.parametrize(
    ("started", "months", "last"),
    [("01-31", 1, "02-28"), ("03-16", 2, "05-18"), ("03-31", 1, "04-30"), ("08-30", 1, "09-30"), ("04-15", 6, "10-15")],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(started, months, last):
    assert due_on(clock(months, Unit.MONTH, started)) == last


def test_a_month_crosses_the_year_and_knows_leap_days():
    assert due(clock(2, Unit.MONTH, "2023-12-29"), CALENDAR, day("2024-01-01")).on == day("2024-02-29")
    assert due(clock(3, Unit.MONTH, "2025-11-30"), CALENDAR, day("2026-01-01")).on == day("02-28")


def test_the_day_a_pause_begins_counts_and_the_day_it_ends_does_not():
    assert due_on(clock(10, pauses=(REVIEW,))) == "11-25"
    assert due_on(clock(10, pauses=(pause("10-12", "10-12"),))) == due_on(clock(10))


def test_overlapping_pauses_exclude_a_day_once():
    both = (pause("10-12", "10-16"), pause("10-14", "10-21", "inspection"))
    assert due_on(clock(10, pauses=both)) == due_on(clock(10, pauses=(pause("10-12", "10-21"),))) == "10-29"
    assert due_on(clock(10, pauses=(*both[::-1], pause("10-15", "10-15")))) == "10-29"


def test_a_pause_before_the_start_or_after_the_last_day_changes_nothing():
    assert due_on(clock(10, pauses=(pause("09-01", "09-20"),))) == "10-20"
    assert due_on(clock(10, pauses=(pause("10-20", "11-02"),))) == "10-20"
    assert due_on(clock(10, pauses=(pause("09-01", "10-08"),))) == "10-21"


def test_an_open_pause_shows_the_date_that_holds_if_it_ended_today():
    stopped = clock(10, pauses=(pause("10-12"),))
    assert [due_on(stopped, today) for today in ("10-12", "10-13", "10-18", "10-19")] == [
        "10-20",
        "10-21",
        "10-26",
        "10-27",
    ]
    assert [left(stopped, CALENDAR, day(today)) for today in ("10-12", "10-13", "10-19")] == [6, 6, 6]


def test_calendar_days_and_months_pause_too_and_never_end_within_a_pause():
    assert due_on(clock(30, Unit.CALENDAR_DAY, "03-02", pauses=(pause("03-10", "03-15"),))) == "04-07"
    assert due_on(clock(1, Unit.MONTH, "03-02", pauses=(pause("03-10", "03-15"),))) == "04-07"
    assert due_on(clock(5, Unit.CALENDAR_DAY, "03-09", pauses=(pause("03-14", "03-18"),))) == "03-19"


def test_an_extension_adds_days_of_the_clocks_own_kind():
    assert due_on(clock(10, extended_by=10)) == "11-03"
    assert due_on(clock(30, Unit.CALENDAR_DAY, "07-01", extended_by=10)) == "08-10"
    assert due_on(clock(1, Unit.MONTH, "07-01", extended_by=10)) == "08-11"
    assert budget(clock(1, Unit.MONTH, "07-01", extended_by=10)) == 41


def test_used_and_left_add_up_to_the_budget():
    this = clock(10, pauses=(REVIEW,))
    for today, used in [
        ("09-30", 0),
        ("10-08", 1),
        ("10-12", 4),
        ("11-17", 4),
        ("11-20", 7),
        ("11-22", 7),
        ("11-25", 10),
    ]:
        assert consumed(this, CALENDAR, day(today)) == used
        assert left(this, CALENDAR, day(today)) == 10 - used
    assert paused(this, CALENDAR, day("11-22")) == 26
    assert paused(this, CALENDAR, day("10-19")) == 5


def test_left_is_negative_exactly_when_the_last_day_is_over():
    this = clock(5, started="03-06")
    assert due_on(this) == "03-13"
    expected = {"03-13": 0, "03-14": -1, "03-15": -1, "03-16": -1, "03-17": -2}
    assert {today: left(this, CALENDAR, day(today)) for today in expected} == expected
    assert consumed(this, CALENDAR, day("03-17")) == 7


def test_rest_days_over_which_the_last_day_rolls_are_nobodys():
    this = clock(8, Unit.CALENDAR_DAY, "09-24")
    assert due_on(this) == "10-08"
    assert [consumed(this, CALENDAR, day(d)) for d in ("10-01", "10-02", "10-03", "10-08", "10-09")] == [7, 8, 8, 8, 9]
    assert [left(this, CALENDAR, day(d)) for d in ("10-07", "10-08", "10-09")] == [1, 0, -1]


def test_an_answered_clock_stands_still():
    answered = clock(10, stopped=day("10-12"), pauses=(pause("10-10"),))
    for today in ("10-12", "12-01"):
        assert due_on(answered, today) == "10-21"
        assert (consumed(answered, CALENDAR, day(today)), left(answered, CALENDAR, day(today))) == (3, 7)
    assert due_on(clock(10, stopped=day("10-12"), pauses=(pause("10-13", "11-02"),))) == "10-20"
    assert left(clock(10, stopped=day("10-22")), CALENDAR, day("12-01")) == -2


def test_a_clock_answered_before_it_starts_has_used_nothing():
    early = clock(5, started="02-24", stopped=day("02-21"))
    assert (consumed(early, CALENDAR, day("03-01")), left(early, CALENDAR, day("03-01"))) == (0, 5)
    assert paused(early, CALENDAR, day("03-01")) == 0


def test_a_clock_that_has_not_started_is_due_on_no_day():
    waiting = clock(4, started=None, pauses=(REVIEW,))
    assert due(waiting, CALENDAR, day("11-22")) == Due(None)
    assert (consumed(waiting, CALENDAR, day("11-22")), left(waiting, CALENDAR, day("11-22"))) == (0, 4)
    assert paused(waiting, CALENDAR, day("11-22")) == 0
    assert signal(waiting, None, CALENDAR, day("11-22")) is Signal.GREEN
    assert explain(waiting, CALENDAR, day("11-22")) == ()
    assert budget(clock(2, Unit.MONTH, started=None)) == 60


def test_on_the_spot_means_the_same_day():
    at_once = clock(0, started="09-30", pauses=(pause("09-01", "10-20"),))
    assert due_on(at_once) == "09-30"
    assert due_on(clock(0, Unit.CALENDAR_DAY, "10-01")) == "10-08"
    assert [each.kind for each in explain(at_once, CALENDAR, day("09-30"))] == [DayKind.DUE]


def test_a_date_in_or_beyond_an_unpublished_year_is_provisional():
    assert due(clock(10, started="12-22"), CALENDAR, day("12-22")) == Due(day("2027-01-06"), provisional=True)
    assert due(clock(10, started="12-17"), CALENDAR, day("12-17")) == Due(day("12-31"), provisional=False)
    assert due(clock(5, started="2027-03-01"), CALENDAR, day("2027-03-01")).provisional
    until_2027 = tuple(year for year in CALENDAR.years if year.year <= 2027)
    later = Calendar((*until_2027, replace(until_2027[-2], year=2028, off=frozenset(), work=frozenset(), names=())))
    assert due(clock(265, started="12-22"), later, day("12-22")) == Due(day("2028-01-06"), provisional=True)
    # Calendar days do not ask the schedule until they end.
    assert due(clock(13, Unit.MONTH, started="12-22"), later, day("12-22")) == Due(day("2028-01-24"), provisional=False)


def test_a_clock_that_runs_into_a_missing_year_names_it_and_still_counts():
    known = Calendar(tuple(year for year in CALENDAR.years if year.year <= 2026))
    this = clock(10, started="12-22", pauses=(pause("12-24", "12-25"),))
    assert due(this, known, day("12-28")) == Due(None, missing_year=2027)
    assert (consumed(this, known, day("12-28")), left(this, known, day("12-28"))) == (3, 7)
    assert signal(this, this, known, day("12-28")) is Signal.GREEN
    assert explain(this, known, day("12-28"))[-1].on == day("12-31")
    assert explain(clock(10, started="2027-02-01"), known, day("2027-02-01")) == ()
    assert due(clock(1, Unit.MONTH, "12-22"), known, day("12-28")).missing_year == 2027


def test_what_cannot_be_counted_is_said_and_asks_for_a_look():
    known = Calendar(tuple(year for year in CALENDAR.years if year.year <= 2026))
    this = clock(20, started="12-22", pauses=(pause("12-23", "12-24"),))
    for ask in (consumed, left, paused):
        with pytest.raises(CalendarGap, match="2027"):
            ask(this, known, day("2027-01-05"))
    assert due(this, known, day("2027-01-05")).missing_year == 2027
    assert signal(this, clock(40, started="12-22"), known, day("2027-01-05")) is Signal.YELLOW


def test_an_overdue_clock_is_red_even_where_todays_year_is_missing():
    known = Calendar(tuple(year for year in CALENDAR.years if year.year <= 2026))
    assert signal(clock(10), None, known, day("2027-01-04")) is Signal.RED
    assert explain(clock(10), known, day("2027-01-04"))[-1].on == day("12-31")


@pytest.mark.parametrize(
    ("today", "light"),
    [
        ("09-30", Signal.GREEN),
        ("10-15", Signal.GREEN),
        ("10-16", Signal.YELLOW),
        ("10-20", Signal.YELLOW),
        ("10-21", Signal.RED),
        ("11-03", Signal.RED),
        ("11-04", Signal.DARK),
    ],
)
def test_the_light_turns_with_what_is_left(today, light):
    assert signal(clock(10), clock(20), CALENDAR, day(today)) is light


def test_thresholds_belong_to_the_item():
    assert signal(clock(10), None, CALENDAR, day("10-12"), yellow_share=0.6) is Signal.YELLOW
    assert signal(clock(10), None, CALENDAR, day("10-19"), yellow_share=0.0, yellow_days=0) is Signal.GREEN
    assert signal(clock(10), None, CALENDAR, day("10-19"), yellow_share=0.0) is Signal.YELLOW
    # 0.07 of 100 is 7 and not 8, whatever binary fractions make of it.
    assert signal(clock(100), None, CALENDAR, CALENDAR.add(day("09-30"), 92), yellow_share=0.07) is Signal.GREEN


def test_a_running_pause_is_grey_and_hides_no_delay():
    stopped = clock(10, pauses=(pause("10-12"),))
    assert [signal(stopped, clock(20), CALENDAR, day(on)) for on in ("10-12", "10-13")] == [Signal.GREY, Signal.GREY]
    assert signal(stopped, clock(20, started="09-01"), CALENDAR, day("10-13")) is Signal.DARK
    late = clock(10, pauses=(pause("10-22"),))
    assert signal(late, None, CALENDAR, day("10-30")) is Signal.RED
    assert signal(clock(10, pauses=(REVIEW,)), None, CALENDAR, day("11-18")) is Signal.GREEN


def test_the_statutory_clock_alone_gives_the_light_where_nothing_was_promised():
    assert signal(None, clock(20), CALENDAR, day("10-30")) is Signal.YELLOW
    assert signal(None, None, CALENDAR, day("10-30")) is Signal.GREEN


def test_an_answered_clock_is_green_or_forever_late():
    assert signal(clock(10, stopped=day("10-20")), clock(20), CALENDAR, day("10-20")) is Signal.GREEN
    assert signal(clock(10, stopped=day("10-21")), None, CALENDAR, day("12-01")) is Signal.RED


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Limit(5, "week", "accepted"), "unknown unit 'week'"),
        (lambda: Limit(0.4, Unit.WORKING_DAY, "accepted"), "whole number"),
        (lambda: Limit(True, Unit.WORKING_DAY, "accepted"), "whole number"),
        (lambda: Limit(-1, Unit.WORKING_DAY, "accepted"), "whole number"),
        (lambda: Limit(99999, Unit.MONTH, "accepted"), "whole number"),
        (lambda: pause("10-12", "10-11"), "cannot have ended on 2026-10-11"),
        (lambda: clock(extended_by=-1), "an extension adds"),
    ],
)
def test_a_clock_that_cannot_exist_is_refused(make, message):
    with pytest.raises(ClockError, match=message):
        make()


def test_a_unit_written_as_text_is_a_unit():
    assert Limit(5, "month", "received").unit is Unit.MONTH


def test_the_strip_tells_the_mocks_story_day_by_day():
    days = {f"{each.on:%m-%d}": each for each in explain(clock(10, pauses=(REVIEW,)), CALENDAR, day("11-22"))}
    told = {name: (each.kind, each.n, each.event) for name, each in days.items()}
    assert (min(days), max(days), len(days)) == ("09-30", "11-25", 57)
    assert told["09-30"] == (DayKind.START, None, "accepted")
    assert told["10-01"] == (DayKind.HOLIDAY, None, "national_day")
    assert told["10-08"] == (DayKind.COUNTED, 1, None)
    assert told["10-10"] == (DayKind.MAKEUP, 3, None)
    assert told["10-11"] == (DayKind.WEEKEND, None, None)
    assert told["10-12"] == (DayKind.COUNTED, 4, None)
    assert told["10-13"] == told["11-17"] == (DayKind.PAUSED, None, "expert_review")
    assert told["11-18"] == (DayKind.COUNTED, 5, None)
    assert told["11-25"] == (DayKind.DUE, 10, None)
    assert [name for name, each in days.items() if each.ahead] == ["11-23", "11-24", "11-25"]


def test_the_strip_of_an_overdue_clock_goes_on_to_today():
    days = explain(clock(3, pauses=(pause("10-14", "10-15"),)), CALENDAR, day("10-19"))
    after = [(f"{each.on:%m-%d}", each.kind.value, each.n) for each in days if each.on > day("10-10")]
    assert after == [
        ("10-11", "weekend", None),
        ("10-12", "overdue", -1),
        ("10-13", "overdue", -2),
        ("10-14", "overdue", -3),
        ("10-15", "paused", None),
        ("10-16", "overdue", -4),
        ("10-17", "weekend", None),
        ("10-18", "weekend", None),
        ("10-19", "overdue", -5),
    ]


def test_the_strip_names_the_cause_that_stopped_each_day():
    both = (pause("10-14", "10-16", "inspection"), pause("10-12", "10-14", "hearing"))
    causes = {f"{each.on:%m-%d}": each.event for each in explain(clock(pauses=both), CALENDAR, day("10-19"))}
    assert [causes[on] for on in ("10-13", "10-14", "10-15", "10-16")] == [
        "hearing",
        "hearing",
        "inspection",
        "inspection",
    ]
    running = explain(clock(pauses=(pause("10-12"),)), CALENDAR, day("10-14"))
    assert [each.event for each in running if each.kind is DayKind.PAUSED] == ["hearing", "hearing"]


def test_the_strip_of_calendar_days_counts_rest_days_until_it_rolls():
    days = explain(clock(8, Unit.CALENDAR_DAY, "09-24"), CALENDAR, day("09-24"))
    told = {f"{each.on:%m-%d}": (each.kind, each.n) for each in days}
    assert told["09-26"] == (DayKind.COUNTED, 2)
    assert told["10-02"] == (DayKind.COUNTED, 8)
    assert told["10-03"] == (DayKind.HOLIDAY, None)
    assert told["10-08"] == (DayKind.DUE, None)


def test_the_strip_marks_the_answer_and_unpublished_days():
    days = explain(clock(10, started="12-22", stopped=day("12-24")), CALENDAR, day("2027-02-01"))
    assert [each.on for each in days if each.event == "stopped"] == [day("12-24")]
    assert (days[-1].on, days[-1].kind, days[-1].provisional) == (day("2027-01-06"), DayKind.DUE, True)
    assert all(each.provisional == (each.on.year == 2027) for each in days)
    assert all(each.ahead == (each.on > day("12-24")) for each in days)
