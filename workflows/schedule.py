"""One year's holiday schedule, read from its file and checked before a single day is counted by it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import yaml

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_KEYS = frozenset({"year", "status", "source", "names", "off", "work"})
_REGIONAL = _KEYS | {"region", "article"}
_RUN = 15
"""Days of one festival at most, from the day that bears its name."""


class Holiday(StrEnum):
    """The statutory holidays by code; their words are a matter of the pages (R155)."""

    NEW_YEAR = "new_year"
    SPRING_FESTIVAL = "spring_festival"
    QINGMING = "qingming"
    LABOUR_DAY = "labour_day"
    DRAGON_BOAT = "dragon_boat"
    MID_AUTUMN = "mid_autumn"
    NATIONAL_DAY = "national_day"


class Festival(str):
    """The name of a festival that a local government has fixed: its own Chinese words, and `en` for English readers."""

    __slots__ = ("en",)
    en: str

    def __new__(cls, zh: str, en: str = "") -> Festival:
        """The name, with the Chinese word where there is no English one."""
        name = super().__new__(cls, zh)
        name.en = en or zh
        return name


class CalendarError(Exception):
    """A year file that cannot be used; names the file and says what is wrong with it, in English and in Chinese."""

    def __init__(self, file: str, message: str, zh: str) -> None:
        super().__init__(f"{file}: {message}")
        self.file = file
        self.message = message
        self.zh = zh


@dataclass(frozen=True, slots=True)
class Year:
    """One year's schedule: days off and make-up working days, which may lie in December of the year before (R159).

    That of a `region` holds the festivals its government has fixed; `article` is the provision that lets it (《全国年节及
    纪念日放假办法》第四条), `source` its own document.
    """

    year: int
    published: bool
    source: str
    off: frozenset[date]
    work: frozenset[date]
    names: tuple[tuple[date, Holiday | Festival], ...] = ()
    region: str = ""
    article: str = ""

    def holiday(self, day: date) -> Holiday | Festival | None:
        """The holiday a day off belongs to: the last one named on or before it, if any."""
        return next((name for first, name in reversed(self.names) if first <= day), None)


def read_year(text: str, file: str) -> Year:
    """One year's schedule from the text of `<year>.yaml`; CalendarError says what is wrong with it."""
    raw = _mapping(text, file, _KEYS)
    year = _year(raw, file)
    status = raw.get("status")
    if status not in ("published", "provisional"):
        raise CalendarError(
            file,
            f"status must be published or provisional, not {status!r}",
            f"status 应当是 published 或 provisional，不能是 {status!r}",
        )
    off, work = _days(raw, "off", year, file), _days(raw, "work", year, file)
    _refuse_nonsense(off, work, published=status == "published", file=file)
    source = raw.get("source")
    if not isinstance(source, str) or not source:
        raise CalendarError(file, "source must name the notice the days come from", "source 没有写明放假通知的出处")
    return Year(year, status == "published", source, off, work, _names(raw, off, year, file))


def read_region(text: str, file: str) -> Year:
    """A region's festivals of one year from the text of `<year>.yaml`; CalendarError says what is wrong with it.

    Without its document, its article and the name of every festival it is refused: these days change the count of the law.
    A year without a day takes back what was brought in before.
    """
    raw = _mapping(text, file, _REGIONAL)
    year = _year(raw, file)
    off, work = _days(raw, "off", year, file), _days(raw, "work", year, file)
    _refuse_nonsense(off, work, published=False, file=file)
    if raw.get("status", "published") != "published":
        raise CalendarError(
            file, "the schedule is provisional, not a published notice", "文件标为暂定，不是公布的放假通知"
        )
    said = [_said(raw, key, file) for key in ("source", "region", "article")]
    names = _festivals(raw, off, year, file)
    if unnamed := sorted(day for day in off if not any(0 <= (day - first).days < _RUN for first, _ in names)):
        day = unnamed[0]
        raise CalendarError(file, f"{day} is off, but names says no festival for it", f"{day} 放假，却没有写明是什么节")
    return Year(year, True, said[0], off, work, names, said[1], said[2])


_NEEDED = {
    "source": ("the document that fixes the days (source)", "放假文件的名称和文号（source）"),
    "region": ("the region that it holds for (region)", "适用的地区（region）"),
    "article": ("the provision that lets the region fix them (article)", "依据的条款（article）"),
}


def _said(raw: dict[str, object], key: str, file: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or not value.strip():
        en, zh = _NEEDED[key]
        raise CalendarError(file, f"it must name {en}", f"没有写明{zh}")
    return value.strip()


def _festivals(raw: dict[str, object], off: frozenset[date], year: int, file: str) -> tuple[tuple[date, Festival], ...]:
    """The names of a region's festivals by their first day: words, or words in both languages."""
    named = raw.get("names", {})
    if not isinstance(named, dict):
        raise CalendarError(
            file, "names maps the first day of a festival to its name", "names 应当写明每个节日的第一天和名称"
        )
    found = []
    for first, words in named.items():
        both = words if isinstance(words, dict) else {"zh": words}
        zh, en = both.get("zh"), both.get("en", "")
        if not isinstance(zh, str) or not zh.strip() or not isinstance(en, str):
            raise CalendarError(file, f"the festival of {first} has no name", f"{first} 的节日没有名称")
        if _day(first, year, file) not in off:
            raise CalendarError(file, f"{first} has a name but is no day off", f"{first} 有节日名称，却不放假")
        found.append((_day(first, year, file), Festival(zh.strip(), en.strip())))
    return tuple(sorted(found))


def _mapping(text: str, file: str, known: frozenset[str]) -> dict[str, object]:
    try:
        node = yaml.compose(text, yaml.BaseLoader)
        # The BaseLoader leaves every scalar as text, so that a day that does not exist can be named.
        raw = yaml.load(text, yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise CalendarError(file, f"no valid YAML: {error}", f"不是有效的 YAML：{error}") from error
    if not isinstance(raw, dict) or not isinstance(node, yaml.MappingNode):
        raise CalendarError(
            file,
            "a year file is a mapping with year, status, source, off and work",
            "年度文件应当写明 year、status、source、off 和 work",
        )
    keys = [key.value for key, _ in node.value]
    if wrong := [key for key in keys if key not in known or keys.count(key) > 1]:
        unknown = wrong[0] not in known
        raise CalendarError(
            file,
            f"{wrong[0]!r} is {'unknown' if unknown else 'there twice'}",
            f"{wrong[0]!r} {'不是年度文件的项目' if unknown else '出现了两次'}",
        )
    return raw


def _year(raw: dict[str, object], file: str) -> int:
    stem = file.removesuffix(".yaml")
    if raw.get("year") != stem or not re.fullmatch(r"[12]\d{3}", stem):
        raise CalendarError(
            file,
            f"the file is named <year>.yaml and says the same year, not {raw.get('year')!r}",
            f"文件名应当是“年份.yaml”，并与 year 一致，不能是 {raw.get('year')!r}",
        )
    return int(stem)


def _days(raw: dict[str, object], key: str, year: int, file: str) -> frozenset[date]:
    listed = raw.get(key)
    if not isinstance(listed, list):
        raise CalendarError(file, f"{key} must be a list of days", f"{key} 应当是日期的列表")
    days = [_day(each, year, file) for each in listed]
    for at, day in enumerate(days):
        if day in days[:at]:
            raise CalendarError(file, f"{key} names {day} twice", f"{key} 里 {day} 出现了两次")
    return frozenset(days)


def _day(value: object, year: int, file: str) -> date:
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        raise CalendarError(
            file, f"{value!r} is no day of the form {year}-01-31", f"{value!r} 不是 {year}-01-31 这种格式的日期"
        )
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise CalendarError(file, f"the day {value} does not exist", f"没有 {value} 这一天") from None
    if day.year != year and (day.year, day.month) != (year - 1, 12):
        raise CalendarError(
            file,
            f"{day} is neither a day of {year} nor of December {year - 1}",
            f"{day} 不在 {year} 年内，也不在 {year - 1} 年 12 月",
        )
    return day


def _names(raw: dict[str, object], off: frozenset[date], year: int, file: str) -> tuple[tuple[date, Holiday], ...]:
    named = raw.get("names", {})
    if not isinstance(named, dict):
        raise CalendarError(
            file, "names maps the first day of a holiday to its code", "names 应当写明每个假期的第一天和名称代码"
        )
    for first, code in named.items():
        if code not in list(Holiday):
            raise CalendarError(file, f"unknown holiday {code!r}", f"没有 {code!r} 这个假期")
        if _day(first, year, file) not in off:
            raise CalendarError(file, f"{first} has a name but is no day off", f"{first} 有假期名称，却不放假")
    return tuple(sorted((_day(first, year, file), Holiday(code)) for first, code in named.items()))


def _refuse_nonsense(off: frozenset[date], work: frozenset[date], *, published: bool, file: str) -> None:
    if both := sorted(off & work):
        raise CalendarError(file, f"{both[0]} is both a day off and a working day", f"{both[0]} 既放假又上班，自相矛盾")
    if weekdays := sorted(day for day in work if day.weekday() < 5):
        raise CalendarError(
            file,
            f"{weekdays[0]} is no weekend day, so that it cannot be a make-up working day",
            f"{weekdays[0]} 不是周末，不能是调休上班日",
        )
    if published and not off:
        raise CalendarError(file, "a published year has days off", "公布的年度一定有放假的日子，文件里一天也没有")
