"""The settings of booked times at the counters: how far ahead, how many, and what follows when nobody comes."""

from __future__ import annotations

from dataclasses import dataclass

from portal import settings_checks as check
from portal.sign_in_settings import setting as _setting


@dataclass(frozen=True, kw_only=True)
class CounterSettings:
    """What an enterprise may book, when it is reminded, and how long its time is kept."""

    appointment_days: int = _setting(
        "ONEWINDOW_APPOINTMENT_DAYS", 14, check.whole(1, 90), "How many days ahead a time at a counter can be booked."
    )
    appointment_limit: int = _setting(
        "ONEWINDOW_APPOINTMENT_LIMIT",
        3,
        check.whole(1, 50),
        "How many booked appointments one enterprise may hold at a time.",
    )
    appointment_reminder_hours: int = _setting(
        "ONEWINDOW_APPOINTMENT_REMINDER_HOURS",
        18,
        check.whole(0, 168),
        "How many hours before an appointment its reminder goes out by mail; 0 sends none.",
    )
    no_show_minutes: int = _setting(
        "ONEWINDOW_NO_SHOW_MINUTES",
        15,
        check.whole(1, 240),
        "Minutes after a booked time after which the time is given up; who comes later is called as a walk-in.",
    )
    no_show_limit: int = _setting(
        "ONEWINDOW_NO_SHOW_LIMIT",
        0,
        check.whole(0, 50),
        "After so many missed appointments within 30 days an enterprise books no more ahead for the rest of the 30 days, "
        "while coming without one and applying online stay open; 0 never stops booking.",
    )
