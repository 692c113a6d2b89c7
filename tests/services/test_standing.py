"""A right that was taken away stops the very next act, also from a page that was open before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from portal.db import transaction
from portal.models import UserRole
from portal.services import hearings, publication_changes, publicity, review
from tests import under_review
from tests.under_review import Town, beijing
from workflows.refusal import Refusal

MONDAY = "2026-11-16 09:00"
CALLED = {"name": "邻居", "contact": "13900000009", "way": "phone", "received_on": date(2026, 11, 16)}
ACTS: list[tuple[str, Callable[..., Any]]] = [
    ("chen.li", lambda case, **by: hearings.tell(case, "拟不予许可", **by)),
    ("chen.li", lambda case, **by: hearings.adjourn(case, "agency", "主持人出差", **by)),
    ("zhou.min", lambda case, **by: hearings.request(case, party="interested", name="邻居", **by)),
    ("han.weidong", lambda case, **by: review.extend(case, 5, "情况复杂", **by)),
    ("zhou.min", lambda case, **by: publicity.record_objection(case, "气味很大", **CALLED, **by)),
    ("han.weidong", lambda case, **by: publication_changes.withdraw(case, "error", "写错", **by)),
]


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


@pytest.mark.parametrize(("login", "act"), ACTS)
def test_who_lost_the_right_does_nothing_any_more(town: Town, login: str, act: Callable[..., Any]):
    case_id = town.apply("2026-11-09 15:42")
    town.accept(case_id, "2026-11-10 09:40")
    with transaction() as session:
        session.query(UserRole).filter_by(user_id=town[login].id).delete()
    with pytest.raises(Refusal, match="right_revoked"):
        act(case_id, by=town[login], at=beijing(MONDAY))
