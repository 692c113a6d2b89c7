"""Who answers for a case, as commands."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class TakeCase(Command):
    """Become the first-contact officer; `vacant` says that the one named before no longer works at the window."""

    by_act: bool = False
    vacant: bool = False


@dataclass(frozen=True, slots=True)
class HandOverCase(Command):
    """Give the case to a colleague, with a reason; `ordered` by the head of the window or a supervisor."""

    officer: str
    reason: str
    ordered: bool = False
