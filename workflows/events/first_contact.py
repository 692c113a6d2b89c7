"""Who answers for a case, as events."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.events.event import Event


@dataclass(frozen=True, slots=True)
class CaseTaken(Event):
    """An officer became the first-contact officer (首问负责人): by saying so, or by the first act at the desk (`by_act`).

    `was` is the one before, who no longer works at the window.
    """

    officer: str
    by_act: bool = False
    was: str = ""


@dataclass(frozen=True, slots=True)
class CaseHandedOver(Event):
    """The case went to a colleague, with a reason; `ordered` when the head of the window or a supervisor said so."""

    officer: str
    reason: str
    was: str = ""
    ordered: bool = False
