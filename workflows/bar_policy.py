"""The statutory bars as data: how many years each lasts, and the article that says so (R10, R11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "bars.yaml"
FALSE_MATERIALS, IMPROPER_MEANS = "false_materials", "improper_means"
ASKED = frozenset({"new", "renewal", "change", "reissue"})
"""What an application can ask for of a licence."""


class PolicyError(ValueError):
    """A policy that cannot be used: the ground, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its length in years, the article as guides cite it, since when that is in force, and what may not be asked for."""

    years: int
    article: str
    since: date
    asked: frozenset[str]


@cache
def load_policy(file: Path = FILE) -> Mapping[str, Bar]:
    """The bars of a file by ground. Raises PolicyError naming what cannot be used."""
    raw = yaml.safe_load(file.read_text("utf-8"))
    if not isinstance(raw, dict) or set(raw) != {FALSE_MATERIALS, IMPROPER_MEANS}:
        raise PolicyError(f"bars are {FALSE_MATERIALS} and {IMPROPER_MEANS}")
    return {ground: _bar(ground, facts) for ground, facts in raw.items()}


def _bar(ground: str, facts: object) -> Bar:
    if not isinstance(facts, dict) or set(facts) != {"years", "article", "since", "asked"}:
        raise PolicyError(f"{ground}: years, article, since and asked")
    years, article, since, asked = facts["years"], facts["article"], facts["since"], facts["asked"]
    if not isinstance(years, int) or isinstance(years, bool) or years < 1:
        raise PolicyError(f"{ground}: years is a whole number, at least 1")
    if not isinstance(article, str) or not article or not isinstance(since, date):
        raise PolicyError(f"{ground}: an article in words, and a day since which it holds")
    if not isinstance(asked, list) or not asked or not set(asked) <= ASKED:
        raise PolicyError(f"{ground}: asked is a list of {', '.join(sorted(ASKED))}")
    return Bar(years, article, since, frozenset(asked))
