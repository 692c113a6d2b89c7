"""What departments want put right during the review, as commands."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class WishFix(Command):
    """Ask the lead to have a material put right."""

    track: str
    material: str
    words: str
    on_behalf: str = ""
    vacant: bool = False


@dataclass(frozen=True, slots=True)
class TellFixes(Command):
    """Tell the applicant everything that was asked for, once."""


@dataclass(frozen=True, slots=True)
class HandInFixes(Command):
    """Hand in what was to be put right."""

    materials: tuple[str, ...]
    files: tuple[str, ...]
    note: str = ""
