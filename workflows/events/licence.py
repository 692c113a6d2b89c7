"""What becomes of a licence after it was issued, as events (articles 8, 49, 69 and 70, R40)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event
from workflows.events.parts import Letters, Told


@dataclass(frozen=True, slots=True)
class LicenceActProposed(Event):
    """An act on the licence was proposed by one officer; another one decides. Where the ground asks for it the holder is told."""

    act: str
    ground: str
    proposed_on: date
    facts: str
    reason: str
    basis: str
    effective_on: date
    until: date | None = None
    document: str = ""
    redress: str = ""
    notice: bool = False
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class LicenceDefended(Event):
    """What the holder made of the right to be heard: a statement, a request for a hearing, a waiver; or the hearing was held.

    `paper` names what was said, by its digest; `way` of the act is portal or window.
    """

    defence: str
    given_on: date
    paper: str = ""
    way: str = "portal"


@dataclass(frozen=True, slots=True)
class LicenceActDropped(Event):
    """A proposed act was given up, with the reason."""

    act: str
    dropped_on: date
    reason: str
    notice: bool = False


@dataclass(frozen=True, slots=True)
class LicenceSuspended(Event):
    """The licence was suspended (暂扣)."""

    decided_on: date
    ground: str
    facts: str
    reason: str
    basis: str
    effective_on: date
    until: date | None = None
    document: str = ""
    redress: str = ""
    defence: str = ""
    legal: str = ""
    proposed_by: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class LicenceRestored(Event):
    """The suspension was lifted, or ended with its last day (ground `term`)."""

    decided_on: date
    ground: str
    facts: str
    reason: str
    basis: str
    effective_on: date
    until: date | None = None
    document: str = ""
    redress: str = ""
    defence: str = ""
    legal: str = ""
    proposed_by: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class LicenceRevoked(Event):
    """The grant was revoked (撤销, article 69)."""

    decided_on: date
    ground: str
    facts: str
    reason: str
    basis: str
    effective_on: date
    until: date | None = None
    document: str = ""
    redress: str = ""
    defence: str = ""
    legal: str = ""
    proposed_by: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class LicenceWithdrawn(Event):
    """The grant was withdrawn in the public interest, with compensation (撤回, article 8)."""

    decided_on: date
    ground: str
    facts: str
    reason: str
    basis: str
    effective_on: date
    until: date | None = None
    document: str = ""
    redress: str = ""
    defence: str = ""
    legal: str = ""
    proposed_by: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class LicencePenallyRevoked(Event):
    """A penalty decision took the licence away (吊销); `document` is its number."""

    decided_on: date
    ground: str
    facts: str
    reason: str
    basis: str
    effective_on: date
    until: date | None = None
    document: str = ""
    redress: str = ""
    defence: str = ""
    legal: str = ""
    proposed_by: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class LicenceCancelled(Event):
    """The licence was struck from the register (注销, article 70)."""

    decided_on: date
    ground: str
    facts: str
    reason: str
    basis: str
    effective_on: date
    until: date | None = None
    document: str = ""
    redress: str = ""
    defence: str = ""
    legal: str = ""
    proposed_by: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class CancellationAsked(Event):
    """The holder asked for the licence to be cancelled, and why."""

    asked_on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LicenceReplaced(Event):
    """A newer licence took the place of this one: `kind` is renewal, change or reissue, `licence` its number, `case` its case."""

    replaced_on: date
    kind: str
    licence: str
    case: str
