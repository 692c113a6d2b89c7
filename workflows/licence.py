"""What may become of a licence after it was issued: the acts as data, and its standing on a day (articles 8, 69 and 70, R40)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "licence.yaml"
DEFENCE = "licence_defence"
"""The clock of the holder's right to state, to defend and to ask for a hearing before an act against the licence."""

VALID, SUSPENDED, EXPIRED, NOT_YET, REPLACED = "valid", "suspended", "expired", "not_yet", "replaced"
RENEWED = "renewed"
"""Renewed by law (article 50 (2)) until the newer licence is made out: good, whatever last day is printed on it."""

OVER = frozenset({"revoked", "withdrawn", "penal_revoked", "cancelled", REPLACED})
"""The states from which no licence comes back."""

CANCELLATION = "cancellation"
"""The clock of the holder's application to cancel the licence."""

RESTORE, REVOKE, TERM = "restore", "revoke", "term"
STATEMENT, HEARING, WAIVED, HELD = "statement", "hearing", "waived", "held"
DEFENCES = frozenset({STATEMENT, HEARING, WAIVED, HELD})


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground of an act: its words in both languages, its provision, and what it asks for.

    `heard` is the provision by which another procedure told the holder of the right to a hearing (R36).
    """

    name: str
    words: Mapping[str, str]
    basis: str
    notice: bool = False
    document: bool = False
    redress: str = ""
    of: frozenset[str] = frozenset()
    heard: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its words, the states in which it is possible, the state it leads to, its grounds.

    With `ends` a last day may be set.
    """

    name: str
    words: Mapping[str, str]
    possible: frozenset[str]
    to: str
    grounds: Mapping[str, Ground]
    ends: bool = False

    def open_grounds(self, standing: str) -> tuple[Ground, ...]:
        """The grounds that fit a licence of this standing."""
        if standing not in self.possible:
            return ()
        return tuple(one for one in self.grounds.values() if not one.of or standing in one.of)


@dataclass(frozen=True, slots=True)
class Policy:
    """The file `licence.yaml`, read once; `defence_days` and `cancellation_days` are working days, `cancellation_signatures` how
    many people refuse a cancellation."""

    acts: Mapping[str, Act]
    states: Mapping[str, Mapping[str, str]]
    defence_days: int
    defence_basis: str
    cancellation_days: int
    cancellation_basis: str
    cancellation_signatures: int = 2


@cache
def policy(file: Path = FILE) -> Policy:
    """The acts and their grounds. Raises ValueError for another number of signatures than 1 or 2."""
    raw: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    acts = {name: _act(name, one) for name, one in raw["acts"].items()}
    asked = raw["cancellation"]
    heard, signatures = raw["defence"], int(asked["signatures"])
    if signatures not in (1, 2):
        raise ValueError(f"{file.name}: signatures are 1 or 2")
    return Policy(
        acts, raw["states"], int(heard["days"]), heard["basis"], int(asked["days"]), asked["basis"], signatures
    )


def _act(name: str, raw: Mapping[str, Any]) -> Act:
    grounds = {code: _ground(code, one) for code, one in raw["grounds"].items()}
    return Act(
        name,
        {"zh": raw["zh"], "en": raw["en"]},
        frozenset(raw["from"]),
        raw["to"],
        grounds,
        raw.get("ends", False),
    )


def _ground(code: str, raw: Mapping[str, Any]) -> Ground:
    return Ground(
        code,
        {"zh": raw["zh"], "en": raw["en"]},
        raw["basis"],
        raw.get("notice", False),
        raw.get("document", False),
        raw.get("redress", ""),
        frozenset(raw.get("of", ())),
        raw.get("heard", ""),
    )


def standing_on(
    state: str,
    valid_from: date,
    valid_to: date | None,
    on: date,
    *,
    since: date | None = None,
    until: date | None = None,
    before: str = VALID,
) -> str:
    """Whether a licence is good on a day: what was decided goes before the days that are printed on it.

    A decision that takes effect later leaves the state `before` it until then; a suspension ends with its last day, or with that
    of the licence, and what silence renewed is good again after a suspension, whatever last day is printed on it.
    """
    last = None if RENEWED in (state, before) else valid_to
    if since is not None and on < since:
        state, until = before, None
    if state == RENEWED or (state == SUSPENDED and until is not None and on > until):
        state = VALID
    if state == SUSPENDED and last is not None and last < on:
        return EXPIRED
    if state != VALID:
        return state
    if valid_from > on:
        return NOT_YET
    return EXPIRED if last and last < on else VALID


def state_words(state: str) -> Mapping[str, str]:
    """A standing in both languages."""
    return policy().states.get(state, {"zh": state, "en": state})
