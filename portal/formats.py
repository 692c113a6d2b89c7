"""Formats of the two languages: dates, deadlines, units, shares, masked numbers; every date is a `<time>` element."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from flask import Flask
from flask_babel import get_translations
from flask_babel import gettext as _
from markupsafe import Markup, escape

from portal import clock
from portal.i18n import language
from portal.masks import mask_id, mask_name, mask_phone
from workflows.calendar import SHANGHAI

NBSP = "\u00a0"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


def init_app(app: Flask) -> None:
    """Register every format as a template filter."""
    filters = (date_full, day, stamp, moment, deadline, cell, weekday, month_day_range, unit, number, share, percent)
    more = (
        mask_id,
        mask_phone,
        mask_name,
        case_number,
        short_number,
        file_size,
        listed,
        zh,
        left,
        past_promise,
        past_law,
        paused,
    )
    for function in filters + more:
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.filters["date"] = date_full
    app.jinja_env.globals["due_date"] = due_date
    app.jinja_env.globals["today"] = business_today


def business_today() -> date:
    """Today on the calendar of the offices (Asia/Shanghai)."""
    return clock.business_day(clock.now())


def local(value: datetime) -> datetime:
    """The same moment on the clocks of the offices."""
    return value.astimezone(SHANGHAI)


def date_full(value: date | None) -> Markup:
    """2026年11月22日 / 22 November 2026."""
    if value is None:
        return Markup("")
    value = local(value).date() if isinstance(value, datetime) else value
    return _time(value.isoformat(), date_words(value, with_year=True))


def day(value: date | None) -> Markup:
    """11月25日 / 25 November within this year, with the year otherwise."""
    if value is None:
        return Markup("")
    value = local(value).date() if isinstance(value, datetime) else value
    return _time(value.isoformat(), date_words(value, with_year=value.year != business_today().year))


def stamp(value: datetime | None) -> Markup:
    """11月20日 10:12 or 今天 16:05 / 20 November, 10:12 or today at 16:05."""
    if value is None:
        return Markup("")
    here = local(value)
    clock_time = f"{here:%H:%M}"
    if here.date() == business_today():
        words = _("今天 %(time)s", time=clock_time)
    else:
        words = _("%(date)s %(time)s", date=_short(here.date()), time=clock_time)
    return _time(here.isoformat(timespec="minutes"), words)


def moment(value: datetime | None) -> Markup:
    """2026年9月29日 15:42 / 29 September 2026, 15:42: the stamp with its year, for proofs and receipts."""
    if value is None:
        return Markup("")
    here = local(value)
    words = _("%(date)s %(time)s", date=date_words(here.date(), with_year=True), time=f"{here:%H:%M}")
    return _time(here.isoformat(timespec="minutes"), words)


def deadline(value: date | datetime | None) -> Markup:
    """11月23日 24:00 前, 今天 17:00 前 / by 24:00 on 23 November, by 17:00 today. A bare date ends at 24:00."""
    if value is None:
        return Markup("")
    here = local(value) if isinstance(value, datetime) else None
    on = here.date() if here else value
    hour = f"{here:%H:%M}" if here else "24:00"
    machine = (
        here.isoformat(timespec="minutes")
        if here
        else datetime.combine(on + timedelta(days=1), time(), SHANGHAI).isoformat()
    )
    if on == business_today():
        return _time(machine, _("今天 %(time)s 前", time=hour).replace(" 前", NBSP + "前"))
    return _time(machine, _("%(date)s %(time)s 前", date=_short(on), time=hour).replace(" 前", NBSP + "前"))


def cell(value: date) -> str:
    """11/25 / 25 Nov: a calendar cell or an axis, where the row already says which year it is."""
    return f"{value.day} {MONTHS[value.month - 1][:3]}" if _english() else f"{value.month}/{value.day}"


def weekday(value: date) -> str:
    """星期日 / Sunday."""
    names = (_("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日"))
    return names[value.weekday()]


def month_day_range(first: date, last: date) -> Markup:
    """11月1日至11月22日 / 1 November to 22 November, each end a `<time>`."""
    return Markup(_("%(first)s至%(last)s")) % {"first": day(first), "last": day(last)}


def due_date(on: date | None, provisional: bool = False, missing_year: int | None = None) -> Markup:
    """A due date with the mark that it may still move: （暂定，2027 年放假安排未公布） / (provisional)."""
    if on is None:
        return Markup("")
    if not provisional:
        return day(on)
    note = _("（暂定，%(year)s 年放假安排未公布）", year=missing_year) if missing_year else _("（暂定）")
    gap = "" if note[:1] in " （" else " "  # a full-width bracket brings its own
    return day(on) + Markup(f'{gap}<span class="ow-hint">') + note + Markup("</span>")


def unit(n: float, kind: str = "working_day") -> str:
    """3 个工作日 / 3 working days, joined with U+00A0; what is done at once has no number: 当场 / on the spot.

    Kinds: working_day, calendar_day, month, year, case, copy, visit, place, item, on_spot. Less than a quarter of a working
    day is done while one waits.
    """
    return _counted(n, "on_spot" if is_moment(n, kind) else kind).replace(" ", NBSP, 1)


def is_moment(n: float, kind: str = "working_day") -> bool:
    """Whether a step takes so little that it is said to be done on the spot."""
    return kind == "on_spot" or (kind == "working_day" and 0 < n < 0.25)


def left(n: int, kind: str = "working_day") -> str:
    """还剩 3 个工作日 / 3 working days left."""
    return _("还剩 %(amount)s", amount=unit(n, kind))


def past_promise(n: int, kind: str = "working_day") -> str:
    """超承诺 1 个工作日 / 1 working day past the promise."""
    return _("超承诺 %(amount)s", amount=unit(abs(n), kind))


def past_law(n: int, kind: str = "working_day") -> str:
    """超法定 2 个工作日 / 2 working days past the statutory limit."""
    return _("超法定 %(amount)s", amount=unit(abs(n), kind))


def paused(n: int, kind: str = "working_day") -> str:
    """暂停，剩 6 个工作日 / paused, 6 working days left."""
    return _("暂停，剩 %(amount)s", amount=unit(n, kind))


def number(value: int | float) -> str:
    """1,284."""
    return f"{value:,}"


def percent(part: int, whole: int) -> str:
    """99.4%, one decimal; an en dash when there is nothing to divide by."""
    return f"{part / whole:.1%}" if whole else "–"


def share(part: int, whole: int, kind: str = "case") -> str:
    """99.4%（1,276 件 ÷ 1,284 件） / 99.4% (1,276 of 1,284 cases)."""
    if _english():
        return (
            f"{percent(part, whole)} ({number(part)} of {_counted(whole, kind).replace(str(whole), number(whole), 1)})"
        )
    word = _counted(whole, kind).split(" ", 1)[1]
    return f"{percent(part, whole)}（{number(part)}{NBSP}{word} ÷ {number(whole)}{NBSP}{word}）"


def case_number(value: str) -> Markup:
    """A full case number with its last 12 digits bold."""
    return Markup('<span class="ow-code">{}<b>{}</b></span>').format(value[:-12], value[-12:])


def short_number(value: str) -> str:
    """20260929-0017: the day and the running number of a case number, for lists."""
    return f"{value[-12:-4]}-{value[-4:]}" if len(value) >= 12 else value


def file_size(size: int) -> str:
    """46 MB, 310 KB."""
    for name, step in (("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)):
        if size >= step:
            return f"{size / step:.1f}".removesuffix(".0") + NBSP + name
    return f"{size}{NBSP}B"


def listed(items: Iterable[object]) -> str:
    """甲、乙、丙 / A, B, C."""
    return (", " if _english() else "、").join(str(item) for item in items)


def sentences(*said: str) -> str:
    """Whole sentences one behind the other: with a blank between two of them in English, without one in Chinese."""
    told = [one.rstrip(" ") for one in said if one]
    gap = " " if _english() else ""
    return (Markup(gap) if any(isinstance(one, Markup) for one in told) else gap).join(told)


def zh(value: object) -> Markup:
    """Chinese data on a page: in the English page it is marked as Chinese, so that it is read and broken as such."""
    text = escape(value if value is not None else "")
    if _english() and _CHINESE.search(text):
        return Markup('<span lang="zh-CN">{}</span>').format(text)
    return text


def _english() -> bool:
    return language().code == "en"


def _time(machine: str, words: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(machine, words)


def _short(value: date) -> str:
    return date_words(value, with_year=value.year != business_today().year)


def date_words(value: date, *, with_year: bool = True) -> str:
    """2026年11月22日 / 22 November 2026 as bare words, for what is no page: mails, messages and calendars."""
    if _english():
        words = f"{value.day} {MONTHS[value.month - 1]}"
        return f"{words} {value.year}" if with_year else words
    words = f"{value.month}月{value.day}日"
    return f"{value.year}年{words}" if with_year else words


def ngettext(singular: str, plural: str, n: float) -> str:
    """The sentence for that number; a fraction takes the plural, for gettext knows whole numbers only."""
    return str(get_translations().ungettext(singular, plural, n if isinstance(n, int) else 2)) % {"num": n}


def _counted(n: float, kind: str) -> str:
    match kind:
        case "on_spot":
            return _("当场")
        case "working_day":
            return ngettext("%(num)s 个工作日", "%(num)s 个工作日", n)
        case "calendar_day":
            return ngettext("%(num)s 天", "%(num)s 天", n)
        case "month":
            return ngettext("%(num)s 个月", "%(num)s 个月", n)
        case "year":
            return ngettext("%(num)s 年", "%(num)s 年", n)
        case "case":
            return ngettext("%(num)s 件", "%(num)s 件", n)
        case "copy":
            return ngettext("%(num)s 份", "%(num)s 份", n)
        case "visit":
            return ngettext("%(num)s 次", "%(num)s 次", n)
        case "place":
            return ngettext("%(num)s 处", "%(num)s 处", n)
        case "item":
            return ngettext("%(num)s 个事项", "%(num)s 个事项", n)
    raise ValueError(f"no such unit: {kind}")
