"""A busy morning before one window: forty cases of every kind, and what the clerk will find when he reads each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from portal.demo import emergency_plans, fireworks
from portal.demo.firms import FIRMS, Firm
from portal.services import submission, walkin
from tests.at_window import ANSWERS, HAZCHEM, Town, beijing, day

BEFORE = "2026-08-31"
"""The working day before, on which everything came in."""

TRAINING, RULES = "training_proof", "rules_list"
WORDS = "与营业执照不一致，请改为一致后重新提交。"


@dataclass
class Waiting:
    """One case of the queue: what kind it is, and by key what the clerk finds wrong (fix) or promised for later (later)."""

    kind: str
    findings: dict[str, str] = field(default_factory=dict)


def arrive(town: Town) -> dict[str, Waiting]:
    """Forty cases by their opaque names; a third came in at the window, for three items."""
    found: dict[str, Waiting] = {}
    minute = (f"{BEFORE} {hour:02}:{m:02}" for hour in (9, 10, 14) for m in range(0, 60, 3))
    firms = iter(firm for firm in FIRMS if firm.serial > 1)
    found |= {town.hand_in(next(minute)): Waiting("whole") for _ in range(10)}
    found |= {
        _at_counter(town, HAZCHEM, next(firms), ANSWERS, next(minute)): Waiting("whole, walk-in") for _ in range(7)
    }
    for _ in range(4):
        firm, at = next(firms), next(minute)
        told = emergency_plans.answers(firm, "review", False, day(BEFORE))
        found[_at_counter(town, "emergency_plan_filing", firm, told, at)] = Waiting("whole, plan")
    for _ in range(3):
        firm, at = next(firms), next(minute)
        told = fireworks.answers(firm, "city", False, day(BEFORE))
        found[_at_counter(town, "fireworks_retail_licence", firm, told, at)] = Waiting("whole, shop")
    found |= {town.hand_in(next(minute)): Waiting("defect", {RULES: "fix"}) for _ in range(5)}
    found |= {town.hand_in(next(minute)): Waiting("field", {"field:premises_area": "fix"}) for _ in range(3)}
    found |= {town.hand_in(next(minute), later=[TRAINING]): Waiting("deferral", {TRAINING: "later"}) for _ in range(3)}
    found |= dict(_returned(town, minute))
    found |= dict(_supplements(town, minute))
    return found


def _at_counter(town: Town, item: str, firm: Firm, answers: dict[str, Any], at: str) -> str:
    """Take an application in at the window for an enterprise that came with all its papers."""
    when = beijing(at)
    who = {"name": firm.name, "legal_representative": firm.head}
    draft = walkin.start(item, firm.uscc, **who, typed=answers, by=town.clerk, at=when)
    town.bring(draft, (), when, by=town.clerk)
    return submission.submit(draft, by=town.clerk, at=when).case_id


def _returned(town: Town, minute: Iterator[str]) -> Iterator[tuple[str, Waiting]]:
    """Corrections that came back in order."""
    for _ in range(3):
        at = next(minute)
        case_id = town.hand_in(at)
        town.mark(case_id, at, fix={RULES: WORDS})
        town.conclude(case_id, "correction", at)
        town.correct(case_id, at, RULES)
        yield case_id, Waiting("returned")


def _supplements(town: Town, minute: Iterator[str]) -> Iterator[tuple[str, Waiting]]:
    """Deferred materials that came in."""
    for _ in range(2):
        at = next(minute)
        case_id = town.hand_in(at, later=[TRAINING])
        town.mark(case_id, at, later={TRAINING: "培训班 9 月 8 日结业。"})
        town.conclude(case_id, "accepted_deferred", at)
        town.supply(case_id, at, TRAINING)
        yield case_id, Waiting("supplement")
