"""The promise behind a deferral, as commands."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.commands.command import Command
from workflows.events import Signature


@dataclass(frozen=True, slots=True)
class OfferDeferral(Command):
    """Propose to the applicant that these materials follow later."""

    materials: tuple[str, ...]
    broken: int = 0


@dataclass(frozen=True, slots=True)
class PromiseDeferral(Command):
    """Agree to the proposal, signed."""

    signature: Signature
    broken: int = 0


@dataclass(frozen=True, slots=True)
class DeclineDeferral(Command):
    """Choose the ordinary way instead."""

    note: str = ""


@dataclass(frozen=True, slots=True)
class FindPromiseFalse(Command):
    """Find that what was promised or brought is not true, and say why."""

    material: str
    reason: str


@dataclass(frozen=True, slots=True)
class RepairPromise(Command):
    """Find the record of a broken promise repaired, and say why."""

    material: str
    reason: str
