"""The case-file audit reads the journal alone: what it finds, what it leaves out, and what a file scores."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.core.play import CLERK, HEAD, LAWYER, REVIEWER, TERMS, Play, calendar, marks
from workflows import commands as c
from workflows import events as e
from workflows.audit import FAILED, IDLE, PASSED, Result, audit, score
from workflows.audit_policy import CODES, FILE, PolicyError, load_policy

SAID = "场所、人员和制度符合第六条规定的条件。"


def found(play: Play, **more: bool) -> dict[str, Result]:
    return {one.code: one for one in audit(play.journal, calendar(), **more)}


def outcomes(play: Play) -> dict[str, str]:
    return {code: one.outcome for code, one in found(play).items()}


def heard(play: Play, at: str = "2026-03-05T10:00", said: str = SAID) -> Play:
    for track in ("documents", "fire", "site"):
        play.do(c.GiveOpinion(track, "agree", said, "第六条", (REVIEWER, "officer:3")), at, REVIEWER)
    return play


def granted(play: Play, at: str = "2026-03-06T10:00", reason: str = SAID, explanation: str = "") -> Play:
    play.do(c.Grant(reason, explanation=explanation), at, HEAD)
    return play


def whole() -> Play:
    return granted(heard(Play().submitted().checked().accepted()))


def test_every_check_has_its_result_in_the_order_of_the_policy():
    assert tuple(one.code for one in audit(whole().journal, calendar())) == CODES


def test_a_file_in_order_fails_nothing():
    seen = outcomes(whole())
    seen.pop("due_told")  # what letters told is written by the journal's service, not by the rules
    assert FAILED not in seen.values()
    assert {
        seen[code] for code in ("answered_in_time", "opinions", "steps_in_time", "decided_in_time", "credit_seen")
    } == {PASSED}
    assert {seen[code] for code in ("accepted_from", "refusal_reasoned", "served")} == {IDLE}


def test_the_answer_on_the_last_day_is_in_time_and_silence_is_not():
    assert (
        outcomes(Play().submitted("2026-03-02T09:00").checked().accepted("2026-03-09T23:00"))["answered_in_time"]
        == PASSED
    )
    silent = Play().submitted("2026-03-02T09:00").checked()
    assert "DeemedAccepted" in silent.swept("2026-03-10T00:05")
    assert outcomes(silent)["answered_in_time"] == FAILED


def test_a_decision_after_the_promised_day_is_found_with_its_day():
    late = heard(Play().submitted().checked().accepted("2026-03-03T10:00")).checked(
        at="2026-03-18T09:00", stage="decision"
    )
    granted(late, at="2026-03-18T10:00", explanation="材料多，多查了一天。")
    result = found(late)["decided_in_time"]
    assert (result.outcome, result.due, result.on) == (FAILED, date(2026, 3, 17), date(2026, 3, 18))
    assert late.journal[result.seqs[0] - 1].event.__class__ is e.Granted
    in_time = heard(Play().submitted().checked().accepted()).checked(at="2026-03-17T09:00", stage="decision")
    assert outcomes(granted(in_time, at="2026-03-17T10:00"))["decided_in_time"] == PASSED


def test_a_department_that_answers_late_is_found():
    play = Play().submitted().checked().accepted("2026-03-03T10:00")
    play.do(c.GiveOpinion("documents", "agree", SAID, "第六条", (REVIEWER, "officer:3")), "2026-03-09T10:00", REVIEWER)
    result = found(play)["steps_in_time"]
    assert (result.outcome, result.due) == (FAILED, date(2026, 3, 6))


@pytest.mark.parametrize("said", ["同意", "同意。", " 已阅 ", "符合", "同意吧"])
def test_a_nod_is_no_opinion(said: str):
    assert outcomes(granted(heard(Play().submitted().checked().accepted(), said=said)))["opinions"] == FAILED
    assert outcomes(granted(heard(Play().submitted().checked().accepted()), reason=said))["opinions"] == FAILED


def test_acceptance_after_a_correction_counts_from_the_day_everything_was_in():
    play = (
        Play()
        .submitted()
        .corrected("form", notice="2026-03-04T10:00", at="2026-03-09T10:00")
        .checked(at="2026-03-10T09:00")
    )
    play.accepted("2026-03-10T10:00")
    assert outcomes(play)["accepted_from"] == PASSED
    at = next(n for n, one in enumerate(play.journal) if isinstance(one.event, e.Accepted))
    forged = replace(play.journal[at].event, effective_on=date(2026, 3, 10))
    play.journal[at] = replace(play.journal[at], event=forged)
    assert outcomes(play)["accepted_from"] == FAILED


def test_what_was_not_named_at_first_may_not_be_demanded_later():
    play = Play().submitted().corrected("form")
    again = c.RequestCorrection(marks(play.case, fix=("form",)))
    play.do(again, "2026-03-11T10:00", CLERK)
    assert outcomes(play)["told_once"] == PASSED
    event = play.journal[-1].event
    more = tuple(
        replace(mark, verdict="fix", reason="新的") if mark.material == "report" else mark for mark in event.marks
    )
    play.journal[-1] = replace(play.journal[-1], event=replace(event, marks=more))
    assert outcomes(play)["told_once"] == FAILED


def test_a_refusal_without_an_article_is_found():
    play = heard(Play().submitted().checked().accepted())
    play.do(c.ReviewLegally("passed", "事实清楚，依据正确。"), "2026-03-06T09:00", LAWYER)
    play.do(
        c.Refuse("现场仓库没有防爆电气设备。", "不具备储存条件，不能保证安全。", "第六条第二项"),
        "2026-03-06T10:00",
        HEAD,
    )
    assert outcomes(play)["refusal_reasoned"] == PASSED
    event = replace(play.journal[-1].event, basis="有关规定")
    play.journal[-1] = replace(play.journal[-1], event=event)
    assert outcomes(play)["refusal_reasoned"] == FAILED


def test_a_record_that_does_not_hold_is_found():
    assert found(whole(), whole=False)["record_whole"].outcome == FAILED


def test_credit_is_asked_about_where_the_guide_asks_for_it_alone():
    assert outcomes(whole())["credit_seen"] == PASSED
    without = granted(heard(Play().submitted(credit_required=False).accepted()))
    assert outcomes(without)["credit_seen"] == IDLE


def test_the_score_is_the_weight_of_what_passed_of_what_applied():
    policy = load_policy()
    results = [Result("answered_in_time", PASSED), Result("opinions", FAILED), Result("served", IDLE)]
    weights = policy.checks["answered_in_time"].points, policy.checks["opinions"].points
    assert score(results) == round(100 * weights[0] / sum(weights))
    assert score([]) == 100
    assert score([Result("served", IDLE)]) == 100
    assert score([Result(code, PASSED) for code in CODES]) == 100


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("shortest: 5", "shortest: none", "shortest"),
        ("reply_days: 10", "reply_days: 0", "reply_days"),
        ("points: 15", "points: -1", "points"),
        ("code: told_once", "code: told_twice", "exactly"),
        ("bare:", "naked:", "bare"),
    ],
)
def test_a_policy_that_cannot_be_used_is_refused_by_name(tmp_path: Path, old: str, new: str, said: str):
    file = tmp_path / "audit.yaml"
    file.write_text(FILE.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(PolicyError, match=said):
        load_policy(file)


def test_a_decision_that_nobody_publishes_fails_once_its_days_are_over_r107():
    play = whole()
    waits = {one.code: one for one in audit(play.journal, calendar(), on=date(2026, 3, 9))}["published"]
    assert waits.outcome == IDLE
    assert waits.due == date(2026, 3, 17)
    missing = {one.code: one for one in audit(play.journal, calendar(), on=date(2026, 3, 18))}["published"]
    assert (missing.outcome, missing.due, missing.on) == (FAILED, date(2026, 3, 17), date(2026, 3, 18))
    play.do(c.Publish(), "2026-03-17T10:00")
    assert found(play)["published"].outcome == PASSED


def test_a_refusal_that_nobody_reviewed_legally_is_found():
    play = heard(Play(replace(TERMS, legal_review="on_refusal")).submitted().checked().accepted())
    assert found(granted(play))["reviewed"].outcome == IDLE
    play = heard(Play(replace(TERMS, legal_review="on_refusal")).submitted().checked().accepted())
    play.do(c.ReviewLegally("passed", SAID, "refuse"), "2026-03-06T09:00", LAWYER)
    play.do(c.Refuse("间距不足 12 米，经现场核查属实", SAID, "《办法》第六条"), "2026-03-06T10:00", HEAD)
    assert found(play)["reviewed"].outcome == PASSED
    play.journal[:] = [one for one in play.journal if not isinstance(one.event, e.LegallyReviewed)]
    assert found(play)["reviewed"].outcome == FAILED


def test_the_sources_that_people_read_name_law_and_no_numbers_of_our_own():
    for check in load_policy().checks.values():
        assert not [words for words in check.source.values() if re.search(r"\bR\d", words)]
