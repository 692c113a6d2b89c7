"""Major acts on a licence: heard, reviewed legally, discussed and only then signed, each by somebody else (R36, R130, R131)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.core.play import COLLEAGUE, HANDLER, HEAD, REVIEWER, TERMS, Play, moment
from tests.core.test_licence import PENALTY, licensed, proposed
from workflows import commands as c
from workflows import events as e
from workflows.audit import FAILED, PASSED, audit
from workflows.discussion import PolicyError, load_policy
from workflows.licence import policy
from workflows.major_acts import FILE, asks, load_majors
from workflows.refusal import Refusal
from workflows.rules.major_acts import blockers

DAY = date(2026, 5, 19)
"""The first day after the five working days of a proposal of 11 May."""
PASSED_BY_LAWYER = c.ReviewLicenceAct("passed", "事实清楚，程序合法")


def at(hour: int, day: int = 19) -> str:
    return f"2026-05-{day:02d}T{hour:02d}:00"


def talk(conclusion: str = "do", held_on: date = DAY, **more: object) -> c.DiscussLicenceAct:
    facts = {"present": 3, "paper": "p" * 64} | more
    return c.DiscussLicenceAct(held_on, conclusion, **facts)  # type: ignore[arg-type]


def codes(play: Play, when: str) -> list[str]:
    assert play.case.proposal is not None
    return [one.code for one in blockers(play.case, play.case.proposal, moment(when))]


def reviewed(play: Play | None = None) -> Play:
    play = play or proposed("revoke", "fraud")
    play.do(PASSED_BY_LAWYER, at(9), COLLEAGUE)
    return play


def discussed(conclusion: str = "do") -> Play:
    play = reviewed()
    play.do(talk(conclusion), at(10), REVIEWER)
    return play


def test_what_is_missing_is_listed_in_the_order_in_which_it_is_mended():
    play = proposed("revoke", "fraud")
    assert codes(play, at(9, 12)) == ["licence_defence_period", "licence_legal_missing", "licence_discussion_missing"]
    assert codes(play, at(9)) == ["licence_legal_missing", "licence_discussion_missing"]
    play = reviewed(play)
    assert codes(play, at(9)) == ["licence_discussion_missing"]
    play.do(talk(), at(10), REVIEWER)
    assert codes(play, at(11)) == []
    play.do(c.DecideLicenceAct(), at(11), HEAD)
    event = play.journal[-1].event
    assert isinstance(event, e.LicenceRevoked)
    assert (event.proposed_by, event.reviewed_by, event.discussed_on) == (REVIEWER, COLLEAGUE, DAY)
    assert event.legal == "事实清楚，程序合法"


@pytest.mark.parametrize("done", [(), ("review",), ("review", "talk")])
def test_each_thing_that_is_missing_refuses_the_signature(done: tuple[str, ...]):
    play = proposed("withdraw", "facts_changed", redress="依法补偿")
    if "review" in done:
        reviewed(play)
    if "talk" in done:
        play.do(talk("leave"), at(10), REVIEWER)
    wanted = ("licence_legal_missing", "licence_discussion_missing", "licence_discussion_against")[len(done)]
    with pytest.raises(Refusal, match=wanted):
        play.do(c.DecideLicenceAct(), at(11), HEAD)


def test_what_a_discussion_came_to_binds_both_ways_until_another_is_held():
    play = discussed("leave")
    with pytest.raises(Refusal, match="licence_discussion_against"):
        play.do(c.DecideLicenceAct(), at(11), HEAD)
    play.do(talk("do"), at(12), REVIEWER)
    with pytest.raises(Refusal, match="licence_drop_against"):
        play.do(c.DropLicenceAct("另行处理"), at(13), REVIEWER)
    play.do(talk("leave"), at(14), REVIEWER)
    play.do(c.DropLicenceAct("集体讨论认为不予撤销"), at(15), REVIEWER)
    assert play.case.proposal is None


def test_three_people_propose_review_and_sign():
    play = proposed("revoke", "fraud")
    with pytest.raises(Refusal, match="licence_reviewer_proposed"):
        play.do(PASSED_BY_LAWYER, at(9), REVIEWER)
    play.do(PASSED_BY_LAWYER, at(9), HEAD)
    play.do(talk(), at(10), REVIEWER)
    with pytest.raises(Refusal, match="licence_reviewer_signs"):
        play.do(c.DecideLicenceAct(), at(11), HEAD)
    play.do(c.DecideLicenceAct(), at(11), COLLEAGUE)


def test_nobody_reviews_or_discusses_before_the_holder_was_heard():
    play = proposed("revoke", "fraud")
    for command in (PASSED_BY_LAWYER, talk(held_on=date(2026, 5, 12))):
        with pytest.raises(Refusal, match="licence_defence_period"):
            play.do(command, at(9, 12), COLLEAGUE)
    play.do(c.DefendLicence("hearing", "p" * 64), at(10, 12), HANDLER)
    for command in (PASSED_BY_LAWYER, talk()):
        with pytest.raises(Refusal, match="licence_hearing_open"):
            play.do(command, at(9), COLLEAGUE)


def test_a_discussion_lies_between_the_day_on_which_everything_was_there_and_today():
    play = reviewed()
    for day in (date(2026, 5, 18), date(2026, 5, 20)):
        with pytest.raises(Refusal, match="licence_discussion_day"):
            play.do(talk(held_on=day), at(10), REVIEWER)
    waived = proposed("revoke", "fraud")
    waived.do(c.DefendLicence("waived"), at(9, 12), HANDLER)
    waived.do(PASSED_BY_LAWYER, at(10, 12), COLLEAGUE)
    with pytest.raises(Refusal, match="licence_discussion_day"):
        waived.do(talk(held_on=date(2026, 5, 11)), at(11, 12), REVIEWER)
    waived.do(talk(held_on=date(2026, 5, 12)), at(11, 12), REVIEWER)


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (talk(present=load_policy().least - 1), "discussion_few"),
        (talk("perhaps"), "discussion_incomplete"),
        (talk("grant"), "discussion_incomplete"),
        (talk(paper=""), "discussion_incomplete"),
        (c.ReviewLicenceAct("perhaps", "x"), "verdict_missing"),
        (c.ReviewLicenceAct("passed", " "), "opinion_missing"),
    ],
)
def test_a_record_says_enough(command: c.Command, rule: str):
    with pytest.raises(Refusal, match=rule):
        reviewed().do(command, at(10), COLLEAGUE)


def test_what_the_lawyers_give_back_is_reviewed_and_discussed_anew():
    play = discussed()
    play.do(c.ReviewLicenceAct("returned", "缺少询问笔录"), at(11), COLLEAGUE)
    assert codes(play, at(12)) == ["licence_legal_returned", "licence_discussion_missing"]
    with pytest.raises(Refusal, match="licence_legal_returned"):
        play.do(talk(), at(12), REVIEWER)
    play.do(PASSED_BY_LAWYER, at(13), COLLEAGUE)
    assert codes(play, at(13)) == ["licence_discussion_missing"]


def test_a_penalty_that_another_procedure_discussed_names_that_day():
    play = proposed("penal_revoke", "penalty", at="2026-05-19T08:00", **PENALTY)
    assert codes(play, at(9)) == ["licence_legal_missing", "licence_discussion_missing"]
    play.do(PASSED_BY_LAWYER, at(9), COLLEAGUE)
    with pytest.raises(Refusal, match="licence_discussion_day"):
        play.do(talk(held_on=date(2026, 3, 8)), at(10), REVIEWER)
    play.do(talk(held_on=date(2026, 4, 30)), at(10), REVIEWER)
    play.do(c.DecideLicenceAct(), at(11), HEAD)


def test_minor_acts_ask_for_neither_but_follow_what_was_recorded_all_the_same():
    play = proposed("cancel", "applied")
    assert codes(play, at(9, 11)) == []
    play.do(c.ReviewLicenceAct("returned", "委托书过期"), at(10, 11), COLLEAGUE)
    with pytest.raises(Refusal, match="licence_legal_returned"):
        play.do(c.DecideLicenceAct(), at(11, 11), HEAD)


def test_a_guide_asks_for_more():
    terms = replace(TERMS, acts_discussed=("suspend",), acts_reviewed=("cancel",))
    assert asks("suspend", terms) == ("discussion",)
    assert asks("cancel", terms) == ("legal",)
    assert asks("revoke", terms) == ("legal", "discussion")
    assert asks("cancel", TERMS) == ()


def test_a_proposal_from_before_this_was_asked_asks_what_one_of_today_would():
    play = proposed("revoke", "fraud")
    last = play.journal[-1]
    play.journal[-1] = replace(last, event=replace(last.event, asks=()))
    assert "licence_discussion_missing" in codes(play, at(9))


def verdict(play: Play, code: str) -> str:
    return next(one.outcome for one in audit(play.journal, moment(at(12)).calendar) if one.code == code)


@pytest.mark.parametrize(("code", "missing"), [("discussed", {"discussed_on": None}), ("reviewed", {"legal": ""})])
def test_the_audit_of_the_file_asks_for_the_record(code: str, missing: dict[str, object]):
    play = discussed()
    play.do(c.DecideLicenceAct(), at(11), HEAD)
    assert verdict(play, code) == PASSED
    last = play.journal[-1]
    play.journal[-1] = replace(last, event=replace(last.event, **missing))
    assert verdict(play, code) == FAILED


@pytest.mark.parametrize(
    "text", ["legal: {}", "legal: {}\ndiscussion: {burn: {zh: a, en: b}}", "legal: {}\ndiscussion: {revoke: {zh: a}}"]
)
def test_a_policy_that_cannot_be_used_is_refused(tmp_path: Path, text: str):
    file = tmp_path / "major_acts.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(PolicyError):
        load_majors(file)
    assert {"revoke", "penal_revoke", "withdraw"} <= set(load_majors(FILE)["discussion"]) <= set(policy().acts)


def test_nothing_is_reviewed_or_discussed_where_nothing_is_proposed():
    for command in (PASSED_BY_LAWYER, talk()):
        with pytest.raises(Refusal, match="licence_act_missing"):
            licensed().do(command, at(10), COLLEAGUE)
