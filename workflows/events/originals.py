"""Originals that were seen, as events."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.events.event import Event


@dataclass(frozen=True, slots=True)
class OriginalsSeen(Event):
    """An officer saw the originals of these materials (原件已核对) at the window, at delivery or at the site.

    `withdrawn` names those ticked before by mistake.
    """

    materials: tuple[str, ...]
    place: str
    withdrawn: tuple[str, ...] = ()
