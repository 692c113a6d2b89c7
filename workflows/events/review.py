"""The review: credit, opinions, signatures, as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event


@dataclass(frozen=True, slots=True)
class CreditLookedUp(Event):
    """The credit lists were looked at, and this was seen (R99): result none, red, black or unavailable.

    `unproven` are those of the entries of black lists that share a name and nothing else: they do not make the result.
    `paper` names the lists and entries as they read at that moment; old journals name none.
    `same` is a digest of which entries they are, whatever number a version of a list gives them, so that one entry in the
    place of another is told apart; old journals have none.
    """

    stage: str
    result: str
    looked_on: date
    lists: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    matched: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()
    paper: str = ""
    same: str = ""


@dataclass(frozen=True, slots=True)
class OpinionGiven(Event):
    """A department answered: agree, conditions, disagree or not_concerned (R87, R153).

    `on_behalf` is the absent officer for whom a stand-in answered.
    """

    track: str
    verdict: str
    opinion: str
    given_on: date
    basis: str = ""
    officers: tuple[str, ...] = ()
    late: bool = False
    on_behalf: str = ""


@dataclass(frozen=True, slots=True)
class Cosigned(Event):
    """A second officer signed the proposal, as a stricter review asks (R99)."""

    opinion: str


@dataclass(frozen=True, slots=True)
class LegallyReviewed(Event):
    """The legal reviewer gave his opinion (R130): passed or returned, on the outcome (grant or refuse) that is proposed."""

    verdict: str
    opinion: str
    outcome: str = ""
