"""The decision, and what the law decides by itself, as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event
from workflows.events.parts import Letters, Told


@dataclass(frozen=True, slots=True)
class Granted(Event):
    """The licence was granted (R143). `hearing` says how the record of the hearing was taken into account (article 48),
    `discussion` why the decision is not what the collegial discussion came to, `panel` what follows from experts who asked
    for changes, or why it is granted although they did not pass it, `conditions` what the licensee has to keep, one a line."""

    decided_on: date
    reason: str
    scope: str = ""
    resolution: str = ""
    explanation: str = ""
    hearing: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    discussion: str = ""
    panel: str = ""
    conditions: str = ""


@dataclass(frozen=True, slots=True)
class Refused(Event):
    """The licence was refused, with facts, reasons and basis (R144); `hearing` and `discussion` as of a grant, `standards` the
    technical standards that a technical result was measured by (article 55 (3))."""

    decided_on: date
    facts: str
    reason: str
    basis: str
    explanation: str = ""
    hearing: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    discussion: str = ""
    standards: str = ""


@dataclass(frozen=True, slots=True)
class DecisionSigned(Event):
    """The decision was signed with all its words, and leaves after `minutes`: until then nothing goes out (`outcome` is
    grant or refuse). The day of signing is the day of the decision, also where it leaves after midnight."""

    outcome: str
    signed_on: date
    minutes: int
    reason: str
    facts: str = ""
    basis: str = ""
    scope: str = ""
    resolution: str = ""
    explanation: str = ""
    hearing: str = ""
    discussion: str = ""
    panel: str = ""
    conditions: str = ""
    standards: str = ""


@dataclass(frozen=True, slots=True)
class DecisionTakenBack(Event):
    """Who signed took the decision back before it left; the case is under review as before."""

    reason: str


@dataclass(frozen=True, slots=True)
class DecisionPutBack(Event):
    """A signed decision did not leave, because something had come in its way: `causes` are the codes of what."""

    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeemedFiled(Event):
    """A filing was neither made nor refused in time: it counts as made, where the rule on that filing says so."""

    decided_on: date
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class DeemedRenewed(Event):
    """A renewal filed in time was undecided when the licence expired: the licence counts as renewed (article 50 (2), R37)."""

    decided_on: date
    expires_on: date
    filed_on: date
    apply_by: date
    letters: Letters = ()
    told: tuple[Told, ...] = ()
