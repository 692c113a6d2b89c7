"""Deferred materials: promised, brought, found, lapsed, as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event
from workflows.events.parts import Letters, Mark, Signature, Told


@dataclass(frozen=True, slots=True)
class AcceptedDeferred(Event):
    """Accepted although secondary materials are to follow (R69-R70), on the applicant's signed promise.

    `commitment` names it in a word (`paper` in old journals), `signature` is the proof; `broken` is how many unrepaired
    broken promises of the applicant were seen when it was accepted (R74),
    `window` the code of the counter that accepted.
    """

    effective_on: date
    marks: tuple[Mark, ...]
    commitment: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    signature: Signature | None = None
    broken: int = 0
    window: str = ""


@dataclass(frozen=True, slots=True)
class DeferredArrived(Event):
    """A material promised for later came in: `way` is online, courier or window.

    What came by courier counts from the day of posting, `posted_on`, which its postmark shows (R31).
    """

    material: str
    arrived_on: date
    snapshot: str
    way: str = "online"
    posted_on: date | None = None


@dataclass(frozen=True, slots=True)
class DeferredConfirmed(Event):
    """The window found the supplement in order."""

    material: str


@dataclass(frozen=True, slots=True)
class DeferredRejected(Event):
    """The window found the supplement still defective; it may be brought again while its period runs."""

    material: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeferralLapsed(Event):
    """A supplement did not come in time (R73). What follows is what the guide names."""

    material: str
    due_on: date


@dataclass(frozen=True, slots=True)
class AcceptanceRevoked(Event):
    """Acceptance was revoked because a supplement failed (R73 a, R148)."""

    material: str
    effective_on: date | None = None
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class ParcelAnnounced(Event):
    """The applicant says that a promised material was posted: the courier, the parcel's number and the day of posting (R31)."""

    material: str
    courier: str
    number: str
    posted_on: date


@dataclass(frozen=True, slots=True)
class CaseSuspended(Event):
    """A supplement did not come in time and the guide gives a grace of so many working days meanwhile (R73 d)."""

    material: str
    suspended_on: date
    grace_days: int
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseResumed(Event):
    """What a suspended case waited for came in within the grace, and its handling goes on (R73 d)."""

    material: str
    resumed_on: date
