"""What is asked for once a decision is published, as commands."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class CorrectPublication(Command):
    """Correct these national fields of the published line; `digest` is that of the old and the new words."""

    fields: tuple[str, ...]
    digest: str
    reason: str


@dataclass(frozen=True, slots=True)
class WithdrawPublication(Command):
    """Take the line off the public list."""

    ground: str
    reason: str
