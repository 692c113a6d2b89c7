"""Whose a rating is: staff cannot rate for applicants unseen, and what an applicant disowns is looked at (R83, R86)."""

from __future__ import annotations

import pytest

from tests.core.play import CLERK, HANDLER, REVIEWER
from tests.core.test_rating import SUPERVISOR, VISITOR, ended, one, rated, refused, verified
from workflows import commands as c
from workflows import events as e
from workflows.clocks import clocks
from workflows.events.telling import tells
from workflows.rating import acts


def disowned(level: int = 5, way: str = "phone"):
    play = ended()
    play.do(c.Rate("matter", level, way="phone"), "2026-05-06T10:00", VISITOR)
    play.do(c.ContestRating("matter", "d", way), "2026-05-07T10:00", VISITOR)
    return play


def decided(verdict: str, level: int = 5):
    play = disowned(level)
    play.do(c.DecideContest("matter", verdict, "电话问过申请人"), "2026-05-08T10:00", SUPERVISOR)
    return play


@pytest.mark.parametrize("way", ["", "code", "number", "account"])
def test_the_query_code_alone_is_no_proof(way: str):
    refused("rating_unproven", ended(), c.Rate("matter", 5, way=way), by=VISITOR)


def test_a_rating_says_how_the_rater_was_known_and_at_which_counter():
    play = ended()
    play.do(c.Rate("matter", 5, way="device", invited_by=CLERK), "2026-05-06T10:00", VISITOR)
    play.do(c.Rate("visit-2", 5, invited_by=CLERK), "2026-05-06T10:00", HANDLER)
    assert (one(play).way, one(play).invited_by) == ("device", CLERK)
    assert (one(play, "visit-2").way, one(play, "visit-2").invited_by) == ("account", "")
    assert acts(play.case)[1].window == one(play, "visit-2").window


def test_an_account_is_told_of_every_rating_that_came_without_one():
    said = [
        e.Rated("matter", "window", 5, rated().case.ended_on, way=way) for way in ("account", "phone", "device", "code")
    ]
    assert [tells(one) for one in said] == [False, True, True, True]


@pytest.mark.parametrize(("way", "counted"), [("phone", False), ("number", True)])
def test_what_is_provably_disowned_counts_no_more_until_somebody_has_looked(way: str, counted: bool):
    play = disowned(way=way)
    assert (one(play).stage, one(play).counted) == ("contested", counted)
    refused("contested_already", play, c.ContestRating("matter", "d", "number"), by=VISITOR)


def test_a_rating_of_somebody_else_is_excluded_and_the_applicant_rates_after_all():
    play = decided("upheld")
    assert (one(play).stage, one(play).excluded, one(play).counted) == ("excluded", True, False)
    refused("rating_elsewhere", play, c.AppealRating("matter", "d"))
    refused("contested_already", play, c.ContestRating("matter", "d"))
    play.do(c.Rate("matter", 1), "2026-05-09T10:00", HANDLER)
    assert (one(play).level, one(play).disowned, one(play).stage) == (1, 1, "contact")
    refused("rated_already", play, c.Rate("matter", 5))


def test_a_rating_that_was_theirs_after_all_counts_again():
    play = decided("rejected")
    assert (one(play).stage, one(play).counted) == ("", True)
    refused("contested_already", play, c.ContestRating("matter", "d"))
    refused("rated_already", play, c.Rate("matter", 1))


def test_nobody_follows_a_bad_rating_up_while_it_is_open_whose_it_is():
    play = disowned(1)
    refused("rating_elsewhere", play, c.VerifyRating("matter", "founded", "核实", "phone"), by=CLERK)
    play = decided("upheld", 1)
    assert {str(clocks(play.case)[f"rating_{kind}:matter"].stopped) for kind in ("contact", "fix")} == {"2026-05-08"}
    play = decided("rejected", 1)
    assert one(play).stage == "contact"


def test_a_supervisor_says_why():
    refused("review_verdict_missing", disowned(), c.DecideContest("matter", "", "问过"), by=SUPERVISOR)
    refused("reason_missing", disowned(), c.DecideContest("matter", "upheld", " "), by=SUPERVISOR)
    refused("rating_elsewhere", verified(), c.DecideContest("matter", "upheld", "问过"), by=SUPERVISOR)


def test_staff_disown_nothing():
    refused("rating_by_staff", rated(), c.ContestRating("matter", "d"), by=CLERK)
    refused("no_such_rating", ended(), c.ContestRating("matter", "d"))


@pytest.mark.parametrize(("on", "late"), [("2026-07-27T23:59", False), ("2026-07-28T00:01", True)])
def test_a_case_is_rated_within_ninety_days_of_its_end(on: str, late: bool):
    play = ended("2026-04-28T10:00")
    if late:
        refused("rating_over", play, c.Rate("matter", 5), at=on)
    else:
        play.do(c.Rate("matter", 5), on, HANDLER)


def test_after_a_reply_and_after_an_exclusion_the_days_count_anew():
    play = rated(1, "2026-07-20T10:00")
    play.do(c.VerifyRating("matter", "founded", "属实", "phone"), "2026-07-21T10:00", CLERK)
    play.do(c.AnswerRating("matter", "已改"), "2026-07-22T10:00", CLERK)
    refused("rating_over", play, c.RateAgain("matter", 4), at="2026-10-21T10:00")
    play.do(c.RateAgain("matter", 4), "2026-10-20T10:00", HANDLER)
    play = decided("upheld")
    play.do(c.Rate("matter", 1), "2026-08-06T10:00", HANDLER)
    refused("rating_over", decided("upheld"), c.Rate("matter", 1), at="2026-08-07T10:00")


def tried(*at: str):
    play = rated()
    for when in at:
        play.do(c.TryRater("matter", "phone", "无人接听"), when, REVIEWER)
    return play


def test_an_attempt_in_vain_ends_no_period_until_there_were_enough():
    unreached = c.VerifyRating("matter", "founded", "三次无人接听", "unreached")
    play = tried("2026-05-06T09:00", "2026-05-06T11:00")
    assert clocks(play.case)["rating_contact:matter"].stopped is None
    assert one(play).stage == "contact"
    refused("attempts_missing", play, unreached, at="2026-05-06T16:00", by=REVIEWER)
    play.do(c.TryRater("matter", "message"), "2026-05-06T15:00", REVIEWER)
    play.do(unreached, "2026-05-06T16:00", REVIEWER)
    assert str(clocks(play.case)["rating_contact:matter"].stopped) == "2026-05-06"
    assert [(attempt.way, attempt.by, attempt.note) for attempt in one(play).tries][1:] == [
        ("phone", REVIEWER, "无人接听"),
        ("message", REVIEWER, ""),
    ]


def test_attempts_lie_apart_and_belong_to_the_first_contact():
    play = tried("2026-05-06T09:00")
    refused("attempt_too_soon", play, c.TryRater("matter", "phone"), at="2026-05-06T10:59", by=REVIEWER)
    refused("finding_missing", play, c.TryRater("matter", "unreached"), at="2026-05-06T12:00", by=REVIEWER)
    refused("rating_elsewhere", verified(), c.TryRater("matter", "phone"), by=REVIEWER)


def test_contact_needs_no_attempts_before_it():
    play = tried("2026-05-06T09:00")
    play.do(c.VerifyRating("matter", "unfounded", "申请人说评错了", "phone"), "2026-05-06T09:30", REVIEWER)
    assert one(play).stage == "review"


@pytest.mark.parametrize("verdict", ["", "rejected"])
def test_who_knows_the_query_code_takes_nobodys_own_say_away(verdict: str):
    play = disowned(way="number")
    if verdict:
        play.do(c.DecideContest("matter", verdict, "看不出"), "2026-05-08T10:00", SUPERVISOR)
    refused("contested_already", play, c.ContestRating("matter", "e", "number"), by=VISITOR)
    play.do(c.ContestRating("matter", "e"), "2026-05-09T10:00", HANDLER)
    assert (one(play).stage, one(play).counted) == ("contested", False)
    refused("contested_already", play, c.ContestRating("matter", "f"))
