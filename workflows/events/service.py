"""Service of letters, as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event
from workflows.events.parts import Letters, Told


@dataclass(frozen=True, slots=True)
class ServiceChosen(Event):
    """The applicant agreed to electronic service, or took the agreement back (R146): `service` is electronic or paper."""

    service: str
    chosen_on: date


@dataclass(frozen=True, slots=True)
class LetterSent(Event):
    """A letter is on its way: `letter` is the place of its event, `document` its kind; by courier, entrusted, public notice.

    `ground` says why it was published: tried where another way failed, unknown where the whereabouts are unknown, and then
    `why` how that is known and `evidence` the digest of its proof. Journals of before asked for none.
    """

    letter: int
    document: str
    way: str
    sent_on: date
    reference: str = ""
    ground: str = ""
    why: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class LetterServed(Event):
    """A letter was served otherwise than electronically (R146); `recipient` says that somebody signed, `sheet` is the digest
    of the scanned proof with the signature."""

    letter: int
    document: str
    way: str
    served_on: date
    reference: str = ""
    recipient: str = ""
    witnesses: str = ""
    sheet: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceFailed(Event):
    """A letter did not arrive and came back to a person: returned, nobody, moved, refused, bounced or unserved.

    `asks` says that the applicant is asked where it shall go; a parcel with several letters asks once.
    """

    letter: int
    document: str
    way: str
    failed_on: date
    reason: str
    note: str = ""
    asks: bool = False
