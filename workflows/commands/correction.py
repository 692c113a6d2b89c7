"""Correction, as commands."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.commands.command import Command
from workflows.events import Mark


@dataclass(frozen=True, slots=True)
class RequestCorrection(Command):
    """Tell everything that has to be corrected, once."""

    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Correct(Command):
    """Hand in the corrections."""

    snapshot: str
    handed_in: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LapseCorrection(Command):
    """Record that the applicant's period for corrections passed."""
