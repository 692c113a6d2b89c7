"""Working days: what the published schedules say, and what becomes of a file that is wrong or not there."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest
import yaml

from workflows.calendar import (
    Calendar,
    CalendarError,
    CalendarGap,
    DayType,
    Holiday,
    business_day,
    load_calendar,
    read_year,
)

SHIPPED = load_calendar()
DEADLINES = yaml.safe_load((Path(__file__).parent / "data" / "deadlines.yaml").read_text(encoding="utf-8"))
WORKING_DAYS = {2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}


def days_of(first: int, last: int) -> list[date]:
    return [date.fromordinal(at) for at in range(date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal() + 1)]


def year_file(
    year: int = 2026, status: str = "published", off: str = "[2026-01-01]", work: str = "[]", **more: str
) -> str:
    keys = {"year": year, "status": status, "source": "a notice", "off": off, "work": work} | more
    return "".join(f"{key}: {value}\n" for key, value in keys.items())


@pytest.mark.parametrize("case", DEADLINES, ids=lambda case: case["id"])
def test_a_printed_last_day_comes_out_to_the_day(case):
    count = SHIPPED.add if case["counting"] == "period" else SHIPPED.window
    assert count(case["start"], case["working_days"]) == case["last_day"]


@pytest.mark.parametrize(("year", "expected"), WORKING_DAYS.items())
def test_a_year_has_as_many_working_days_as_its_notice_leaves(year, expected):
    assert sum(SHIPPED.is_working_day(day) for day in days_of(year, year)) == expected


def test_every_day_agrees_with_chinesecalendar():
    assert [day for day in days_of(2019, 2026) if SHIPPED.is_working_day(day) != chinese_calendar.is_workday(day)] == []


def test_every_day_agrees_with_holidays():
    china = holidays.country_holidays("CN", years=range(2022, 2027))
    assert [day for day in days_of(2022, 2026) if SHIPPED.is_working_day(day) != china.is_working_day(day)] == []


def test_the_schedule_of_2027_holds_the_statutory_days_alone():
    free = [day for day in days_of(2027, 2027) if SHIPPED.kind(day) is DayType.HOLIDAY]
    assert [f"{day:%m-%d}" for day in free] == (
        [
            "01-01",
            "02-05",
            "02-06",
            "02-07",
            "02-08",
            "04-05",
            "05-01",
            "05-02",
            "06-09",
            "09-15",
            "10-01",
            "10-02",
            "10-03",
        ]
    )
    assert not any(SHIPPED.kind(day) is DayType.MAKEUP for day in days_of(2027, 2027))
    assert SHIPPED.provisional(date(2027, 1, 1))
    assert not SHIPPED.provisional(date(2026, 12, 31))


@pytest.mark.parametrize("year", range(2027, 2035))
def test_a_year_to_come_has_the_statutory_days_that_a_library_works_out_and_no_others(year):
    china = set(holidays.country_holidays("CN", years=year, observed=False))
    assert {day for day in days_of(year, year) if SHIPPED.kind(day) is DayType.HOLIDAY} == china
    assert not any(SHIPPED.kind(day) is DayType.MAKEUP for day in days_of(year, year))
    assert all(SHIPPED.provisional(day) for day in days_of(year, year))


@pytest.mark.parametrize(
    ("day", "kind", "holiday"),
    [
        (date(2026, 10, 8), DayType.WORK, None),
        (date(2026, 10, 10), DayType.MAKEUP, None),
        (date(2026, 10, 11), DayType.WEEKEND, None),
        (date(2026, 10, 3), DayType.HOLIDAY, Holiday.NATIONAL_DAY),
        (date(2026, 2, 23), DayType.HOLIDAY, Holiday.SPRING_FESTIVAL),
        (date(2025, 10, 6), DayType.HOLIDAY, Holiday.MID_AUTUMN),
        (date(2025, 10, 8), DayType.HOLIDAY, Holiday.NATIONAL_DAY),
        (date(2022, 12, 31), DayType.HOLIDAY, Holiday.NEW_YEAR),
    ],
)
def test_a_day_says_what_it_is(day, kind, holiday):
    assert (SHIPPED.kind(day), SHIPPED.holiday(day)) == (kind, holiday)


def test_every_shipped_day_off_knows_its_holiday():
    assert all(year.holiday(day) for year in SHIPPED.years for day in year.off)


def test_a_period_excludes_its_first_day_and_a_window_includes_it():
    assert SHIPPED.add(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert SHIPPED.window(date(2026, 9, 30), 3) == date(2026, 10, 9)
    assert SHIPPED.window(date(2026, 10, 1), 1) == date(2026, 10, 8)


def test_days_can_be_counted_backwards_for_a_reminder():
    assert SHIPPED.add(date(2026, 10, 8), -1) == date(2026, 9, 30)
    assert SHIPPED.add(date(2026, 10, 4), -1) == date(2026, 9, 30)
    assert SHIPPED.add(date(2026, 10, 4), 0) == date(2026, 10, 4)


def test_a_day_of_rest_rolls_on_and_a_make_up_saturday_stays():
    assert SHIPPED.roll(date(2026, 2, 21)) == date(2026, 2, 24)
    assert SHIPPED.roll(date(2026, 2, 28)) == date(2026, 2, 28)


def test_counting_agrees_with_adding_on_random_days():
    dice = random.Random(2026)
    for _ in range(2000):
        start = date(2019, 1, 1) + timedelta(days=dice.randrange(2600))
        n = dice.randrange(1, 90)
        end = SHIPPED.add(start, n)
        assert SHIPPED.is_working_day(end)
        assert SHIPPED.count(start, end) == n
        assert SHIPPED.count(end, start) == -n
        assert sum(SHIPPED.is_working_day(day) for day in days_of(2019, 2027) if start < day <= end) == n


@pytest.mark.parametrize("n", [0, -3])
def test_a_window_without_days_is_refused(n):
    with pytest.raises(ValueError, match="at least one working day"):
        SHIPPED.window(date(2026, 1, 5), n)


def test_a_year_without_a_file_is_named_and_never_guessed():
    for ask in (
        lambda: SHIPPED.is_working_day(date(2035, 1, 3)),
        lambda: SHIPPED.kind(date(2035, 1, 3)),
        lambda: SHIPPED.provisional(date(2035, 1, 3)),
        lambda: SHIPPED.roll(date(2035, 1, 1)),
        lambda: SHIPPED.add(date(2034, 12, 20), 20),
        lambda: SHIPPED.count(date(2034, 12, 20), date(2035, 1, 20)),
    ):
        with pytest.raises(CalendarGap, match="2035") as gap:
            ask()
        assert gap.value.year == 2035
    assert SHIPPED.missing_year(date(2035, 1, 3)) == 2035
    assert SHIPPED.missing_year(date(2034, 12, 31)) is None


def test_the_schedules_end_with_their_last_day_and_not_a_day_later():
    assert SHIPPED.add(date(2019, 1, 3), -1) == date(2019, 1, 2)
    until_2020, until_2023 = (Calendar(tuple(y for y in SHIPPED.years if y.year <= last)) for last in (2020, 2023))
    assert not until_2023.is_working_day(date(2023, 12, 31))
    with pytest.raises(CalendarGap, match="2021"):
        until_2020.add(date(2020, 12, 31), 1)
    with pytest.raises(CalendarGap, match="2024"):
        until_2023.roll(date(2023, 12, 31))


def test_a_year_missing_in_the_middle_stops_a_count_on_both_sides():
    broken = Calendar(tuple(year for year in SHIPPED.years if year.year != 2023))
    with pytest.raises(CalendarGap, match="2023"):
        broken.add(date(2022, 12, 20), 20)
    with pytest.raises(CalendarGap, match="2023"):
        broken.count(date(2022, 12, 20), date(2024, 1, 5))
    with pytest.raises(CalendarGap, match="2023"):
        broken.count(date(2024, 1, 5), date(2022, 12, 20))
    with pytest.raises(CalendarGap, match="2023"):
        broken.add(date(2024, 1, 5), -20)
    assert broken.add(date(2024, 2, 4), 20) == date(2024, 3, 7)


def test_a_day_of_december_may_stand_in_the_next_years_file():
    alone = Calendar(tuple(year for year in SHIPPED.years if year.year == 2018 + 1))
    assert date(2018, 12, 31) in alone.years[0].off
    with pytest.raises(CalendarGap, match="2018"):
        alone.is_working_day(date(2018, 12, 31))
    (before,) = (year for year in SHIPPED.years if year.year == 2026)
    changed = Calendar((read_year(year_file(2027, off="[2026-12-31]"), "2027.yaml"), before))
    assert not changed.is_working_day(date(2026, 12, 31))


def test_a_calendar_is_a_value():
    assert load_calendar() == SHIPPED
    assert hash(load_calendar()) == hash(SHIPPED)
    with pytest.raises(ValueError, match="one schedule"):
        Calendar((*SHIPPED.years, SHIPPED.years[0]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (year_file(off="[2026-02-30]"), "2026-02-30 does not exist"),
        (year_file(off="[2026-1-1]"), "no day of the form"),
        (year_file(off="[[2026-01-01]]"), "no day of the form"),
        (year_file(off="[2025-11-30]"), "neither a day of 2026 nor of December 2025"),
        (year_file(off="[2027-01-01]"), "neither a day of 2026"),
        (year_file(off="[2026-01-01, 2026-01-01]"), "names 2026-01-01 twice"),
        (year_file(off="[2026-01-04]", work="[2026-01-04]"), "both a day off and a working day"),
        (year_file(work="[2026-01-05]"), "no weekend day"),
        (year_file(off="[]"), "has days off"),
        (year_file(off="2026-01-01"), "off must be a list"),
        (year_file(status="guessed"), "published or provisional"),
        (year_file(year=2025), "says the same year"),
        (year_file(source='""'), "source must name"),
        (year_file(names="{2026-01-01: bank_holiday}"), "unknown holiday"),
        (year_file(names="{2026-01-02: new_year}"), "is no day off"),
        (year_file(names="[new_year]"), "names maps"),
        (year_file(work="[]", holidays="[]"), "'holidays' is unknown"),
        (year_file() + "off: []\n", "'off' is there twice"),
        ("- 2026-01-01\n", "is a mapping"),
        ("", "is a mapping"),
        ("year: [2026\n", "no valid YAML"),
    ],
)
def test_a_wrong_year_file_is_refused_by_name(text, message):
    with pytest.raises(CalendarError, match=message) as refused:
        read_year(text, "2026.yaml")
    assert refused.value.file == "2026.yaml"


def test_an_empty_provisional_year_knows_weekends_only():
    year = read_year(year_file(status="provisional", off="[]"), "2026.yaml")
    assert Calendar((year,)).add(date(2026, 1, 1), 2) == date(2026, 1, 5)


def test_a_folder_with_a_broken_contradicting_or_no_file_is_refused(tmp_path):
    with pytest.raises(CalendarError, match="no year file"):
        load_calendar(tmp_path)
    (tmp_path / "2026.yaml").write_text(year_file(off="[2026-12-26]"), encoding="utf-8")
    assert not load_calendar(tmp_path).is_working_day(date(2026, 12, 26))
    (tmp_path / "2027.yaml").write_text(year_file(2027, off="[2027-01-01]", work="[2026-12-26]"), encoding="utf-8")
    with pytest.raises(CalendarError, match=r"scheduled otherwise in 2026\.yaml"):
        load_calendar(tmp_path)
    (tmp_path / "2027.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(CalendarError, match=r"2027\.yaml: cannot be read"):
        load_calendar(tmp_path)


def test_the_business_day_is_the_day_in_china():
    assert business_day(datetime(2026, 2, 27, 15, 59, tzinfo=UTC)) == date(2026, 2, 27)
    assert business_day(datetime(2026, 2, 27, 16, 0, tzinfo=UTC)) == date(2026, 2, 28)
    with pytest.raises(ValueError, match="needs its offset"):
        business_day(datetime(2026, 2, 27, 16, 0))  # noqa: DTZ001
