"""A calendar takes a year or a region's festivals in, in the place of those it had, and says exactly where two contradict."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from workflows.calendar import SHANGHAI, Calendar, CalendarError, CalendarGap, DayType, business_day, load_calendar
from workflows.schedule import Festival, Holiday, Year

NATION = load_calendar()
ARTICLE = "《全国年节及纪念日放假办法》第四条"


def region(year: int, off: tuple[str, ...] = (), work: tuple[str, ...] = (), name: str = "三月三") -> Year:
    days = frozenset(map(date.fromisoformat, off))
    names = tuple((day, Festival(name, "March festival")) for day in sorted(days)[:1])
    return Year(year, True, "文", days, frozenset(map(date.fromisoformat, work)), names, "某自治区", ARTICLE)


def test_festivals_of_a_region_take_the_place_of_those_of_the_same_year_alone():
    first = NATION.with_region(region(2026, ("2026-04-20",))).with_region(region(2025, ("2025-04-01",)))
    changed = first.with_region(region(2026, ("2026-04-21",)))
    assert [first.is_working_day(date(2026, 4, day)) for day in (20, 21)] == [False, True]
    assert [changed.is_working_day(date(2026, 4, day)) for day in (20, 21)] == [True, False]
    assert not changed.is_working_day(date(2025, 4, 1))
    assert [one.year for one in changed.regional] == [2025, 2026]
    assert changed.years == NATION.years
    assert changed.holiday(date(2026, 4, 21)) == "三月三"
    assert changed.kind(date(2026, 4, 21)) is DayType.HOLIDAY


def test_a_day_that_nation_and_region_give_keeps_its_national_name():
    both = NATION.with_region(region(2026, ("2026-10-01", "2026-04-20")))
    assert both.holiday(date(2026, 10, 1)) is Holiday.NATIONAL_DAY


@pytest.mark.parametrize(
    ("off", "work", "day"),
    [(("2026-02-28",), (), "2026-02-28"), ((), ("2026-10-03",), "2026-10-03")],
)
def test_a_region_that_contradicts_the_nation_is_refused_with_the_day(off, work, day):
    with pytest.raises(CalendarError) as refused:
        NATION.with_region(region(2026, off, work))
    assert refused.value.file == "2026.yaml"
    assert refused.value.message == f"{day}: the national schedule and the region's say the opposite of each other"
    assert refused.value.zh == f"{day} 在全国安排和地区安排里正好相反"


def test_a_new_national_year_is_refused_where_it_contradicts_the_festivals_there_are():
    local = NATION.with_region(region(2026, ("2026-04-18",)))
    known = NATION.schedule(2026)
    assert known is not None
    new = Year(2026, True, "更正", known.off, known.work | {date(2026, 4, 18)}, known.names)
    with pytest.raises(CalendarError, match=r"2026\.yaml: 2026-04-18: the national schedule"):
        local.with_year(new)
    assert local.with_year(known) == local
    assert local.with_year(known).regional == local.regional


def test_neighbouring_years_that_contradict_each_other_are_refused_with_the_later_file():
    before = Year(2024, True, "一", frozenset({date(2024, 12, 30)}), frozenset())
    after = Year(2025, True, "二", frozenset(), frozenset({date(2024, 12, 30)}))
    with pytest.raises(CalendarError) as refused:
        Calendar((before,)).with_year(after)
    assert refused.value.file == "2025.yaml"
    assert refused.value.message == "2024-12-30 is scheduled otherwise in 2024.yaml"
    assert refused.value.zh == "2024-12-30 在 2024 年的安排里正好相反"
    turned = Year(2024, True, "一", frozenset(), frozenset({date(2024, 12, 28)}))
    with pytest.raises(CalendarError, match="2024-12-28 is scheduled otherwise"):
        Calendar((turned,)).with_year(Year(2025, True, "二", frozenset({date(2024, 12, 28)}), frozenset()))


def test_festivals_of_two_years_that_contradict_each_other_are_refused():
    first = NATION.with_region(region(2025, ("2025-12-27",)))
    with pytest.raises(CalendarError, match="2025-12-27"):
        first.with_region(region(2026, ("2026-04-20",), ("2025-12-27",)))


def test_a_year_is_found_by_its_number_and_one_that_is_not_there_is_none():
    found = NATION.schedule(2024)
    assert found is not None
    assert found.year == 2024
    assert NATION.schedule(1999) is None
    assert NATION.missing_year(date(1999, 1, 1)) == 1999
    assert NATION.missing_year(date(2024, 12, 31)) is None


def test_two_schedules_of_one_year_make_no_calendar():
    twice = NATION.schedule(2024)
    assert twice is not None
    with pytest.raises(ValueError, match=r"^a calendar has one schedule for a year$"):
        Calendar((twice, twice))


def test_years_apart_are_counted_each_for_itself_and_never_across_the_gap():
    apart = Calendar(tuple(one for one in NATION.years if one.year in (2022, 2024, 2025)))
    assert apart.count(date(2024, 12, 30), date(2025, 1, 3)) == 3
    assert apart.count(date(2025, 1, 3), date(2024, 12, 30)) == -3
    for after, until, year in ((2022, 2024, 2023), (2024, 2022, 2023)):
        with pytest.raises(CalendarGap) as gap:
            apart.count(date(after, 6, 1), date(until, 6, 1))
        assert gap.value.year == year
    with pytest.raises(CalendarGap, match="no holiday schedule for the year 2023") as ahead:
        apart.add(date(2022, 12, 30), 5)
    assert ahead.value.year == 2023
    with pytest.raises(CalendarGap) as behind:
        apart.add(date(2024, 1, 3), -5)
    assert behind.value.year == 2023


@pytest.mark.parametrize("n", [0, -1])
def test_a_window_has_at_least_one_day(n: int):
    with pytest.raises(ValueError, match=f"^a publicity window has at least one working day, not {n}$"):
        NATION.window(date(2026, 3, 2), n)


def test_a_folder_without_years_and_a_file_that_is_no_text_are_refused_by_name(tmp_path: Path):
    with pytest.raises(CalendarError) as empty:
        load_calendar(tmp_path)
    assert (empty.value.file, empty.value.message) == (str(tmp_path), "there is no year file in this folder")
    assert empty.value.zh == "这个目录里没有年度文件"
    (tmp_path / "2026.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(CalendarError, match=r"2026\.yaml: cannot be read: 'utf-8'") as unreadable:
        load_calendar(tmp_path)
    assert unreadable.value.file == "2026.yaml"
    assert unreadable.value.zh.startswith("读不出来：'utf-8'")


def test_the_shipped_folder_is_the_default_and_china_has_one_offset():
    assert load_calendar(Path(__file__).parents[2] / "workflows" / "holidays") == NATION
    assert SHANGHAI.tzname(None) == "Asia/Shanghai"


def test_a_point_in_time_without_its_offset_is_no_day():
    with pytest.raises(ValueError, match=r"^a point in time needs its offset: 2026-03-02T09:00:00$"):
        business_day(datetime(2026, 3, 2, 9))  # noqa: DTZ001
