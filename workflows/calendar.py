"""Working days of mainland China from the State Council's yearly holiday notices, one file per year in `holidays/`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from workflows.schedule import CalendarError, Festival, Holiday, Year, read_year

__all__ = [
    "Calendar",
    "CalendarError",
    "CalendarGap",
    "DayType",
    "Holiday",
    "Year",
    "business_day",
    "load_calendar",
    "read_year",
]

# Mainland China has kept one offset without summer time since 1991, so that no time zone database is needed.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
HOLIDAYS = Path(__file__).parent / "holidays"


class DayType(StrEnum):
    """What kind of day the schedule makes of a date; WORK and MAKEUP are working days (R160)."""

    WORK = "work"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"


class CalendarGap(Exception):
    """A date lies in, or a count runs into, a year for which there is no file at all."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no holiday schedule for the year {year}")
        self.year = year


@dataclass(frozen=True, slots=True)
class _Span:
    """An unbroken run of years with the ordinals of all its working days, in order."""

    first: int
    last: int
    working: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of all loaded years; immutable, hashable, equal when the schedules are equal.

    `regional` are the festivals of the region in which this calendar counts (《全国年节及纪念日放假办法》第四条): statutory
    holidays there as much as the national ones, which alone are in `years`.
    """

    years: tuple[Year, ...]
    regional: tuple[Year, ...] = ()
    _off: Mapping[date, Holiday | Festival | None] = field(init=False, repr=False, compare=False)
    _work: frozenset[date] = field(init=False, repr=False, compare=False)
    _spans: Mapping[int, _Span] = field(init=False, repr=False, compare=False)
    _provisional: frozenset[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        years = tuple(sorted(self.years, key=lambda each: each.year))
        if len({each.year for each in years}) < len(years):
            raise ValueError("a calendar has one schedule for a year")
        off: dict[date, Holiday | Festival | None] = {}
        for each in (*self.regional, *years):  # a day that both make off keeps its national name
            off |= {day: each.holiday(day) for day in each.off}
        work = frozenset(day for each in (*years, *self.regional) for day in each.work) - off.keys()
        object.__setattr__(self, "years", years)
        object.__setattr__(self, "regional", tuple(sorted(self.regional, key=lambda each: each.year)))
        object.__setattr__(self, "_off", off)
        object.__setattr__(self, "_work", work)
        object.__setattr__(self, "_spans", _spans([each.year for each in years], off.keys(), work))
        object.__setattr__(self, "_provisional", frozenset(each.year for each in years if not each.published))

    def is_working_day(self, day: date) -> bool:
        """Whether periods counted in working days count this day (《行政许可法》第八十二条, R30, R160)."""
        working = self._span(day).working
        at = bisect_left(working, day.toordinal())
        return at < len(working) and working[at] == day.toordinal()

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day`, itself excluded (R31); before it when n is negative; `day` when n is 0."""
        if n == 0:
            return day
        span = self._span(day)
        if n < 0:
            return _pick(span, bisect_left(span.working, day.toordinal()) + n)
        return _pick(span, bisect_right(span.working, day.toordinal()) + n - 1)

    def roll(self, day: date) -> date:
        """`day` if it is a working day, else the next one (R31, R32)."""
        return self.window(day, 1)

    def window(self, first: date, n: int) -> date:
        """The last day of a publicity window of n working days that includes its first day (R161)."""
        if n < 1:
            raise ValueError(f"a publicity window has at least one working day, not {n}")
        span = self._span(first)
        return _pick(span, bisect_left(span.working, first.toordinal()) + n - 1)

    def count(self, after: date, until: date) -> int:
        """Working days d with after < d <= until; negative when `until` is the earlier of the two."""
        span = self._span(after)
        if self._span(until) is not span:
            raise CalendarGap(span.last + 1 if until > after else span.first - 1)
        return bisect_right(span.working, until.toordinal()) - bisect_right(span.working, after.toordinal())

    def kind(self, day: date) -> DayType:
        """What the schedule makes of a day; a Saturday inside a holiday is HOLIDAY, a make-up Saturday is MAKEUP."""
        self._span(day)
        if day in self._off:
            return DayType.HOLIDAY
        if day in self._work:
            return DayType.MAKEUP
        return DayType.WEEKEND if day.weekday() >= 5 else DayType.WORK

    def holiday(self, day: date) -> Holiday | Festival | None:
        """The holiday a day off belongs to, or None when it is no day off or its holiday is not named."""
        return self._off.get(day)

    def provisional(self, day: date) -> bool:
        """Whether the day lies in a year whose schedule is not published yet (R158)."""
        self._span(day)
        return day.year in self._provisional

    def missing_year(self, day: date) -> int | None:
        """The year of `day` if there is no file for it, else None."""
        return None if day.year in self._spans else day.year

    def with_year(self, year: Year) -> Calendar:
        """This calendar with that year's schedule in the place of its own, if any; CalendarError where neighbours differ."""
        years = sorted((*(one for one in self.years if one.year != year.year), year), key=lambda one: one.year)
        _refuse_contradictions(years)
        changed = Calendar(tuple(years), self.regional)
        for one in self.regional:
            _refuse_against_the_nation(one, changed.years, year.year)
        return changed

    def with_region(self, year: Year) -> Calendar:
        """This calendar with a region's festivals of a year in the place of those it had; CalendarError where they contradict.

        A region gives days off besides the national ones: it neither works on those nor takes away a make-up working day.
        """
        others = [one for one in self.regional if one.year != year.year]
        _refuse_against_the_nation(year, self.years, year.year)
        _refuse_contradictions(sorted((*others, year), key=lambda one: one.year))
        return Calendar(self.years, (*others, year))

    def schedule(self, year: int) -> Year | None:
        """The schedule of a year, None where there is none."""
        return next((one for one in self.years if one.year == year), None)

    def _span(self, day: date) -> _Span:
        try:
            return self._spans[day.year]
        except KeyError:
            raise CalendarGap(day.year) from None


def business_day(at: datetime) -> date:
    """The date on the wall in China at an aware point in time; ValueError when it carries no offset."""
    if at.utcoffset() is None:
        raise ValueError(f"a point in time needs its offset: {at.isoformat()}")
    return at.astimezone(SHANGHAI).date()


def load_calendar(folder: Path | None = None) -> Calendar:
    """All year files of a folder, by default the shipped ones; CalendarError names the first that cannot be used."""
    where = HOLIDAYS if folder is None else folder
    files = sorted(where.glob("*.yaml"))
    if not files:
        raise CalendarError(str(where), "there is no year file in this folder", "这个目录里没有年度文件")
    years = [read_year(_text(file), file.name) for file in files]
    _refuse_contradictions(years)
    return Calendar(tuple(years))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CalendarError(file.name, f"cannot be read: {error}", f"读不出来：{error}") from error


def _refuse_contradictions(years: list[Year]) -> None:
    """December may be scheduled by two files (R159): they must not say the opposite of each other."""
    for before, after in pairwise(years):
        if both := sorted((before.off & after.work) | (before.work & after.off)):
            raise CalendarError(
                f"{after.year}.yaml",
                f"{both[0]} is scheduled otherwise in {before.year}.yaml",
                f"{both[0]} 在 {before.year} 年的安排里正好相反",
            )


def _refuse_against_the_nation(region: Year, years: Iterable[Year], blamed: int) -> None:
    """The national schedule and a region's must not say the opposite of each other of any day."""
    for nation in years:
        if both := sorted((region.off & nation.work) | (region.work & nation.off)):
            raise CalendarError(
                f"{blamed}.yaml",
                f"{both[0]}: the national schedule and the region's say the opposite of each other",
                f"{both[0]} 在全国安排和地区安排里正好相反",
            )


def _spans(years: list[int], off: Iterable[date], work: frozenset[date]) -> dict[int, _Span]:
    free = frozenset(off)
    spans: dict[int, _Span] = {}
    while years:
        run = [year for at, year in enumerate(years) if year == years[0] + at]
        days = map(date.fromordinal, range(date(run[0], 1, 1).toordinal(), date(run[-1], 12, 31).toordinal() + 1))
        working = tuple(d.toordinal() for d in days if d in work or (d.weekday() < 5 and d not in free))
        spans |= dict.fromkeys(run, _Span(run[0], run[-1], working))
        years = years[len(run) :]
    return spans


def _pick(span: _Span, at: int) -> date:
    if at < 0:
        raise CalendarGap(span.first - 1)
    if at >= len(span.working):
        raise CalendarGap(span.last + 1)
    return date.fromordinal(span.working[at])
