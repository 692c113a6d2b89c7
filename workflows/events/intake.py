"""Receipt and the lawful answers of the window, as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event
from workflows.events.parts import Letters, Mark, Signature, Told
from workflows.terms import Terms


@dataclass(frozen=True, slots=True)
class Submitted(Event):
    """The application entered the system (R9); `received_on` is the day that counts (R163).

    `intake_office` is the point that took it in for the agency (R68), `forwarding` how it goes there: electronic or courier.
    `service` is paper where the applicant did not agree to electronic service; empty in old journals, whose declaration agreed.
    """

    terms: Terms
    item: str
    guide_version: str
    guide_digest: str
    procedure: str
    channel: str
    received_on: date
    snapshot: str
    handed_in: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    fields: tuple[str, ...] = ()
    """The answers that the form holds, by their keys: each is marked like a material. Old journals name none."""
    intake_office: str = ""
    forwarding: str = ""
    service: str = ""
    signature: Signature | None = None
    disputed: tuple[str, ...] = ()
    """The fields of which the applicant says, with a document, that a register is wrong (R66)."""


@dataclass(frozen=True, slots=True)
class CorrectedOnSpot(Event):
    """Errors were corrected at the window together with the applicant (R4, case 3)."""

    snapshot: str
    items: tuple[str, ...]
    note: str = ""
    handed_in: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotRequiredDeclared(Event):
    """No licence is needed (R4, case 1)."""

    reason: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class CompetenceDeclined(Event):
    """Another body is competent, and it is named (R4, case 2). `office` and `item` are where the portal can hand the file to."""

    competent_body: str
    reason: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    office: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Accepted(Event):
    """Accepted (R4, case 5). `effective_on` starts the clocks (R133, R167).

    `window` is the code of the counter that accepted, by which rates of windows are counted; empty in old journals.
    """

    effective_on: date
    marks: tuple[Mark, ...]
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    window: str = ""


@dataclass(frozen=True, slots=True)
class DeemedAccepted(Event):
    """The notice limit passed in silence: accepted from the day of receipt (R5). `due_on` was the last day for an answer."""

    effective_on: date
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class AcceptanceRefused(Event):
    """Corrected and still defective, or not corrected in time: not accepted, with written reasons (R8)."""

    reason: str
    marks: tuple[Mark, ...] = ()
    effective_on: date | None = None
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class DeemedWithdrawn(Event):
    """A period given to the applicant ended without an answer (R8, R73); ends in a reviewable document (R152).

    `effective_on` is the first day after the period, whenever that was noticed.
    """

    cause: str
    material: str = ""
    effective_on: date | None = None
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawn(Event):
    """The applicant withdrew."""

    reason: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrived(Event):
    """What another point took in reached the accepting agency, whose clocks start here (R68); by wire in the same instant (R9)."""

    received_on: date
    way: str
    note: str = ""
