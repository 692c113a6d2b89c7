"""A demand outside the first notice: only with a supervisor's word, for a reason, counted, and said in the letter (R6)."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from portal.access import Denied
from portal.services import casefile, correction, demands, desk, intake, letters, supervision
from portal.services.demands import DemandFigures
from portal.services.wrong_input import WrongInput
from tests.at_window import Town, beijing, settle
from workflows.case import State
from workflows.refusal import Refusal

BACK = "2026-10-09 09:30"
AT = beijing(BACK)
STAFF, NAME = "field:staff_total", "field:unit_name"
WORDS = ("名称与补正后的名册不一致。", "补正后的名册才看得出。")


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def case_id(town: Town) -> str:
    """A case that came back after its one-off notice."""
    case_id = town.hand_in("2026-09-29 15:42")
    town.mark(case_id, "2026-09-30 09:40", fix={STAFF: "与人员名册不一致。"})
    intake.conclude(case_id, "correction", by=town.clerk, at=beijing("2026-09-30 10:00"))
    correction.answer(case_id, {"staff_total": "13"}, by=town.handler, at=beijing("2026-10-08 10:00"))
    return case_id


def ask(town: Town, case_id: str, key: str = NAME) -> None:
    demands.ask(case_id, key, *WORDS, by=town.clerk, at=AT)


def told(town: Town, case_id: str) -> None:
    """Everything marked, the named answer and the permitted one to be corrected, and the further notice sent."""
    desk.mark_fields(case_id, {STAFF: ("ok", ""), NAME: ("fix", WORDS[0])}, by=town.clerk, at=AT)
    intake.conclude(case_id, "correction", by=town.clerk, at=AT)


def test_the_supervisor_permits_and_the_notice_says_cause_and_how_to_complain(town: Town, case_id: str) -> None:
    ask(town, case_id)
    demands.answer(case_id, NAME, True, "确由补正材料引起", by=town.supervisor, at=AT)
    told(town, case_id)
    file = casefile.casefile(case_id, by=town.clerk)
    assert file.case.state is State.CORRECTION
    assert [mark.material for mark in file.case.noticed] == [NAME]
    said = str(letters.letter(file.letters[0].public_id, by=town.clerk).letter)
    assert "申请材料再次补正告知书" in said
    assert "前次没有告知、经监督人员批准增加的（共1项）" in said
    assert WORDS[1].rstrip("。") in said
    assert "可以投诉、举报" in said
    assert correction.view(case_id, by=town.handler, at=AT).open == {"unit_name"}


def test_without_a_word_of_the_supervisor_nothing_is_demanded(town: Town, case_id: str) -> None:
    ask(town, case_id)
    for answer in (None, False):
        if answer is not None:
            demands.answer(case_id, NAME, answer, "首次就应当发现", by=town.supervisor, at=AT)
        with pytest.raises(WrongInput) as wrong:
            desk.mark_fields(case_id, {NAME: ("fix", WORDS[0])}, by=town.clerk, at=AT)
        assert wrong.value.fields == {NAME: "told_once"}
    with pytest.raises(Refusal, match="demand_asked_already"):
        ask(town, case_id)


def test_only_what_was_in_order_at_the_last_notice_needs_the_supervisor(town: Town, case_id: str) -> None:
    with pytest.raises(Refusal, match="demand_not_needed"):
        ask(town, case_id, STAFF)
    fresh = town.hand_in("2026-09-30 15:42")
    with pytest.raises(Refusal, match="demand_not_needed"):
        ask(town, fresh)


def test_a_permission_holds_for_one_notice(town: Town, case_id: str) -> None:
    ask(town, case_id)
    demands.answer(case_id, NAME, True, "可以", by=town.supervisor, at=AT)
    desk.mark_fields(case_id, {STAFF: ("fix", "还是不对。"), NAME: ("ok", "")}, by=town.clerk, at=AT)
    intake.conclude(case_id, "correction", by=town.clerk, at=AT)
    correction.answer(case_id, {"staff_total": "14"}, by=town.handler, at=beijing("2026-10-10 10:00"))
    with pytest.raises(WrongInput):
        desk.mark_fields(case_id, {NAME: ("fix", WORDS[0])}, by=town.clerk, at=beijing("2026-10-12 10:00"))


def test_a_later_demand_is_told_before_anything_is_refused(town: Town, case_id: str) -> None:
    ask(town, case_id)
    demands.answer(case_id, NAME, True, "可以", by=town.supervisor, at=AT)
    desk.mark_fields(case_id, {STAFF: ("ok", ""), NAME: ("fix", WORDS[0])}, by=town.clerk, at=AT)
    with pytest.raises(Refusal, match="told_once"):
        intake.conclude(case_id, "not_accepted", reason="不合格", by=town.clerk, at=AT)


def test_words_and_reasons_are_asked_for_and_others_may_not(town: Town, case_id: str) -> None:
    with pytest.raises(Refusal, match="demand_missing"):
        demands.ask(case_id, NAME, " ", "x", by=town.clerk, at=AT)
    with pytest.raises(Refusal, match="demand_reason_missing"):
        demands.ask(case_id, NAME, "x", " ", by=town.clerk, at=AT)
    with pytest.raises(Denied):
        demands.ask(case_id, NAME, "x", "y", by=town.handler, at=AT)
    ask(town, case_id)
    for stranger in (town.clerk, town.handler, town.decider):
        with pytest.raises(Denied):
            demands.answer(case_id, NAME, True, "可以", by=stranger, at=AT)
    with pytest.raises(Refusal, match="reason_missing"):
        demands.answer(case_id, NAME, True, " ", by=town.supervisor, at=AT)
    with pytest.raises(Refusal, match="no_demand_asked"):
        demands.answer(case_id, STAFF, True, "可以", by=town.supervisor, at=AT)


def test_every_demand_is_listed_and_counted(town: Town, case_id: str) -> None:
    ask(town, case_id)
    today = date(2026, 10, 9)
    (line,) = demands.asked(by=town.supervisor, on=today)
    assert (line.state, line.words, line.form, line.by.name if line.by else "") == ("asked", WORDS[0], True, "周敏")
    demands.answer(case_id, NAME, True, "可以", by=town.supervisor, at=AT)
    told(town, case_id)
    assert supervision.overview(by=town.supervisor, on=today).later == DemandFigures(1, 1, 0, 0, 2)
    (line,) = demands.asked(by=town.supervisor, on=today)
    assert (line.state, line.answer) == ("permitted", "可以")
    assert demands.counted(first=date(2026, 10, 10), last=date(2026, 10, 20)) == DemandFigures(0, 0, 0, 0, 0)


def test_a_demand_nobody_answered_is_void_once_the_case_went_on(town: Town, case_id: str) -> None:
    ask(town, case_id)
    desk.mark_fields(case_id, {STAFF: ("ok", "")}, by=town.clerk, at=AT)
    intake.conclude(case_id, "accepted", by=town.clerk, at=AT)
    assert [one.state for one in demands.asked(by=town.supervisor, on=date(2026, 10, 9))] == ["void"]
    with pytest.raises(Refusal, match="not_at_window"):
        demands.answer(case_id, NAME, True, "可以", by=town.supervisor, at=AT)
