"""The only place where the portal asks what time it is."""

from __future__ import annotations

from datetime import UTC, datetime

from workflows.calendar import SHANGHAI as BUSINESS_ZONE
from workflows.calendar import business_day

__all__ = ["BUSINESS_ZONE", "business_day", "now"]


def now() -> datetime:
    """Return this moment as an aware datetime in UTC; called by web, jobs and cli, never below them."""
    return datetime.now(UTC)
