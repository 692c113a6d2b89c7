"""From which day on a hearing may lie that is told today (article 48 (1), R36)."""

from __future__ import annotations

from datetime import date

from workflows.calendar import CalendarGap
from workflows.hearing import NOTICE_DAYS
from workflows.rules.moment import Moment


def earliest(now: Moment) -> date:
    """Seven working days between the notice and the day of the hearing; calendar days where no schedule is known."""
    try:
        return now.calendar.add(now.day, NOTICE_DAYS)
    except CalendarGap:
        return date.fromordinal(now.day.toordinal() + NOTICE_DAYS)
