"""Publicity before the decision, as commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class OpenPublicity(Command):
    """Put what is about to be decided before the public, from today on; once more only for a `reason`."""

    paper: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ObjectToPublicity(Command):
    """Record an objection that came in the window: online, or at the desk on the day `received_on`."""

    way: str
    paper: str
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class AnswerPublicity(Command):
    """Settle an objection in writing: upheld, partly or dismissed."""

    objection: str
    outcome: str
    paper: str


@dataclass(frozen=True, slots=True)
class EndPublicity(Command):
    """The window is over: what it stopped runs again."""
