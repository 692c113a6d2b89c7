"""Coming in person, as commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class RecordVisit(Command):
    """Record that the applicant came in person; `code` says why where that is beyond the promise."""

    place: str
    purpose: str
    cause: str
    code: str = ""
    asked: int = 0
    window: str = ""


@dataclass(frozen=True, slots=True)
class AskVisit(Command):
    """Ask the applicant to come: `instead` says why neither the net nor the post will do."""

    place: str
    purpose: str
    reason: str
    instead: str
    office: str
    plan_on: date | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawVisit(Command):
    """Take a request to come back."""

    asked: int
    reason: str
    office: str = ""
