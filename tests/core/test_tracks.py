"""Tracks as contracts: hurried, handed over, added, asked again; what silence and disagreement come to (R13, R87, R91)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.core.play import COLLEAGUE, HEAD, REVIEWER, TERMS, Play, calendar, moment
from workflows import commands as c
from workflows.case import State
from workflows.case_tracks import track_started
from workflows.clocks import clocks
from workflows.limits import due
from workflows.refusal import Refusal
from workflows.rules import decide
from workflows.rules.decision import blockers
from workflows.sweep import wakes_on
from workflows.terms import DEEMED_CONSENT

SPOKEN_FOR = tuple(
    replace(term, on_silence=DEEMED_CONSENT, silence_basis="办事指南第七条") if term.id == "fire" else term
    for term in TERMS.tracks
)


def begun(**changes: object) -> Play:
    return Play().submitted(**changes).checked().accepted()


def rule_of(play: Play, command: c.Command, at: str, by: str = REVIEWER) -> str:
    with pytest.raises(Refusal) as refused:
        decide(play.case, command, now=moment(at, by))
    return refused.value.rule


def last_day(play: Play, clock: str, on: str = "2026-03-05") -> date | None:
    return due(clocks(play.case)[clock], calendar(), date.fromisoformat(on)).on


def codes(play: Play, at: str, outcome: str = "grant") -> list[tuple[str, str]]:
    return [(one.code, one.ref) for one in blockers(play.case, outcome=outcome, now=moment(at, HEAD))]


def test_one_click_hurries_every_open_department_once_a_day():
    play = begun()
    (event,) = play.do(c.RemindTracks(), "2026-03-05T09:00", REVIEWER)
    assert event.tracks == ("documents", "fire")
    assert rule_of(play, c.RemindTracks(), "2026-03-05T17:00") == "reminded_today"
    assert rule_of(play, c.RemindTracks(("site",)), "2026-03-05T17:00") == "track_not_open"
    play.answered("documents", at="2026-03-05T10:00")
    (again,) = play.do(c.RemindTracks(), "2026-03-06T09:00", REVIEWER)
    assert again.tracks == ("fire",)


def test_a_share_is_answered_by_whoever_has_it_or_stands_in_for_him():
    play = begun()
    play.do(c.HandOverTrack("fire", COLLEAGUE, "专业分工"), "2026-03-04T09:00", REVIEWER)
    assert rule_of(play, c.GiveOpinion("fire", "agree", "符合"), "2026-03-05T09:00") == "track_of_other"
    assert rule_of(play, c.HandOverTrack("fire", REVIEWER, "外出"), "2026-03-05T09:00") == "track_of_other"
    assert rule_of(play, c.HandOverTrack("fire", COLLEAGUE, "外出"), "2026-03-05T09:00") == "track_handed_to_owner"
    play.do(c.GiveOpinion("fire", "agree", "符合", on_behalf=COLLEAGUE), "2026-03-05T10:00", REVIEWER)
    answer = play.case.answers["fire"]
    assert (answer.by, answer.on_behalf) == (REVIEWER, COLLEAGUE)


def test_the_head_orders_a_share_to_somebody_else_and_a_vacant_one_is_anybodys():
    play = begun()
    play.do(c.HandOverTrack("fire", COLLEAGUE, "专业分工"), "2026-03-04T09:00", REVIEWER)
    play.do(c.HandOverTrack("fire", "officer:9", "负责人指定", ordered=True), "2026-03-04T10:00", HEAD)
    play.do(c.GiveOpinion("fire", "agree", "符合", vacant=True), "2026-03-05T10:00", REVIEWER)
    assert "fire" in play.case.answers


def test_a_department_that_is_added_has_a_clock_of_its_own_from_that_day():
    play = begun()
    before = last_day(play, "promised")
    play.do(c.AddTrack("added_1", "psb", 3, "是否涉及易制爆？", "审查中发现"), "2026-03-06T09:00", REVIEWER)
    assert track_started(play.case, "added_1") == date(2026, 3, 6)
    assert last_day(play, "track:added_1", "2026-03-06") == date(2026, 3, 11)
    assert last_day(play, "promised") == before
    assert ("track_open", "added_1") in codes(play, "2026-03-06T10:00")
    assert rule_of(play, c.AddTrack("added_1", "psb", 3, "再问", "重复"), "2026-03-06T10:00") == "track_there_already"
    assert rule_of(play, c.AddTrack("added_2", "eco", 3, "问", " "), "2026-03-06T10:00") == "reason_missing"
    assert rule_of(play, c.AddTrack("added_2", "eco", 3, " ", "因为"), "2026-03-06T10:00") == "question_missing"


def test_nobody_is_asked_once_the_decision_is_made():
    play = begun().heard().granted()
    asked = c.AddTrack("added_1", "psb", 3, "问", "因为")
    for command in (asked, c.ReopenTrack("fire", "因为"), c.RemindTracks(), c.GiveOpinion("fire", "agree", "符合")):
        assert rule_of(play, command, "2026-03-09T09:00") == "already_decided"


def test_a_track_is_asked_again_with_a_reason_and_its_clock_starts_anew():
    play = begun().answered("documents", "fire", at="2026-03-05T10:00")
    play.do(c.ReopenTrack("fire", "图纸有变化"), "2026-03-09T09:00", REVIEWER)
    assert play.case.unanswered == ("fire", "site")
    assert track_started(play.case, "fire") == date(2026, 3, 9)
    assert last_day(play, "track:fire", "2026-03-09") == date(2026, 3, 16)
    assert rule_of(play, c.ReopenTrack("fire", "再来"), "2026-03-09T10:00") == "track_not_answered"
    play.answered("fire", at="2026-03-10T10:00").answered("site", at="2026-03-11T10:00")
    assert rule_of(play, c.ReopenTrack("fire", "再来"), "2026-03-11T11:00") == "track_has_followers"
    assert codes(play, "2026-03-11T11:00") == [("credit_stale", "2026-03-03")]


def test_silence_escalates_and_never_consents_r91():
    play = begun()
    assert rule_of(play, c.DeemOpinion("fire"), "2026-04-01T09:00") == "no_deemed_consent"
    assert set(play.swept("2026-06-30T10:00")) == {"Reminded"}
    assert "fire" in play.case.unanswered


def test_a_guide_may_let_silence_stand_for_an_opinion_and_never_for_the_permission():
    play = begun(tracks=SPOKEN_FOR)
    assert last_day(play, "track:fire") == date(2026, 3, 10)
    assert "OpinionDeemed" not in play.swept("2026-03-10T23:00")
    assert wakes_on(play.case, now=moment("2026-03-10T23:00")) == date(2026, 3, 11)
    assert "OpinionDeemed" in play.swept("2026-03-11T06:00")
    answer = play.case.answers["fire"]
    assert (answer.verdict, answer.given_on, answer.basis) == ("deemed", date(2026, 3, 10), "办事指南第七条")
    play.swept("2026-06-30T10:00")
    assert play.case.state is State.IN_REVIEW
    assert [ref for code, ref in codes(play, "2026-06-30T10:00") if code == "track_open"] == ["documents", "site"]


def test_no_silence_stands_for_who_has_to_see_the_site_r18():
    mute = tuple(replace(term, on_silence=DEEMED_CONSENT) if term.id == "site" else term for term in TERMS.tracks)
    play = begun(tracks=mute).answered("documents").answered("fire")
    assert rule_of(play, c.DeemOpinion("site"), "2026-06-30T10:00") == "no_deemed_consent"
    assert "OpinionDeemed" not in play.swept("2026-06-30T10:00")
    assert ("track_open", "site") in codes(play, "2026-06-30T10:00")


def test_words_that_follow_a_silence_move_nobody_elses_clock_r169():
    play = begun(tracks=SPOKEN_FOR).answered("documents", at="2026-03-06T10:00")
    play.swept("2026-03-11T06:00")
    assert track_started(play.case, "site") == date(2026, 3, 10)
    play.answered("site", at="2026-03-11T10:00")
    play.do(c.GiveOpinion("fire", "agree", "符合"), "2026-03-13T10:00", REVIEWER)
    assert track_started(play.case, "site") == date(2026, 3, 10)
    assert play.case.answers["fire"].given_on == date(2026, 3, 13)


def test_an_opinion_after_silence_was_counted_is_taken_and_marked_late():
    play = begun(tracks=SPOKEN_FOR)
    play.swept("2026-03-11T06:00")
    play.do(c.GiveOpinion("fire", "disagree", "间距不足", "第六条"), "2026-03-12T10:00", REVIEWER)
    answer = play.case.answers["fire"]
    assert (answer.verdict, answer.late) == ("disagree", True)
    assert play.case.disagreeing == ("fire",)
    again = c.GiveOpinion("fire", "agree", "符合")
    assert rule_of(play, again, "2026-03-12T11:00") == "already_answered"


def test_a_disagreement_is_settled_in_writing_before_a_grant_and_stands_in_no_refusals_way():
    play = begun().answered("documents").answered("fire", verdict="disagree").answered("site")
    assert codes(play, "2026-03-06T09:00") == [("disagreement_open", "fire")]
    assert ("disagreement_open", "fire") not in codes(play, "2026-03-06T09:00", "refuse")
    told = c.ResolveDisagreement("fire", "overruled", "间距按新规范复核为 13 米，符合第六条。")
    assert rule_of(play, replace(told, how="somehow"), "2026-03-06T09:00") == "resolution_kind_missing"
    assert rule_of(play, replace(told, resolution=" "), "2026-03-06T09:00") == "resolution_missing"
    assert rule_of(play, replace(told, track="documents"), "2026-03-06T09:00") == "no_disagreement"
    play.do(told, "2026-03-06T09:00", REVIEWER)
    assert codes(play, "2026-03-06T09:00") == []


def test_asking_again_forgets_how_the_old_disagreement_was_settled():
    play = begun().answered("documents").answered("fire", verdict="disagree")
    play.do(c.ResolveDisagreement("fire", "settled", "整改"), "2026-03-06T09:00", REVIEWER)
    play.do(c.ReopenTrack("fire", "整改以后"), "2026-03-06T10:00", REVIEWER)
    play.answered("fire", at="2026-03-09T10:00", verdict="disagree")
    assert play.case.disagreeing == ("fire",)
