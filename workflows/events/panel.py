"""Expert review (专家评审), as events: the panel, who steps aside, each ballot, the record (article 45, R27)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event
from workflows.events.parts import Letters, Told


@dataclass(frozen=True, slots=True)
class PanelSet(Event):
    """The panel was set up, and everybody on it declared to have no interest in the applicant.

    `seats` stand for the experts, the chair first; `paper` names the content with their names, units and titles and the
    questions. `least` is how many the panel had to have, and the proposal passes where `at_least` of every `of` experts say
    so: the rule as it was on that day. `reason` says why experts are asked once more after a panel that has concluded.
    """

    set_on: date
    seats: tuple[str, ...]
    paper: str
    least: int = 3
    at_least: int = 2
    of: int = 3
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ExpertReplaced(Event):
    """An expert left the panel and another took the seat: an interest in the matter (回避), or unable to come.

    `seat` is the one that fell empty, `successor` the new one; `paper` names the content with the new expert. What the old
    one voted counts no longer.
    """

    replaced_on: date
    seat: str
    successor: str
    cause: str
    reason: str
    paper: str


@dataclass(frozen=True, slots=True)
class BallotCast(Event):
    """One expert's signed ballot was entered: pass, changes (pass once changed) or fail; the opinion lies in `paper`.

    `signed_on` is the day written on the paper, `scan` the digest of its scan.
    """

    cast_on: date
    seat: str
    verdict: str
    signed_on: date
    paper: str
    scan: str


@dataclass(frozen=True, slots=True)
class PanelClosed(Event):
    """Every ballot was counted: `conclusion` follows from the count by the panel's rule; the chair's summary is in `paper`."""

    closed_on: date
    conclusion: str
    passed: int
    changes: int
    failed: int
    paper: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()
