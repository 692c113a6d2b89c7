"""Interested parties, as events: each is told in letters of its own (articles 36, 47 and 48, R20, R36, R141)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event
from workflows.events.parts import Letters, Told


@dataclass(frozen=True, slots=True)
class InterestedTold(Event):
    """An interested party was told of the matter and of its right to state, defend and ask for a hearing.

    `party` numbers the interested parties of the case; name and address lie in `paper`, by their digest.
    """

    told_on: date
    party: str
    paper: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class InterestedSummoned(Event):
    """The day of the hearing was told to an interested party, at least seven working days before it (article 48 (1))."""

    set_on: date
    held_on: date
    party: str
    paper: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class InterestedAnswered(Event):
    """The same answer to an interested party whose request the decision overtook, in a letter of its own, as `party` and `paper`
    of the other letters to it say."""

    answered_on: date
    outcome: str
    reason: str
    basis: str
    party: str
    paper: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()
