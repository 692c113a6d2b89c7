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


class PolicyError(ValueError):
    """A policy that cannot be used: the ground, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its length in years, the article as guides cite it, and since when that is in force."""

    years: int
    article: str
    since: date


@cache
def load_policy(file: Path = FILE) -> Mapping[str, Bar]:
    """The bars of a file by ground. Raises PolicyError naming what cannot be used."""
    raw = yaml.safe_load(file.read_text("utf-8"))
    if not isinstance(raw, dict) or set(raw) != {FALSE_MATERIALS, IMPROPER_MEANS}:
        raise PolicyError(f"bars are {FALSE_MATERIALS} and {IMPROPER_MEANS}")
    return {ground: _bar(ground, facts) for ground, facts in raw.items()}


def _bar(ground: str, facts: object) -> Bar:
    if not isinstance(facts, dict) or set(facts) != {"years", "article", "since"}:
        raise PolicyError(f"{ground}: years, article and since")
    years, article, since = facts["years"], facts["article"], facts["since"]
    if not isinstance(years, int) or isinstance(years, bool) or years < 1:
        raise PolicyError(f"{ground}: years is a whole number, at least 1")
    if not isinstance(article, str) or not article or not isinstance(since, date):
        raise PolicyError(f"{ground}: an article in words, and a day since which it holds")
    return Bar(years, article, since)
