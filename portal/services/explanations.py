"""Why a last day is that day, in words: the limit, its article, every day with what it did, and what a pause changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guides.text import Text
from portal.formats import unit, weekday
from portal.services.caseclocks import ClockView
from portal.services.reminder_words import day_words, limit_name
from portal.strips import STARTS, cause_words, holiday_words
from workflows.limits import Day, DayKind

ARTICLES = {
    "notice": _l("《行政许可法》第三十二条"),
    "notice_promised": _l("《优化营商环境条例》第三十六条"),
    "correction": _l("《行政许可法》第三十二条第一款第四项"),
    "promised": _l("《优化营商环境条例》第三十六条"),
    "statutory": _l("《行政许可法》第四十二条"),
    "track": _l("《行政许可法》第四十三条"),
    "delivery": _l("《行政许可法》第四十四条"),
    "publication": _l("《行政许可法》第四十条"),
    "renewal": _l("《行政许可法》第五十条"),
}
"""The article behind a kind of limit, where the guide names none of its own."""

EXTENSION = _l("《行政许可法》第四十二条")
PAUSE = _l("《行政许可法》第四十五条")
COUNTING = {
    "working_day": _l("《行政许可法》第八十二条、《民法典》第二百零一条"),
    "calendar_day": _l("《民法典》第二百零一条、第二百零三条"),
    "month": _l("《民法典》第二百零一条至第二百零三条"),
}


def explain_text(clock: ClockView, *, today: date) -> str:
    """The whole explanation of one clock as plain text in the language in force, one line a day; for pages and evidence."""
    return "\n".join(
        [title(clock), *grounds(clock), *(_day_line(day, clock) for day in clock.days), *conclusion(clock, today)]
    )


def title(clock: ClockView) -> str:
    """The limit by name, with its amount and its start."""
    name, amount = clock_name(clock), unit(clock.total, clock.unit)
    if clock.started is None:
        return _("%(name)s：%(amount)s，还没有起算", name=name, amount=amount)
    return _("%(name)s：%(amount)s，自 %(day)s起算", name=name, amount=amount, day=day_words(clock.started))


def grounds(clock: ClockView) -> Iterator[str]:
    """The articles: of the limit itself, of the way it is counted, of every pause and of the extension."""
    own = _local(clock.basis) or str(ARTICLES.get(clock.kind, ""))
    if own:
        yield _("期限依据：%(basis)s", basis=own)
    yield _("计算依据：%(basis)s；起算当天不计", basis=COUNTING[clock.counted_in])
    for pause in clock.pauses:
        until = day_words(pause.ended) if pause.ended else _("今天仍在暂停")
        yield _(
            "暂停：%(cause)s，%(first)s 至 %(last)s，依据：%(basis)s",
            cause=_cause(clock, pause.cause), first=day_words(pause.began), last=until, basis=pause.basis or PAUSE,
        )  # fmt: skip
    if clock.extended_by:
        yield _("延长：%(amount)s，依据：%(basis)s", amount=unit(clock.extended_by, clock.unit), basis=EXTENSION)


def conclusion(clock: ClockView, today: date) -> Iterator[str]:
    """The last day; while a pause runs, the one that follows if it ends today; and what is not certain yet."""
    if clock.due.on is None:
        if clock.due.missing_year:
            yield _("%(year)s 年放假安排还没有公布，到期日算不出来", year=clock.due.missing_year)
        return
    last = day_words(clock.due.on)
    if clock.moves:
        yield _("现在暂停计时。如果今天（%(today)s）恢复，到期日是 %(last)s", today=day_words(today), last=last)
    else:
        yield _("到期日：%(last)s 24:00", last=last)
    if clock.due.provisional:
        yield _("途经的放假安排还没有公布，公布后可能改变，改变时另行告知")


def clock_name(clock: ClockView) -> str:
    """A clock by name, with the department's question or the material where it belongs to one."""
    name = limit_name(clock.kind)
    return _("%(name)s（%(what)s）", name=name, what=_local(clock.subject)) if clock.subject else name


def _day_line(day: Day, clock: ClockView) -> str:
    words = f"{day.on.isoformat()} {weekday(day.on)}  {_did(day, clock)}"
    return words + _("（暂定）") if day.provisional else words


def _did(day: Day, clock: ClockView) -> str:
    match day.kind:
        case DayKind.START:
            return _("%(event)s，当天不计", event=STARTS.get(day.event or "", _("起算")))
        case DayKind.COUNTED:
            return _("第 %(n)s 天", n=day.n)
        case DayKind.MAKEUP:
            return _("第 %(n)s 天（调休上班）", n=day.n)
        case DayKind.PAUSED:
            return _("暂停（%(cause)s），不计", cause=_cause(clock, day.event or ""))
        case DayKind.WEEKEND:
            return _("周末，不计")
        case DayKind.HOLIDAY:
            return _("%(holiday)s放假，不计", holiday=holiday_words(day.event))
        case DayKind.DUE:
            return _("第 %(n)s 天，到期", n=day.n) if day.n else _("到期")
    return _("超期第 %(n)s 天", n=-(day.n or 0))


def _cause(clock: ClockView, code: str) -> str:
    """What stops the clock, in the guide's words where it has any."""
    return _local(dict(clock.causes).get(code)) or cause_words(code)


def _local(text: Text | None) -> str:
    return text.get("en" if str(get_locale()).startswith("en") else "zh") if text else ""
