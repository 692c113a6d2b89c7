"""Remedies as data: what can be contested and within which days (R151, R152), and where a reconsideration stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

from workflows.calendar import Calendar

FILE = Path(__file__).parent / "remedies.yaml"
ORDER = "order"
"""The claim against an authority that did not act: that it be ordered to."""

WAYS = ("electronic", "post", "hand")


class PolicyError(ValueError):
    """A file of remedies that cannot be used, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The file `remedies.yaml`, read once; days are working days."""

    documents: tuple[str, ...]
    claims: tuple[str, ...]
    pass_on_days: int
    pass_on_basis: str
    outcomes: tuple[str, ...]
    answer_days: int
    answer_basis: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reconsideration:
    """One application for reconsideration of a case; `state` is filed, passed_on or ended."""

    letter: int
    document: str
    claim: str
    body: str
    paper: str
    filed_on: date
    pass_on_by: date
    last_on: date | None = None
    late: str = ""
    passed_on: date | None = None
    way: str = ""
    reference: str = ""
    ended_on: date | None = None
    outcome: str = ""
    answer: str = ""
    words: str = ""

    @property
    def state(self) -> str:
        """How far it is."""
        return "ended" if self.ended_on else "passed_on" if self.passed_on else "filed"


@cache
def load_policy(file: Path = FILE) -> Policy:
    """The remedies of a file. Raises PolicyError naming what cannot be used."""
    raw = yaml.safe_load(file.read_text("utf-8"))
    try:
        contest, complain = raw["reconsideration"], raw["complaint"]
        policy = Policy(
            documents=_names(contest["documents"]),
            claims=_names(contest["claims"]),
            pass_on_days=_days(contest["pass_on"]["days"]),
            pass_on_basis=str(contest["pass_on"]["basis"]),
            outcomes=_names(contest["outcomes"]),
            answer_days=_days(complain["answer"]["days"]),
            answer_basis=str(complain["answer"]["basis"]),
            about=_names(complain["about"]),
        )
    except (TypeError, KeyError) as missing:
        raise PolicyError(f"remedies lack {missing}") from missing
    return policy


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
        raise PolicyError(f"a list of names, not {value!r}")
    return tuple(value)


def _days(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise PolicyError(f"a whole number of days, at least 1, not {value!r}")
    return value


def last_day(known_on: date, days: int, calendar: Calendar) -> date:
    """The last day of a period in calendar days from knowing of the act; its end on a rest day rolls on (R151, R31).

    Raises CalendarGap where nobody knows yet which days are worked.
    """
    return calendar.roll(known_on + timedelta(days=days))


def key_of(letter: int, document: str) -> str:
    """How a case names one contested act."""
    return f"{letter}-{document}"


def standing(filed: Mapping[str, Reconsideration], letter: int, document: str) -> Reconsideration | None:
    """The application against an act that is under way or was answered; one that was withdrawn stands in nobody's way."""
    found = filed.get(key_of(letter, document))
    return found if found and found.outcome != "withdrawn" else None
