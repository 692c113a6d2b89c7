"""An appointment as a calendar file (RFC 5545), at its hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask_babel import gettext as _

from portal.services.appointments import Booking
from portal.web.appointment_words import item_name
from portal.web.calendar_file import escaped, folded

LASTS = timedelta(minutes=30)


def as_calendar(found: Booking, *, at: datetime) -> str:
    """The time with the counter; one that was given back says so, so that the diary drops it."""
    begins = found.at.astimezone(UTC)
    title = _("到 %(window)s 号窗口：%(item)s", window=found.window, item=item_name(found.item))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//OneWindow//appointment//ZH",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{found.public_id}@onewindow",
        f"SEQUENCE:{found.moved}",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{begins:%Y%m%dT%H%M%SZ}",
        f"DTEND:{begins + LASTS:%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{escaped(title)}",
        f"STATUS:{'CANCELLED' if found.state == 'cancelled' else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))
