"""What comes before a major act on a licence is signed, as events: the legal review and the collegial discussion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event
from workflows.events.parts import Letters, Told


@dataclass(frozen=True, slots=True)
class LicenceActReviewed(Event):
    """The proposed act was reviewed legally: passed or returned, with the opinion."""

    act: str
    reviewed_on: date
    verdict: str
    opinion: str


@dataclass(frozen=True, slots=True)
class LicenceActDiscussed(Event):
    """The proposed act was discussed by `present` people, who came to `conclusion` (do or leave); who said what is kept beside
    the journal under the digest `paper`, the signed minutes are the file with the digest `scan`."""

    act: str
    held_on: date
    conclusion: str
    present: int
    paper: str
    scan: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()
