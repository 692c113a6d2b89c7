"""Twenty years of calendars that nobody has published, against a counter that knows nothing but sets and one step at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.bulk import last_days
from workflows.calendar import Calendar
from workflows.ledger import Clock, Limit, Pause, Unit
from workflows.limits import consumed, due, explain, left
from workflows.schedule import Year

FIRST, LAST = 2030, 2049
ONE = timedelta(days=1)
seeds = st.integers(0, 2**32 - 1)


@dataclass
class Slow:
    """The independent counter: every day is asked for itself, and nothing is looked up or jumped over."""

    off: set[date] = field(default_factory=set)
    work: set[date] = field(default_factory=set)

    def works(self, on: date) -> bool:
        return on in self.work or (on.isoweekday() <= 5 and on not in self.off)

    def nth(self, start: date, n: int, out: set[date]) -> date:
        on = start
        while n:
            on += ONE
            if self.works(on) and on not in out:
                n -= 1
        return on

    def days(self, start: date, n: int, out: set[date]) -> date:
        on = start
        while n:
            on += ONE
            if on not in out:
                n -= 1
        while on in out or not self.works(on):
            on += ONE
        return on

    def number(self, after: date, until: date) -> int:
        return sum(self.works(after + ONE * n) for n in range(1, (until - after).days + 1))


def schedules(seed: int) -> tuple[Calendar, Slow]:
    """Twenty years with holidays in runs, make-up days on some weekends, some of them in the December before."""
    chance, slow, years = Random(seed), Slow(), []
    for number in range(FIRST, LAST + 1):
        off, work = one_year(chance, number, slow)
        years.append(Year(number, chance.random() < 0.8, "generated", frozenset(off), frozenset(work)))
    return Calendar(tuple(years)), slow


def one_year(chance: Random, number: int, slow: Slow) -> tuple[set[date], set[date]]:
    off: set[date] = set()
    for _ in range(chance.randint(1, 8)):
        first = date(number, 1, 1) + ONE * chance.randint(0, 355)
        off |= {first + ONE * n for n in range(chance.randint(1, 9)) if (first + ONE * n).year == number}
    weekend = [date(number, 1, 1) + ONE * n for n in range(-20, 365)]
    free = [day for day in weekend if day.isoweekday() > 5 and day not in off | slow.off and day.year >= FIRST]
    work = set(chance.sample(free, chance.randint(0, 9)))
    off -= slow.work
    slow.off |= off
    slow.work |= work
    return off, work


def ledger(chance: Random, start: date) -> Clock:
    unit = chance.choice(list(Unit))
    value = chance.randint(0, 6 if unit is Unit.MONTH else 90)
    pauses = []
    for _ in range(chance.choice((0, 0, 1, 1, 2, 5))):
        began = start + ONE * chance.randint(-15, 120)
        pauses.append(Pause("hearing", began, None if chance.random() < 0.15 else began + ONE * chance.randint(0, 60)))
    stopped = start + ONE * chance.randint(0, 200) if chance.random() < 0.2 else None
    return Clock("x", "", Limit(value, unit, "accepted"), start, tuple(pauses), chance.choice((0, 0, 5, 15)), stopped)


def excluded_days(clock: Clock, today: date) -> set[date]:
    out = set()
    for pause in clock.pauses:
        on, end = pause.began + ONE, min(pause.ended or today, clock.stopped or date.max)
        while on <= end:
            out.add(on)
            on += ONE
    return out


def patient(clock: Clock, slow: Slow, today: date) -> date:
    """The last day as the slow counter finds it."""
    start, out, n = clock.started, excluded_days(clock, today), clock.limit.value
    assert start is not None
    if clock.limit.unit is Unit.WORKING_DAY:
        return slow.nth(start, n + clock.extended_by, out)
    if clock.limit.unit is Unit.MONTH:
        year, month = start.year + (start.month - 1 + n) // 12, (start.month - 1 + n) % 12 + 1
        day = start.day
        while True:
            try:
                n = (date(year, month, day) - start).days
                break
            except ValueError:
                day -= 1
    return slow.days(start, n + clock.extended_by, out)


def random_day(chance: Random, *, last: int = LAST - 3) -> date:
    return date(FIRST, 2, 1) + ONE * chance.randint(0, (last - FIRST) * 365)


@given(seeds)
def test_a_calendar_counts_as_the_slow_counter_does(seed: int):
    chance = Random(seed)
    calendar, slow = schedules(seed)
    for _ in range(20):
        on, n = random_day(chance), chance.randint(1, 120)
        assert calendar.is_working_day(on) == slow.works(on)
        assert calendar.add(on, n) == slow.nth(on, n, set())
        assert calendar.window(on, n) == slow.nth(on - ONE, n, set())
        assert calendar.roll(on) == slow.nth(on - ONE, 1, set())
        until = on + ONE * chance.randint(0, 400)
        assert calendar.count(on, until) == slow.number(on, until) == -calendar.count(until, on)


@given(seeds)
def test_every_ledger_ends_on_the_day_that_the_slow_counter_reaches(seed: int):
    chance = Random(seed)
    calendar, slow = schedules(seed)
    for _ in range(12):
        clock = ledger(chance, random_day(chance))
        today = clock.started + ONE * chance.randint(0, 200)
        last = patient(clock, slow, today)
        assert due(clock, calendar, today).on == last
        assert last_days([clock], calendar, today) == [last]
        assert [day.on for day in explain(clock, calendar, today) if day.kind == "due"] == [last]
        assert (left(clock, calendar, today) < 0) == ((clock.stopped or today) > last)
        assert consumed(clock, calendar, today) >= 0


@given(seeds)
@settings(max_examples=50)
def test_an_import_moves_what_runs_through_its_year_and_nothing_else(seed: int):
    """A provisional year is replaced: every ledger ends where the slow counter of the new schedules says, or where it did."""
    chance = Random(seed)
    before, slow = schedules(seed)
    number = chance.randint(FIRST + 1, LAST - 1)
    old = next(year for year in before.years if year.year == number)
    others = tuple(year for year in before.years if year.year != number)
    rest = Slow({d for y in others for d in y.off}, {d for y in others for d in y.work})
    off, work = one_year(chance, number, rest)
    after = Calendar((*others, Year(number, True, "imported", frozenset(off), frozenset(work))))
    touched = off | work | old.off | old.work
    for _ in range(12):
        clock = ledger(chance, random_day(chance))
        today = clock.started + ONE * chance.randint(0, 200)
        new, was = due(clock, after, today).on, due(clock, before, today).on
        assert new == patient(clock, rest, today)
        assert was == patient(clock, slow, today)
        if not any(clock.started <= day <= max(new, was) for day in touched):
            assert new == was


@given(seeds)
@settings(max_examples=50)
def test_pauses_and_extensions_only_ever_give_time(seed: int):
    chance = Random(seed)
    calendar, _ = schedules(seed)
    for _ in range(12):
        clock = ledger(chance, random_day(chance))
        today = clock.started + ONE * chance.randint(0, 200)
        bare = Clock("x", "", clock.limit, clock.started, (), clock.extended_by, clock.stopped)
        more = Clock("x", "", clock.limit, clock.started, clock.pauses, clock.extended_by + 5, clock.stopped)
        assert due(bare, calendar, today).on <= due(clock, calendar, today).on <= due(more, calendar, today).on


@pytest.mark.parametrize("seed", range(3))
def test_bulk_agrees_with_one_by_one_on_thousands(seed: int):
    chance = Random(seed)
    calendar, _ = schedules(seed)
    clocks = [ledger(chance, random_day(chance)) for _ in range(2000)]
    today = date(2040, 6, 1)
    assert last_days(clocks, calendar, today) == [due(clock, calendar, today).on for clock in clocks]


def test_bulk_names_no_day_where_there_is_no_schedule_or_no_start():
    calendar, _ = schedules(1)
    alone = Calendar((calendar.years[0], calendar.years[2]))
    limit = Limit(20, Unit.WORKING_DAY, "accepted")
    found = [Clock("x", "", limit, on) for on in (None, date(FIRST - 1, 6, 1), date(LAST, 12, 30), date(FIRST, 3, 1))]
    for one in (calendar, alone):
        today = date(FIRST, 1, 1)
        assert last_days(found, one, today) == [due(clock, one, today).on for clock in found]
