"""Opening hours: which hours on which day, and until when paper counts that day; electronic acts know none (R31, R32)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.play import CHINA, calendar
from workflows.limits import received_on
from workflows.opening import Opening, read_hours, written_hours
from workflows.schedule import CalendarError

CALENDAR = calendar()
TEXT = """
since: 2026-01-01
source: 公告一号
week: {mon-thu: ["09:00-12:00", "13:30-17:00"], fri: ["09:00-12:00"], sat: ["09:00-11:30"]}
seasons:
- {from: "06-15", until: "09-15", week: {mon-fri: ["08:30-12:00", "14:30-17:30"]}}
- {from: "12-20", until: "01-10", week: {mon-fri: ["10:00-15:00"]}}
"""
HOURS = read_hours(TEXT, "x.yaml")
DESK = Opening((HOURS,))


@pytest.mark.parametrize(
    ("day", "closes"),
    [
        ("2026-03-03", "17:00"),  # a Tuesday
        ("2026-03-06", "12:00"),  # Fridays are short
        ("2026-03-07", "11:30"),  # open on Saturday mornings
        ("2026-03-08", ""),
        ("2026-07-01", "17:30"),  # summer
        ("2026-12-21", "15:00"),  # a season over the turn of the year
        ("2026-01-05", "15:00"),
        ("2026-10-01", ""),  # a statutory holiday
        ("2026-10-10", "17:00"),  # a make-up Saturday is as a Monday
        ("2025-12-31", ""),  # before anybody said the hours
    ],
)
def test_a_day_closes_at_the_hour_of_its_weekday_and_season(day: str, closes: str):
    assert DESK.closes(date.fromisoformat(day), CALENDAR) == closes


def test_newer_hours_hold_from_their_day_on_and_the_later_brought_of_one_day_wins():
    later = read_hours('since: 2026-05-01\nsource: 二号\nweek: {mon-fri: ["08:00-16:00"]}\n', "y.yaml")
    again = read_hours('since: 2026-05-01\nsource: 三号\nweek: {mon-fri: ["08:00-16:30"]}\n', "z.yaml")
    desk = Opening((later, HOURS, again))
    assert desk.closes(date(2026, 4, 30), CALENDAR) == "17:00"
    assert desk.closes(date(2026, 5, 6), CALENDAR) == "16:30"


def test_what_is_written_reads_the_same():
    assert read_hours(written_hours(HOURS), "x.yaml") == HOURS


def received(text: str, desk: Opening | None = DESK, cut_off: str = "") -> str:
    at = datetime.fromisoformat(text).replace(tzinfo=CHINA)
    return received_on(at, CALENDAR, cut_off, frozenset(), desk).isoformat()


def test_paper_counts_that_day_until_the_close_of_business():
    assert received("2026-03-03T17:00:59") == "2026-03-03"
    assert received("2026-03-03T17:01:00") == "2026-03-04"
    assert received("2026-03-06T12:30:00") == "2026-03-09"
    assert received("2026-03-03T12:30:00") == "2026-03-03", "at noon a desk rests, and closes only in the evening"


def test_an_open_saturday_takes_paper_in_for_the_next_working_day():
    assert received("2026-03-07T10:00:00") == "2026-03-09"


def test_the_earlier_of_the_guides_hour_and_the_desks_holds():
    assert received("2026-03-03T16:30:00", cut_off="16:00") == "2026-03-04"
    assert received("2026-03-03T17:30:00", cut_off="18:00") == "2026-03-04"


def test_what_is_electronic_knows_no_closing_hour():
    assert received("2026-03-03T23:59:00", desk=None) == "2026-03-03"


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 28)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_paper_is_received_by_the_next_working_day_at_the_latest(when: datetime):
    at = when.replace(tzinfo=CHINA)
    paper, online = received_on(at, CALENDAR, opening=DESK), received_on(at, CALENDAR)
    assert CALENDAR.is_working_day(paper)
    assert paper in (online, CALENDAR.add(online, 1))
    closes = DESK.closes(when.date(), CALENDAR)
    if CALENDAR.is_working_day(when.date()) and f"{when:%H:%M}" <= closes:
        assert paper == when.date()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "since, source and week"),
        (TEXT.replace("source: 公告一号\n", ""), "announcement"),
        (TEXT.replace("2026-01-01", "soon"), "first day"),
        (TEXT.replace("09:00-12:00", "9-12", 1), "no time"),
        (TEXT.replace('"09:00-12:00", "13:30-17:00"', '"09:00-14:00", "13:30-17:00"'), "begins before"),
        (TEXT.replace("17:00", "13:00", 1), "no time"),
        (TEXT.replace('fri: ["09:00-12:00"], ', ""), "fri has no hours"),
        (TEXT.replace("mon-thu", "thu-mon"), "no day such as"),
        (TEXT.replace("sat:", "fri-sat:"), "there twice"),
        (TEXT.replace("06-15", "02-30"), "no day of the year"),
        (TEXT.replace("09-15", "12-25"), "two seasons"),
        (TEXT + "lunch: none\n", "unknown"),
        ("week: [", "no valid YAML"),
    ],
)
def test_hours_that_cannot_be_right_are_refused_with_the_reason(text: str, said: str):
    with pytest.raises(CalendarError, match=said) as caught:
        read_hours(text, "x.yaml")
    assert caught.value.zh != caught.value.message


def test_every_day_of_a_year_is_said_the_same_by_a_slow_reader():
    """The week and the seasons by hand, a day at a time."""
    summer = {date(2026, 6, 15) + timedelta(days=n) for n in range(93)}
    winter = {date(2026, 1, 1) + timedelta(days=n) for n in range(10)} | {
        date(2026, 12, 20) + timedelta(days=n) for n in range(12)
    }
    for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(365)):
        weekday = 0 if CALENDAR.kind(day) == "makeup" else day.weekday()
        spring = ["17:00", "17:00", "17:00", "17:00", "12:00", "11:30", ""][weekday]
        in_season = "17:30" if day in summer else "15:00"
        expected = (in_season if weekday < 5 else "") if day in summer | winter else spring
        assert DESK.closes(day, CALENDAR) == ("" if CALENDAR.kind(day) == "holiday" else expected), day
