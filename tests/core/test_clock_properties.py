"""Clocks against an independent counter that walks from day to day, over random limits, pauses, extensions and days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import yaml
from hypothesis import given
from hypothesis import strategies as st

from workflows.calendar import HOLIDAYS, load_calendar
from workflows.limits import (
    Clock,
    DayKind,
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
# Not safe_load: YAML 1.1 reads the key `off` as false.
FILES = [yaml.load(file.read_text(), yaml.BaseLoader) for file in HOLIDAYS.glob("*.yaml")]
OFF = {date.fromisoformat(each) for file in FILES for each in file["off"]}
WORK = {date.fromisoformat(each) for file in FILES for each in file["work"]}
ONE = timedelta(days=1)

days = st.dates(date(2021, 6, 1), date(2026, 6, 30))


def works(on: date) -> bool:
    return on in WORK or (on.weekday() < 5 and on not in OFF)


class Walk:
    """The slow counter: a set of excluded days and one step after the other."""

    def __init__(self, clock: Clock, today: date) -> None:
        self.clock, self.now = clock, clock.stopped or today
        self.out: set[date] = set()
        for pause in clock.pauses:
            end = min(pause.ended or today, clock.stopped or date.max)
            on = pause.began + ONE
            while on <= end:
                self.out.add(on)
                on += ONE

    def counts(self, on: date) -> bool:
        return on not in self.out and (self.clock.limit.unit is not Unit.WORKING_DAY or works(on))

    def granted(self) -> int:
        start, limit = self.clock.started, self.clock.limit
        if limit.unit is not Unit.MONTH:
            return limit.value + self.clock.extended_by
        first = start.replace(day=1)
        for _ in range(limit.value):
            first = (first + 31 * ONE).replace(day=1)
        last = (first + 31 * ONE).replace(day=1) - ONE
        return (min(last, first + (start.day - 1) * ONE) - start).days + self.clock.extended_by

    def due(self) -> date:
        on, n = self.clock.started, 0
        while n < self.granted():
            on += ONE
            n += self.counts(on)
        while self.clock.limit.unit is not Unit.WORKING_DAY and (not works(on) or on in self.out):
            on += ONE
        return on

    def between(self, after: date, until: date) -> int:
        return sum(self.counts(after + ONE * n) for n in range(1, (until - after).days + 1))


@st.composite
def clocks(draw):
    started = draw(days)
    spans = draw(st.lists(st.tuples(st.integers(-20, 90), st.integers(0, 40) | st.none()), max_size=5))
    pauses = tuple(
        Pause("hearing", started + ONE * at, None if length is None else started + ONE * (at + length))
        for at, length in spans
    )
    unit = draw(st.sampled_from(Unit))
    value = draw(st.integers(0, 6 if unit is Unit.MONTH else 60))
    stopped = draw(st.none() | st.integers(-5, 120).map(lambda n: started + ONE * n))
    return Clock("promised", "", Limit(value, unit, "accepted"), started, pauses, draw(st.integers(0, 15)), stopped)


looks = st.integers(-10, 200)


def moments(on: date):
    return st.builds(datetime.combine, st.just(on), st.times(timezones=st.timezones()))


@given(clocks(), looks)
def test_the_last_day_is_the_one_a_patient_counter_reaches(clock, ahead):
    today = clock.started + ONE * ahead
    found = due(clock, CALENDAR, today)
    assert found.on == Walk(clock, today).due()
    assert budget(clock) == Walk(clock, today).granted()
    assert not found.provisional or found.on.year == 2027


@given(clocks(), looks)
def test_left_counts_the_days_to_and_from_the_last_day(clock, ahead):
    today = clock.started + ONE * ahead
    walk, last = Walk(clock, today), due(clock, CALENDAR, today).on
    remaining = left(clock, CALENDAR, today)
    assert (remaining < 0) == (walk.now > last)
    if remaining < 0:
        assert remaining == -max(1, walk.between(last, walk.now))
    else:
        assert remaining == walk.between(max(walk.now, clock.started), last)


@given(clocks(), looks)
def test_used_and_left_make_the_budget_while_there_is_time(clock, ahead):
    today = clock.started + ONE * ahead
    walk = Walk(clock, today)
    used = consumed(clock, CALENDAR, today)
    assert used >= 0
    if left(clock, CALENDAR, today) < 0:
        assert used >= budget(clock)
        return
    assert used == min(budget(clock), walk.between(clock.started, max(walk.now, clock.started)))
    if clock.limit.unit is Unit.WORKING_DAY:
        future = [pause for pause in clock.pauses if pause.ended and pause.ended > walk.now]
        assert future or used + left(clock, CALENDAR, today) == budget(clock)


@given(clocks(), looks)
def test_what_was_paused_and_what_ran_make_all_the_time(clock, ahead):
    today = clock.started + ONE * ahead
    walk = Walk(clock, today)
    until = max(walk.now, clock.started)
    unpaused = Walk(Clock("", "", clock.limit, clock.started), today).between(clock.started, until)
    assert paused(clock, CALENDAR, today) == unpaused - walk.between(clock.started, until)


@given(clocks(), looks)
def test_the_explanation_is_the_reason_for_the_last_day(clock, ahead):
    today = clock.started + ONE * ahead
    walk, last = Walk(clock, today), due(clock, CALENDAR, today).on
    strip = explain(clock, CALENDAR, today)
    until = max(last, walk.now)
    used = sum((day.n or 0) > 0 and not day.ahead for day in strip)
    assert [day.on for day in strip] == [clock.started + ONE * n for n in range((until - clock.started).days + 1)]
    assert [day.on for day in strip if day.kind is DayKind.DUE] == [last]
    assert [day.n for day in strip if (day.n or 0) > 0] == list(range(1, budget(clock) + 1))
    assert all(walk.counts(day.on) for day in strip if day.n)
    assert all(day.on in walk.out for day in strip if day.kind is DayKind.PAUSED)
    assert used == min(consumed(clock, CALENDAR, today), budget(clock))
    assert sum(day.kind is DayKind.OVERDUE for day in strip) == walk.between(last, max(walk.now, last))


@given(clocks(), looks, st.integers(0, 10))
def test_more_time_is_never_less(clock, ahead, more):
    today = clock.started + ONE * ahead
    longer = Clock("", "", clock.limit, clock.started, clock.pauses, clock.extended_by + more, clock.stopped)
    free = Clock("", "", clock.limit, clock.started, (), clock.extended_by, clock.stopped)
    assert due(free, CALENDAR, today).on <= due(clock, CALENDAR, today).on <= due(longer, CALENDAR, today).on


@given(clocks(), looks)
def test_the_light_is_red_exactly_when_nothing_is_left_to_wait_for(clock, ahead):
    today = clock.started + ONE * ahead
    late = left(clock, CALENDAR, today) < 0
    assert (signal(clock, None, CALENDAR, today) is Signal.RED) == late
    assert (signal(None, clock, CALENDAR, today) is Signal.DARK) == late


@given(days.flatmap(moments))
def test_a_filing_is_received_on_a_working_day_and_none_is_left_out_before_it(at):
    received = received_on(at, CALENDAR)
    assert works(received)
    arrived = at.astimezone(ZoneInfo("Asia/Shanghai")).date()
    assert not any(works(arrived + ONE * n) for n in range((received - arrived).days))
