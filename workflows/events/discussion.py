"""The collegial discussion, as an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event
from workflows.events.parts import Letters, Told


@dataclass(frozen=True, slots=True)
class DecisionDiscussed(Event):
    """The proposed decision was discussed by `present` people, who came to `conclusion` (grant or refuse); who said what is
    kept beside the journal under the digest `paper`."""

    held_on: date
    conclusion: str
    present: int
    paper: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()
