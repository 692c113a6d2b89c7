"""The tracks of the review beside their opinions: hurried, handed over, added, reopened, deemed, resolved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event


@dataclass(frozen=True, slots=True)
class TracksReminded(Event):
    """The office that leads hurried the departments whose opinions are open (R87); each person hears of it once a day."""

    tracks: tuple[str, ...]
    reminded_on: date


@dataclass(frozen=True, slots=True)
class TrackHandedOver(Event):
    """A department gave its share to one of its officers, with a reason; `on_behalf` is the absent one who was acted for."""

    track: str
    officer: str
    reason: str
    handed_on: date
    on_behalf: str = ""


@dataclass(frozen=True, slots=True)
class TrackAdded(Event):
    """The office that leads asked one more department during the case; its clock starts on that day (R13, R87)."""

    track: str
    office: str
    days: int
    question: str
    reason: str
    added_on: date
    unit: str = "working_day"
    officers: int = 1
    site_check: bool = False


@dataclass(frozen=True, slots=True)
class TrackReopened(Event):
    """An answered track was opened again, with a reason: the facts it rested on have changed. Its clock starts anew."""

    track: str
    reason: str
    reopened_on: date


@dataclass(frozen=True, slots=True)
class OpinionDeemed(Event):
    """A department was silent until its last day, and the guide counts that as consent to be heard no more (R91).

    It is an opinion that is not there, never a permission; `basis` is the provision that the guide cites for it.
    """

    track: str
    given_on: date
    basis: str


@dataclass(frozen=True, slots=True)
class DisagreementResolved(Event):
    """The office that leads settled a disagreement in writing (R87): `how` is adopted, settled or overruled."""

    track: str
    how: str
    resolution: str
    resolved_on: date
