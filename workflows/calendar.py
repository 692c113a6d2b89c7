"""Working days of mainland China from the State Council's yearly holiday notices, one file per year in `holidays/`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

import yaml

# Mainland China has kept one offset without summer time since 1991, so that no time zone database is needed.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
HOLIDAYS = Path(__file__).parent / "holidays"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_KEYS = frozenset({"year", "status", "source", "names", "off", "work"})


class DayType(StrEnum):
    """What kind of day the schedule makes of a date; WORK and MAKEUP are working days (R160)."""

    WORK = "work"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"


class Holiday(StrEnum):
    """The statutory holidays by code; their words are a matter of the pages (R155)."""

    NEW_YEAR = "new_year"
    SPRING_FESTIVAL = "spring_festival"
    QINGMING = "qingming"
    LABOUR_DAY = "labour_day"
    DRAGON_BOAT = "dragon_boat"
    MID_AUTUMN = "mid_autumn"
    NATIONAL_DAY = "national_day"


class CalendarError(Exception):
    """A year file that cannot be used; names the file and says what is wrong with it."""

    def __init__(self, file: str, message: str) -> None:
        super().__init__(f"{file}: {message}")
        self.file = file
        self.message = message


class CalendarGap(Exception):
    """A date lies in, or a count runs into, a year for which there is no file at all."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no holiday schedule for the year {year}")
        self.year = year


@dataclass(frozen=True, slots=True)
class Year:
    """One year's schedule: days off and make-up working days, which may lie in December of the year before (R159)."""

    year: int
    published: bool
    source: str
    off: frozenset[date]
    work: frozenset[date]
    names: tuple[tuple[date, Holiday], ...] = ()

    def holiday(self, day: date) -> Holiday | None:
        """The holiday a day off belongs to: the last one named on or before it, if any."""
        return next((name for first, name in reversed(self.names) if first <= day), None)


@dataclass(frozen=True, slots=True)
class _Span:
    """An unbroken run of years with the ordinals of all its working days, in order."""

    first: int
    last: int
    working: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of all loaded years; immutable, hashable, equal when the schedules are equal."""

    years: tuple[Year, ...]
    _off: Mapping[date, Holiday | None] = field(init=False, repr=False, compare=False)
    _work: frozenset[date] = field(init=False, repr=False, compare=False)
    _spans: Mapping[int, _Span] = field(init=False, repr=False, compare=False)
    _provisional: frozenset[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        years = tuple(sorted(self.years, key=lambda each: each.year))
        off = {day: each.holiday(day) for each in years for day in each.off}
        work = frozenset(day for each in years for day in each.work)
        object.__setattr__(self, "years", years)
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

    def holiday(self, day: date) -> Holiday | None:
        """The holiday a day off belongs to, or None when it is no day off or its holiday is not named."""
        return self._off.get(day)

    def provisional(self, day: date) -> bool:
        """Whether the day lies in a year whose schedule is not published yet (R158)."""
        self._span(day)
        return day.year in self._provisional

    def missing_year(self, day: date) -> int | None:
        """The year of `day` if there is no file for it, else None."""
        return None if day.year in self._spans else day.year

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
    """All year files of a folder, the shipped ones by default; CalendarError names the first one that cannot be used."""
    where = HOLIDAYS if folder is None else folder
    files = sorted(where.glob("*.yaml"))
    if not files:
        raise CalendarError(str(where), "there is no year file in this folder")
    years = [read_year(file.read_text(encoding="utf-8"), file.name) for file in files]
    _refuse_contradictions(years)
    return Calendar(tuple(years))


def read_year(text: str, file: str) -> Year:
    """One year's schedule from the text of `<year>.yaml`; CalendarError says what is wrong with it."""
    raw = _mapping(text, file)
    year = _year(raw, file)
    status = raw.get("status")
    if status not in ("published", "provisional"):
        raise CalendarError(file, f"status must be published or provisional, not {status!r}")
    off, work = _days(raw, "off", year, file), _days(raw, "work", year, file)
    _refuse_nonsense(off, work, published=status == "published", file=file)
    names = _names(raw, year, file)
    return Year(year, status == "published", str(raw.get("source", "")), off, work, names)


def _mapping(text: str, file: str) -> dict[str, object]:
    try:
        # The BaseLoader leaves every scalar as text, so that a day that does not exist can be named.
        raw = yaml.load(text, yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise CalendarError(file, f"no valid YAML: {error}") from error
    if not isinstance(raw, dict):
        raise CalendarError(file, "a year file is a mapping with year, status, source, off and work")
    if unknown := sorted(set(raw) - _KEYS):
        raise CalendarError(file, f"unknown key {unknown[0]!r}")
    return raw


def _year(raw: dict[str, object], file: str) -> int:
    stem = file.removesuffix(".yaml")
    if raw.get("year") != stem or not re.fullmatch(r"[12]\d{3}", stem):
        raise CalendarError(file, f"the file is named <year>.yaml and says the same year, not {raw.get('year')!r}")
    return int(stem)


def _days(raw: dict[str, object], key: str, year: int, file: str) -> frozenset[date]:
    listed = raw.get(key)
    if not isinstance(listed, list):
        raise CalendarError(file, f"{key} must be a list of days")
    days = [_day(each, year, file) for each in listed]
    for at, day in enumerate(days):
        if day in days[:at]:
            raise CalendarError(file, f"{key} names {day} twice")
    return frozenset(days)


def _day(value: object, year: int, file: str) -> date:
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        raise CalendarError(file, f"{value!r} is no day of the form {year}-01-31")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise CalendarError(file, f"the day {value} does not exist") from None
    if day.year != year and (day.year, day.month) != (year - 1, 12):
        raise CalendarError(file, f"{day} is neither a day of {year} nor of December {year - 1}")
    return day


def _names(raw: dict[str, object], year: int, file: str) -> tuple[tuple[date, Holiday], ...]:
    named = raw.get("names", {})
    if not isinstance(named, dict):
        raise CalendarError(file, "names maps the first day of a holiday to its code")
    for code in named.values():
        if code not in set(Holiday):
            raise CalendarError(file, f"unknown holiday {code!r}")
    return tuple(sorted((_day(day, year, file), Holiday(code)) for day, code in named.items()))


def _refuse_nonsense(off: frozenset[date], work: frozenset[date], *, published: bool, file: str) -> None:
    if both := sorted(off & work):
        raise CalendarError(file, f"{both[0]} is both a day off and a working day")
    if weekdays := sorted(day for day in work if day.weekday() < 5):
        raise CalendarError(file, f"{weekdays[0]} is no weekend day, so that it cannot be a make-up working day")
    if published and not off:
        raise CalendarError(file, "a published year has days off")


def _refuse_contradictions(years: list[Year]) -> None:
    """December may be scheduled by two files (R159): they must not say the opposite of each other."""
    for before, after in pairwise(years):
        if both := sorted((before.off & after.work) | (before.work & after.off)):
            raise CalendarError(f"{after.year}.yaml", f"{both[0]} is scheduled otherwise in {before.year}.yaml")


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
