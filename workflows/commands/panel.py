"""Expert review, as commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class SetPanel(Command):
    """Set up the panel of so many experts, the chair first; `declared` are those who declared to have no interest.

    `reason` says why experts are asked once more where a panel has concluded already.
    """

    experts: int
    declared: int
    paper: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReplaceExpert(Command):
    """Another expert takes a seat; `cause` is interest or absent."""

    seat: str
    cause: str
    reason: str
    declared: bool
    paper: str


@dataclass(frozen=True, slots=True)
class CastBallot(Command):
    """Enter an expert's signed ballot: pass, changes or fail."""

    seat: str
    verdict: str
    signed_on: date
    paper: str
    scan: str


@dataclass(frozen=True, slots=True)
class ClosePanel(Command):
    """Count the ballots and close the record; the special procedure ends with it."""

    paper: str
