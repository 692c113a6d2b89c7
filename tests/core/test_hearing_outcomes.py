"""How a hearing ends: held with a record, given up, taken back, put off; and who may preside (articles 46 to 48)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.core.play import COLLEAGUE, HANDLER, HEAD, REVIEWER, Play, moment
from tests.core.test_hearing import RECORD, requested, set_for, told
from workflows import commands as c
from workflows.clocks import clocks
from workflows.hearing import acts, reviewers, wishes
from workflows.limits import due
from workflows.refusal import Refusal
from workflows.rules.decision import blockers


def missing(play: Play, at: str) -> set[str]:
    return {one.code for one in blockers(play.case, outcome="refuse", now=moment(at)) if one.code.startswith("hearing")}


def last_day(play: Play, clock: str) -> date | None:
    return due(clocks(play.case)[clock], moment("2026-03-11T10:00").calendar, date(2026, 3, 11)).on


def told_both() -> Play:
    play = Play().submitted().checked().accepted()
    play.do(c.TellHearing("拟准予"), "2026-03-05T10:00", REVIEWER)
    play.do(c.TellInterested("n" * 64), "2026-03-05T10:05", REVIEWER)
    return play


def set_and_come() -> Play:
    play = requested()
    play.do(set_for("2026-03-18"), "2026-03-09T10:00", REVIEWER)
    return play


def test_whoever_gives_the_hearing_up_is_not_waited_for():
    play = told()
    assert missing(play, "2026-03-06T09:00") == {"hearing_period"}
    play.do(c.WaiveHearing(), "2026-03-06T10:00", HANDLER)
    assert missing(play, "2026-03-06T11:00") == set()
    assert clocks(play.case)["hearing_request"].stopped == date(2026, 3, 6)
    with pytest.raises(Refusal, match="hearing_waived_already"):
        play.do(c.RequestHearing(), "2026-03-06T12:00", HANDLER)


def test_where_interested_parties_were_told_the_applicant_alone_gives_nothing_up():
    play = told_both()
    play.do(c.WaiveHearing(), "2026-03-06T10:00", HANDLER)
    assert missing(play, "2026-03-06T11:00") == {"hearing_period"}
    assert missing(play, "2026-03-13T00:05") == set()
    play.do(c.RequestHearing("interested"), "2026-03-09T10:00", REVIEWER)
    assert missing(play, "2026-03-13T00:05") == {"hearing_open"}


def test_a_second_party_asks_within_the_same_five_days():
    play = requested()
    play.do(c.RequestHearing("interested"), "2026-03-12T23:00", REVIEWER)
    assert play.case.hearing.requests == ("applicant", "1")
    late = requested()
    with pytest.raises(Refusal, match="hearing_request_late"):
        late.do(c.RequestHearing("interested"), "2026-03-13T09:00", REVIEWER)


def test_a_request_that_is_taken_back_ends_the_pause_and_may_be_made_again_within_its_days():
    play = requested()
    play.do(c.PauseClock("hearing", 10, "举行听证"), "2026-03-09T10:00", REVIEWER)
    made = play.do(c.WithdrawHearingRequest(), "2026-03-10T10:00", HANDLER)
    assert [type(one).__name__ for one in made] == ["HearingRequestWithdrawn", "ClockResumed"]
    assert missing(play, "2026-03-10T11:00") == {"hearing_period"}
    assert missing(play, "2026-03-13T00:05") == set()
    assert "hearing" not in clocks(play.case)
    play.do(c.RequestHearing(), "2026-03-11T10:00", HANDLER)
    assert missing(play, "2026-03-13T00:05") == {"hearing_open"}
    assert last_day(play, "hearing") == moment("2026-03-11T10:00").calendar.add(date(2026, 3, 11), 20)


def test_a_request_that_is_taken_back_after_the_days_to_ask_ends_the_hearing():
    play = set_and_come()
    play.do(c.WithdrawHearingRequest(), "2026-03-16T10:00", HANDLER)
    assert missing(play, "2026-03-16T11:00") == set()
    assert (play.case.hearing.over_on, play.case.hearing.record) == (date(2026, 3, 16), "")
    assert clocks(play.case)["hearing"].stopped == date(2026, 3, 16)


@pytest.mark.parametrize("change_of_mind", [c.WithdrawHearingRequest(), c.WaiveHearing()])
def test_the_applicant_ends_nothing_for_the_interested_party_article_47(change_of_mind: c.Command):
    play = told_both()
    play.do(c.RequestHearing(), "2026-03-05T11:00", HANDLER)
    play.do(change_of_mind, "2026-03-06T10:00", HANDLER)
    assert missing(play, "2026-03-06T11:00") == {"hearing_period"}
    assert "ask" in wishes(play.case, "interested")
    play.do(c.RequestHearing("interested"), "2026-03-11T10:00", REVIEWER)
    assert missing(play, "2026-03-20T09:00") == {"hearing_open"}
    play.do(set_for("2026-03-23"), "2026-03-12T10:00", REVIEWER)
    assert play.case.hearing.held_on == date(2026, 3, 23)


def test_whoever_stays_away_ends_the_hearing_where_nobody_else_asked_in_time():
    play = told_both()
    play.do(c.RequestHearing(), "2026-03-05T11:00", HANDLER)
    play.do(set_for("2026-03-18"), "2026-03-09T10:00", REVIEWER)
    play.do(c.WaiveHearing("applicant", "no_show", "没有到场"), "2026-03-18T12:00", REVIEWER)
    assert (missing(play, "2026-03-18T13:00"), play.case.hearing.over_on) == (set(), date(2026, 3, 18))


def test_a_request_in_time_opens_a_hearing_again_that_everybody_told_had_given_up():
    play = set_and_come()
    play.do(c.WaiveHearing(), "2026-03-10T10:00", HANDLER)
    assert missing(play, "2026-03-10T11:00") == set()
    play.do(c.RequestHearing("interested"), "2026-03-11T10:00", REVIEWER)
    assert missing(play, "2026-03-20T09:00") == {"hearing_open"}
    assert (play.case.hearing.held_on, play.case.hearing.requested_on) == (None, date(2026, 3, 11))


def test_after_the_hearing_was_held_nobody_asks_for_it():
    play = set_and_come()
    play.do(RECORD, "2026-03-18T17:00", REVIEWER)
    with pytest.raises(Refusal, match="hearing_over"):
        play.do(c.RequestHearing("interested"), "2026-03-18T18:00", REVIEWER)


def test_it_is_held_for_the_other_party_when_one_takes_its_request_back():
    play = requested()
    play.do(c.RequestHearing("interested"), "2026-03-10T10:00", REVIEWER)
    play.do(c.PauseClock("hearing", 10, "举行听证"), "2026-03-10T11:00", REVIEWER)
    made = play.do(c.WithdrawHearingRequest(), "2026-03-11T10:00", HANDLER)
    assert [type(one).__name__ for one in made] == ["HearingRequestWithdrawn"]
    assert missing(play, "2026-03-11T11:00") == {"hearing_open"}


def test_who_stays_away_on_the_day_has_given_it_up_and_not_before():
    play = set_and_come()
    absent = c.WaiveHearing("applicant", "no_show", "通知后没有到场，没有说明理由")
    with pytest.raises(Refusal, match="hearing_not_yet"):
        play.do(absent, "2026-03-17T10:00", REVIEWER)
    with pytest.raises(Refusal, match="reason_missing"):
        play.do(c.WaiveHearing("applicant", "no_show"), "2026-03-18T12:00", REVIEWER)
    play.do(absent, "2026-03-18T12:00", REVIEWER)
    assert missing(play, "2026-03-18T13:00") == set()
    assert play.case.hearing.over_on == date(2026, 3, 18)


def test_a_hearing_that_was_put_off_is_told_again_and_may_lie_later_for_a_party():
    for cause, day, rule in (("party", "2026-04-20", ""), ("agency", "2026-04-20", "hearing_too_late")):
        play = set_and_come()
        play.do(c.AdjournHearing(cause, "代理人生病"), "2026-03-17T10:00", REVIEWER)
        with pytest.raises(Refusal, match="hearing_not_set"):
            play.do(RECORD, "2026-03-18T17:00", REVIEWER)
        with pytest.raises(Refusal, match="hearing_notice_short"):
            play.do(set_for("2026-03-20"), "2026-03-17T10:00", REVIEWER)
        if rule:
            with pytest.raises(Refusal, match=rule):
                play.do(set_for(day), "2026-03-17T10:00", REVIEWER)
        else:
            play.do(set_for(day), "2026-03-17T10:00", REVIEWER)
            assert play.case.hearing.held_on == date.fromisoformat(day)


def test_nobody_who_reviewed_the_case_presides():
    play = requested()
    play.do(c.GiveOpinion("documents", "agree", "符合", officers=(COLLEAGUE,)), "2026-03-06T11:00", REVIEWER)
    assert reviewers(play.case) == {REVIEWER, COLLEAGUE}
    for host in (REVIEWER, COLLEAGUE):
        with pytest.raises(Refusal, match="hearing_host_reviews"):
            play.do(c.SetHearing(date(2026, 3, 18), "9:30", "会议室", "科长", host), "2026-03-09T10:00", REVIEWER)


def test_whoever_presides_gives_no_opinion_afterwards():
    play = set_and_come()
    with pytest.raises(Refusal, match="hearing_host_gives_opinion"):
        play.do(c.GiveOpinion("documents", "agree", "符合"), "2026-03-10T10:00", "officer:9")
    with pytest.raises(Refusal, match="hearing_host_gives_opinion"):
        play.do(c.GiveOpinion("documents", "agree", "符合", officers=("officer:9",)), "2026-03-10T10:00", REVIEWER)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"recorder_ref": "officer:9"}, "hearing_recorder_presides"),
        ({"present": ()}, "hearing_record_incomplete"),
        ({"signed": ""}, "hearing_record_incomplete"),
        ({"scan": ""}, "hearing_scan_missing"),
        ({"paper": ""}, "hearing_scan_missing"),
    ],
)
def test_a_record_is_whole_or_it_is_none(changes: dict, rule: str):
    whole = {"recorder_ref": "officer:8", "present": ("applicant",), "signed": "signed", "paper": "p", "scan": "s"}
    with pytest.raises(Refusal, match=rule):
        set_and_come().do(c.HoldHearing(**(whole | changes)), "2026-03-18T17:00", REVIEWER)


def test_the_decision_says_how_the_record_was_taken_into_account():
    play = set_and_come().heard("2026-03-10T10:00")
    play.do(RECORD, "2026-03-18T17:00", REVIEWER)
    play.do(c.LookUpCredit("review", "none"), "2026-03-18T18:00", REVIEWER)
    now = "2026-03-19T10:00"
    with pytest.raises(Refusal, match="hearing_unanswered"):
        play.do(c.Grant("符合条件", explanation="举行听证"), now, HEAD)
    play.do(c.Grant("符合条件", explanation="举行听证", hearing="间距经补充测量合格"), now, HEAD)
    with pytest.raises(Refusal, match="already_decided"):
        play.do(c.WaiveHearing(), now, HANDLER)


def test_the_authority_announces_a_hearing_of_its_own_accord_and_then_owes_it():
    play = Play().submitted().checked().accepted()
    announce = c.AnnounceHearing("涉及公共利益", date(2026, 3, 18), "9:30", "会议室", "科长", "officer:9")
    with pytest.raises(Refusal, match="hearing_notice_short"):
        play.do(announce, "2026-03-10T10:00", REVIEWER)
    play.do(announce, "2026-03-09T10:00", REVIEWER)
    assert missing(play, "2026-03-10T10:00") == {"hearing_open"}
    with pytest.raises(Refusal, match="hearing_set_already"):
        play.do(announce, "2026-03-09T11:00", REVIEWER)
    play.do(RECORD, "2026-03-18T17:00", REVIEWER)
    assert missing(play, "2026-03-18T18:00") == set()


def test_pages_offer_what_the_rules_allow():
    play = told()
    day = date(2026, 3, 6)
    assert acts(play.case, day) == {
        "hearing_announced",
        "hearing_interested",
        "hearing_requested",
        "hearing_waived",
    }
    assert wishes(play.case, "applicant") == {"ask", "waive"}
    play = set_and_come()
    assert wishes(play.case, "applicant") == {"waive", "withdraw"}
    assert "hearing_held" not in acts(play.case, date(2026, 3, 17))
    assert {"hearing_held", "hearing_absent"} <= acts(play.case, date(2026, 3, 18))
    play.do(RECORD, "2026-03-18T17:00", REVIEWER)
    assert acts(play.case, date(2026, 3, 19)) == set()
    assert wishes(play.case, "applicant") == set()


LATE = "2026-03-30T10:00"


def test_a_day_within_the_period_is_refused_no_excuse_and_past_it_the_hearing_is_still_held():
    play = requested()  # to be held by 3 April; on 25 March the first day that can be told in time is 3 April
    with pytest.raises(Refusal, match="hearing_too_late"):
        play.do(replace(set_for("2026-04-07"), explanation="漏办"), "2026-03-25T10:00", REVIEWER)
    with pytest.raises(Refusal, match="hearing_late_unexplained") as caught:
        play.do(set_for("2026-04-09"), LATE, REVIEWER)
    assert caught.value.facts == {"due": date(2026, 4, 3), "earliest": date(2026, 4, 9)}
    told_late, *_ = play.do(replace(set_for("2026-04-09"), explanation=" 交接时漏办 "), LATE, REVIEWER)
    assert (told_late.late, told_late.explanation) == (True, "交接时漏办")
    play.do(RECORD, "2026-04-09T17:00", REVIEWER)
    assert missing(play, "2026-04-09T18:00") == set()


def test_what_the_authority_put_off_too_late_is_set_again_with_an_explanation():
    play = set_and_come()
    play.do(c.AdjournHearing("agency", "主持人生病"), LATE, REVIEWER)
    with pytest.raises(Refusal, match="hearing_late_unexplained"):
        play.do(set_for("2026-04-09"), LATE, REVIEWER)
    play.do(replace(set_for("2026-04-09"), explanation="主持人生病"), LATE, REVIEWER)
    assert play.case.hearing.explanation == "主持人生病"


def test_a_day_in_time_is_never_marked_late():
    play = requested()
    in_time, *_ = play.do(replace(set_for("2026-04-03"), explanation="多余的话"), "2026-03-25T10:00", REVIEWER)
    assert (in_time.late, in_time.explanation) == (False, "")


def test_who_would_announce_a_hearing_that_was_asked_for_is_told_to_set_its_day():
    announce = c.AnnounceHearing("涉及公共利益", date(2026, 3, 18), "9:30", "会议室", "科长", "officer:9")
    with pytest.raises(Refusal, match="hearing_day_owed"):
        requested().do(announce, "2026-03-09T10:00", REVIEWER)
    held = set_and_come()
    held.do(RECORD, "2026-03-18T17:00", REVIEWER)
    with pytest.raises(Refusal, match="hearing_over"):
        held.do(announce, "2026-03-18T18:00", REVIEWER)


def paused(events: tuple) -> list[tuple[str, int]]:
    return [
        (type(one).__name__, getattr(one, "announced_days", 0)) for one in events if type(one).__name__[:5] == "Clock"
    ]


def test_the_time_of_a_hearing_is_not_counted_from_its_notice_to_its_end_r27():
    play = requested()
    assert paused(play.do(set_for("2026-03-18"), "2026-03-09T10:00", REVIEWER)) == [("ClockPaused", 7)]
    due_if_it_ends_today = due(clocks(play.case)["statutory"], moment(LATE).calendar, date(2026, 3, 18)).on
    assert paused(play.do(RECORD, "2026-03-18T17:00", REVIEWER)) == [("ClockResumed", 0)]
    assert play.case.open_stops == ()
    assert due(clocks(play.case)["statutory"], moment(LATE).calendar, date(2026, 3, 31)).on == due_if_it_ends_today
    bare = Play().submitted().checked().accepted()
    without = due(clocks(bare.case)["statutory"], moment(LATE).calendar, date(2026, 3, 18)).on
    assert without is not None
    assert moment(LATE).calendar.add(without, 7) == due_if_it_ends_today


def test_a_hearing_that_the_authority_announces_begins_its_procedure_too():
    play = Play().submitted().checked().accepted()
    announce = c.AnnounceHearing("涉及公共利益", date(2026, 3, 18), "9:30", "会议室", "科长", "officer:9")
    assert paused(play.do(announce, "2026-03-09T10:00", REVIEWER)) == [("ClockPaused", 7)]
    assert play.case.open_stops[0].reason == "涉及公共利益"


def test_the_length_is_told_anew_for_a_new_day_and_a_procedure_that_runs_is_not_begun_twice():
    play = set_and_come()
    play.do(c.AdjournHearing("party", "代理人生病"), "2026-03-17T10:00", REVIEWER)
    again = play.do(set_for("2026-03-31"), "2026-03-18T10:00", REVIEWER)
    assert paused(again) == [("ClockResumed", 0), ("ClockPaused", 9)]
    by_hand = requested()
    by_hand.do(c.PauseClock("hearing", 10, "举行听证"), "2026-03-09T09:00", REVIEWER)
    assert paused(by_hand.do(set_for("2026-03-18"), "2026-03-09T10:00", REVIEWER)) == []


def test_one_hearing_is_one_thing_between_now_and_the_decision():
    play = set_and_come().heard("2026-03-10T10:00")
    found = [one.code for one in blockers(play.case, outcome="grant", now=moment("2026-03-10T11:00"))]
    assert [one for one in found if one in ("hearing_open", "procedure_open")] == ["hearing_open"]
