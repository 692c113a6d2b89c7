"""The licence whose place the result of a case takes, as commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class SeeFormer(Command):
    """Record how the former licence stands before something is decided on it."""

    licence: str
    stands: str
    proposed_on: date | None = None
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeFormer(Command):
    """Take over what a change of the former licence altered since its renewal was filed, as the snapshot of that digest says."""

    licence: str
    snapshot: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TieFormer(Command):
    """Tie the licence that the application names; `checked` where an officer has looked at who applies."""

    kind: str
    licence: str
    from_expiry: bool = False
    checked: bool = False


@dataclass(frozen=True, slots=True)
class EndGrant(Command):
    """End a granted case without a licence, because the former one was ended, by the decision of that document, and stands like
    this. One that expired was ended by no decision."""

    licence: str
    stands: str
    reason: str
    document: str
