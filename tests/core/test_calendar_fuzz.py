"""Imports, festivals of a region, pauses and extensions in any order, against a counter that knows sets and one step at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings

from tests.core.test_generated_calendars import (
    FIRST,
    LAST,
    ONE,
    Slow,
    ledger,
    one_year,
    patient,
    random_day,
    schedules,
    seeds,
)
from workflows.bulk import last_days
from workflows.calendar import Calendar, DayType
from workflows.ledger import Clock, Pause, Unit
from workflows.limits import due, explain
from workflows.notice import read_festivals, written
from workflows.schedule import CalendarError, Festival, Year


def festivals(chance: Random, number: int, nation: Slow) -> Year:
    """Days off and make-up weekends that never contradict the nation; some days off are weekends or national holidays."""
    days = [date(number, 1, 1) + ONE * n for n in range(364)]
    first = chance.choice(days[:-6])
    off = {first, *(first + ONE * n for n in range(chance.randint(1, 5)))} - nation.work - {date(number, 12, 31)}
    free = [day for day in days if day.isoweekday() > 5 and day not in off | nation.off]
    work = set(chance.sample(free, chance.randint(0, 2)))
    names = ((min(off), Festival("开斋节", "Eid al-Fitr")),) if off else ()
    return Year(number, True, "政府令", frozenset(off), frozenset(work), names, "某区", "第四条")


def joined(nation: Slow, regional: list[Year]) -> Slow:
    off = nation.off | {day for one in regional for day in one.off}
    return Slow(off, (nation.work | {day for one in regional for day in one.work}) - off)


def with_regions(chance: Random, seed: int) -> tuple[Calendar, Slow, list[Year]]:
    calendar, nation = schedules(seed)
    regional: dict[int, Year] = {}
    for _ in range(chance.randint(1, 6)):
        one = festivals(chance, chance.randint(FIRST, LAST), nation)
        regional[one.year] = one
        calendar = calendar.with_region(one)
    return calendar, joined(nation, [*regional.values()]), [*regional.values()]


@given(seeds)
def test_a_calendar_with_festivals_counts_as_the_slow_counter_does(seed: int):
    chance = Random(seed)
    calendar, slow, _ = with_regions(chance, seed)
    for _ in range(12):
        on, n = random_day(chance), chance.randint(1, 120)
        assert calendar.is_working_day(on) == slow.works(on)
        assert calendar.is_working_day(on) == (calendar.kind(on) in (DayType.WORK, DayType.MAKEUP))
        assert calendar.add(on, n) == slow.nth(on, n, set())


@given(seeds)
def test_ledgers_in_a_region_end_where_the_slow_counter_ends(seed: int):
    chance = Random(seed)
    calendar, slow, regional = with_regions(chance, seed)
    starts = [day for one in regional for day in one.off] or [random_day(chance)]
    for _ in range(12):
        start = min(chance.choice(starts) - ONE * chance.randint(0, 40), date(LAST - 3, 1, 1))
        clock = ledger(chance, max(start, date(FIRST, 2, 1)))
        today = clock.started + ONE * chance.randint(0, 200)
        last = patient(clock, slow, today)
        assert due(clock, calendar, today).on == last
        assert last_days([clock], calendar, today) == [last]
        named = [day for day in explain(clock, calendar, today) if isinstance(day.event, Festival)]
        assert all(any(day.on in one.off for one in regional) for day in named)


@given(seeds)
@settings(max_examples=60)
def test_imports_pauses_and_extensions_in_any_order_come_out_as_if_all_had_been_known(seed: int):
    """The same acts on a clock, whichever schedule came between them: the ledger holds what happened, the calendar counts."""
    chance = Random(seed)
    calendar, nation = schedules(seed)
    regional: dict[int, Year] = {}
    clock = ledger(chance, random_day(chance, last=LAST - 4))
    clock = replace(clock, stopped=None, pauses=())
    assert clock.started is not None
    today = clock.started
    for _ in range(chance.randint(4, 12)):
        today += ONE * chance.randint(0, 25)
        act = chance.choice(("region", "nation", "pause", "extend", "look"))
        number = chance.choice((clock.started.year, clock.started.year + 1))
        if act == "region":
            regional[number] = festivals(chance, number, nation)
            calendar = calendar.with_region(regional[number])
        elif act == "nation":
            calendar, nation = reissued(chance, calendar, nation, number)
        elif act == "pause":
            until = today + ONE * chance.randint(0, 30)
            clock = replace(clock, pauses=(*clock.pauses, Pause("hearing", today, until)))
        elif act == "extend":
            clock = replace(clock, extended_by=clock.extended_by + chance.randint(1, 10))
        assert due(clock, calendar, today).on == patient(clock, joined(nation, [*regional.values()]), today)


def reissued(chance: Random, calendar: Calendar, nation: Slow, number: int) -> tuple[Calendar, Slow]:
    """Another notice of that year, where it contradicts neither a neighbour nor the region; else all stays as it was."""
    rest = Slow(
        {day for one in calendar.years if one.year != number for day in one.off},
        {day for one in calendar.years if one.year != number for day in one.work},
    )
    off, work = one_year(chance, number, rest)
    try:
        return calendar.with_year(Year(number, True, "again", frozenset(off), frozenset(work))), rest
    except CalendarError:
        return calendar, nation


@given(seeds)
@settings(max_examples=60)
def test_festivals_read_as_they_were_written_and_give_time_only_by_their_days_off(seed: int):
    chance = Random(seed)
    calendar, nation = schedules(seed)
    one = replace(festivals(chance, chance.randint(FIRST + 1, LAST - 4), nation), work=frozenset())
    if not one.off:
        return
    assert read_festivals(written(one), f"{one.year}.yaml") == one
    clock = Clock(
        "x", "", replace(ledger(chance, one.names[0][0]).limit, unit=Unit.WORKING_DAY, value=20), min(one.off) - ONE
    )
    before, after = due(clock, calendar, clock.started).on, due(clock, calendar.with_region(one), clock.started).on
    assert before <= after
    assert (after > before) == any(nation.works(day) for day in one.off if day <= before)


@pytest.mark.parametrize("seed", range(200))
def test_festivals_against_the_nation_are_never_taken(seed: int):
    chance = Random(seed)
    calendar, nation = schedules(seed)
    number = chance.randint(FIRST, LAST)
    worked = [day for day in nation.work if day.year == number]
    rested = [day for day in nation.off if day.year == number and day.isoweekday() > 5]
    for off, work in [({day}, set()) for day in worked] + [(set(), {day}) for day in rested]:
        with pytest.raises(CalendarError):
            calendar.with_region(Year(number, True, "x", frozenset(off), frozenset(work), (), "r", "a"))
