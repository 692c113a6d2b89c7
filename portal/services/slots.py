"""Which times can be booked: the slots of the counters on the days on which the centre works, and how many places are left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.clock import BUSINESS_ZONE, business_day
from portal.config import Settings
from portal.db import reading
from portal.models import Appointment
from portal.services import law, offices, service_windows
from portal.services.service_windows import WindowRow
from workflows.calendar import CalendarGap

TAKEN = ("booked", "arrived", "served")


@dataclass(frozen=True, slots=True)
class Slot:
    """One time at one counter; `starts` and `ends` are minutes of the day."""

    window_id: int
    window: WindowRow
    day: date
    starts: int
    ends: int
    capacity: int
    left: int

    @property
    def value(self) -> str:
        """The slot as a form names it."""
        return f"{self.window_id}/{self.day.isoformat()}/{self.starts}"


def open_on(day: date) -> bool:
    """Whether the centre takes anybody in on that day: a working day on which it is not closed of its own.

    In a year without any schedule nothing can be booked yet. Finer opening hours may be asked for here and nowhere else.
    """
    try:
        return law.calendar().is_working_day(day) and day not in law.closed_days(offices.CENTRE)
    except CalendarGap:
        return False


def offered(item: str, *, at: datetime) -> tuple[Slot, ...]:
    """The times at which somebody may still come for that item, by day and hour, full ones left out."""
    settings: Settings = current_app.config["SETTINGS"]
    today = business_day(at)
    with reading() as session:
        taken = _taken(session, today)
    serving = [one for one in service_windows.every() if one.facts.serves(item)]
    found: list[Slot] = []
    for ahead in range(settings.appointment_days + 1):
        day = today + timedelta(days=ahead)
        if open_on(day):
            found += [slot for one in serving for slot in _of(one, day, taken) if begins(day, slot.starts) > at]
    return tuple(sorted((one for one in found if one.left > 0), key=lambda one: (one.day, one.starts, one.window_id)))


def slot_at(session: Session, window_id: int, day: date, starts: int) -> Slot | None:
    """That slot as it stands in the caller's transaction, or None when there is no such slot."""
    one = next((row for row in service_windows.every() if row.id == window_id and row.facts.active), None)
    if one is None or not open_on(day):
        return None
    return next((slot for slot in _of(one, day, _taken(session, day)) if slot.starts == starts), None)


def begins(day: date, starts: int) -> datetime:
    """The moment of a slot."""
    return datetime.combine(day, time(starts // 60, starts % 60), BUSINESS_ZONE)


def _of(one: WindowRow, day: date, taken: dict[tuple[int, date, int], int]) -> Iterator[Slot]:
    for row in one.slots:
        rule = row.facts
        if not (rule.first <= day and (rule.last is None or day <= rule.last)):
            continue
        for starts in range(rule.opens, rule.closes - rule.minutes + 1, rule.minutes):
            left = rule.capacity - taken.get((one.id, day, starts), 0)
            yield Slot(one.id, one, day, starts, starts + rule.minutes, rule.capacity, left)


def _taken(session: Session, since: date) -> dict[tuple[int, date, int], int]:
    a = Appointment
    statement = (
        select(a.window_id, a.day, a.starts, func.count())
        .where(a.day >= since, a.state.in_(TAKEN))
        .group_by(a.window_id, a.day, a.starts)
    )
    return {(window, day, starts): n for window, day, starts, n in session.execute(statement)}
