"""Retention as data: how long what belongs to no case is kept, and when its owner is told before (《个人信息保护法》第十九条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "retention.yaml"
KINDS = ("draft", "window_draft", "sign_in", "link", "message", "appointment", "upload_part", "reminder", "own_data")


class PolicyError(ValueError):
    """Rules of retention that cannot be used, and what is wrong with them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How long one kind is kept after its last change, and how long before its owner is told; both in calendar days."""

    days: int
    notice: int

    def told_from(self, changed_on: date) -> date:
        """The first day on which the owner is told."""
        return changed_on + timedelta(days=self.days - self.notice)

    def gone_on(self, changed_on: date, told_on: date | None) -> date:
        """The day on which it is deleted: never before the whole notice has passed since it was really given."""
        last = changed_on + timedelta(days=self.days)
        return max(last, (told_on or self.told_from(changed_on)) + timedelta(days=self.notice))


@cache
def load_policy(file: Path = FILE) -> Mapping[str, Rule]:
    """The rules of a file by kind. Raises PolicyError naming what cannot be used."""
    raw = yaml.safe_load(file.read_text("utf-8"))
    if not isinstance(raw, dict) or set(raw) != set(KINDS):
        raise PolicyError(f"the kinds are {', '.join(KINDS)}")
    return {kind: _rule(kind, facts) for kind, facts in raw.items()}


def _rule(kind: str, facts: object) -> Rule:
    if not isinstance(facts, dict) or set(facts) != {"days", "notice"}:
        raise PolicyError(f"{kind}: days and notice")
    days, notice = facts["days"], facts["notice"]
    if any(not isinstance(one, int) or isinstance(one, bool) for one in (days, notice)):
        raise PolicyError(f"{kind}: days and notice are whole numbers")
    if not 0 <= notice < days:
        raise PolicyError(f"{kind}: kept for at least a day, and told before that")
    return Rule(days, notice)
