"""What follows a licence, as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event


@dataclass(frozen=True, slots=True)
class InspectionHandedOver(Event):
    """The checks after the licence were handed over to those who supervise (R131)."""

    handed_on: date
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutyChecked(Event):
    """A check after the licence: passed, correct (to be put right by a day) or failed; by which officers (R80, R131).

    `source` is portal, or import where the inspection system sent it; `credit` says that it goes on to the credit records.
    """

    duty: str
    checked_on: date
    result: str
    correct_by: date | None = None
    officers: tuple[str, ...] = ()
    paper: str = ""
    scan: str = ""
    source: str = "portal"
    credit: bool = False


@dataclass(frozen=True, slots=True)
class RevocationProposed(Event):
    """What was promised is false, so that the licence is proposed for revocation; the decision follows its own procedure."""

    proposed_on: date
    duty: str


@dataclass(frozen=True, slots=True)
class ChainEnded(Event):
    """The licence of that number, which had taken the place of this one, has ended: nothing more is owed after either."""

    ended_on: date
    licence: str


@dataclass(frozen=True, slots=True)
class RevocationNotMade(Event):
    """The licence of that number, which had taken the place of this one, is not revoked for what a check after this one found:
    the proposal was given up, or it was decided otherwise. The checks go on (R80, R131)."""

    settled_on: date
    licence: str


@dataclass(frozen=True, slots=True)
class RenewalFiled(Event):
    """The renewal of the licence was applied for; `renewed_by` is the number of that case (R37)."""

    filed_on: date
    renewed_by: str


@dataclass(frozen=True, slots=True)
class RenewalEnded(Event):
    """The application that answered the window came to nothing: the window is open again until its last day (R37, R38)."""

    ended_on: date
    renewed_by: str


@dataclass(frozen=True, slots=True)
class RenewalDeemed(Event):
    """The licence counts as renewed by law since the day after its last one; the newer one is not made out yet (R37)."""

    renewed_on: date
    renewed_by: str


@dataclass(frozen=True, slots=True)
class ApplicantBarred(Event):
    """The applicant may not apply for this licence again up to a day, by the statute of `basis` (R10, R11).

    `ground` is false_materials or improper_means; `document` and `decided_on` name the decision that it follows from.
    """

    ground: str
    facts: str
    document: str
    decided_on: date
    until: date
    basis: str
