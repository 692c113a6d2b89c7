"""What goes out: licence, service, publication, as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event
from workflows.events.parts import Letters, Told


@dataclass(frozen=True, slots=True)
class LicenceIssued(Event):
    """The licence was made out."""

    number: str
    valid_from: date
    valid_to: date | None = None
    identifier: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivered(Event):
    """The result was served: electronic, counter or courier (R26, R146)."""

    way: str
    delivered_on: date
    recipient: str = ""
    proof: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Published(Event):
    """The decision stands on the public list (R107)."""

    published_on: date
