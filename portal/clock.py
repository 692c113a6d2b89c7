"""The only place where the portal asks what time it is, and the zone in which its days begin."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BUSINESS_ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return this moment as an aware datetime in UTC; called by web, jobs and cli, never below them."""
    return datetime.now(UTC)


def business_day(at: datetime) -> date:
    """Return the calendar day in Asia/Shanghai on which the aware moment `at` falls; limits are counted in these days."""
    if at.tzinfo is None:
        raise ValueError("a moment without time zone belongs to no business day")
    return at.astimezone(BUSINESS_ZONE).date()
