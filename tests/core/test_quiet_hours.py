"""Quiet hours: when they begin and end, over midnight and within a day, in China's time wherever the server stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.clock import BUSINESS_ZONE
from portal.services.quiet_hours import hours_of, quiet_until


def china(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BUSINESS_ZONE)


@pytest.mark.parametrize(
    ("hours", "when", "until"),
    [
        ("22:00-07:00", "2026-03-02T21:59", None),
        ("22:00-07:00", "2026-03-02T22:00", "2026-03-03T07:00"),
        ("22:00-07:00", "2026-03-02T00:00", "2026-03-02T07:00"),
        ("22:00-07:00", "2026-03-02T06:59", "2026-03-02T07:00"),
        ("22:00-07:00", "2026-03-02T07:00", None),
        ("12:00-14:00", "2026-03-02T13:00", "2026-03-02T14:00"),
        ("12:00-14:00", "2026-03-02T14:00", None),
        ("08:00-08:00", "2026-03-02T08:00", None),
        ("none", "2026-03-02T23:00", None),
        ("", "2026-03-02T23:00", None),
    ],
)
def test_it_is_quiet_until(hours: str, when: str, until: str | None):
    assert quiet_until(hours, china(when)) == (china(until) if until else None)


def test_the_hours_are_chinas_wherever_the_server_stands():
    assert quiet_until("22:00-07:00", datetime(2026, 3, 2, 14, 30, tzinfo=UTC)) == china("2026-03-03T07:00")


def test_whenever_it_is_quiet_the_end_lies_ahead_and_is_not_quiet_itself():
    start = china("2026-03-02T00:00")
    for minute in range(0, 2 * 24 * 60, 17):
        at = start + timedelta(minutes=minute)
        for hours in ("22:00-07:00", "00:00-06:30", "23:59-00:01", "09:15-17:45"):
            if until := quiet_until(hours, at):
                assert timedelta(0) < until - at < timedelta(days=1)
                assert quiet_until(hours, until) is None


@pytest.mark.parametrize("text", ["22-7", "24:00-07:00", "22:00", "22:60-07:00", " 22:00-07:00", "night"])
def test_what_is_no_such_text_is_refused(text: str):
    with pytest.raises(ValueError, match=r".*"):
        hours_of(text)
