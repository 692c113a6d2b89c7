"""Limits: pauses, extension, change, reminders, as commands."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.commands.command import Command
from workflows.events import Moved


@dataclass(frozen=True, slots=True)
class PauseClock(Command):
    """Begin a special procedure that stops clocks; `approved_by` is who decides for the authority where that goes beyond the
    longest time of the guide."""

    cause: str
    announced_days: int
    reason: str
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class TellPauseAnew(Command):
    """Tell in writing that a special procedure takes longer than was told: so many working days from today, and why;
    `approved_by` as where it begins."""

    cause: str
    announced_days: int
    reason: str
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class ResumeClock(Command):
    """End a special procedure."""

    cause: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Extend(Command):
    """Extend the limit, once, with a reason and the head's approval; for joint handling `approver` is who of the government
    approved, by office, and `document` the number of that paper."""

    days: int
    reason: str
    approved_by: str
    approver: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Remind(Command):
    """Remind those concerned that a clock reached a rung."""

    clock: str
    rung: str


@dataclass(frozen=True, slots=True)
class ApplyCalendar(Command):
    """Derive the clocks again under a schedule published since; `moved` is what `recalendar.moves` found."""

    year: int
    digest: str
    moved: tuple[Moved, ...]
    scope: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class OrderSiteCheck(Command):
    """Order a check on the site, where the law gives a longer limit for it; the reason is told to the applicant."""

    reason: str
