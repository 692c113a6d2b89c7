"""The policy of ratings as data: what counts as bad, the periods of the follow-up with their sources, and the tags (R83-R85)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "rating.yaml"
CHANNELS = ("online", "window")
KEYS = frozenset({"bad_from", "least", "attempts", "rate_within", "periods", "tags"})
SIDES = ("good", "bad")
LEVELS = (5, 4, 3, 2, 1)
"""非常满意, 满意, 基本满意, 不满意, 非常不满意: the five levels are the national standard's, no choice of ours (R83)."""


class PolicyError(ValueError):
    """A policy that cannot be used: the key, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Period:
    """So many days, working days where nothing else is said, and where that stands, by language."""

    days: int
    source: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tag:
    """One thing that can be ticked: its code, the content it speaks of, whether it praises, and its words by language."""

    code: str
    content: str
    good: bool
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Policy:
    """Levels up to `bad_from` are bad; `contact` and `fix` are the periods of the follow-up; `tags` by channel.

    A counter with fewer than `least` ratings is not shown by itself in public. `rate_within` is in calendar days, after the end.
    Only after `attempts` in vain, `hours_apart`, is somebody taken for unreachable.
    """

    bad_from: int
    least: int
    rate_within: Period
    attempts: int
    hours_apart: int
    contact: Period
    fix: Period
    tags: Mapping[str, tuple[Tag, ...]]

    def bad(self, level: int) -> bool:
        """Whether a level is a bad rating."""
        return level <= self.bad_from

    def tag(self, channel: str, code: str) -> Tag | None:
        """The tag of that code in a channel, or None."""
        return next((tag for tag in self.tags.get(channel, ()) if tag.code == code), None)


@cache
def load_policy(file: Path = FILE) -> Policy:
    """The policy of a file. Raises PolicyError naming what cannot be used."""
    raw = yaml.safe_load(file.read_text("utf-8"))
    if not isinstance(raw, dict) or set(raw) != KEYS:
        raise PolicyError(f"a policy has {', '.join(sorted(KEYS))}")
    if raw["bad_from"] not in LEVELS[1:]:
        raise PolicyError("bad_from: a level from 1 to 4")
    least = _whole("least", raw["least"], "a whole number of ratings, at least 1")
    if set(raw["periods"]) != {"contact", "fix"} or set(raw["tags"]) != set(CHANNELS):
        raise PolicyError("a policy has the periods contact and fix, and tags for online and window")
    contact, fix = (_period(name, raw["periods"][name]) for name in ("contact", "fix"))
    within = _period("rate_within", raw["rate_within"])
    says = "least and hours_apart are whole numbers, at least 1"
    tries, apart = (_whole("attempts", raw["attempts"].get(name), says) for name in ("least", "hours_apart"))
    tags = {name: tuple(_tags(raw["tags"][name])) for name in CHANNELS}
    return Policy(raw["bad_from"], least, within, tries, apart, contact, fix, tags)


def _period(name: str, facts: dict[str, Any]) -> Period:
    days = _whole(name, facts.get("days"), "days is a whole number, at least 1")
    if not all(facts.get("source", {}).get(language) for language in ("zh", "en")):
        raise PolicyError(f"{name}: a period names its source in zh and en")
    return Period(days, facts["source"])


def _whole(name: str, value: Any, says: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise PolicyError(f"{name}: {says}")
    return value


def _tags(contents: dict[str, Any]) -> list[Tag]:
    found = []
    for content, sides in contents.items():
        for side in SIDES:
            words = sides.get(side, {})
            if not all(words.get(language) for language in ("zh", "en")):
                raise PolicyError(f"{content}: a content has a good and a bad tag, each in zh and en")
            found.append(Tag(f"{content}_{side}", content, side == "good", words))
    return found
