"""Deferred materials, as commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.commands.command import Command
from workflows.events import Mark, Signature


@dataclass(frozen=True, slots=True)
class AcceptWithDeferral(Command):
    """Accept although secondary materials follow later.

    `signature` is the commitment signed on paper; one that was signed online stands in the journal already. `broken` is how
    many broken promises of the applicant count now (R74), `window` the code of the counter that accepts.
    """

    marks: tuple[Mark, ...]
    signature: Signature | None = None
    broken: int = 0
    window: str = ""


@dataclass(frozen=True, slots=True)
class SupplyDeferred(Command):
    """Hand in a material that was promised for later; `posted_on` is the postmark of what came by courier."""

    material: str
    snapshot: str
    way: str = "online"
    posted_on: date | None = None


@dataclass(frozen=True, slots=True)
class ConfirmDeferred(Command):
    """Find the supplement in order."""

    material: str


@dataclass(frozen=True, slots=True)
class RejectDeferred(Command):
    """Find the supplement defective, and say why."""

    material: str
    reason: str


@dataclass(frozen=True, slots=True)
class LapseDeferral(Command):
    """Record that a supplement did not come in time."""

    material: str
    at_site_check: bool = False


@dataclass(frozen=True, slots=True)
class AnnounceParcel(Command):
    """Say that a promised material is on its way by courier."""

    material: str
    courier: str
    number: str
    posted_on: date


@dataclass(frozen=True, slots=True)
class ReturnFile(Command):
    """Record that the grace of a suspended case passed as well."""

    material: str
