"""A lost or damaged licence issued anew (补发), as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event
from workflows.events.parts import Letters, Told


@dataclass(frozen=True, slots=True)
class ReissueAsked(Event):
    """The holder applied for a new document and stated what became of the old one.

    `paper` names the statement, by its digest; `way` is portal or window, `days` the limit in working days,
    `signatures` how many people decide (0 in journals of before, which is two).
    """

    asked_on: date
    ground: str
    days: int
    way: str = "portal"
    paper: str = ""
    signatures: int = 0


@dataclass(frozen=True, slots=True)
class ReissueProposed(Event):
    """An officer proposed what somebody else signs: `issue` or `refuse`, with the reason and the provision of a refusal."""

    proposed_on: date
    outcome: str
    reason: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class ReissueReturned(Event):
    """What was proposed went back with a reason: by who does not sign it, or by who proposed it and thought again."""

    returned_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class LicenceReissued(Event):
    """The new document was made out: `issue` counts the documents of the licence, the first one included.

    With `declares` the guide has it said in public that the documents before are void (旧证作废声明). `proposed_by` is who
    proposed what somebody else signed; empty where one signature was enough.
    """

    reissued_on: date
    ground: str
    issue: int
    identifier: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    declares: bool = False
    proposed_by: str = ""


@dataclass(frozen=True, slots=True)
class VoidDeclared(Event):
    """It stands on the public list that the documents before the one of that `issue` are void (R107)."""

    declared_on: date
    issue: int


@dataclass(frozen=True, slots=True)
class ReissueRefused(Event):
    """A new document was refused, with the reason and its provision; `proposed_by` as of a new document."""

    refused_on: date
    ground: str
    asked_on: date
    reason: str
    basis: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    proposed_by: str = ""
