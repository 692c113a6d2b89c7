"""What becomes of a licence after it was issued, as commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class ProposeLicenceAct(Command):
    """Propose to suspend, restore, revoke, withdraw, penally revoke or cancel the licence."""

    act: str
    ground: str
    facts: str
    reason: str
    basis: str = ""
    effective_on: date | None = None
    until: date | None = None
    document: str = ""
    redress: str = ""
    heard: str = ""


@dataclass(frozen=True, slots=True)
class DefendLicence(Command):
    """State, ask for a hearing or waive before the act is decided; or record that the hearing was held."""

    defence: str
    paper: str = ""
    way: str = "portal"


@dataclass(frozen=True, slots=True)
class DropLicenceAct(Command):
    """Give the proposed act up."""

    reason: str


@dataclass(frozen=True, slots=True)
class DecideLicenceAct(Command):
    """Decide what another officer proposed; `defence` answers the holder's statement."""

    defence: str = ""


@dataclass(frozen=True, slots=True)
class EndSuspension(Command):
    """Record that the last day of a suspension is over."""


@dataclass(frozen=True, slots=True)
class AskCancellation(Command):
    """Ask, as the holder, for the licence to be cancelled; `asked_on` is the day of what was asked of an older one."""

    reason: str = ""
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class RefuseCancellation(Command):
    """Refuse to cancel the licence as its holder asked; where somebody proposed it, with his words."""

    reason: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class ProposeCancellationRefusal(Command):
    """Propose to somebody else to refuse the cancellation, with the reason and the provision that he signs."""

    reason: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class ReturnCancellationRefusal(Command):
    """Send the proposed refusal back, with the reason; or take back what one proposed oneself."""

    reason: str


@dataclass(frozen=True, slots=True)
class TakeStanding(Command):
    """Record how the licence stood of which this one took the place, where that holds for this one too."""

    licence: str
    state: str
    since: date | None = None
    until: date | None = None
    decided: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class ReplaceLicence(Command):
    """Record that a newer licence took the place of this one; `granted_on` is the day on which that one was granted."""

    kind: str
    licence: str
    case: str
    granted_on: date | None = None
