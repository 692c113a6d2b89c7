"""The decision, as commands."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class Cosign(Command):
    """Sign as the second officer."""

    opinion: str


@dataclass(frozen=True, slots=True)
class ReviewLegally(Command):
    """Give the legal reviewer's opinion."""

    verdict: str
    opinion: str


@dataclass(frozen=True, slots=True)
class Grant(Command):
    """Decide to grant. `resolution` answers a department's disagreement; `explanation` an overrun promise (R34); `panel`
    experts who asked for changes or did not pass it.
    """

    reason: str
    scope: str = ""
    resolution: str = ""
    explanation: str = ""
    hearing: str = ""
    panel: str = ""


@dataclass(frozen=True, slots=True)
class Refuse(Command):
    """Decide to refuse, with facts, reasons and basis."""

    facts: str
    reason: str
    basis: str
    explanation: str = ""
    hearing: str = ""


@dataclass(frozen=True, slots=True)
class DeemFiled(Command):
    """Record that a filing counts as made because its limit passed in silence."""


@dataclass(frozen=True, slots=True)
class DeemRenewed(Command):
    """Record that a licence counts as renewed because nothing was decided before it expired."""
