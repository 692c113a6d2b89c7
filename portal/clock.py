"""The only place where the portal asks what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from workflows.calendar import SHANGHAI as BUSINESS_ZONE
from workflows.calendar import business_day

__all__ = ["BUSINESS_ZONE", "business_day", "day_starts", "now"]


def now() -> datetime:
    """Return this moment as an aware datetime in UTC; called by web, jobs and cli, never below them."""
    return datetime.now(UTC)


def day_starts(day: date) -> datetime:
    """The first moment of a business day."""
    return datetime.combine(day, time(), BUSINESS_ZONE)
