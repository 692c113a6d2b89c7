"""Reconsideration (行政复议) as events of the case whose act is contested."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event


@dataclass(frozen=True, slots=True)
class ReconsiderationFiled(Event):
    """The applicant handed in an application for reconsideration online (《行政复议法》第二十条、第二十二条).

    `letter` and `document` name the contested act by its place in the journal and its kind; both are 0 and empty where the
    authority did not act at all. `claim` is annul, change, confirm or order; facts and reasons lie in `paper`, by their digest.
    `last_on` is the last day of the period, or None where it cannot be said; `late` is why it was missed.
    """

    filed_on: date
    letter: int
    document: str
    claim: str
    body: str
    paper: str
    pass_on_by: date
    last_on: date | None = None
    late: str = ""


@dataclass(frozen=True, slots=True)
class ReconsiderationPassedOn(Event):
    """The application went to the body that hears it; `way` is how, `reference` what proves it."""

    letter: int
    document: str
    passed_on: date
    way: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ReconsiderationEnded(Event):
    """What the body that heard it answered: the outcome, and the number of its document."""

    letter: int
    document: str
    ended_on: date
    outcome: str
    reference: str
    words: str = ""
