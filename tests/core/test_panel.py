"""Expert review: an odd panel without an interest, one ballot each, a conclusion that is counted and never chosen (R27)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations_with_replacement

import pytest

from tests.core.play import HEAD, TERMS, Play, moment
from workflows import commands as c
from workflows.panel import CHANGES, FAIL, PASS, VERDICTS, Ballot, Panel, conclusion, policy
from workflows.refusal import Refusal
from workflows.rules.decision import blockers

SET, VOTE, CLOSE = "2026-03-05T09:00", "2026-03-06T10:00", "2026-03-09T10:00"
DAY = date(2026, 3, 6)


def refused(play: Play, command: c.Command, at: str, by: str = "officer:1") -> Refusal:
    with pytest.raises(Refusal) as caught:
        play.do(command, at, by)
    return caught.value


def paused(**changes: object) -> Play:
    """A case heard on 4 March whose expert review began on 5 March, ten working days told."""
    play = Play(replace(TERMS, credit_required=False, **changes)).submitted().checked().accepted()
    play.do(c.PauseClock("expert_review", 10, "设计专篇专业性强"), SET)
    return play


def with_panel(experts: int = 3, **changes: object) -> Play:
    play = paused(**changes)
    play.do(c.SetPanel(experts, experts, "p" * 64), SET)
    return play


def vote(play: Play, *verdicts: str) -> Play:
    for seat, verdict in zip(play.case.panel.seats, verdicts, strict=False):
        play.do(c.CastBallot(seat, verdict, DAY, f"o{seat}", f"s{seat}"), VOTE)
    return play


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (c.SetPanel(1, 1, "p"), "panel_size"),
        (c.SetPanel(4, 4, "p"), "panel_size"),
        (c.SetPanel(3, 2, "p"), "panel_undeclared"),
    ],
)
def test_a_panel_is_odd_at_least_three_and_without_an_interest(command, rule):
    assert refused(paused(), command, SET).rule == rule


def test_a_guide_may_ask_for_more_experts():
    assert refused(paused(panel_least=5), c.SetPanel(3, 3, "p"), SET).facts["least"] == 5
    assert with_panel(5, panel_least=5).case.panel.needed == 4


def test_a_panel_works_inside_the_procedure_whose_length_was_told_and_only_one_at_a_time():
    play = Play().submitted().checked().accepted()
    assert refused(play, c.SetPanel(3, 3, "p"), SET).rule == "panel_without_procedure"
    assert refused(with_panel(), c.SetPanel(3, 3, "p"), VOTE).rule == "panel_set_already"


def test_the_procedure_ends_with_the_record_and_not_before():
    play = vote(with_panel(), PASS, PASS)
    assert refused(play, c.ResumeClock("expert_review"), VOTE).rule == "panel_not_closed"
    assert refused(play, c.ClosePanel("r"), VOTE).facts == {"number": 1}
    vote_last = c.CastBallot("3", FAIL, DAY, "o3", "s3")
    play.do(vote_last, VOTE)
    closed, resumed = play.do(c.ClosePanel("r"), CLOSE)
    assert (closed.conclusion, closed.passed, closed.changes, closed.failed) == (PASS, 2, 0, 1)
    assert (resumed.cause, resumed.ended_on) == ("expert_review", date(2026, 3, 9))
    assert play.case.open_stops == ()
    assert refused(play, vote_last, CLOSE).rule == "panel_closed"


def test_no_expert_votes_twice_and_nobody_votes_who_has_no_seat():
    play = vote(with_panel(), PASS)
    assert refused(play, c.CastBallot("1", FAIL, DAY, "o", "s"), VOTE).rule == "ballot_cast_already"
    assert refused(play, c.CastBallot("9", PASS, DAY, "o", "s"), VOTE).rule == "no_such_expert"


@pytest.mark.parametrize("day", [date(2026, 3, 4), date(2026, 3, 7)])
def test_a_ballot_is_signed_while_the_panel_works(day):
    assert refused(with_panel(), c.CastBallot("1", PASS, day, "o", "s"), VOTE).rule == "ballot_day_wrong"


def test_who_has_an_interest_is_replaced_and_what_he_voted_counts_no_longer():
    play = vote(with_panel(), FAIL, PASS, PASS)
    assert play.case.panel.count == (2, 0, 1)
    play.do(c.ReplaceExpert("1", "interest", "曾为申请人做评价", True, "q"), VOTE)
    at = play.case.panel
    assert (at.seats, at.missing, at.count) == (("4", "2", "3"), ("4",), (2, 0, 0))
    assert at.left == (("1", "interest", "曾为申请人做评价", DAY),)
    assert refused(play, c.CastBallot("1", PASS, DAY, "o", "s"), VOTE).rule == "no_such_expert"
    undeclared = c.ReplaceExpert("2", "interest", "有利害关系", False, "q")
    assert refused(play, undeclared, VOTE).rule == "panel_undeclared"
    play.do(c.ReplaceExpert("4", "absent", "出差", True, "q"), VOTE)
    assert play.case.panel.seats[0] == "5"


def panel_of(verdicts: tuple[str, ...]) -> Panel:
    seats = tuple(str(n) for n in range(len(verdicts)))
    cast = {seat: Ballot(verdict, DAY, DAY, "", "", "") for seat, verdict in zip(seats, verdicts, strict=True)}
    return Panel(set_on=DAY, seats=seats, ballots=cast)


@pytest.mark.parametrize("size", [3, 5, 7, 9])
def test_two_thirds_carry_a_proposal_whatever_the_count(size):
    for verdicts in combinations_with_replacement(VERDICTS, size):
        panel, plain = panel_of(verdicts), verdicts.count(PASS)
        agreed = plain + verdicts.count(CHANGES)
        expected = PASS if plain * 3 >= size * 2 else CHANGES if agreed * 3 >= size * 2 else FAIL
        assert conclusion(panel) == expected, verdicts


def test_no_minority_carries_a_proposal_by_the_shipped_rule():
    rule = policy()
    assert rule.least >= 3
    assert 2 * rule.at_least > rule.of


@pytest.mark.parametrize(("votes", "needs"), [((PASS, PASS, FAIL), False), ((PASS, CHANGES, FAIL), True)])
def test_a_grant_past_what_the_experts_said_explains_itself(votes, needs):
    play = vote(with_panel(), *votes)
    play.do(c.ClosePanel("r"), CLOSE)
    play.answered("documents", "fire", at=CLOSE).answered("site", at="2026-03-10T10:00")
    assert blockers(play.case, outcome="grant", now=moment("2026-03-11T10:00")) == ()
    grant = "2026-03-11T10:00"
    if needs:
        assert refused(play, c.Grant("符合"), grant, HEAD).rule == "panel_unanswered"
    (granted,) = play.do(c.Grant("符合", panel="修改已经落实，见复核意见"), grant, HEAD)
    assert granted.panel == "修改已经落实，见复核意见"


def failed_once() -> Play:
    """A panel of three said no on 9 March, and the procedure began anew on the 11th."""
    play = vote(with_panel(), FAIL, FAIL, FAIL)
    play.do(c.ClosePanel("r"), CLOSE)
    play.do(c.PauseClock("expert_review", 5, "设计已修改"), "2026-03-11T09:00")
    return play


def test_experts_are_asked_once_more_only_with_a_reason_and_what_the_first_said_stays():
    play = failed_once()
    assert refused(play, c.SetPanel(3, 3, "q"), "2026-03-11T09:30").rule == "panel_again_why"
    play.do(c.SetPanel(3, 3, "q", "申请人已修改设计"), "2026-03-11T09:30")
    at = play.case.panel
    assert (at.reason, at.ballots, at.conclusion) == ("申请人已修改设计", {}, "")
    assert [(one.conclusion, len(one.ballots), one.record) for one in at.earlier] == [(FAIL, 3, "r")]


def test_a_grant_answers_every_panel_also_one_that_a_later_one_did_not_share():
    play = failed_once()
    play.do(c.SetPanel(3, 3, "q", "申请人已修改设计"), "2026-03-11T09:30")
    for seat in play.case.panel.seats:
        play.do(c.CastBallot(seat, PASS, date(2026, 3, 12), f"o2{seat}", f"s2{seat}"), "2026-03-12T10:00")
    play.do(c.ClosePanel("r2"), "2026-03-12T11:00")
    play.heard()
    assert blockers(play.case, outcome="grant", now=moment("2026-03-13T10:00", HEAD)) == ()
    assert refused(play, c.Grant("符合"), "2026-03-13T10:00", HEAD).rule == "panel_unanswered"
    play.do(c.Grant("符合", panel="第一次评审指出的间距不足已经修改，第二次评审认可。"), "2026-03-13T10:00", HEAD)
    assert play.case.outcome == "grant"
