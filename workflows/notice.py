"""A published holiday notice as somebody brings it: the project's own year file, or the JSON that is commonly published."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

import yaml

from workflows.schedule import CalendarError, Festival, Holiday, Year, read_region, read_year

_NAMES = {
    "元旦": Holiday.NEW_YEAR,
    "春节": Holiday.SPRING_FESTIVAL,
    "清明": Holiday.QINGMING,
    "劳动节": Holiday.LABOUR_DAY,
    "端午": Holiday.DRAGON_BOAT,
    "国庆": Holiday.NATIONAL_DAY,
    "中秋": Holiday.MID_AUTUMN,
}
"""The words of the JSON; where two holidays are one run of days (国庆节、中秋节), the first of this list names it."""


def read_notice(text: str, file: str) -> Year:
    """The schedule of a published year from either form; CalendarError says what is wrong, in both languages.

    `{"year": 2027, "papers": [...], "days": [{"name", "date", "isOffDay"}]}` counts as published when it has days.
    """
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise CalendarError(file, "the file is empty", "文件是空的")
    year = _from_json(text, file) if text.lstrip().startswith("{") else _from_yaml(text, file)
    if not year.published:
        raise CalendarError(
            file, "the schedule is provisional, not a published notice", "文件标为暂定，不是公布的放假通知"
        )
    return year


def read_festivals(text: str, file: str) -> Year:
    """The festivals of a region in one year, from the project's own form of file; CalendarError as `read_notice`."""
    return _from_yaml(text.removeprefix("\ufeff"), file, read_region)


def written(year: Year) -> str:
    """The year as the text of the project's own file, always the same for the same schedule: what is stored and digested."""
    content: dict[str, object] = {"region": year.region, "article": year.article} if year.region else {}
    content |= {
        "year": year.year,
        "status": "published" if year.published else "provisional",
        "source": year.source,
        "names": {first.isoformat(): _name(name) for first, name in year.names},
        "off": sorted(day.isoformat() for day in year.off),
        "work": sorted(day.isoformat() for day in year.work),
    }
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def _name(name: Holiday | Festival) -> object:
    return {"zh": str(name), "en": name.en} if isinstance(name, Festival) else str(name)


def _from_yaml(text: str, file: str, read: Callable[[str, str], Year] = read_year) -> Year:
    said = re.search(r"^year:\s*['\"]?([12]\d{3})['\"]?\s*(#.*)?$", text, re.MULTILINE)
    if said is None:
        raise CalendarError(file, "the file does not say which year it is for", "文件没有写明是哪一年的放假安排")
    try:
        return read(text, f"{said[1]}.yaml")
    except CalendarError as wrong:
        raise CalendarError(file, wrong.message, wrong.zh) from None


def _from_json(text: str, file: str) -> Year:
    raw = _object(text, file)
    year = raw.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not 1000 <= year <= 2999:
        raise CalendarError(file, "the file does not say which year it is for", "文件没有写明是哪一年的放假安排")
    days = list(_days(raw, file))
    if not days:
        raise CalendarError(
            file,
            f"there are no days in it: {year} is not published yet",
            f"文件里一天也没有：{year} 年的安排还没有公布",
        )
    own = {
        "year": year,
        "status": "published",
        "source": _source(raw),
        "names": dict(_first_days(days)),
        "off": [day for day, off, _ in days if off],
        "work": [day for day, off, _ in days if not off],
    }
    return _from_yaml(yaml.safe_dump(own, allow_unicode=True, sort_keys=False), file)


def _object(text: str, file: str) -> dict[str, Any]:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CalendarError(file, f"no valid JSON: {error}", f"不是有效的 JSON：{error}") from None
    if not isinstance(raw, dict):
        raise CalendarError(file, "the file holds no schedule of a year", "文件里没有一年的放假安排")
    return raw


def _days(raw: dict[str, Any], file: str) -> Iterator[tuple[str, bool, str]]:
    """The days in their order: ISO text, whether it is off, the name."""
    listed = raw.get("days")
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise CalendarError(file, "days must be a list of days", "days 应当是日期的列表")
    for one in sorted(listed, key=lambda one: str(one.get("date"))):
        if not isinstance(one.get("date"), str) or not isinstance(one.get("isOffDay"), bool):
            raise CalendarError(
                file,
                f"every day has a date and says whether it is off (isOffDay), not so {one}",
                f"每一天都要有 date 和 isOffDay，这一条没有：{one}",
            )
        yield one["date"], one["isOffDay"], str(one.get("name", ""))


def _source(raw: dict[str, Any]) -> str:
    papers = raw.get("papers")
    named = [str(one) for one in papers if one] if isinstance(papers, list) else []
    return "、".join(named) or f"国务院办公厅关于{raw['year']}年部分节假日安排的通知"


def _first_days(days: list[tuple[str, bool, str]]) -> Iterator[tuple[str, str]]:
    off = [(day, name) for day, is_off, name in days if is_off]
    for name, run in groupby(off, key=lambda one: one[1]):
        if code := next((code for word, code in _NAMES.items() if word in name), None):
            yield next(run)[0], str(code)


def same_days(one: Year, other: Year) -> bool:
    """Whether two schedules of a year make the same days off and the same make-up days, and are as settled.

    Those of a region also by the same right, for its document and its article are why the days are not counted.
    """
    if one.region or other.region:
        return one == other
    return (one.off, one.work, one.published) == (other.off, other.work, other.published)


def differing(one: Year, other: Year) -> tuple[date, ...]:
    """The days that two schedules of a year make otherwise, in order."""
    return tuple(sorted((one.off ^ other.off) | (one.work ^ other.work)))
