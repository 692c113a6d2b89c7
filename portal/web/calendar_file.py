"""Due days as a calendar file (RFC 5545), for one's own diary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from flask_babel import get_locale
from flask_babel import gettext as _

from portal.formats import short_number
from portal.i18n import language
from portal.services.caseclocks import ClockView
from portal.services.feeds import Entry
from portal.services.reminder_words import limit_name
from portal.services.tracking import Tracking
from workflows.ladder import HANDLER

_WORDS = {
    "notice": lambda: _("窗口告知是否受理"),
    "correction": lambda: _("补正到期"),
    "promised": lambda: _("承诺到期"),
    "deferred": lambda: _("容缺材料补交到期"),
    "delivery": lambda: _("结果送达到期"),
}


def as_calendar(found: Tracking, *, at: datetime) -> str:
    """Every due day that concerns the applicant and has not passed or been answered, as whole-day events."""
    events = [
        _event(f"{found.file.public_id}-{clock.name}", _summary(found, clock), clock.due.on, at)
        for clock in found.clocks.values()
        if clock.kind in _WORDS and clock.stopped is None and clock.due.on is not None
    ]
    return _file(events)


def as_feed(entries: Iterable[Entry], *, at: datetime) -> str:
    """The due days of an office's open cases, as whole-day events: what is due, the item and the case number."""
    return _file([_event(one.name, _of_entry(one), one.due_on, at) for one in entries])


def _file(events: Iterable[list[str]]) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//OneWindow//case//ZH", "METHOD:PUBLISH"]
    lines += [line for event in events for line in event]
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _summary(found: Tracking, clock: ClockView) -> str:
    name = found.file.guide.name.get(language().code)
    number = short_number(found.file.number)
    return _("%(what)s：%(name)s %(number)s", what=_WORDS[clock.kind](), name=name, number=number)


def _of_entry(one: Entry) -> str:
    name = one.item_en if str(get_locale()).startswith("en") else one.item_zh
    what = limit_name(one.clock.partition(":")[0], HANDLER)
    said = _("%(what)s：%(name)s %(number)s", what=what, name=name, number=short_number(one.number))
    return said + _("（暂定）") if one.provisional else said


def _event(name: str, summary: str, on: date, at: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{name}@onewindow",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(summary)}",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Lines have at most 75 bytes; what is longer goes on after a space."""
    start, size = 0, 0
    for at, letter in enumerate(line):
        if size + len(letter.encode()) > 73:
            yield (" " if start else "") + line[start:at]
            start, size = at, 0
        size += len(letter.encode())
    yield (" " if start else "") + line[start:]
