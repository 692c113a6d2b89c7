"""Receipt and the lawful answers of the window, as commands."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.commands.command import Command
from workflows.events import Mark, Signature
from workflows.terms import Terms


@dataclass(frozen=True, slots=True)
class Submit(Command):
    """Hand in an application (R1)."""

    terms: Terms
    item: str
    guide_version: str
    guide_digest: str
    procedure: str
    channel: str
    snapshot: str
    handed_in: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    window: str = ""
    fields: tuple[str, ...] = ()
    intake_office: str = ""
    forwarding: str = ""
    service: str = "electronic"
    signature: Signature | None = None
    disputed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrive(Command):
    """Confirm that what another point took in has arrived at the accepting agency (R68)."""

    note: str = ""


@dataclass(frozen=True, slots=True)
class CorrectOnSpot(Command):
    """Correct at the window, together with the applicant."""

    snapshot: str
    items: tuple[str, ...]
    note: str = ""
    handed_in: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeclareNotRequired(Command):
    """Tell the applicant that no licence is needed."""

    reason: str


@dataclass(frozen=True, slots=True)
class DeclineCompetence(Command):
    """Tell the applicant which body is competent; `office` and `item` when the portal can hand the file to it."""

    competent_body: str
    reason: str
    office: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Accept(Command):
    """Accept: everything is in order. `window` is the code of the counter that does."""

    marks: tuple[Mark, ...]
    window: str = ""


@dataclass(frozen=True, slots=True)
class RefuseAcceptance(Command):
    """Do not accept what was corrected and is still defective."""

    marks: tuple[Mark, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class DeemAccepted(Command):
    """Record that the notice limit passed in silence."""


@dataclass(frozen=True, slots=True)
class Withdraw(Command):
    """Withdraw the application."""

    reason: str
