"""Termination of the proceedings, as events (R152)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event
from workflows.events.parts import Letters, Told


@dataclass(frozen=True, slots=True)
class TerminationProposed(Event):
    """An officer proposed to end the proceedings; another one confirms it. `paper` names the evidence and the recipient, which
    are kept beside the journal; `scan` is the digest of the paper that proves the ground."""

    ground: str
    proposed_on: date
    facts: str
    reason: str
    basis: str
    recipient: str
    paper: str
    proof: str
    scan: str = ""
    successor: str = ""
    nobody: str = ""
    heard: str = ""
    fees: str = ""


@dataclass(frozen=True, slots=True)
class TerminationDropped(Event):
    """A proposed termination was given up, with the reason; the case goes on."""

    dropped_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Terminated(Event):
    """The proceedings were ended without a decision on the application: what was proposed, by whom, and the head's opinion."""

    ground: str
    terminated_on: date
    facts: str
    reason: str
    basis: str
    recipient: str
    paper: str
    proof: str
    scan: str = ""
    successor: str = ""
    nobody: str = ""
    heard: str = ""
    fees: str = ""
    opinion: str = ""
    proposed_by: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()
