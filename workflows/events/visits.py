"""Coming in person, as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event


@dataclass(frozen=True, slots=True)
class VisitRecorded(Event):
    """The applicant came in person (R64): place, purpose, cause and cause code are those of visits.yaml.

    `asked` is the request that it answers, `joined` the visit of the same day and place that it is part of (0: none).
    """

    place: str
    purpose: str
    cause: str
    code: str = ""
    beyond: bool = False
    asked: int = 0
    joined: int = 0
    window: str = ""


@dataclass(frozen=True, slots=True)
class VisitAsked(Event):
    """The applicant was asked to come (R64): by which office, why, why no other way will do, and how the count stood then."""

    place: str
    purpose: str
    reason: str
    instead: str
    office: str
    cause: str
    plan_on: date | None = None
    made: int = 0
    promise: int = 0
    beyond: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class VisitWithdrawn(Event):
    """A request to come was taken back before anybody came."""

    asked: int
    reason: str
    office: str = ""
