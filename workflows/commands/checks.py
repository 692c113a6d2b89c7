"""Checks of outside systems, as commands."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class OweCheck(Command):
    """Record that a check is missing, and for which files."""

    check: str
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FinishCheck(Command):
    """Record what a check that was owed showed."""

    check: str
    result: str
    refs: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
