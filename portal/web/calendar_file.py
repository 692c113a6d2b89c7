"""Due days as a calendar file (RFC 5545), for one's own diary."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask_babel import gettext as _

from portal.formats import short_number
from portal.i18n import language
from portal.services.caseclocks import ClockView
from portal.services.tracking import Tracking

_WORDS = {
    "notice": lambda: _("窗口告知是否受理"),
    "correction": lambda: _("补正到期"),
    "promised": lambda: _("承诺到期"),
    "deferred": lambda: _("容缺材料补交到期"),
    "delivery": lambda: _("结果送达到期"),
}


def as_calendar(found: Tracking, *, at: datetime) -> str:
    """Every due day that concerns the applicant and has not passed or been answered, as whole-day events."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//OneWindow//case//ZH", "METHOD:PUBLISH"]
    for clock in found.clocks.values():
        if clock.kind in _WORDS and clock.stopped is None and clock.due.on is not None:
            lines += _event(found, clock, at)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(found: Tracking, clock: ClockView, at: datetime) -> list[str]:
    assert clock.due.on is not None
    name = found.file.guide.name.get(language().code)
    summary = _(
        "%(what)s：%(name)s %(number)s", what=_WORDS[clock.kind](), name=name, number=short_number(found.file.number)
    )
    return [
        "BEGIN:VEVENT",
        f"UID:{found.file.public_id}-{clock.name}@onewindow",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{clock.due.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{clock.due.on + timedelta(days=1):%Y%m%d}",
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
