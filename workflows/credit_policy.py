"""The terms of bad credit information as data: how long it is published, and from when it may be repaired (R95, R101, R105)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from workflows.ledger import months_after

FILE = Path(__file__).parent / "credit.yaml"
GRADES = ("minor", "general", "serious")


class PolicyError(ValueError):
    """Terms that cannot be used: which, and what is wrong with them."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of bad information: what it is called, and for how many months it is published at least and at most."""

    name: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Bound:
    """A number of months, the rule that says so in both languages, and since when that is in force."""

    months: int
    source: str
    source_en: str
    since: date


@dataclass(frozen=True, slots=True)
class CreditPolicy:
    """All terms: by grade, for what names no grade, for repair, early removal and the longest use."""

    grades: Mapping[str, Grade]
    unnamed: str
    repair: Bound
    early_removal: Bound
    longest: Bound

    def grade(self, code: str) -> Grade:
        """The grade of that code; of none, the one that stands for it."""
        return self.grades.get(code) or self.grades[self.unnamed]

    def repairable(self, code: str, listed: date) -> date:
        """The first day on which an entry of that grade may be repaired (R105)."""
        return months_after(listed, self.grade(code).least)

    def removable(self, listed: date) -> date:
        """The first day on which an entry may be removed early on application (R95)."""
        return months_after(listed, self.early_removal.months)

    def last_day(self, code: str, listed: date, until: date | None) -> date | None:
        """The last day on which an entry is used: its own, and never later than its grade allows (R101, R105)."""
        known = self.grades.get(code)
        end = months_after(listed, known.most) if known else None
        return min(one for one in (end, until) if one) if end or until else None


@cache
def load_policy(file: Path = FILE) -> CreditPolicy:
    """The terms of a file. Raises PolicyError naming what cannot be used."""
    raw = yaml.safe_load(file.read_text("utf-8"))
    wanted = {"grades", "unnamed", "repair", "early_removal", "longest"}
    if not isinstance(raw, dict) or set(raw) != wanted:
        raise PolicyError(f"terms are {', '.join(sorted(wanted))}")
    if not isinstance(raw["grades"], dict) or set(raw["grades"]) != set(GRADES) or raw["unnamed"] not in GRADES:
        raise PolicyError(f"grades, and unnamed, are {', '.join(GRADES)}")
    grades = {code: _grade(code, facts) for code, facts in raw["grades"].items()}
    bounds = (_bound(name, raw[name], months=name != "repair") for name in ("repair", "early_removal", "longest"))
    return CreditPolicy(grades, raw["unnamed"], *bounds)


def _grade(code: str, facts: Any) -> Grade:
    if not isinstance(facts, dict) or set(facts) != {"name", "least", "most"} or not str(facts["name"] or ""):
        raise PolicyError(f"{code}: name, least and most")
    least, most = _months(code, facts["least"]), _months(code, facts["most"])
    if least > most or most == 0:
        raise PolicyError(f"{code}: least is not more than most, and most is more than nothing")
    return Grade(str(facts["name"]), least, most)


def _bound(name: str, facts: Any, *, months: bool) -> Bound:
    wanted = {"source", "source_en", "since"} | ({"months"} if months else set())
    if not isinstance(facts, dict) or set(facts) != wanted:
        raise PolicyError(f"{name}: {', '.join(sorted(wanted))}")
    if not facts["source"] or not facts["source_en"] or not isinstance(facts["since"], date):
        raise PolicyError(f"{name}: a source in words, and a day since which it holds")
    held = _months(name, facts["months"]) if months else 0
    return Bound(held, str(facts["source"]), str(facts["source_en"]), facts["since"])


def _months(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 120:
        raise PolicyError(f"{name}: months are a whole number from 0 to 120")
    return value
