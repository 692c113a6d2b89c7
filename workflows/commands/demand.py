"""Later demands, as commands."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class AskLaterDemand(Command):
    """Ask the supervisor whether something outside the first notice may still be demanded."""

    material: str
    demand: str
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerLaterDemand(Command):
    """Let it be demanded, or not, for a reason."""

    material: str
    permitted: bool
    reason: str
