"""The policy of broken promises and of posted supplements as data, with its sources (R31, R74)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "deferral.yaml"


class PolicyError(ValueError):
    """A policy that cannot be used: the key, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """With more than `allowed` broken promises of the last `months` months nothing may be deferred; `parcel_days` are
    working days after the period during which a parcel that was posted in time is waited for."""

    allowed: int
    months: int
    parcel_days: int
    source: Mapping[str, str]
    parcel_source: Mapping[str, str]

    def counts_until(self, broken_on: date) -> date:
        """The last day on which a promise broken on that day counts."""
        years, month = divmod(broken_on.month - 1 + self.months, 12)
        return _day(broken_on.year + years, month + 1, broken_on.day)

    def counts_from(self, today: date) -> date:
        """The earliest day on which a promise must have been broken to count today."""
        day = today
        while self.counts_until(day - timedelta(days=1)) >= today:
            day -= timedelta(days=1)
        return day

    def bars(self, broken: int) -> bool:
        """Whether so many broken promises close the way."""
        return broken > self.allowed


@cache
def load_policy(file: Path = FILE) -> Policy:
    """The policy of a file. Raises PolicyError naming what cannot be used."""
    raw = yaml.safe_load(file.read_text("utf-8"))
    if not isinstance(raw, dict) or set(raw) != {"broken", "parcel"}:
        raise PolicyError("a policy has broken and parcel")
    broken, parcel = raw["broken"], raw["parcel"]
    return Policy(
        allowed=_number(broken, "allowed", least=0),
        months=_number(broken, "months", least=1),
        parcel_days=_number(parcel, "days", least=1),
        source=_source("broken", broken),
        parcel_source=_source("parcel", parcel),
    )


def _number(facts: dict[str, Any], name: str, *, least: int) -> int:
    value = facts.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 120:
        raise PolicyError(f"{name}: a whole number from {least} to 120")
    return value


def _source(name: str, facts: dict[str, Any]) -> Mapping[str, str]:
    found = facts.get("source")
    if not isinstance(found, dict) or not all(found.get(language) for language in ("zh", "en")):
        raise PolicyError(f"{name}: names its source in zh and en")
    return found


def _day(year: int, month: int, day: int) -> date:
    """That day of the month, or its last one."""
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day - 1), first_of_next - timedelta(days=1))
