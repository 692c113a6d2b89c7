"""Due dates each second, against the least that could be done: looking a day up in a sorted list."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from itertools import cycle, islice
from time import perf_counter

from tests.bench.conftest import Report
from workflows.bulk import last_days
from workflows.calendar import load_calendar
from workflows.limits import Clock, Limit, Pause, Unit, due

ROUNDS = 200_000


def test_due_dates(report: Report):
    calendar = load_calendar()
    days = [date(2023, 1, 2) + timedelta(days=n) for n in range(1000)]
    worked = [d for d in (date(2022, 1, 1) + timedelta(days=n) for n in range(1800)) if calendar.is_working_day(d)]
    starts = list(islice(cycle(days), ROUNDS))

    begun = perf_counter()
    expected = [worked[bisect_right(worked, day) + 19] for day in starts]
    raw = ROUNDS / (perf_counter() - begun)

    begun = perf_counter()
    found = [calendar.add(day, 20) for day in starts]
    added = ROUNDS / (perf_counter() - begun)
    assert found == expected

    limit = Limit(20, Unit.WORKING_DAY, "accepted")
    clocks = [
        Clock("promised", "", limit, day, (Pause("expert_review", day, day + timedelta(days=9)),))
        for day in starts[:20_000]
    ]
    begun = perf_counter()
    dues = [due(clock, calendar, date(2026, 11, 20)).on for clock in clocks]
    ledgers = len(clocks) / (perf_counter() - begun)
    assert all(dues)

    report.add("20 working days after a day", added, raw, "dates/s")
    report.add("the same from a ledger with a pause", ledgers, raw, "dates/s")


def test_due_dates_in_bulk(report: Report):
    """The last days of many ledgers at once, as an imported calendar asks for them."""
    calendar = load_calendar()
    days = [date(2023, 1, 2) + timedelta(days=n) for n in range(1000)]
    limits = [Limit(n, Unit.WORKING_DAY, "accepted") for n in (5, 10, 20, 45)]
    starts = zip(islice(cycle(days), ROUNDS), cycle(limits))
    clocks = [Clock("promised", "", limit, day, extended_by=limit.value % 2) for day, limit in starts]
    today = date(2026, 11, 20)
    last_days(clocks[:1], calendar, today)  # the tables of a calendar are made once
    worked = [d for d in (date(2022, 1, 1) + timedelta(days=n) for n in range(1800)) if calendar.is_working_day(d)]

    taken, plain = [], []
    for _ in range(5):
        begun = perf_counter()
        expected = [worked[bisect_right(worked, one.started) + one.limit.value + one.extended_by - 1] for one in clocks]
        plain.append(perf_counter() - begun)
        begun = perf_counter()
        found = last_days(clocks, calendar, today)
        taken.append(perf_counter() - begun)
    assert found == expected
    report.add(
        "last days of ledgers in bulk", ROUNDS / min(taken), ROUNDS / min(plain), "dates/s", goal=">= 1,000,000/s"
    )
