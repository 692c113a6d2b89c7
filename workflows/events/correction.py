"""Correction: what was told once, and what came in, as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event
from workflows.events.parts import Letters, Mark, Told


@dataclass(frozen=True, slots=True)
class CorrectionRequested(Event):
    """Everything to be corrected was told, once (R4, case 4; R6). `restated` marks a second notice on the same items."""

    marks: tuple[Mark, ...]
    restated: bool = False
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Corrected(Event):
    """The applicant handed in the corrections; `corrected_on` is the day that counts."""

    snapshot: str
    corrected_on: date
    handed_in: tuple[str, ...] = ()
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    fields: tuple[str, ...] = ()
