"""A right that was taken away stops the very next act, also from a page that was open before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Document, UserRole
from portal.services import (
    audit_lot,
    correction,
    courier,
    credit_bars,
    credit_lists,
    credit_objections,
    deferral,
    delivery,
    demands,
    desk,
    first_contact,
    forwarding,
    hand_over,
    hearings,
    intake,
    letter_service,
    licence_acts,
    major_acts,
    on_spot,
    parcels,
    promises,
    publication_changes,
    publicity,
    reconsideration,
    reissue,
    review,
    site_checks,
    supplement,
    tickets,
    visits,
    withdrawal,
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
    (
        "zhou.min",
        lambda case, **by: hearings.request(case, party="interested", name="邻居", address="港前路 9 号", **by),
    ),
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
    ("chen.li", lambda case, **by: reissue.propose(case, "issue", **by)),
    ("chen.li", lambda case, **by: reissue.give_back(case, "查清", **by)),
    ("han.weidong", lambda case, **by: reissue.sign(case, **by)),
    ("chen.li", lambda case, **by: reissue.issue(case, **by)),
    ("chen.li", lambda case, **by: reissue.refuse(case, "不属实", **by)),
    ("zhou.min", lambda case, **by: reissue.ask_at_window(case, "lost", "遗失", scan=scan(), **by)),
]


AT_THE_WINDOW: list[tuple[str, Callable[..., Any]]] = [
    ("zhou.min", lambda case, **by: correction.answer(case, **by)),
    ("zhou.min", lambda case, **by: correction.save(case, {}, **by)),
    ("zhou.min", lambda case, **by: courier.order(case, **by)),
    ("zhou.min", lambda case, **by: courier.send(case, "SF1", **by)),
    ("zhou.min", lambda case, **by: courier.note(case, "delivered", DAY, **by)),
    ("zhou.min", lambda case, **by: demands.ask(case, "premises", "补交", "遗漏", **by)),
    ("su.ming", lambda case, **by: demands.answer(case, "premises", True, "同意", **by)),
    ("zhou.min", lambda case, **by: desk.mark(case, "premises", "ok", **by)),
    ("zhou.min", lambda case, **by: desk.mark_fields(case, {}, **by)),
    ("zhou.min", lambda case, **by: desk.look_up_credit(case, **by)),
    ("zhou.min", lambda case, **by: desk.confirm_supplement(case, "premises", **by)),
    ("zhou.min", lambda case, **by: desk.reject_supplement(case, "premises", reason="过期", **by)),
    ("zhou.min", lambda case, **by: first_contact.take(case, **by)),
    ("su.ming", lambda case, **by: first_contact.hand_over(case, 1, reason="分工", **by)),
    ("zhou.min", lambda case, **by: forwarding.arrive(case, "", **by)),
    ("zhou.min", lambda case, **by: hand_over.answer(case, True, **by)),
    ("zhou.min", lambda case, **by: letter_service.send(letter(), "post", "1", **by)),
    ("zhou.min", lambda case, **by: letter_service.serve(letter(), "direct", DAY, **by)),
    ("zhou.min", lambda case, **by: letter_service.fail(letter(), "returned", **by)),
    ("zhou.min", lambda case, **by: letter_service.choose(case, "paper", **by)),
    ("zhou.min", lambda case, **by: on_spot.correct(case, **by)),
    ("zhou.min", lambda case, **by: parcels.want(case, "沈远航", "13900000001", "化工路18号", **by)),
    ("zhou.min", lambda case, **by: parcels.drop(case, **by)),
    ("su.ming", lambda case, **by: reconsideration.pass_on(case, "silence", DAY, "post", **late(by))),
    ("su.ming", lambda case, **by: reconsideration.end(case, "silence", DAY, "upheld", **late(by))),
    ("zhou.min", lambda case, **by: site_checks.ask_other_day(case, "出差", **by)),
    ("zhou.min", lambda case, **by: tickets.take(under_review.HAZCHEM, "submit", **by)),
    ("zhou.min", lambda case, **by: visits.record(case, "window", "submit", "promised", **by)),
    ("chen.li", lambda case, **by: visits.withdraw(case, 1, "不必", **by)),
    ("zhou.min", lambda case, **by: withdrawal.withdraw(case, "不办了", **by)),
]


def letter() -> str:
    """The newest letter of the only case."""
    with reading() as session:
        return session.scalars(select(Document.public_id).order_by(Document.id.desc())).first() or ""


def late(by: dict[str, Any]) -> dict[str, Any]:
    """The same, when the authority has been silent for longer than the law allows."""
    return by | {"at": beijing("2026-12-28 09:00")}


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
@pytest.mark.parametrize(("login", "act"), ELSEWHERE + AT_THE_WINDOW)
def test_nor_at_the_window_nor_with_letters_credit_promises_licences_and_audits(
    town: Town, login: str, act: Callable[..., Any]
):
    stops(town, login, act)
