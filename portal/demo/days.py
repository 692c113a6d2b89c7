"""The days of the town's past: working days up to the last one that is over, and moments on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from portal.clock import BUSINESS_ZONE, business_day
from portal.demo.timeline import CLOSES, Step
from workflows.calendar import Calendar, CalendarGap

SPAN = 90
"""Calendar days of history."""


@dataclass(frozen=True)
class Past:
    """The working days of the last SPAN days, oldest first; the last is over at the moment of the load."""

    days: tuple[date, ...]
    calendar: Calendar

    def moment(self, index: int, step: Step) -> datetime:
        """When a step happens whose story begins on the working day of that index."""
        day = self.days[index + step.day]
        before = day - timedelta(days=1)
        if step.rests and not works(self.calendar, before):
            day = before
        return instant(day, step.minute)

    @property
    def last(self) -> int:
        """The index of the last working day."""
        return len(self.days) - 1

    def since(self, day: date) -> int:
        """The index of the first working day that is not before that day; beyond the last when there is none."""
        return next((at for at, one in enumerate(self.days) if one >= day), len(self.days))


def past(at: datetime, calendar: Calendar) -> Past:
    """The past of a town that is loaded at that moment."""
    today = business_day(at)
    if at < instant(today, CLOSES):
        today -= timedelta(days=1)
    first = business_day(at) - timedelta(days=SPAN)
    spans = (first + timedelta(days=n) for n in range((today - first).days + 1))
    return Past(tuple(day for day in spans if works(calendar, day)), calendar)


def works(calendar: Calendar, day: date) -> bool:
    """Whether offices work on that day; from Monday to Friday where no schedule is known."""
    try:
        return calendar.is_working_day(day)
    except CalendarGap:
        return day.weekday() < 5


def instant(day: date, minute: int) -> datetime:
    """That minute of a day on the clocks of the town."""
    return datetime.combine(day, time(minute // 60, minute % 60), BUSINESS_ZONE).astimezone(UTC)
