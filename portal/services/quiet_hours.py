"""Quiet hours: when no mail and no SMS leaves for a person, in the business time zone (`22:00-07:00`)."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from portal.clock import BUSINESS_ZONE

NONE = "none"
_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")


def hours_of(text: str) -> tuple[time, time] | None:
    """From when until when it is quiet; None where it never is. Raises ValueError for what is no such text."""
    if text in ("", NONE):
        return None
    found = _HOURS.fullmatch(text)
    if found is None:
        raise ValueError(text)
    first, last = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    return (first, last) if first != last else None


def quiet_until(text: str, at: datetime) -> datetime | None:
    """When the quiet that lies on this moment ends; None when it is not quiet."""
    hours = hours_of(text)
    if hours is None:
        return None
    local = at.astimezone(BUSINESS_ZONE)
    first, last = hours
    over_midnight, now = first > last, local.time()
    if not (first <= now or now < last if over_midnight else first <= now < last):
        return None
    day = local.date() + timedelta(days=over_midnight and now >= first)
    return datetime.combine(day, last, BUSINESS_ZONE)
