"""Reconsideration, as commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class FileReconsideration(Command):
    """Contest an act, or that there was none (letter 0)."""

    letter: int
    document: str
    claim: str
    body: str
    paper: str
    last_on: date | None = None
    late: str = ""


@dataclass(frozen=True, slots=True)
class PassOnReconsideration(Command):
    """Record that the application went to the body that hears it."""

    letter: int
    document: str
    passed_on: date
    way: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class EndReconsideration(Command):
    """Record what the body answered."""

    letter: int
    document: str
    ended_on: date
    outcome: str
    reference: str
    words: str = ""
