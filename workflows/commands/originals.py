"""Originals that were seen, as commands."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class SeeOriginals(Command):
    """Say of which materials the original was seen at a place, and which of those ticked before were not (`withdrawn`)."""

    materials: tuple[str, ...]
    place: str
    withdrawn: tuple[str, ...] = ()
