"""The circumstances of an act: its moment, its author and the calendar in force."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from workflows.calendar import Calendar, CalendarGap, business_day
from workflows.case import Case
from workflows.clocks import clocks
from workflows.commands import Command
from workflows.events import Event
from workflows.limits import due, received_on
from workflows.opening import Opening
from workflows.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Moment:
    """When (aware), by whom (`officer:12`, `handler:3`, `system:0`) and under which calendar somebody acts.

    `closed` are working days of the law on which the desk that takes things in is closed; `opening` are the hours of the
    counter at which somebody hands in paper, and None for everything electronic.
    """

    at: datetime
    by: str
    calendar: Calendar
    closed: frozenset[date] = frozenset()
    opening: Opening | None = None

    @property
    def day(self) -> date:
        """The business day of the act."""
        return business_day(self.at)

    @property
    def received(self) -> date:
        """The day on which something handed in now counts as received (R163).

        In a year without any schedule it is the day itself: a missing file of ours never delays an applicant's filing.
        """
        try:
            return received_on(self.at, self.calendar)
        except CalendarGap:
            return self.day

    def received_until(self, cut_off: str) -> date:
        """The same for what starts a clock of the authority: by the guide's hour, on a day on which the desk is open (R32).

        Paper counts that day until the counter closes (R31): afterwards it was received on the next working day.
        """
        try:
            return received_on(self.at, self.calendar, cut_off, self.closed, self.opening)
        except CalendarGap:
            return self.day

    def days_since(self, day: date) -> int:
        """Calendar days from `day` to today."""
        return (self.day - day).days

    def due(self, case: Case, clock: str) -> date | None:
        """The last day of one clock of the case; None when it does not run or its year is not published."""
        found = clocks(case).get(clock)
        return due(found, self.calendar, self.day).on if found else None

    def day_after(self, case: Case, clock: str) -> date | None:
        """The first day after the clock's last: from then on what it was for has not come in time."""
        last = self.due(case, clock)
        return last + timedelta(days=1) if last else None

    def past(self, case: Case, clock: str) -> bool:
        """True when the clock's last day is over."""
        last = self.due(case, clock)
        return last is not None and self.day > last


def required(case: Case | None) -> Case:
    """The case, which must exist."""
    if case is None:
        raise Refusal("no_such_case")
    return case


def filled(text: str, rule: str) -> str:
    """The text without surrounding space. Raises Refusal(rule) when nothing was written (R133: an opinion is not only a name)."""
    text = text.strip()
    if not text:
        raise Refusal(rule)
    return text


Rules = dict[type[Command], Callable[[Case | None, Any, Moment], Sequence[Event]]]
