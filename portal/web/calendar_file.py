"""Due days as calendar files (RFC 5545), for one's own diary: those of a case, and those a guide would give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.formats import short_number
from portal.i18n import language
from portal.services.feed_days import Entry
from portal.services.guide_pages import GuidePage
from portal.services.limit_days import LimitDay
from portal.services.own_tasks import Task
from portal.services.reminder_words import limit_name
from portal.services.tracking import Tracking
from portal.web.visit_words import place as visit_place
from workflows.duties import RECTIFY
from workflows.ladder import HANDLER

_WORDS: dict[str, Any] = {
    "notice": _l("窗口告知是否受理"),
    "notice_promised": _l("承诺答复是否受理"),
    "correction": _l("补正到期"),
    "promised": _l("承诺到期"),
    "deferred": _l("容缺材料补交到期"),
    "grace": _l("容缺宽限期到期"),
    "delivery": _l("结果送达到期"),
    RECTIFY: _l("整改到期"),
}
_TASKS: dict[str, Any] = {
    "fix": _l("审查补正到期"),
    "hearing_request": _l("要求听证的最后一天"),
    "licence_defence": _l("对拟作的决定陈述、申辩的最后一天"),
    "visit": _l("请您到场"),
    "site_check": _l("现场核查"),
    "hearing": _l("听证"),
}
"""What the applicant has to do or may do on a day that is the last one of no clock above."""

_GUIDE: dict[str, Any] = {
    **_WORDS,
    "pre_review": _l("预审答复到期"),
    "statutory": _l("法定期限到期"),
    "publication": _l("公示结果到期"),
    "supplement": _l("补交到期"),
    "renewal": _l("最晚申请延续"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One whole day: what falls due, and in `more` why."""

    uid: str
    on: date
    summary: str
    more: str = ""


def as_calendar(found: Tracking, *, at: datetime) -> str:
    """Every day that concerns the applicant and has not passed or been answered, as whole-day events."""
    return _written("case", at, (*_clocks(found), *_tasks(found)))


def _clocks(found: Tracking) -> Iterator[Event]:
    for clock in found.clocks.values():
        if clock.kind in _WORDS and clock.stopped is None and clock.due.on is not None:
            rests = (clock.moves, clock.due.provisional)
            said = _noted(_of_case(found, str(_WORDS[clock.kind])), *rests)
            yield Event(f"{found.file.public_id}-{clock.name}@onewindow", clock.due.on, said, _why(*rests))


def _tasks(found: Tracking) -> Iterator[Event]:
    for at, one in enumerate(found.tasks):
        if one.code in _TASKS and one.due is not None:
            where = "\n".join(part for part in (one.time, _place(one)) if part)
            uid = f"{found.file.public_id}-{one.code}-{at}@onewindow"
            yield Event(uid, one.due, _of_case(found, str(_TASKS[one.code])), where)


def _place(task: Task) -> str:
    if not task.place:
        return ""
    return _("地点：%(place)s", place=visit_place(task.place) if task.code == "visit" else task.place)


def _of_case(found: Tracking, what: str) -> str:
    name, number = found.file.guide.name.get(language().code), short_number(found.file.number)
    return _("%(what)s：%(name)s %(number)s", what=what, name=name, number=number)


def as_feed(entries: Iterable[Entry], *, at: datetime) -> str:
    """The due days of an office's open cases, as whole-day events: what is due, the item and the case number."""
    return _written(
        "office",
        at,
        (
            Event(f"{one.name}@onewindow", one.due_on, _of_entry(one), _why(one.moves, one.provisional))
            for one in entries
        ),
    )


def _of_entry(one: Entry) -> str:
    name = one.item_en if str(get_locale()).startswith("en") else one.item_zh
    what = limit_name(one.clock.partition(":")[0], HANDLER)
    said = _("%(what)s：%(name)s %(number)s", what=what, name=name, number=short_number(one.number))
    return _noted(said, one.moves, one.provisional)


def _noted(said: str, moves: bool, provisional: bool) -> str:
    said += _("（暂停中，按今天恢复算）") if moves else ""
    return said + _("（暂定）") if provisional else said


def _why(moves: bool, provisional: bool) -> str:
    """What a last day rests on that is none yet: a pause that runs, a schedule that is not published."""
    parts = []
    if moves:
        parts.append(_("这项期限正在暂停，还没有确定的到期日。如果今天恢复，到期日是这一天；恢复得晚，到期日往后推。"))
    if provisional:
        parts.append(_("暂定：有的年份放假安排还没有公布。"))
    return "\n".join(parts)


def guide_calendar(page: GuidePage, days: Iterable[LimitDay], *, applied: date, at: datetime) -> str:
    """The days that the limits of a guide give to an application of that day, each with its basis and what it rests on."""
    item = f"{page.guide.item}-{page.guide.version}-{applied:%Y%m%d}"
    name = page.guide.short_name.get(language().code)
    return _written(
        "guide",
        at,
        (
            Event(f"{item}-{one.key}@onewindow", one.due.on, _titled(one, name), _reasons(one, applied))
            for one in days
            if one.due.on
        ),
    )


def _titled(one: LimitDay, name: str) -> str:
    what = str(_GUIDE[one.kind]) if one.kind in _GUIDE else ""
    detail = one.name.get(language().code) if one.name else ""
    if what and detail:
        return _("%(what)s（%(detail)s）：%(name)s", what=what, detail=detail, name=name)
    return _("%(what)s：%(name)s", what=what or detail, name=name)


def _reasons(one: LimitDay, applied: date) -> str:
    parts = [
        _("假定 %(day)s 申请，每一步都用到最后一天；中间停止计时的，往后顺延。", day=applied.isoformat()),
        _("依据：%(basis)s。", basis=one.basis.get(language().code)),
    ]
    if one.due.provisional:
        parts.append(_("暂定：有的年份放假安排还没有公布。"))
    if not one.verified:
        parts.append(_("以发证机关答复为准"))
    return "\n".join(parts)


def _written(kind: str, at: datetime, events: Iterable[Event]) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//OneWindow//{kind}//ZH", "METHOD:PUBLISH"]
    for event in events:
        lines += _event(event, at)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in folded(line))


def _event(event: Event, at: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(event.summary)}",
        *([f"DESCRIPTION:{escaped(event.more)}"] if event.more else []),
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """A text as the format spells it."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """Lines have at most 75 bytes; what is longer goes on after a space."""
    start, size = 0, 0
    for at, letter in enumerate(line):
        if size + len(letter.encode()) > 73:
            yield (" " if start else "") + line[start:at]
            start, size = at, 0
        size += len(letter.encode())
    yield (" " if start else "") + line[start:]
