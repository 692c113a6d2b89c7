"""The joint site check: one appointment, two officers of each department, one record for all (R18, R88, R142)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.core.play import COLLEAGUE, HANDLER, REVIEWER, TERMS, Play, moment
from workflows import commands as c
from workflows.refusal import Refusal
from workflows.rules import decide

TRACKS = tuple(replace(term, site_check=term.id in ("fire", "site"), officers=2) for term in TERMS.tracks)
TEAM = (("fire", "officer:5"), ("fire", "officer:6"), ("site", REVIEWER), ("site", COLLEAGUE))
SET = c.SetSiteCheck(date(2026, 3, 9), "09:30", "化工路18号", TEAM, "paper")
HELD = c.HoldSiteCheck(TEAM, "signed", "record", "scan")


def begun() -> Play:
    return Play().submitted(tracks=TRACKS).checked().accepted()


def arranged() -> Play:
    play = begun()
    play.do(SET, "2026-03-05T09:00", REVIEWER)
    return play


def rule_of(play: Play, command: c.Command, at: str, by: str = REVIEWER) -> str:
    with pytest.raises(Refusal) as refused:
        decide(play.case, command, now=moment(at, by))
    return refused.value.rule


def test_one_appointment_is_made_for_every_department_that_needs_the_site():
    site = arranged().case.site
    assert (site.tracks, site.held_on, site.owed) == (("fire", "site"), date(2026, 3, 9), True)


@pytest.mark.parametrize("gone", TEAM)
def test_two_officers_of_each_department_go_r18(gone: tuple[str, str]):
    short = replace(SET, team=tuple(one for one in TEAM if one != gone))
    assert rule_of(begun(), short, "2026-03-05T09:00") == "site_officers_missing"


def test_the_same_officer_twice_is_one_officer_and_nobody_comes_from_elsewhere():
    twice = replace(SET, team=(TEAM[0], TEAM[0], *TEAM[2:]))
    assert rule_of(begun(), twice, "2026-03-05T09:00") == "site_officers_missing"
    assert (
        rule_of(begun(), replace(SET, team=(*TEAM, ("documents", "officer:9"))), "2026-03-05T09:00") == "site_stranger"
    )


def test_the_day_lies_ahead_and_a_told_day_is_moved_with_a_reason():
    assert rule_of(begun(), replace(SET, held_on=date(2026, 3, 4)), "2026-03-05T09:00") == "site_day_past"
    play = arranged()
    moved = replace(SET, held_on=date(2026, 3, 10))
    assert rule_of(play, moved, "2026-03-06T09:00") == "reason_missing"
    play.do(replace(moved, reason="暴雨"), "2026-03-06T09:00", REVIEWER)
    assert play.case.site.held_on == date(2026, 3, 10)


def test_the_applicant_asks_for_another_day_once_and_before_the_day():
    asked = c.AskSiteCheckMove("停电检修", date(2026, 3, 11), "online")
    assert rule_of(arranged(), asked, "2026-03-09T08:00", HANDLER) == "site_move_late"
    play = arranged()
    play.do(asked, "2026-03-06T09:00", HANDLER)
    assert (play.case.site.held_on, play.case.site.owed) == (None, True)
    play.do(replace(SET, held_on=date(2026, 3, 11)), "2026-03-06T10:00", REVIEWER)
    assert rule_of(play, asked, "2026-03-06T11:00", HANDLER) == "site_move_asked"


def test_no_department_answers_before_the_check_and_the_record_feeds_them_all():
    play = arranged().answered("documents", at="2026-03-05T10:00")
    alone = c.GiveOpinion("fire", "agree", "符合")
    assert rule_of(play, alone, "2026-03-06T09:00", "officer:5") == "site_check_ahead"
    play.do(HELD, "2026-03-09T12:00", REVIEWER)
    play.do(alone, "2026-03-09T15:00", "officer:5")
    assert play.case.answers["fire"].officers == ("officer:5", "officer:6")
    play.do(c.GiveOpinion("site", "agree", "符合"), "2026-03-09T16:00", REVIEWER)
    assert play.case.answers["site"].officers == (REVIEWER, COLLEAGUE)


def test_the_record_is_made_on_the_day_by_those_who_came_and_only_once():
    play = arranged()
    assert rule_of(play, HELD, "2026-03-06T09:00") == "site_day_ahead"
    assert rule_of(play, replace(HELD, team=TEAM[1:]), "2026-03-09T12:00") == "site_officers_missing"
    assert rule_of(play, replace(HELD, team=(*TEAM, ("site", "officer:9"))), "2026-03-09T12:00") == "site_stranger"
    assert rule_of(play, replace(HELD, signed="maybe"), "2026-03-09T12:00") == "site_record_incomplete"
    assert rule_of(play, replace(HELD, scan=""), "2026-03-09T12:00") == "site_record_incomplete"
    play.do(HELD, "2026-03-09T12:00", REVIEWER)
    assert rule_of(play, HELD, "2026-03-09T13:00") == "site_check_over"
    assert rule_of(play, SET, "2026-03-09T13:00") == "site_check_over"


def test_a_check_that_is_given_up_lets_every_department_answer_by_itself():
    play = arranged()
    assert rule_of(begun(), c.CancelSiteCheck("不需要"), "2026-03-05T09:00") == "site_check_not_set"
    play.do(c.CancelSiteCheck("企业不设储存"), "2026-03-06T09:00", REVIEWER)
    assert rule_of(play, c.GiveOpinion("fire", "agree", "符合"), "2026-03-06T10:00", "officer:5") == "officers_missing"
    play.do(c.GiveOpinion("fire", "agree", "符合", officers=("officer:6",)), "2026-03-06T10:00", "officer:5")


def test_the_check_stops_no_statutory_clock_r27():
    from workflows.clocks import clocks

    assert clocks(arranged().case)["statutory"].pauses == ()


def test_where_nobody_needs_the_site_no_appointment_is_made():
    play = Play().submitted(tracks=tuple(replace(t, site_check=False) for t in TRACKS)).checked().accepted()
    assert rule_of(play, SET, "2026-03-05T09:00") == "no_site_check_needed"


def seen_and_refused() -> Play:
    """Seen on 9 March; the fire department does not agree, and is asked anew after what it found was put right."""
    play = arranged().answered("documents", at="2026-03-05T10:00")
    play.do(HELD, "2026-03-09T12:00", REVIEWER)
    play.do(c.GiveOpinion("fire", "disagree", "间距不足", "第六条"), "2026-03-09T15:00", "officer:5")
    play.do(c.ReopenTrack("fire", "已经整改"), "2026-03-10T09:00", REVIEWER)
    return play


AGAIN = c.SetSiteCheck(date(2026, 3, 12), "14:00", "化工路18号", (("fire", "officer:5"), ("fire", "officer:7")), "p2")


def test_an_opinion_that_is_asked_anew_is_not_signed_by_who_was_on_the_site_before_r18():
    play = seen_and_refused()
    assert (
        rule_of(play, c.GiveOpinion("fire", "agree", "已改好"), "2026-03-10T10:00", "officer:5") == "officers_missing"
    )
    assert play.case.site.officers_of("site") == (REVIEWER, COLLEAGUE)
    play.do(c.GiveOpinion("fire", "agree", "已改好", officers=("officer:6",)), "2026-03-10T11:00", "officer:5")
    play.do(c.GiveOpinion("site", "agree", "符合"), "2026-03-10T12:00", REVIEWER)


def test_the_site_is_seen_again_by_the_department_that_was_asked_anew_and_by_no_other():
    play = seen_and_refused()
    everybody = replace(AGAIN, team=(*AGAIN.team, *TEAM[2:]))
    assert rule_of(play, everybody, "2026-03-10T10:00") == "site_stranger"
    play.do(AGAIN, "2026-03-10T10:00", REVIEWER)
    assert (play.case.site.tracks, play.case.site.owed) == (("fire",), True)
    assert (
        rule_of(play, c.GiveOpinion("fire", "agree", "已改好"), "2026-03-11T10:00", "officer:5") == "site_check_ahead"
    )
    play.do(c.HoldSiteCheck(AGAIN.team, "signed", "record-2", "scan-2"), "2026-03-12T15:00", REVIEWER)
    play.do(c.GiveOpinion("fire", "agree", "已改好"), "2026-03-12T16:00", "officer:5")
    assert play.case.answers["fire"].officers == ("officer:5", "officer:7")
    play.do(c.GiveOpinion("site", "agree", "符合"), "2026-03-12T17:00", REVIEWER)
    assert play.case.answers["site"].officers == (REVIEWER, COLLEAGUE)
    assert rule_of(play, AGAIN, "2026-03-12T18:00") == "site_check_over"


def test_a_second_check_may_be_put_off_and_given_up_like_the_first():
    play = seen_and_refused()
    play.do(AGAIN, "2026-03-10T10:00", REVIEWER)
    play.do(c.AskSiteCheckMove("停电检修", date(2026, 3, 13), "online"), "2026-03-11T09:00", HANDLER)
    play.do(c.CancelSiteCheck("改为书面复核"), "2026-03-11T10:00", REVIEWER)
    assert play.case.site.officers_of("site") == (REVIEWER, COLLEAGUE)
    play.do(c.GiveOpinion("fire", "agree", "已改好", officers=("officer:6",)), "2026-03-11T11:00", "officer:5")
    assert play.case.answers["fire"].officers == ("officer:5", "officer:6")


def test_a_record_is_remembered_by_what_comes_late_whatever_is_asked_anew_since():
    play = arranged().answered("documents", at="2026-03-05T10:00")
    play.do(HELD, "2026-03-09T12:00", REVIEWER)
    annex = c.AnnexSiteNotes(moment("2026-03-09T10:40", REVIEWER).at, ("entry-1.0", "entry-1.1"), "annex")
    for track, by in (("fire", "officer:5"), ("site", REVIEWER)):
        play.do(c.GiveOpinion(track, "disagree", "间距不足", "第六条"), "2026-03-09T15:00", by)
    for track in ("site", "fire"):
        play.do(c.ReopenTrack(track, "已经整改"), "2026-03-10T09:00", REVIEWER)
    assert not play.case.site.tracks
    (event,) = play.do(annex, "2026-03-10T10:00", "officer:5")
    assert (event.record, play.case.site.late, play.case.site.records[0].has("officer:6")) == ("record", 2, True)
    late = replace(annex, taken_at=moment("2026-03-09T12:01", REVIEWER).at)
    assert rule_of(play, late, "2026-03-10T10:00", "officer:5") == "site_note_after_record"
    assert rule_of(begun(), annex, "2026-03-10T10:00") == "site_check_not_set"
