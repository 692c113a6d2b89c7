"""Re-issue (补发) of a lost or damaged licence: the grounds and the limit as data, and what is asked for and not answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "reissue.yaml"
REISSUE = "reissue"
"""The clock of an application for a new document."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a new document is asked for; with `returns` the old paper is there and is handed back."""

    name: str
    words: Mapping[str, str]
    returns: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """The file `reissue.yaml`, read once; `days` are working days."""

    days: int
    limit_basis: str
    basis: str
    grounds: Mapping[str, Ground]


@dataclass(frozen=True, slots=True)
class Reissue:
    """A new document that was applied for and neither made out nor refused; `days` is the limit as it was that day."""

    asked_on: date
    ground: str
    by: str
    days: int
    way: str = "portal"
    paper: str = ""


@cache
def policy(file: Path = FILE) -> Policy:
    """The grounds and the limit."""
    raw: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    grounds = {
        name: Ground(name, {"zh": one["zh"], "en": one["en"]}, one.get("returns", False))
        for name, one in raw["grounds"].items()
    }
    return Policy(int(raw["limit"]["days"]), raw["limit"]["basis"], raw["basis"], grounds)
