"""What becomes of a licence after it was issued, as events (articles 8, 49, 69 and 70, R40)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workflows.events.event import Event
from workflows.events.parts import Letters, Told


@dataclass(frozen=True, slots=True)
class LicenceActProposed(Event):
    """An act on the licence was proposed by one officer; another one decides. Where the ground asks for it the holder is told.

    `asks` is what the law, the place or the guide asked for before the signature on that day: legal, discussion;
    `heard` says how the procedure of another decision told of the right to a hearing; `days` are the working days in which the
    holder is heard, as they were in force.
    """

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
    asks: tuple[str, ...] = ()
    heard: str = ""
    days: int = 0


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
class LicenceDecision(Event):
    """What every decision on a licence says; each kind of decision is an event of its own, and `act` is its name in the policy.

    `document` names another decision that it follows, `proposed_by` the officer who proposed it; `legal` is the opinion of the
    legal review and `reviewed_by` who gave it; `discussed_on` is the day of the collegial discussion.
    """

    act: ClassVar[str]
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
    reviewed_by: str = ""
    discussed_on: date | None = None
    heard: str = ""


@dataclass(frozen=True, slots=True)
class LicenceSuspended(LicenceDecision):
    """The licence was suspended (暂扣)."""

    act: ClassVar[str] = "suspend"


@dataclass(frozen=True, slots=True)
class LicenceRestored(LicenceDecision):
    """The suspension was lifted, or ended with its last day (ground `term`)."""

    act: ClassVar[str] = "restore"


@dataclass(frozen=True, slots=True)
class LicenceRevoked(LicenceDecision):
    """The grant was revoked (撤销, article 69)."""

    act: ClassVar[str] = "revoke"


@dataclass(frozen=True, slots=True)
class LicenceWithdrawn(LicenceDecision):
    """The grant was withdrawn in the public interest, with compensation (撤回, article 8)."""

    act: ClassVar[str] = "withdraw"


@dataclass(frozen=True, slots=True)
class LicencePenallyRevoked(LicenceDecision):
    """A penalty decision took the licence away (吊销); `document` is its number."""

    act: ClassVar[str] = "penal_revoke"


@dataclass(frozen=True, slots=True)
class LicenceCancelled(LicenceDecision):
    """The licence was struck from the register (注销, article 70)."""

    act: ClassVar[str] = "cancel"


@dataclass(frozen=True, slots=True)
class CancellationAsked(Event):
    """The holder asked for the licence to be cancelled, and why; `days` is the limit in working days. What was asked of a licence
    that was replaced meanwhile is asked of the newer one, with the day on which it was asked. `signatures` is how many people
    refuse it (0 in journals of before, which is two)."""

    asked_on: date
    reason: str = ""
    days: int = 0
    signatures: int = 0


@dataclass(frozen=True, slots=True)
class CancellationRefusalProposed(Event):
    """An officer proposed to refuse what the holder asked for, with the reason and the provision that a head signs."""

    proposed_on: date
    reason: str
    basis: str


@dataclass(frozen=True, slots=True)
class CancellationRefusalReturned(Event):
    """The proposed refusal went back with a reason: by who does not sign it, or by who proposed it and thought again."""

    returned_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class CancellationRefused(Event):
    """What the holder asked for was refused, with the reason and its provision: the licence stays as it stands (R145).
    `proposed_by` is who proposed what somebody else signed; empty where one signature was enough."""

    refused_on: date
    asked_on: date
    reason: str
    basis: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    proposed_by: str = ""


@dataclass(frozen=True, slots=True)
class StandingTaken(Event):
    """How the licence of that number stood holds for the one that took its place: suspended since and until a day by the decision
    of the document `decided`, or renewed by law."""

    taken_on: date
    licence: str
    state: str
    since: date | None = None
    until: date | None = None
    decided: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class LicenceReplaced(Event):
    """A newer licence took the place of this one: `kind` is renewal, change or reissue, `licence` its number, `case` its case."""

    replaced_on: date
    kind: str
    licence: str
    case: str
