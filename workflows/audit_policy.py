"""The policy of the case-file audit as data: which checks there are, what each weighs, and what is no opinion (R133)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from workflows.calendar import Calendar

FILE = Path(__file__).parent / "audit.yaml"
CODES = (
    "answered_in_time",
    "due_told",
    "told_once",
    "accepted_from",
    "opinions",
    "steps_in_time",
    "decided_in_time",
    "credit_seen",
    "refusal_reasoned",
    "reviewed",
    "discussed",
    "served",
    "published",
    "record_whole",
)


class PolicyError(ValueError):
    """A policy that cannot be used: the key, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its weight in points, its words and its source by language."""

    code: str
    points: int
    words: Mapping[str, str]
    source: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Policy:
    """The checks by code, and what is no opinion: bare words, or fewer than `shortest` characters.

    `reply_days` are the working days that the office has for its reply, the day of the findings excluded.
    """

    checks: Mapping[str, Check]
    bare: frozenset[str]
    shortest: int
    reply_days: int

    def is_opinion(self, words: str) -> bool:
        """Whether words are an opinion, and not only a name or a nod (R133)."""
        said = words.strip().rstrip("。.！! ")
        return len(said) >= self.shortest and said not in self.bare

    def reply_until(self, found_on: date, calendar: Calendar) -> date:
        """The last day on which the score waits for the reply to what was found that day (R133). Raises CalendarGap."""
        return calendar.add(found_on, self.reply_days)


@cache
def load_policy(file: Path = FILE) -> Policy:
    """The policy of a file. Raises PolicyError naming what cannot be used."""
    raw = yaml.safe_load(file.read_text("utf-8"))
    if not isinstance(raw, dict) or set(raw) != {"bare", "shortest", "reply_days", "checks"}:
        raise PolicyError("a policy has bare, shortest, reply_days and checks")
    checks = {one.code: one for one in map(_check, raw["checks"])}
    if tuple(checks) != CODES:
        raise PolicyError(f"checks: exactly {', '.join(CODES)}, in this order")
    if not isinstance(raw["shortest"], int) or raw["shortest"] < 1:
        raise PolicyError("shortest: a number of characters, at least 1")
    if type(raw["reply_days"]) is not int or raw["reply_days"] < 1:
        raise PolicyError("reply_days: a number of working days, at least 1")
    return Policy(checks, frozenset(map(str, raw["bare"])), raw["shortest"], raw["reply_days"])


def _check(raw: dict[str, Any]) -> Check:
    points = raw.get("points")
    if not isinstance(points, int) or isinstance(points, bool) or points < 0:
        raise PolicyError(f"{raw.get('code')}: points is a whole number, 0 or more")
    words = {language: str(raw.get(language) or "") for language in ("zh", "en")}
    source = dict(raw.get("source") or {})
    if not all(words.values()) or not all(source.get(language) for language in words):
        raise PolicyError(f"{raw.get('code')}: words and source in zh and en")
    return Check(str(raw["code"]), points, words, source)
