"""What an enterprise has to do or may do until a day: nothing that asks for it is left out, and nothing that is over is named."""

from __future__ import annotations

from datetime import date

import pytest

from portal.services import licence_acts, licence_register, own_cases, own_tasks
from tests.after_licence import licensed
from tests.services.cases import Hall, at, in_order
from tests.services.test_enterprise_log import counted
from workflows import commands as c

PROPOSED, LAST, AFTER = "2026-05-11T10:00", date(2026, 5, 18), date(2026, 5, 19)
REASONS = {"facts": "检测记录系伪造", "reason": "直接影响准予的结论"}


@pytest.fixture
def accused(hall: Hall) -> str:
    """A licence that is to be revoked, of a case that ended long ago; its holder was told on 11 May."""
    case_id = licensed(hall)
    licence_acts.propose(case_id, "revoke", "fraud", **REASONS, by=hall.reviewer, at=at(PROPOSED))
    return case_id


def asked(hall: Hall, on: date = LAST) -> list[tuple[str, date | None, bool]]:
    return [(one.task.code, one.task.due, one.task.must) for one in own_tasks.tasks(by=hall.handler, on=on)]


def test_the_right_to_defend_a_licence_stands_among_the_tasks_until_its_last_day(hall: Hall, accused: str):
    assert asked(hall) == [("licence_defence", LAST, False)]
    (line,) = licence_register.own(by=hall.handler, on=LAST).rows
    assert line.answer_by == LAST
    assert asked(hall, AFTER) == []
    (line,) = licence_register.own(by=hall.handler, on=AFTER).rows
    assert line.answer_by is None


def test_a_statement_leaves_the_right_to_a_hearing_and_asking_for_one_uses_it_up(hall: Hall, accused: str):
    licence_acts.defend(accused, "记录由第三方出具", by=hall.handler, at=at("2026-05-12T09:00"))
    assert asked(hall) == [("licence_defence", LAST, False)]
    licence_acts.defend(accused, "请求听证", hearing=True, by=hall.handler, at=at("2026-05-13T09:00"))
    assert asked(hall) == []


def test_whoever_waives_is_asked_nothing_more(hall: Hall, accused: str):
    licence_acts.defend(accused, "", waive=True, by=hall.handler, at=at("2026-05-12T09:00"))
    assert asked(hall) == []


def test_what_is_given_up_asks_nothing_more(hall: Hall, accused: str):
    licence_acts.drop(accused, "查明属实", by=hall.reviewer, at=at("2026-05-12T09:00"))
    assert asked(hall) == []


def test_what_the_law_does_not_have_told_stays_inside(hall: Hall):
    case_id = licensed(hall)
    licence_acts.propose(case_id, "cancel", "applied", **REASONS, by=hall.reviewer, at=at(PROPOSED))
    assert asked(hall) == []
    assert licence_register.own(by=hall.handler, on=LAST).rows[0].answer_by is None


def asks_for(hall: Hall, code: str) -> int:
    """A case that asks its applicant for one thing."""
    now = "2026-03-03T11:00"
    if code in ("visit", "hearing_request"):
        case_id = hall.accepted()
        visit = c.AskVisit("window", "sign", "合同要当面签字", "不能电子签名", "emb")
        hall.do(case_id, visit if code == "visit" else c.TellHearing("拟不予许可"), now, hall.reviewer)
        return case_id
    acts = {
        "correct": c.RequestCorrection(in_order(form="fix")),
        "offer": c.OfferDeferral(("lease",)),
        "hand_over": c.DeclineCompetence("临江市消防救援支队", "属于消防职权", "fire", "fire_safety"),
    }
    case_id = hall.submitted()
    hall.do(case_id, c.LookUpCredit("intake", "none"), now)
    hall.do(case_id, acts[code], now)
    return case_id


@pytest.mark.parametrize(
    ("code", "ours"),
    [("correct", True), ("offer", True), ("hand_over", True), ("visit", True), ("hearing_request", False)],
)
def test_the_list_marks_every_case_that_waits_for_the_applicant(hall: Hall, code: str, ours: bool):
    hall.submitted("2026-03-02T09:30")
    asks_for(hall, code)
    newest, older = own_cases.listed(by=hall.handler, on=date(2026, 3, 4)).rows
    assert newest.first is not None
    assert (newest.first.code, newest.ours) == (code, ours)
    assert (older.first, older.ours) == (None, False)


def test_many_open_cases_hide_none_that_asks_something(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(own_tasks, "MOST", 2)
    asks_for(hall, "correct")
    for _ in range(3):
        hall.submitted()
    assert [code for code, _due, _must in asked(hall, date(2026, 3, 4))] == ["correct"]


def test_the_tasks_of_many_cases_take_as_many_statements_as_those_of_one(hall: Hall):
    asks_for(hall, "correct")
    with counted() as one:
        own_cases.listed(by=hall.handler, on=date(2026, 3, 4))
    for code in ("correct", "offer", "visit"):
        asks_for(hall, code)
    with counted() as many:
        own_cases.listed(by=hall.handler, on=date(2026, 3, 4))
    assert len(many) == len(one) <= 7
