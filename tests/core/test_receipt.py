"""The day of receipt: rest days, the hour of the guide and closing days move it, and never make an applicant late (R32)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.core.play import CLERK, HANDLER, TERMS, Play, calendar, marks, moment
from workflows import commands as c
from workflows.calendar import SHANGHAI
from workflows.clocks import CORRECTION, NOTICE, clocks
from workflows.limits import Signal, due, received_on, signal
from workflows.rules import decide


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-09-29T15:30", "2026-09-29"),
        ("2026-09-29T15:31", "2026-09-30"),
        ("2026-09-30T15:31", "2026-10-08"),
        ("2026-09-28T09:00", "2026-09-29"),
        ("2026-09-27T09:00", "2026-09-29"),
        ("2026-10-03T23:00", "2026-10-08"),
    ],
)
def test_after_the_hour_and_on_closing_days_a_filing_counts_as_of_the_next_open_working_day(at: str, expected: str):
    closed = {date(2026, 9, 28)}
    filed = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    assert received_on(filed, calendar(), "15:30", closed) == date.fromisoformat(expected)


def test_an_application_after_the_guides_hour_starts_the_notice_clock_a_working_day_later():
    play = Play().submitted("2026-03-06T16:10", cut_off="16:00")  # a Friday
    assert play.case.received_on == date(2026, 3, 9)
    assert due(clocks(play.case)[NOTICE], calendar(), date(2026, 3, 9)).on == date(2026, 3, 16)


def test_a_closing_day_of_the_office_moves_receipt_and_leaves_the_working_days_of_the_law_alone():
    now = replace(moment("2026-03-02T09:00", HANDLER), closed=frozenset({date(2026, 3, 2)}))
    submit = c.Submit(TERMS, "item", "2026-01-01", "d" * 64, "licence@1", "online", "snapshot-1")
    (event,) = decide(None, submit, now=now)
    assert event.received_on == date(2026, 3, 3)  # type: ignore[attr-defined]
    assert calendar().is_working_day(date(2026, 3, 2))


def test_corrections_handed_in_on_the_last_evening_are_in_time_although_they_count_from_the_next_day():
    play = Play().submitted(cut_off="16:00")
    play.do(c.RequestCorrection(marks(play.case, fix=("form",))), "2026-03-04T10:00", CLERK)
    last = due(clocks(play.case)[CORRECTION], calendar(), date(2026, 3, 4)).on
    assert last == date(2026, 3, 25)
    play.do(c.Correct("snapshot-2", ("form",)), "2026-03-25T23:50", HANDLER)
    assert play.case.corrected_on == date(2026, 3, 26)
    found = clocks(play.case)[CORRECTION]
    assert found.stopped == last
    assert signal(found, None, calendar(), date(2026, 3, 27)) is Signal.GREEN
