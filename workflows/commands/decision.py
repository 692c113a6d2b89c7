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
    """Give the legal reviewer's opinion on the outcome that is proposed; it may be left out where the guide asks for the review
    of refusals alone."""

    verdict: str
    opinion: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Grant(Command):
    """Decide to grant. `resolution` answers a department's disagreement; `explanation` an overrun promise (R34),
    `discussion` says why the collegial discussion is not followed, `panel` answers experts who asked for changes or did not
    pass it, `conditions` are those that the licensee has to keep, one a line (R143)."""

    reason: str
    scope: str = ""
    resolution: str = ""
    explanation: str = ""
    hearing: str = ""
    discussion: str = ""
    panel: str = ""
    conditions: str = ""


@dataclass(frozen=True, slots=True)
class Refuse(Command):
    """Decide to refuse, with facts, reasons and basis; `standards` are the technical standards that a result of a technical
    examination was measured by, one a line (article 55 (3))."""

    facts: str
    reason: str
    basis: str
    explanation: str = ""
    hearing: str = ""
    discussion: str = ""
    standards: str = ""


@dataclass(frozen=True, slots=True)
class SignDecision(Command):
    """Sign a decision that leaves after so many minutes, unless it is taken back before."""

    decision: Grant | Refuse
    minutes: int


@dataclass(frozen=True, slots=True)
class TakeBackDecision(Command):
    """Take the signed decision back, with a reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class ReleaseDecision(Command):
    """Let the signed decision leave: its minutes are over."""


@dataclass(frozen=True, slots=True)
class PutBackDecision(Command):
    """Give the signed decision back to whoever decides, because of what came in its way."""

    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeemFiled(Command):
    """Record that a filing counts as made because its limit passed in silence."""


@dataclass(frozen=True, slots=True)
class DeemRenewed(Command):
    """Record that a licence counts as renewed because nothing was decided before it expired."""
