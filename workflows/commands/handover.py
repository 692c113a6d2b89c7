"""Handing the file over, as commands."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class AnswerHandOver(Command):
    """Agree that the file goes to the competent office, or not."""

    agreed: bool
    draft: str = ""
    on_paper: bool = False
