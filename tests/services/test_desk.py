"""Marks on the desk: kept while the clerk works, checked against the guide, never written over a colleague's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from portal.services import desk, intake
from portal.services.wrong_input import WrongInput
from tests.at_window import Town, beijing, settle
from workflows.case import State
from workflows.refusal import Refusal

AT = beijing("2026-09-30 09:30")


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def case_id(town: Town) -> str:
    return town.hand_in("2026-09-29 15:42")


def seen(town: Town, case_id: str, key: str) -> desk.DeskMaterial:
    found = desk.desk(case_id, by=town.clerk, at=AT).material(key)
    assert found is not None
    return found


def test_a_mark_keeps_verdict_words_and_points(town: Town, case_id: str) -> None:
    points = {"premises_lease.1": "yes", "premises_lease.3": "no", "strange": "no"}
    words = {"reason": " 租赁合同已经过期。 ", "points": points, "by": town.clerk, "at": AT}
    desk.mark(case_id, "premises", "fix", **words)
    material = seen(town, case_id, "premises")
    assert (material.verdict, material.reason) == ("fix", "租赁合同已经过期。")
    assert [point.answer for point in material.points] == ["yes", "", "no"]
    assert material.by is not None
    assert material.by.name == "周敏"


def test_to_be_corrected_needs_words(town: Town, case_id: str) -> None:
    with pytest.raises(WrongInput) as wrong:
        desk.mark(case_id, "rules_list", "fix", reason="  ", by=town.clerk, at=AT)
    assert wrong.value.fields == {"reason": "missing"}


def test_nothing_is_in_order_while_a_point_says_no(town: Town, case_id: str) -> None:
    with pytest.raises(WrongInput) as wrong:
        desk.mark(case_id, "premises", "ok", points={"premises_lease.3": "no"}, by=town.clerk, at=AT)
    assert wrong.value.fields == {"verdict": "point_unmet"}
    desk.mark(case_id, "premises", "ok", points={"premises_lease.3": "yes"}, by=town.clerk, at=AT)
    assert seen(town, case_id, "premises").verdict == "ok"


def test_only_what_the_guide_lists_may_follow_later(town: Town, case_id: str) -> None:
    with pytest.raises(WrongInput) as wrong:
        desk.mark(case_id, "rules_list", "later", by=town.clerk, at=AT)
    assert wrong.value.fields == {"verdict": "not_deferrable"}


def test_what_was_not_brought_cannot_be_in_order(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42", later=["training_proof"])
    with pytest.raises(WrongInput) as wrong:
        desk.mark(case_id, "training_proof", "ok", by=town.clerk, at=AT)
    assert wrong.value.fields == {"verdict": "nothing_brought"}


def test_nothing_outside_the_guide_can_be_marked(town: Town, case_id: str) -> None:
    with pytest.raises(Refusal) as refused:
        desk.mark(case_id, "astrology", "fix", reason="x", by=town.clerk, at=AT)
    assert refused.value.rule == "outside_guide"


def test_points_and_words_are_kept_before_there_is_a_verdict(town: Town, case_id: str) -> None:
    desk.mark(case_id, "premises", "", reason="先记一下", points={"premises_lease.1": "yes"}, by=town.clerk, at=AT)
    shown = desk.desk(case_id, by=town.clerk, at=AT)
    assert "premises" in {one.key for one in shown.unmarked}
    assert seen(town, case_id, "premises").reason == "先记一下"


def test_a_colleagues_mark_is_not_written_over_unseen(town: Town, case_id: str) -> None:
    desk.mark(case_id, "premises", "fix", reason="过期", by=town.colleague, at=AT)
    with pytest.raises(Refusal) as refused:
        desk.mark(case_id, "premises", "ok", by=town.clerk, at=AT, seen_at="")
    assert (refused.value.rule, refused.value.facts["by"]) == ("mark_changed", town.colleague.reference)
    at = seen(town, case_id, "premises").at
    assert at is not None
    desk.mark(case_id, "premises", "ok", by=town.clerk, at=AT, seen_at=at.isoformat())
    assert seen(town, case_id, "premises").verdict == "ok"


def test_a_mark_from_a_page_before_the_last_round_is_stale(town: Town, case_id: str) -> None:
    seq = desk.desk(case_id, by=town.clerk, at=AT).seq
    desk.mark(case_id, "application", "ok", by=town.clerk, at=AT, expected_seq=seq)
    desk.mark(case_id, "plan_filing", "ok", by=town.clerk, at=AT, expected_seq=seq)  # only credit was looked up since
    town.mark(case_id, "2026-09-30 09:31", fix={"rules_list": "没有施行日期"})
    town.conclude(case_id, "correction", "2026-09-30 09:40")
    with pytest.raises(Refusal) as refused:
        desk.mark(case_id, "premises", "ok", by=town.clerk, at=AT, expected_seq=seq)
    assert refused.value.rule == "stale"


def test_after_acceptance_nothing_is_marked(town: Town, case_id: str) -> None:
    town.mark(case_id, "2026-09-30 09:31")
    town.conclude(case_id, "accepted", "2026-09-30 09:40")
    with pytest.raises(Refusal) as refused:
        desk.mark(case_id, "premises", "ok", by=town.clerk, at=AT)
    assert refused.value.rule == "not_at_window"
    assert desk.desk(case_id, by=town.clerk, at=AT).mode == "read"


def test_the_first_mark_looks_the_credit_lists_up_once(town: Town, case_id: str) -> None:
    for key in ("application", "rules_list"):
        desk.mark(case_id, key, "ok", by=town.clerk, at=AT)
    looks = desk.desk(case_id, by=town.clerk, at=AT).file.case.credit
    assert [look.result for look in looks] == ["none"]
    assert len(desk.look_up_credit(case_id, by=town.clerk, at=AT + timedelta(minutes=1)).credit) == 2


def test_a_supplement_is_confirmed_or_given_back_with_words(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42", later=["training_proof"])
    town.mark(case_id, "2026-09-30 09:30", later={"training_proof": ""})
    town.conclude(case_id, "accepted_deferred", "2026-09-30 09:40")
    town.supply(case_id, "2026-10-09 10:00", "training_proof")
    at = beijing("2026-10-09 11:00")
    assert desk.desk(case_id, by=town.clerk, at=at).mode == "supplement"
    with pytest.raises(Refusal) as refused:
        desk.reject_supplement(case_id, "training_proof", reason=" ", by=town.clerk, at=at)
    assert refused.value.rule == "reason_missing"
    desk.reject_supplement(case_id, "training_proof", reason="没有考核结果", by=town.clerk, at=at)
    shown = desk.desk(case_id, by=town.clerk, at=at)
    assert ([one.key for one in shown.arrived], [one.key for one in shown.owed]) == ([], ["training_proof"])
    town.supply(case_id, "2026-10-10 10:00", "training_proof")
    case = desk.confirm_supplement(case_id, "training_proof", by=town.clerk, at=beijing("2026-10-10 11:00"))
    assert case.promises["training_proof"].confirmed
    assert case.state is State.IN_REVIEW


def test_marks_of_what_did_not_change_survive_a_correction_on_the_spot(town: Town, case_id: str) -> None:
    town.mark(case_id, "2026-09-30 09:30", fix={"rules_list": "没有施行日期"})
    town.bring_on_spot(case_id, "2026-09-30 09:35", "rules_list")
    case = intake.correct_on_spot(case_id, note="当场补签日期", by=town.clerk, at=beijing("2026-09-30 09:36"))
    shown = desk.desk(case_id, by=town.clerk, at=AT)
    assert (case.state, case.round) == (State.SUBMITTED, 2)
    assert [one.key for one in shown.unmarked] == ["rules_list"]
    assert [file.filename for file in seen(town, case_id, "rules_list").files] == ["rules_list-2.pdf"]


def test_answers_are_mended_on_the_spot_and_traced(town: Town, case_id: str) -> None:
    case = intake.correct_on_spot(case_id, {"staff_total": "14"}, by=town.clerk, at=AT)
    assert desk.desk(case_id, by=town.clerk, at=AT).file.answers["staff_total"] == "14"
    assert case.round == 2
    with pytest.raises(Refusal) as refused:
        intake.correct_on_spot(case_id, {"staff_total": "14"}, by=town.clerk, at=AT)
    assert refused.value.rule == "nothing_corrected"


def test_another_situation_is_no_correction(town: Town, case_id: str) -> None:
    answers = {"business_mode": ["gas_station"], "has_storage": "own", "new_storage": "no"}
    facts = {
        "storage_address": {"region": "临江市澄江区", "detail": "化工路 18 号"},
        "storage_facilities": [{"name": "罐", "structure": "钢", "capacity": "10", "goods": "汽油"}],
        "major_hazard": "none",
        "assess_org": "甲评价",
        "assess_report_no": "A1",
    }
    with pytest.raises(Refusal) as refused:
        intake.correct_on_spot(case_id, answers | facts, by=town.clerk, at=AT)
    assert refused.value.rule == "correction_changes_case"
