"""Opening hours of a desk as data: which hours on which day, by weekday, season and the day from which they hold (R31)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import yaml

from workflows.calendar import Calendar, CalendarGap, DayType
from workflows.schedule import CalendarError

Span = tuple[str, str]
"""From and until, as 08:30 and 12:00."""

Week = tuple[tuple[Span, ...], ...]
"""The spans of Monday to Sunday; a lunch break is what lies between two spans of a day."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d|24:00)", re.ASCII)
_MONTH_DAY = re.compile(r"\d{2}-\d{2}", re.ASCII)
_KEYS = frozenset({"since", "source", "week", "seasons"})
_SEASON_KEYS = frozenset({"from", "until", "week"})


@dataclass(frozen=True, slots=True)
class Season:
    """A part of every year with hours of its own, from one day of the year (06-01) until another, both included."""

    first: str
    last: str
    week: Week

    def covers(self, day: date) -> bool:
        """Whether the day lies in the season, which may run over the turn of the year."""
        on = f"{day:%m-%d}"
        return self.first <= on <= self.last if self.first <= self.last else on >= self.first or on <= self.last


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a desk from the day `since` on, and the announcement they come from."""

    since: date
    source: str
    week: Week
    seasons: tuple[Season, ...] = ()

    def week_of(self, day: date) -> Week:
        """The week that holds on a day: its season's, or that of the rest of the year."""
        return next((one.week for one in self.seasons if one.covers(day)), self.week)


@dataclass(frozen=True, slots=True)
class Opening:
    """All hours of a desk, each from its day on; of two from the same day the later one of the tuple holds."""

    versions: tuple[Hours, ...]

    def hours(self, day: date) -> Hours | None:
        """The hours that hold on a day; None before the first ones began."""
        held = [one for one in self.versions if one.since <= day]
        return max(reversed(held), key=lambda one: one.since) if held else None

    def spans(self, day: date, calendar: Calendar) -> tuple[Span, ...]:
        """From when until when the desk is open that day, in order; nothing on a day off. A make-up day is as a Monday."""
        hours = self.hours(day)
        if hours is None:
            return ()
        week, kind = hours.week_of(day), _kind(day, calendar)
        if kind is DayType.HOLIDAY:
            return ()
        return week[0] if kind is DayType.MAKEUP else week[day.weekday()]

    def closes(self, day: date, calendar: Calendar) -> str:
        """The hour at which the desk closes that day, as 17:00; empty when it does not open, or nobody said its hours."""
        spans = self.spans(day, calendar)
        return spans[-1][1] if spans else ""

    def shut(self, day: date, calendar: Calendar) -> bool:
        """Whether the desk has hours, and none on that day."""
        return self.hours(day) is not None and not self.spans(day, calendar)


def read_hours(text: str, file: str) -> Hours:
    """The hours of a desk from a YAML file (since, source, week, seasons); CalendarError says what is wrong with it."""
    try:
        raw = yaml.load(text.removeprefix("\ufeff"), yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise CalendarError(file, f"no valid YAML: {error}", f"不是有效的 YAML：{error}") from error
    if not isinstance(raw, dict) or "week" not in raw:
        raise CalendarError(file, "hours say since, source and week", "对外时间应当写明 since、source 和 week")
    if unknown := sorted(str(key) for key in raw if key not in _KEYS):
        raise CalendarError(file, f"{unknown[0]!r} is unknown", f"{unknown[0]!r} 不是对外时间的项目")
    source = raw.get("source")
    if not isinstance(source, str) or not source.strip():
        raise CalendarError(file, "source must name the announcement", "source 没有写明公告的出处")
    seasons = raw.get("seasons", [])
    if not isinstance(seasons, list):
        raise CalendarError(file, "seasons is a list", "seasons 应当是列表")
    found = tuple(_season(one, file) for one in seasons)
    _refuse_overlap(found, file)
    return Hours(_since(raw.get("since"), file), source.strip(), _week(raw["week"], file), found)


def written_hours(hours: Hours) -> str:
    """The hours as text, always the same for the same hours: what is stored and digested."""
    content = {
        "since": hours.since.isoformat(),
        "source": hours.source,
        "week": _plain(hours.week),
        "seasons": [{"from": one.first, "until": one.last, "week": _plain(one.week)} for one in hours.seasons],
    }
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def _plain(week: Week) -> dict[str, list[str]]:
    return {name: ["-".join(span) for span in spans] for name, spans in zip(DAYS, week, strict=True) if spans}


def _kind(day: date, calendar: Calendar) -> DayType:
    try:
        return calendar.kind(day)
    except CalendarGap:
        return DayType.WEEKEND if day.weekday() >= 5 else DayType.WORK


def _since(value: object, file: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise CalendarError(
            file,
            "since is the first day on which the hours hold, as 2026-06-01",
            "since 应当是开始实行的日期，如 2026-06-01",
        ) from None


def _season(raw: object, file: str) -> Season:
    if not isinstance(raw, dict) or set(raw) != _SEASON_KEYS:
        raise CalendarError(file, "a season says from, until and week", "每一季应当写明 from、until 和 week")
    first, last = str(raw["from"]), str(raw["until"])
    for one in (first, last):
        try:
            if not _MONTH_DAY.fullmatch(one):
                raise ValueError(one)
            date.fromisoformat(f"2028-{one}")  # a leap year, so that 29 February may begin a season
        except ValueError:
            raise CalendarError(
                file, f"{one!r} is no day of the year as 06-01", f"{one!r} 不是 06-01 这样的日期"
            ) from None
    return Season(first, last, _week(raw["week"], file))


def _refuse_overlap(seasons: tuple[Season, ...], file: str) -> None:
    for day in (date.fromordinal(n) for n in range(date(2028, 1, 1).toordinal(), date(2028, 12, 31).toordinal() + 1)):
        if sum(one.covers(day) for one in seasons) > 1:
            raise CalendarError(file, f"two seasons hold on {day:%m-%d}", f"{day:%m-%d} 属于两个季节")


def _week(raw: object, file: str) -> Week:
    """Keys name a day (mon) or a run of days (mon-fri), values the spans of each of them."""
    if not isinstance(raw, dict):
        raise CalendarError(file, "week maps days (mon-fri) to hours", "week 应当写明周几（mon-fri）和时间")
    found: dict[str, tuple[Span, ...]] = {}
    for key, listed in raw.items():
        for name in _named(str(key), file):
            if name in found:
                raise CalendarError(file, f"{name} is there twice", f"{name} 出现了两次")
            found[name] = _spans(listed, str(key), file)
    if not all(found.get(name) for name in DAYS[:5]):
        closed = next(name for name in DAYS[:5] if not found.get(name))
        raise CalendarError(
            file,
            f"{closed} has no hours; days on which a desk is closed are brought in as its closing days",
            f"{closed} 没有时间；哪天不对外，请作为关门日导入",
        )
    return tuple(found.get(name, ()) for name in DAYS)


def _named(key: str, file: str) -> tuple[str, ...]:
    first, _, last = key.partition("-")
    last = last or first
    if first not in DAYS or last not in DAYS or DAYS.index(first) > DAYS.index(last):
        raise CalendarError(
            file, f"{key!r} is no day such as mon or mon-fri", f"{key!r} 不是 mon 或者 mon-fri 这样的写法"
        )
    return DAYS[DAYS.index(first) : DAYS.index(last) + 1]


def _spans(listed: object, key: str, file: str) -> tuple[Span, ...]:
    if not isinstance(listed, list):
        raise CalendarError(
            file, f"{key}: hours are a list such as [08:30-12:00]", f"{key} 的时间应当是 [08:30-12:00] 这样的列表"
        )
    found = []
    for one in listed:
        match = _SPAN.fullmatch(str(one))
        if match is None or match[1] >= match[2]:
            raise CalendarError(
                file, f"{key}: {one!r} is no time such as 08:30-12:00", f"{key} 的 {one!r} 不是 08:30-12:00 这样的时间"
            )
        found.append((match[1], match[2]))
    for before, after in pairwise(found):
        if before[1] >= after[0]:
            raise CalendarError(file, f"{key}: {after[0]} begins before {before[1]} is over", f"{key} 的时间前后交叉")
    return tuple(found)
