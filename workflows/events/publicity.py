"""Publicity before the decision (公示), as events: the window, objections, and the answer to each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event
from workflows.events.parts import Letters, Told


@dataclass(frozen=True, slots=True)
class PublicityOpened(Event):
    """What is about to be decided was put before the public: from `opened_on` to `last_on`, the first day counted (R161).

    `paper` names the content: the text that is shown, where to object. `reason` says why it is put there once more.
    """

    opened_on: date
    last_on: date
    days: int
    paper: str
    basis: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PublicityObjected(Event):
    """Somebody objected within the window: online, or at the desk, by call or by letter; name and words lie in `paper`.

    `objection` numbers the objections of a case, `received_on` is the day that counts.
    """

    objection: str
    received_on: date
    way: str
    paper: str


@dataclass(frozen=True, slots=True)
class PublicityAnswered(Event):
    """An objection was settled in writing: upheld, partly or dismissed; the answer lies in `paper`."""

    objection: str
    answered_on: date
    outcome: str
    paper: str
