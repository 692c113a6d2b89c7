"""Intake at the window: lists, marks, and the outcome that follows from them."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.access import Denied
from portal.services import desk, intake
from portal.services.credit_lists import Entry
from portal.services.wrong_input import WrongInput
from tests.at_window import Town, beijing, day, settle
from workflows.case import State
from workflows.refusal import Refusal


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def test_an_application_in_order_is_accepted_with_its_marks_frozen(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42")
    town.mark(case_id, "2026-09-30 09:30")
    case = town.conclude(case_id, "accepted", "2026-09-30 09:40")
    assert case.state is State.IN_REVIEW
    assert {mark.verdict for mark in case.marks} == {"ok"}
    assert case.credit[0].result == "none"


def test_the_outcome_follows_from_the_marks_and_the_others_say_why_not(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42", later=["training_proof"])
    at = beijing("2026-09-30 09:30")
    assert desk.desk(case_id, by=town.clerk, at=at).follows == ""
    town.mark(
        case_id, "2026-09-30 09:30", later={"training_proof": "培训记录 8 个工作日内补齐"}, without=["plan_filing"]
    )
    shown = desk.desk(case_id, by=town.clerk, at=at)
    why = {one.code: (one.state, one.why) for one in shown.outcomes}
    assert shown.follows == "accepted_deferred"
    assert [one.key for one in shown.unmarked] == ["plan_filing"]
    assert why["accepted"] == ("closed", "deferral_needs_commitment")
    assert why["correction"] == ("closed", "nothing_to_correct")
    assert why["not_accepted"] == ("closed", "must_tell_first")
    assert why["correct_on_spot"] == ("closed", "nothing_to_correct")
    assert why["not_required"][0] == why["not_competent"][0] == "open"


def test_the_desk_tells_the_days_and_letters_that_would_follow(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42", later=["training_proof"])
    town.mark(case_id, "2026-09-30 09:30", later={"training_proof": ""})
    ahead = desk.desk(case_id, by=town.clerk, at=beijing("2026-09-30 09:36")).prospect
    assert ahead is not None
    assert ahead.letters == ("acceptance", "deferral_commitment", "deferral_notice")
    assert ahead.days["promised"].on == day("2026-10-20")
    assert ahead.days["statutory"].on == day("2026-11-17")
    assert ahead.days["deferred:training_proof"].on == day("2026-10-16")


def test_nobody_concludes_while_a_material_is_unmarked(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42")
    town.mark(case_id, "2026-09-30 09:30", without=["plan_filing"])
    with pytest.raises(Refusal) as refused:
        town.conclude(case_id, "accepted", "2026-09-30 09:40")
    assert (refused.value.rule, refused.value.facts["materials"]) == ("unmarked", ("plan_filing",))


def test_a_promise_made_online_is_the_commitment_of_a_deferral(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42", later=["training_proof"])
    town.mark(case_id, "2026-09-30 09:30", later={"training_proof": ""})
    case = town.conclude(case_id, "accepted_deferred", "2026-09-30 09:40")
    assert case.promises["training_proof"].since == day("2026-09-30")
    assert case.accepted_how == "deferral"


def test_what_was_not_promised_needs_a_signed_commitment(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42")
    town.mark(case_id, "2026-09-30 09:30", later={"training_proof": ""})
    with pytest.raises(Refusal) as refused:
        town.conclude(case_id, "accepted_deferred", "2026-09-30 09:40")
    assert refused.value.rule == "deferral_needs_commitment"
    scan = town.scan(case_id, "2026-09-30 09:44")
    case = town.conclude(case_id, "accepted_deferred", "2026-09-30 09:45")
    assert case.state is State.IN_REVIEW
    assert case.signature is not None
    assert (case.signature.way, case.signature.file, case.signature.materials) == ("paper", scan, ("training_proof",))


def test_the_black_listed_may_not_bring_anything_later(town: Town) -> None:
    listed = {
        "grounds": "瞒报事故",
        "body": "临江市应急管理局",
        "listed_on": day("2026-01-05"),
        "until": day("2029-01-04"),
    }
    town.list_black(Entry(uscc="91990101MA2HT5K72T", unit_name="临江恒泰化工贸易有限公司", **listed), version="2")
    case_id = town.hand_in("2026-09-29 15:42", later=["training_proof"])
    desk.mark(case_id, "application", "ok", by=town.clerk, at=beijing("2026-09-30 09:30"))
    with pytest.raises(WrongInput) as wrong:
        desk.mark(case_id, "training_proof", "later", by=town.clerk, at=beijing("2026-09-30 09:31"))
    assert wrong.value.fields == {"verdict": "black_list"}


def test_without_any_credit_list_intake_goes_on_and_only_the_deferral_waits(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.services.credit.current_lists", lambda session: [])
    case_id = town.hand_in("2026-09-29 15:42")
    town.mark(case_id, "2026-09-30 09:30", later={"training_proof": ""})
    why = {one.code: one.why for one in desk.desk(case_id, by=town.clerk, at=beijing("2026-09-30 09:36")).outcomes}
    assert why["accepted_deferred"] == "credit_not_looked_up"
    desk.mark(case_id, "training_proof", "ok", by=town.clerk, at=beijing("2026-09-30 09:37"))
    case = town.conclude(case_id, "accepted", "2026-09-30 09:40")
    assert case.state is State.IN_REVIEW
    assert case.credit[-1].result == "unavailable"


def test_a_correction_notice_tells_everything_and_locks_the_rest(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42")
    town.mark(case_id, "2026-09-30 09:30", fix={"rules_list": "清单没有施行日期，请补齐。"})
    case = town.conclude(case_id, "correction", "2026-09-30 09:40")
    assert case.state is State.CORRECTION
    assert [mark.material for mark in case.noticed] == ["rules_list"]
    town.correct(case_id, "2026-10-09 10:00", "rules_list")
    shown = desk.desk(case_id, by=town.clerk, at=beijing("2026-10-09 14:00"))
    assert [one.key for one in shown.unmarked] == ["rules_list"]
    assert all(one.settled == (one.key != "rules_list") for one in shown.materials)
    with pytest.raises(WrongInput) as wrong:
        desk.mark(case_id, "application", "fix", reason="还缺印章", by=town.clerk, at=beijing("2026-10-09 14:01"))
    assert wrong.value.fields == {"verdict": "told_once"}


def test_after_a_failed_correction_the_case_is_not_accepted_or_told_the_same_again(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42")
    town.mark(case_id, "2026-09-30 09:30", fix={"rules_list": "清单没有施行日期，请补齐。"})
    town.conclude(case_id, "correction", "2026-09-30 09:40")
    town.correct(case_id, "2026-10-09 10:00", "rules_list")
    town.mark(case_id, "2026-10-09 14:00", fix={"rules_list": "仍没有施行日期。"})
    shown = {one.code: one.state for one in desk.desk(case_id, by=town.clerk, at=beijing("2026-10-09 14:01")).outcomes}
    assert (shown["not_accepted"], shown["correction"], shown["accepted"]) == ("follows", "open", "closed")
    case = town.conclude(case_id, "not_accepted", "2026-10-09 14:05", reason="补正后仍不符合第九条第一款第二项。")
    assert case.state is State.NOT_ACCEPTED


@pytest.mark.parametrize(
    ("outcome", "missing"),
    [("not_required", {"reason"}), ("not_competent", {"reason", "competent_body"}), ("not_accepted", {"reason"})],
)
def test_an_outcome_in_words_needs_the_words(town: Town, outcome: str, missing: set[str]) -> None:
    case_id = town.hand_in("2026-09-29 15:42")
    with pytest.raises(WrongInput) as wrong:
        town.conclude(case_id, outcome, "2026-09-30 09:40", reason="  ")
    assert wrong.value.fields == dict.fromkeys(missing, "missing")


def test_not_competent_names_the_competent_body(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42")
    words = {"reason": "储存场所不在本市。", "competent_body": "南津市应急管理局"}
    assert town.conclude(case_id, "not_competent", "2026-09-30 09:40", **words).state is State.NOT_COMPETENT


def test_a_stale_page_cannot_conclude_and_says_who_was_first(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42")
    town.mark(case_id, "2026-09-30 09:30")
    seq = desk.desk(case_id, by=town.clerk, at=beijing("2026-09-30 09:36")).seq
    words = {"by": town.colleague, "at": beijing("2026-09-30 09:38"), "expected_seq": seq}
    intake.conclude(case_id, "accepted", **words)
    with pytest.raises(Refusal) as refused:
        intake.conclude(case_id, "accepted", by=town.clerk, at=beijing("2026-09-30 09:40"), expected_seq=seq)
    assert (refused.value.rule, refused.value.facts["kind"]) == ("stale", "Accepted")
    assert refused.value.facts["by"] == town.colleague.reference


def test_a_supervisor_sees_the_desk_and_decides_nothing(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42")
    at = beijing("2026-09-30 09:30")
    assert desk.desk(case_id, by=town.supervisor, at=at).mode == "intake"
    with pytest.raises(Denied):
        desk.mark(case_id, "application", "ok", by=town.supervisor, at=at)
    with pytest.raises(Denied):
        intake.conclude(case_id, "not_required", reason="x", by=town.supervisor, at=at)
