"""What falls due when, for somebody who applies on a day: the same clocks as in a case, every step taken to its last day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from portal.services.guide_pages import guide_page
from portal.services.limit_days import LimitDay, limit_days
from tests.web.bookshop import move_in
from workflows.calendar import CalendarGap

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture(autouse=True)
def bookshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move_in(tmp_path, monkeypatch)


def days(item: str, answers: dict[str, str], applied: str) -> dict[str, LimitDay]:
    on = date.fromisoformat(applied)
    page = guide_page(item, answers, on=on)
    assert page is not None
    return {one.key: one for one in limit_days(page, on)}


def test_the_days_follow_from_each_other_on_the_calendar_of_the_offices() -> None:
    found = days("kiosk", {"size": "big"}, "2026-09-24")  # before the Mid-Autumn and National Day holidays
    assert {key: str(one.due.on) for key, one in found.items()} == {
        "notice": "2026-10-09",
        "supplement-lease": "2026-10-15",
        "correction": "2026-10-22",
        "promised": "2026-10-20",
        "statutory": "2026-11-05",
        "delivery": "2026-11-03",
    }


def test_what_is_sent_on_a_rest_day_counts_from_the_next_working_day() -> None:
    sunday, monday = (days("kiosk", {"size": "big"}, day) for day in ("2026-11-22", "2026-11-23"))
    assert {key: one.due for key, one in sunday.items()} == {key: one.due for key, one in monday.items()}


def test_the_spot_fractions_and_the_applicants_own_periods_are_days_too() -> None:
    found = days("bookshop", {"size": "small", "sign": "no"}, "2026-11-23")
    assert str(found["notice"].due.on) == "2026-11-23"
    assert str(found["pre_review"].due.on) == "2026-11-24"
    assert str(found["promised"].due.on) == "2026-12-03"  # seven and a half working days end with the eighth
    assert str(found["delivery"].due.on) == "2026-12-07"
    assert str(found["applicant-open_by"].due.on) == "2027-06-07"
    assert str(found["applicant-report_good"].due.on) == str(found["renewal"].due.on) == "2029-11-03"


def test_a_year_without_a_published_schedule_makes_a_day_provisional() -> None:
    found = days("kiosk", {"size": "big"}, "2026-12-28")
    assert found["notice"].due.provisional
    assert found["notice"].due.on is not None


def test_a_day_of_a_year_that_nobody_has_a_calendar_for_has_no_due_days() -> None:
    with pytest.raises(CalendarGap):
        days("kiosk", {}, "2035-01-05")
