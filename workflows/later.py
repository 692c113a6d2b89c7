"""What may come after an answer was given: a demand outside the first notice, and handing the file to the competent office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Demand:
    """A demand outside the first notice (R6): asked by a clerk, permitted or refused by a supervisor, told once.

    `notices` is how many notices had gone out when it was asked: the answer holds for the next one alone.
    """

    material: str
    words: str
    reason: str
    by: str
    at: datetime
    notices: int
    state: str = "asked"
    answered_by: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Where the file of a case that belongs elsewhere may go inside the portal, and what the applicant said to it."""

    office: str
    item: str = ""
    state: str = "offered"
    draft: str = ""
