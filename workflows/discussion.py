"""The collegial discussion (集体讨论) of a major decision: when one is owed, and what its record tells (R131)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from workflows.case import Case

FILE = Path(__file__).parent / "discussion.yaml"
AFTER_HEARING = "refusal_after_hearing"
KINDS = (AFTER_HEARING,)


class PolicyError(ValueError):
    """A policy that cannot be used: the key, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The kinds of decision that are discussed whatever the guide says, the fewest who take part, and the source."""

    least: int
    kinds: tuple[str, ...]
    source: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Discussion:
    """A discussion as it was recorded: its day, what it came to (grant or refuse), how many took part, and its content."""

    held_on: date
    conclusion: str
    present: int
    paper: str
    by: str


@cache
def load_policy(file: Path = FILE) -> Policy:
    """The policy of a file. Raises PolicyError naming what cannot be used."""
    raw = yaml.safe_load(file.read_text("utf-8"))
    if not isinstance(raw, dict) or set(raw) != {"least", "source", "kinds"}:
        raise PolicyError("least, source and kinds")
    least, kinds, source = raw["least"], raw["kinds"], raw["source"]
    if not isinstance(least, int) or isinstance(least, bool) or least < 2:
        raise PolicyError("least is a whole number, at least 2")
    if (
        not isinstance(kinds, dict)
        or set(kinds) != set(KINDS)
        or not all(isinstance(one, bool) for one in kinds.values())
    ):
        raise PolicyError(f"kinds are {', '.join(KINDS)}, each true or false")
    if not isinstance(source, dict) or set(source) != {"zh", "en"}:
        raise PolicyError("source in zh and en")
    return Policy(least, tuple(name for name, asked in kinds.items() if asked), source)


def owed(case: Case, outcome: str) -> bool:
    """Whether this decision (`grant` or `refuse`) is discussed first: the guide says so, or the kind of decision does."""
    wanted, refuses = case.terms.collegial, outcome == "refuse"
    if wanted == "always" or (wanted == "on_refusal" and refuses):
        return True
    return refuses and AFTER_HEARING in case.terms.collegial_kinds and bool(case.hearing.record)
