"""The day-by-day reason of a due date as calendar rows: what each day did to the clock, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guides.text import Text
from portal.formats import business_today, unit
from portal.i18n import language
from workflows.limits import Day, DayKind
from workflows.schedule import Festival

HOLIDAYS = {
    "new_year": _l("元旦"),
    "spring_festival": _l("春节"),
    "qingming": _l("清明"),
    "labour_day": _l("劳动节"),
    "dragon_boat": _l("端午"),
    "mid_autumn": _l("中秋"),
    "national_day": _l("国庆"),
}
STARTS = {
    "received": _l("收到"),
    "accepted": _l("受理"),
    "decided": _l("决定"),
    "began": _l("开始"),
    "told": _l("告知"),
    "requested": _l("要求"),
    "set": _l("通知"),
    "noticed": _l("告知"),
    "rated": _l("评价"),
    "overturned": _l("复核改正"),
    "opens": _l("开始受理延续"),
    "found": _l("检查"),
}
CAUSES = {
    "supplement_missing": _l("等容缺材料"),
    "hearing": _l("听证"),
    "tender": _l("招标"),
    "auction": _l("拍卖"),
    "inspection": _l("检验"),
    "testing": _l("检测"),
    "quarantine": _l("检疫"),
    "appraisal": _l("鉴定"),
    "expert_review": _l("专家评审"),
    "site_check": _l("现场核查"),
    "correction": _l("补正"),
    "rectification": _l("整改"),
    "service": _l("等待文书送达"),
}
CLASSES = {
    DayKind.START: "start",
    DayKind.COUNTED: "on",
    DayKind.MAKEUP: "mk",
    DayKind.PAUSED: "stop",
    DayKind.WEEKEND: "rest",
    DayKind.HOLIDAY: "rest",
    DayKind.DUE: "due",
    DayKind.OVERDUE: "late",
}
KEY = {
    "on": _l("计时"),
    "mk": _l("调休上班，计时"),
    "rest": _l("休息日，不计"),
    "stop": _l("暂停，不计"),
    "todo": _l("还没到"),
    "due": _l("到期日"),
    "late": _l("超期"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: its class in the strip, its words, and a small second line."""

    on: date
    cls: str
    words: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """One row, Monday first; a row that stands for several weeks of pure pause is folded."""

    days: tuple[Cell | None, ...] = ()
    folded: bool = False
    first: date | None = None
    last: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of one column: one character, and the whole word for screen readers."""

    short: str
    long: str


def init_app(app: Flask) -> None:
    """Register the strips for the templates."""
    app.jinja_env.filters["calendar_weeks"] = calendar_weeks
    app.jinja_env.filters["calendar_kinds"] = calendar_kinds
    app.jinja_env.globals["weekday_heads"] = weekday_heads
    app.jinja_env.globals["business_today"] = business_today


def weekday_heads() -> tuple[Head, ...]:
    """Monday to Sunday."""
    short = (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日"))
    long = (_("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日"))
    return tuple(Head(*pair) for pair in zip(short, long, strict=True))


def calendar_weeks(days: Sequence[Day]) -> list[Week]:
    """The days as rows of a week; two or more whole weeks of nothing but one pause become one folded row."""
    rows: list[Week] = []
    resting: list[list[Day]] = []
    for week in _weeks(days):
        if _paused_only(week):
            resting.append(week)
            continue
        rows += [*_folded(resting), _row(week)]
        resting = []
    return rows + _folded(resting)


def calendar_kinds(days: Sequence[Day]) -> list[tuple[str, str]]:
    """The legend: the classes that occur, with their words."""
    seen = {_class_of(day) for day in days}
    return [(name, str(words)) for name, words in KEY.items() if name in seen]


def holiday_words(code: str | None) -> str:
    """A holiday in words: a national one by its code, a region's festival by its own name."""
    if isinstance(code, Festival) and code not in HOLIDAYS:
        return code.en if language().code == "en" else str(code)
    return str(HOLIDAYS.get(code or "", ""))


def cause_words(cause: str) -> str:
    """The words of the cause of a pause."""
    return str(CAUSES.get(cause, cause))


def procedure_called(own: Text | None, kind: str) -> str:
    """The name that a guide gives a special procedure, otherwise the law's own."""
    name = own.get(language().code) if own else cause_words(kind)
    return name[:1].upper() + name[1:]


def _weeks(days: Sequence[Day]) -> list[list[Day]]:
    weeks: dict[date, list[Day]] = {}
    for day in days:
        weeks.setdefault(day.on - timedelta(days=day.on.weekday()), []).append(day)
    return list(weeks.values())


def _paused_only(week: list[Day]) -> bool:
    causes = {day.event for day in week if day.kind is DayKind.PAUSED}
    quiet = all(day.kind in (DayKind.PAUSED, DayKind.WEEKEND, DayKind.HOLIDAY) for day in week)
    return len(week) == 7 and len(causes) == 1 and quiet and business_today() not in {day.on for day in week}


def _folded(weeks: list[list[Day]]) -> list[Week]:
    if len(weeks) < 2:
        return [_row(week) for week in weeks]
    stopped = [day for week in weeks for day in week if day.kind is DayKind.PAUSED]
    amount = unit(
        len(stopped), "working_day" if any(d.kind is DayKind.WEEKEND for w in weeks for d in w) else "calendar_day"
    )
    words = _(
        "%(weeks)s 周，%(cause)s，%(days)s不计时",
        weeks=len(weeks),
        cause=cause_words(stopped[0].event or ""),
        days=amount,
    )
    return [Week(folded=True, first=weeks[0][0].on, last=weeks[-1][-1].on, words=words)]


def _row(week: list[Day]) -> Week:
    cells: list[Cell | None] = [None] * 7
    for day in week:
        cells[day.on.weekday()] = Cell(day.on, _class_of(day), _words(day), _small(day))
    return Week(days=tuple(cells))


def _class_of(day: Day) -> str:
    ahead = day.ahead and day.kind in (DayKind.COUNTED, DayKind.MAKEUP)
    return "todo" if ahead else CLASSES[day.kind]


def _words(day: Day) -> str:
    match day.kind:
        case DayKind.START:
            return str(STARTS.get(day.event or "", _("起算")))
        case DayKind.HOLIDAY:
            return holiday_words(day.event) or _("放假")
        case DayKind.WEEKEND:
            return _("休")
        case DayKind.PAUSED:
            return _("暂停")
        case DayKind.DUE:
            return _("到期")
        case DayKind.OVERDUE:
            return _("超 %(n)s", n=-(day.n or 0))
    return _("第%(n)s天", n=day.n)


def _small(day: Day) -> str:
    if day.kind is DayKind.MAKEUP:
        return _("调休")
    return _("暂定") if day.provisional else ""
