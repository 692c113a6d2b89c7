"""Re-issue (补发) of a lost or damaged licence: the grounds and the limit as data, and what is asked for and not answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from workflows.two_signatures import REFUSE, Proposed, needs_two

FILE = Path(__file__).parent / "reissue.yaml"
REISSUE = "reissue"
"""The clock of an application for a new document."""
ISSUE = "issue"
OUTCOMES = (ISSUE, REFUSE)
"""What may be proposed of an application."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a new document is asked for; with `returns` the old paper is there and is handed back."""

    name: str
    words: Mapping[str, str]
    returns: bool = False
    signatures: int = 2


@dataclass(frozen=True, slots=True)
class Policy:
    """The file `reissue.yaml`, read once; `days` are working days, `signatures` how many people decide where a ground names
    no other number."""

    days: int
    limit_basis: str
    basis: str
    grounds: Mapping[str, Ground]
    signatures: int = 2

    def signed_by(self, ground: str) -> int:
        """How many people decide on an application on that ground."""
        known = self.grounds.get(ground)
        return known.signatures if known else self.signatures


@dataclass(frozen=True, slots=True)
class Reissue:
    """A new document that was applied for and neither made out nor refused; `days` is the limit as it was that day."""

    asked_on: date
    ground: str
    by: str
    days: int
    way: str = "portal"
    paper: str = ""
    proposed: Proposed | None = None
    returned: str = ""
    """Why the last proposal came back; empty while there is none, or another one was made."""
    signatures: int = 0
    """How many people decide, as it was on the day of the application; 0 for an application of before, which takes two."""

    @property
    def two(self) -> bool:
        """Whether one person proposes and another one signs."""
        return needs_two(self.signatures)


@cache
def policy(file: Path = FILE) -> Policy:
    """The grounds, the limit and the signatures. Raises ValueError for another number of signatures than 1 or 2."""
    raw: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    usual = int(raw["signatures"]["number"])
    grounds = {
        name: Ground(
            name, {"zh": one["zh"], "en": one["en"]}, one.get("returns", False), int(one.get("signatures", usual))
        )
        for name, one in raw["grounds"].items()
    }
    if not {usual, *(one.signatures for one in grounds.values())} <= {1, 2}:
        raise ValueError(f"{file.name}: signatures are 1 or 2")
    return Policy(int(raw["limit"]["days"]), raw["limit"]["basis"], raw["basis"], grounds, usual)
