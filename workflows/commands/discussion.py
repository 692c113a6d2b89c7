"""The collegial discussion, as a command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class DiscussDecision(Command):
    """Record a discussion. `paper` is the digest of its content; `present` counts who took part, the host among them."""

    held_on: date
    conclusion: str
    present: int
    paper: str
