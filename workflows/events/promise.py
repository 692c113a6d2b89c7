"""The promise behind a deferral: proposed, signed, declined, found false, repaired, as events."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.events.event import Event
from workflows.events.parts import Signature


@dataclass(frozen=True, slots=True)
class DeferralOffered(Event):
    """The window proposed to accept although these materials are to follow; the applicant may sign or decline (R69, R75)."""

    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeferralPromised(Event):
    """The applicant agreed to a proposed deferral and signed the commitment (R69)."""

    signature: Signature


@dataclass(frozen=True, slots=True)
class DeferralDeclined(Event):
    """The applicant chose the ordinary way for these materials; nothing follows from that but the ordinary way (R75)."""

    materials: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class FalsePromiseFound(Event):
    """An officer found that what was promised or brought is not true (R74), and says why."""

    material: str
    reason: str


@dataclass(frozen=True, slots=True)
class PromiseRepaired(Event):
    """An officer found the applicant's record of a broken promise repaired (R74), and says why."""

    material: str
    reason: str
