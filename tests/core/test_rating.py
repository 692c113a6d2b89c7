"""Ratings: once an act, by the applicant alone, after the end; a bad one is followed up step by step (R83-R86)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.core.play import CLERK, HANDLER, HEAD, REVIEWER, Play, calendar, moment
from workflows import commands as c
from workflows import events as e
from workflows.calendar import CalendarGap
from workflows.clocks import clocks
from workflows.ladder import load_ladder
from workflows.limits import due
from workflows.rating import acts
from workflows.rating_policy import FILE, LEVELS, PolicyError, load_policy
from workflows.refusal import Refusal
from workflows.rules import decide
from workflows.sweep import wakes_on

VISITOR, SUPERVISOR = "visitor:0", "officer:9"


def ended(at: str = "2026-04-28T10:00") -> Play:
    play = Play().submitted(channel="window").checked().accepted().heard().granted()
    play.do(c.IssueLicence("1", date(2026, 3, 6)), "2026-03-06T11:00")
    play.do(c.Deliver("counter", recipient="signed", visit_code="own_wish"), at)
    return play


def rated(level: int = 1, at: str = "2026-04-30T20:00", act: str = "matter") -> Play:
    play = ended()
    play.do(c.Rate(act, level, words="d"), at, HANDLER)
    return play


def verified(finding: str = "founded", at: str = "2026-05-06T10:00") -> Play:
    play = rated()
    play.do(c.VerifyRating("matter", finding, "电话核实", "phone"), at, REVIEWER)
    return play


def answered(at: str = "2026-05-08T10:00") -> Play:
    play = verified()
    play.do(c.AnswerRating("matter", "已增开窗口"), at, REVIEWER)
    return play


def excluded() -> Play:
    play = verified("malicious")
    play.do(c.ReviewRating("matter", "upheld", "同一账号一日三评"), "2026-05-07T10:00", SUPERVISOR)
    return play


def one(play: Play, act: str = "matter"):
    return play.case.ratings[act]


def last(play: Play, clock: str, today: str = "2026-04-30") -> date | None:
    return due(clocks(play.case)[clock], calendar(), date.fromisoformat(today)).on


def refused(rule: str, play: Play, command: c.Command, at: str = "2026-05-20T10:00", by: str = HANDLER) -> None:
    with pytest.raises(Refusal) as said:
        play.do(command, at, by)
    assert said.value.rule == rule


def test_the_matter_and_every_coming_to_the_window_are_acts():
    play = ended()
    assert [act.key for act in acts(play.case)] == ["matter", "visit-2", "visit-11"]
    assert [act.purpose for act in acts(play.case)[1:]] == ["submit", "collect"]
    assert {act.channel for act in acts(play.case)} == {"window"}
    assert acts(Play().submitted().case)[0].channel == "online"


def test_every_act_is_rated_once():
    play = rated()
    refused("rated_already", play, c.Rate("matter", 5))
    play.do(c.Rate("visit-2", 4, way="phone"), "2026-05-20T10:00", VISITOR)
    assert one(play, "visit-2").level == 4
    refused("rated_already", play, c.Rate("visit-2", 4, way="phone"), by=VISITOR)
    refused("no_such_act", play, c.Rate("visit-3", 4))


def test_nothing_is_rated_before_the_end():
    refused("rated_too_early", Play().submitted().checked().accepted(), c.Rate("matter", 5), at="2026-03-04T10:00")


@pytest.mark.parametrize(
    "end",
    [
        c.DeclareNotRequired("不需要许可"),
        c.DeclineCompetence("省应急管理厅", "不属本机关"),
        c.Withdraw("不办了"),
    ],
)
def test_every_final_result_may_be_rated(end: c.Command):
    play = Play().submitted().checked()
    play.do(end, "2026-03-03T10:00", HANDLER if isinstance(end, c.Withdraw) else CLERK)
    play.do(c.Rate("matter", 3), "2026-03-04T10:00", HANDLER)
    assert not one(play).bad


@pytest.mark.parametrize("by", [CLERK, REVIEWER, HEAD, "system:0"])
def test_staff_and_the_portal_never_rate(by: str):
    refused("rating_by_staff", ended(), c.Rate("matter", 5), by=by)
    refused("rating_by_staff", answered(), c.RateAgain("matter", 5), by=by)
    refused("rating_by_staff", excluded(), c.AppealRating("matter", "d"), by=by)


@pytest.mark.parametrize("level", LEVELS)
def test_only_the_last_two_levels_open_a_follow_up(level: int):
    play = rated(level)
    bad = level in (1, 2)
    assert one(play).stage == ("contact" if bad else "")
    assert ("rating_contact:matter" in clocks(play.case)) is bad
    assert (wakes_on(play.case, now=moment("2026-04-30T20:00")) is not None) is bad


@pytest.mark.parametrize("level", [0, 6, -1])
def test_there_are_five_levels(level: int):
    refused("level_missing", ended(), c.Rate("matter", level))


def test_tags_are_those_of_the_channel_and_do_not_contradict():
    refused("tag_unknown", ended(), c.Rate("matter", 1, ("platform_bad",)))
    refused("tags_contradict", ended(), c.Rate("matter", 3, ("efficiency_good", "efficiency_bad")))
    play = ended()
    play.do(c.Rate("matter", 1, ("attitude_bad", "efficiency_good")), "2026-05-06T10:00", HANDLER)
    assert one(play).tags == ("efficiency_good", "attitude_bad")


@pytest.mark.parametrize(
    ("at", "contact", "fix"),
    [
        ("2026-04-30T20:00", "2026-05-06", "2026-05-25"),  # 1-5 May are days off, 9 May is a make-up working day
        ("2026-05-08T09:00", "2026-05-09", "2026-05-28"),  # the Saturday works
        ("2026-05-10T09:00", "2026-05-11", "2026-05-29"),  # on a Sunday: the next working day is the first
        ("2026-09-30T23:59", "2026-10-08", "2026-10-27"),  # before National Day
        ("2026-02-13T09:00", "2026-02-14", "2026-03-12"),  # 14 and 28 February work, 15-23 February are days off
    ],
)
def test_one_working_day_to_verify_and_fifteen_to_put_right(at: str, contact: str, fix: str):
    play = Play().submitted(at="2026-01-05T09:00").checked(at="2026-01-06T09:00")
    play.do(c.Withdraw("不办了"), at, HANDLER)
    play.do(c.Rate("matter", 1), at, HANDLER)
    assert str(last(play, "rating_contact:matter", at[:10])) == contact
    assert str(last(play, "rating_fix:matter", at[:10])) == fix


def test_a_policy_that_changes_later_moves_no_clock_that_runs():
    play = rated()
    assert (one(play).contact_days, one(play).fix_days) == (1, 15)
    stored = play.journal[-1].event
    assert isinstance(stored, e.Rated)
    assert clocks(play.case)["rating_fix:matter"].limit.value == stored.fix_days


def test_the_ladder_reminds_of_each_rung_once_although_the_case_has_ended():
    play = rated()
    for day in [*(f"2026-04-{n}" for n in (30,)), *(f"2026-05-{n:02d}" for n in range(1, 32))]:
        play.swept(f"{day}T23:00")
        play.swept(f"{day}T23:30")
    told = [
        (x.event.clock, x.event.rung, str(x.event.reached_on)) for x in play.journal if isinstance(x.event, e.Reminded)
    ]
    assert told == [
        ("rating_contact:matter", "near", "2026-04-30"),
        ("rating_contact:matter", "full", "2026-05-06"),
        ("rating_contact:matter", "over", "2026-05-07"),
        ("rating_fix:matter", "half", "2026-05-14"),
        ("rating_fix:matter", "most", "2026-05-20"),
        ("rating_fix:matter", "near", "2026-05-22"),
        ("rating_fix:matter", "full", "2026-05-25"),
        ("rating_fix:matter", "over", "2026-05-26"),
    ]
    assert wakes_on(play.case, now=moment("2026-06-01T00:05")) is None


def test_an_ended_case_without_a_bad_rating_never_wakes():
    assert wakes_on(ended().case, now=moment("2026-04-30T00:05")) is None
    assert wakes_on(rated(5).case, now=moment("2026-04-30T20:00")) is None


def test_a_verified_and_answered_rating_reminds_nobody_any_more():
    play = answered("2026-05-08T10:00")
    assert play.swept("2026-06-30T00:05") == []
    assert clocks(play.case)["rating_contact:matter"].stopped == date(2026, 5, 6)
    assert clocks(play.case)["rating_fix:matter"].stopped == date(2026, 5, 8)


def test_the_follow_up_goes_step_by_step():
    refused("rating_elsewhere", rated(), c.AnswerRating("matter", "已整改"), by=REVIEWER)
    refused("rating_elsewhere", rated(), c.CallBackRater("matter", "satisfied"), by=REVIEWER)
    refused("rating_elsewhere", verified(), c.CallBackRater("matter", "satisfied"), by=REVIEWER)
    refused("rating_elsewhere", verified(), c.VerifyRating("matter", "founded", "再核", "phone"), by=REVIEWER)
    refused("rating_elsewhere", verified(), c.ReviewRating("matter", "upheld", "维持"), by=SUPERVISOR)
    refused("no_such_rating", ended(), c.VerifyRating("matter", "founded", "核实", "phone"), by=REVIEWER)
    refused("rating_elsewhere", rated(5), c.VerifyRating("matter", "founded", "核实", "phone"), by=REVIEWER)
    play = answered()
    play.do(c.CallBackRater("matter", "satisfied"), "2026-05-11T10:00", REVIEWER)
    assert one(play).stage == "done"
    refused("rating_elsewhere", play, c.CallBackRater("matter", "satisfied"), by=REVIEWER)


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (c.VerifyRating("matter", "", "核实", "phone"), "finding_missing"),
        (c.VerifyRating("matter", "founded", "核实", ""), "finding_missing"),
        (c.VerifyRating("matter", "founded", "  ", "phone"), "reason_missing"),
        (c.VerifyRating("matter", "malicious", "联系不上", "unreached"), "finding_without_contact"),
    ],
)
def test_a_finding_says_how_and_why(command: c.Command, rule: str):
    refused(rule, rated(), command, by=REVIEWER)


@pytest.mark.parametrize("finding", ["unfounded", "malicious"])
def test_an_exclusion_counts_only_once_somebody_else_upheld_it(finding: str):
    play = verified(finding)
    assert one(play).stage == "review"
    assert not one(play).excluded
    assert clocks(play.case)["rating_fix:matter"].stopped is None
    refused("review_by_same_person", play, c.ReviewRating("matter", "upheld", "维持"), by=REVIEWER)
    refused("review_verdict_missing", play, c.ReviewRating("matter", "", "维持"), by=SUPERVISOR)
    play.do(c.ReviewRating("matter", "upheld", "维持"), "2026-05-07T10:00", SUPERVISOR)
    assert one(play).excluded
    assert clocks(play.case)["rating_fix:matter"].stopped == date(2026, 5, 7)
    assert play.swept("2026-06-30T00:05") == []


def test_a_review_that_overturns_leaves_the_office_its_first_period():
    play = verified("unfounded")
    play.do(c.ReviewRating("matter", "overturned", "记录显示等候 50 分钟"), "2026-05-15T10:00", SUPERVISOR)
    assert (one(play).finding, one(play).stage) == ("founded", "fix")
    assert last(play, "rating_fix:matter") == date(2026, 5, 25)


def test_the_applicant_may_appeal_once_and_until_then_it_counts_again():
    play = excluded()
    play.do(c.AppealRating("matter", "d"), "2026-05-18T10:00", HANDLER)
    assert (one(play).stage, one(play).excluded) == ("review", False)
    play.do(c.ReviewRating("matter", "upheld", "再次维持"), "2026-05-19T10:00", SUPERVISOR)
    refused("appealed_already", play, c.AppealRating("matter", "d"))


def test_an_exclusion_that_an_appeal_lifts_gives_a_period_anew():
    play = excluded()
    play.do(c.AppealRating("matter", "d"), "2026-07-01T10:00", HANDLER)
    play.do(c.ReviewRating("matter", "overturned", "理由成立"), "2026-07-02T10:00", SUPERVISOR)
    assert last(play, "rating_fix:matter", "2026-07-02") == date(2026, 7, 23)
    assert clocks(play.case)["rating_fix:matter"].stopped is None
    assert wakes_on(play.case, now=moment("2026-07-02T10:00")) == date(2026, 7, 14)


def test_nobody_appeals_against_what_was_not_excluded():
    refused("rating_elsewhere", verified(), c.AppealRating("matter", "d"))


def test_after_the_reply_it_is_rated_once_more():
    refused("not_answered_yet", verified(), c.RateAgain("matter", 4))
    play = answered()
    play.do(c.RateAgain("matter", 2, "d"), "2026-05-12T10:00", HANDLER)
    assert (one(play).level, one(play).again, one(play).stage) == (1, 2, "callback")
    refused("rated_again_already", play, c.RateAgain("matter", 5))


def test_a_missing_schedule_stops_no_rating():
    play = ended("2034-12-28T10:00")
    events = decide(play.case, c.Rate("matter", 1), now=moment("2034-12-29T10:00", HANDLER))
    assert isinstance(events[0], e.Rated)
    with pytest.raises(CalendarGap):
        calendar().add(date(2034, 12, 29), 20)


STAGES = {
    "contact": rated,
    "review": lambda: verified("unfounded"),
    "fix": verified,
    "excluded": excluded,
    "callback": answered,
}
STEPS = {
    c.VerifyRating("matter", "founded", "核实", "phone"): ("contact", REVIEWER),
    c.ReviewRating("matter", "overturned", "有据"): ("review", SUPERVISOR),
    c.AnswerRating("matter", "已改"): ("fix", REVIEWER),
    c.AppealRating("matter", "d"): ("excluded", HANDLER),
    c.CallBackRater("matter", "satisfied"): ("callback", REVIEWER),
}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__)
def test_every_step_belongs_to_one_stage_and_is_done_once(stage: str, step: c.Command):
    play, (own, by) = STAGES[stage](), STEPS[step]
    assert one(play).stage == stage
    if stage == own:
        play.do(step, "2026-05-20T10:00", by)
        assert one(play).stage != stage
    with pytest.raises(Refusal):
        play.do(step, "2026-05-20T10:01", by)


def test_the_window_handles_a_visit_and_the_office_the_matter():
    ladder = load_ladder()
    handlers = {
        name: ladder.handler(name) for name in ("rating_fix:visit-12", "rating_fix:matter", "notice", "track:a-b")
    }
    assert handlers == {
        "rating_fix:visit-12": "window",
        "rating_fix:matter": "reviewer",
        "notice": "window",
        "track:a-b": "reviewer",
    }


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("bad_from: 2", "bad_from: 5", "bad_from"),
        ("least: 5", "least: 0", "least"),
        ("days: 15", "days: 0", "fix"),
        ("bad: {zh: 等得久, en: Long wait}", "bad: {zh: 等得久}", "efficiency"),
        ("  online:", "  post:", "online"),
    ],
)
def test_a_broken_policy_is_named(tmp_path: Path, was: str, now: str, says: str):
    text = FILE.read_text("utf-8")
    assert was in text
    (tmp_path / "rating.yaml").write_text(text.replace(was, now), "utf-8")
    with pytest.raises(PolicyError, match=says):
        load_policy(tmp_path / "rating.yaml")
