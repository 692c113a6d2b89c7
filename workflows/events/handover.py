"""Handing the file over to the competent body, as events."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.events.event import Event


@dataclass(frozen=True, slots=True)
class HandOverAnswered(Event):
    """The applicant agreed that the file goes to the competent office, or not; `draft` is the application it became there."""

    agreed: bool
    office: str
    item: str = ""
    draft: str = ""
    on_paper: bool = False
