"""What departments want put right during the review, told by the lead in one notice (R4, R6, R87), as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event
from workflows.events.parts import Letters, Told


@dataclass(frozen=True, slots=True)
class FixWished(Event):
    """A department asked the lead to have a material put right; the applicant hears of it from the lead alone."""

    track: str
    material: str
    words: str
    wished_on: date
    on_behalf: str = ""


@dataclass(frozen=True, slots=True)
class FixesTold(Event):
    """The lead told everything that the departments want put right, once; `fixes` are track, material and words."""

    told_on: date
    until: date
    fixes: tuple[tuple[str, str, str], ...]
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class FixesHandedIn(Event):
    """The applicant handed in what was to be put right: the materials, and the digests of their files."""

    handed_on: date
    materials: tuple[str, ...]
    files: tuple[str, ...]
    note: str = ""
