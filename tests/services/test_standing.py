"""A right that was taken away stops the very next act, also from a page that was open before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from portal.actors import Actor, Role
from portal.db import transaction
from portal.models import UserRole
from portal.services import (
    audit_lot,
    credit_bars,
    credit_lists,
    credit_objections,
    deferral,
    delivery,
    hearings,
    intake,
    licence_acts,
    major_acts,
    promises,
    publication_changes,
    publicity,
    reissue,
    review,
    supplement,
)
from portal.services.credit_lists import Entry
from tests import under_review
from tests.after_licence import scan
from tests.under_review import Town, beijing
from workflows.refusal import Refusal

MONDAY = "2026-11-16 09:00"
DAY = date(2026, 11, 12)
CALLED = {"name": "邻居", "contact": "13900000009", "way": "phone", "received_on": date(2026, 11, 16)}
ACTS: list[tuple[str, Callable[..., Any]]] = [
    ("chen.li", lambda case, **by: hearings.tell(case, "拟不予许可", **by)),
    ("chen.li", lambda case, **by: hearings.adjourn(case, "agency", "主持人出差", **by)),
    ("zhou.min", lambda case, **by: hearings.request(case, party="interested", name="邻居", **by)),
    ("han.weidong", lambda case, **by: review.extend(case, 5, "情况复杂", **by)),
    ("zhou.min", lambda case, **by: publicity.record_objection(case, "气味很大", **CALLED, **by)),
    ("han.weidong", lambda case, **by: publication_changes.withdraw(case, "error", "写错", **by)),
]


ELSEWHERE: list[tuple[str, Callable[..., Any]]] = [
    ("han.weidong", lambda case, **by: credit_bars.impose(case, "false_materials", "伪造", "1号", DAY, **by)),
    ("chen.li", lambda case, **by: credit_objections.answer(objected(), "rejected", "属实", **by)),
    ("chen.li", lambda case, **by: credit_objections.extend(objected(), "核实中", **by)),
    ("su.ming", lambda case, **by: audit_lot.draw(first=DAY, last=DAY, number=1, **by)),
    ("zhou.min", lambda case, **by: delivery.issue(case, **by)),
    ("zhou.min", lambda case, **by: delivery.deliver(case, "electronic", **by)),
    ("zhou.min", lambda case, **by: deferral.offer(case, **by)),
    ("zhou.min", lambda case, **by: deferral.decline(case, **by)),
    ("zhou.min", lambda case, **by: supplement.supply(case, "premises", **by)),
    ("chen.li", lambda case, **by: supplement.site_check_without(case, "premises", **by)),
    ("han.weidong", lambda case, **by: promises.find_false(case, "premises", "不实", **by)),
    ("han.weidong", lambda case, **by: promises.repair(case, "premises", "已修复", **by)),
    ("zhou.min", lambda case, **by: intake.conclude(case, "accepted", **by)),
    ("han.weidong", lambda case, **by: licence_acts.decide(case, **by)),
    ("chen.li", lambda case, **by: licence_acts.drop(case, "查清", **by)),
    ("chen.li", lambda case, **by: major_acts.review(case, "passed", "合法", **by)),
    ("chen.li", lambda case, **by: reissue.issue(case, **by)),
    ("chen.li", lambda case, **by: reissue.refuse(case, "不属实", **by)),
    ("zhou.min", lambda case, **by: reissue.ask_at_window(case, "lost", "遗失", scan=scan(), **by)),
]


def objected() -> int:
    """An objection that waits for an answer of any office."""
    entry = Entry(grounds="瞒报", body="某市某局", listed_on=DAY, unit_name="某公司")
    told = {"by": Actor("officer", 1, frozenset({Role.ADMINISTRATOR})), "at": beijing(MONDAY)}
    number = credit_lists.add_by_hand("black", entry, rule_version="应急管理部令第11号", **told)
    return credit_objections.mark(number, "本人的来信", "来函", **told)


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


def stops(town: Town, login: str, act: Callable[..., Any]) -> None:
    """Take the right away, and find that the act is refused."""
    case_id = town.apply("2026-11-09 15:42")
    town.accept(case_id, "2026-11-10 09:40")
    with transaction() as session:
        session.query(UserRole).filter_by(user_id=town[login].id).delete()
    with pytest.raises(Refusal, match="right_revoked"):
        act(case_id, by=town[login], at=beijing(MONDAY))


@pytest.mark.parametrize(("login", "act"), ACTS)
def test_who_lost_the_right_does_nothing_any_more(town: Town, login: str, act: Callable[..., Any]):
    stops(town, login, act)


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(("login", "act"), ELSEWHERE)
def test_nor_at_the_window_nor_with_credit_promises_licences_and_audits(
    town: Town, login: str, act: Callable[..., Any]
):
    stops(town, login, act)
