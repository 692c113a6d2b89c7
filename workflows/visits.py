"""Visits: what a coming in person may be for, where, and why, as data; and how many of them a matter has had (R63-R64)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "visits.yaml"
PROMISED = "promised"
OPEN, MADE, JOINED, WITHDRAWN = "asked", "made", "joined", "withdrawn"


@dataclass(frozen=True, slots=True)
class Word:
    """A code in both languages; of a cause code also the cause it belongs to."""

    zh: str
    en: str
    cause: str = ""

    def get(self, language: str) -> str:
        """The words in that language."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that may be said of a visit: by code its words."""

    places: Mapping[str, Word]
    purposes: Mapping[str, Word]
    causes: Mapping[str, Word]
    codes: Mapping[str, Word]
    ways: Mapping[str, Word]


@dataclass(frozen=True, slots=True)
class Visit:
    """One presence in person: several purposes on one day at one place are one visit. `asked` is the request it answers."""

    seq: int
    on: date
    place: str
    purposes: tuple[str, ...]
    cause: str
    code: str = ""
    beyond: bool = False
    asked: int = 0
    window: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request to come, by whom and for which office.

    `state` is asked, made, joined (to a presence counted already) or withdrawn.
    """

    seq: int
    on: date
    by: str
    office: str
    place: str
    purpose: str
    cause: str
    reason: str
    instead: str
    plan_on: date | None = None
    code: str = ""
    beyond: bool = False
    state: str = OPEN
    made_on: date | None = None
    withdrawn: str = ""


@cache
def vocabulary() -> Vocabulary:
    """The words of visits. Raises ValueError for a code whose cause does not exist."""
    data = yaml.safe_load(FILE.read_text("utf-8"))
    found = Vocabulary(**{name: {code: _word(said) for code, said in words.items()} for name, words in data.items()})
    lost = [code for code, word in found.codes.items() if word.cause not in found.causes or word.cause == PROMISED]
    if lost:
        raise ValueError(f"visits.yaml: {', '.join(lost)} must name a cause beyond the promise")
    return found


def _word(said: dict[str, Any]) -> Word:
    return Word(said["zh"], said["en"], said.get("cause", ""))


def open_asks(asks: tuple[Ask, ...]) -> tuple[Ask, ...]:
    """The requests that neither were answered by a visit nor withdrawn."""
    return tuple(one for one in asks if one.state == OPEN)


def with_ask(asks: tuple[Ask, ...], seq: int, **changes: Any) -> tuple[Ask, ...]:
    """The requests with that one changed; an unknown number changes nothing."""
    return tuple(replace(one, **changes) if one.seq == seq else one for one in asks)


def with_purpose(visits: tuple[Visit, ...], seq: int, purpose: str) -> tuple[Visit, ...]:
    """The visits, of which that one had this purpose as well."""
    return tuple(
        replace(one, purposes=tuple(dict.fromkeys((*one.purposes, purpose)))) if one.seq == seq else one
        for one in visits
    )
