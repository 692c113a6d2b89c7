"""Limits: pauses, extension, change, reminders, new calendars, as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event
from workflows.events.parts import Letters, Moved, NewLimit, Told


@dataclass(frozen=True, slots=True)
class ClockPaused(Event):
    """A special procedure began, its needed time told in writing (R27, R138).

    `beyond` are the working days by which all procedures of this cause together go past the longest time of the guide, and
    `approved_by` who approved that; none where they stay within it.
    """

    cause: str
    began_on: date
    announced_days: int
    reason: str
    basis: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    beyond: int = 0
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class ClockResumed(Event):
    """The special procedure ended, and the new last days are told in writing (R27, R138).

    `superseded` says that no letter tells them, because another length or the decision itself is told in the same act.
    """

    cause: str
    ended_on: date
    note: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class Extended(Event):
    """The limit was extended once by the head of the authority, reasons told (R24). For joint handling `approver` is who of
    the government at that level approved it, by office, and `document` the number of that paper (R25)."""

    days: int
    reason: str
    approved_by: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    approver: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Reminded(Event):
    """A clock reached a rung of its ladder, and those concerned were reminded, once (R119-R121).

    `due_on` is its last day as it was then; `reached_on` the rung's own day, also when an outage delayed the reminder.
    """

    clock: str
    rung: str
    due_on: date
    reached_on: date | None = None


@dataclass(frozen=True, slots=True)
class LimitChanged(Event):
    """Something happened on which the law gives another limit: `cause` is site_check, hearing or expert_review; told in writing."""

    cause: str
    changed_on: date
    limits: tuple[NewLimit, ...]
    reason: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarApplied(Event):
    """The schedule of a year was published, and the clocks were derived again (R158); `digest` names its text.

    `scope` is empty for the national schedule and `region` for the festivals of a region; `source` is the region's document.
    """

    year: int
    digest: str
    moved: tuple[Moved, ...] = ()
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    scope: str = ""
    source: str = ""
