"""The guide's longest time of a special procedure holds for all of its kind together, unless more is approved (R27-R29, R52)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.play import HEAD, REVIEWER, TERMS, Play, calendar
from tests.core.test_hearing import set_for
from tests.core.test_rules_intake import refused
from workflows import commands as c
from workflows import events as e
from workflows.procedure_time import left, spent
from workflows.terms import PauseTerm, Terms

CHECK = "site_check"  # at most 15 working days by the guide of these tests


def under_review(terms: Terms = TERMS) -> Play:
    return Play(terms).submitted().checked().accepted("2026-03-03T10:00")


def checked_once(ended: str = "2026-03-18T10:00") -> Play:
    """A first check from 4 March on: ten working days, where it ended on the 18th."""
    play = under_review()
    play.do(c.PauseClock(CHECK, 15, "核查"), "2026-03-04T10:00", REVIEWER)
    play.do(c.ResumeClock(CHECK), ended, REVIEWER)
    return play


def again(days: int, approved_by: str = "") -> c.PauseClock:
    return c.PauseClock(CHECK, days, "复查", approved_by)


def test_the_second_of_a_kind_has_what_the_first_left_over():
    play = checked_once()
    late = refused(play, again(6), "2026-03-19T10:00", REVIEWER)
    assert (late.rule, late.facts) == ("procedure_cap", {"max_days": 15, "left": 5})
    (paused, *_) = play.do(again(5), "2026-03-19T10:00", REVIEWER)
    assert (paused.announced_days, paused.beyond, paused.approved_by) == (5, 0, "")


def test_what_really_passed_counts_and_not_what_was_told():
    early = checked_once("2026-03-05T10:00")  # one day of the fifteen
    early.do(again(14), "2026-03-19T10:00", REVIEWER)
    long = checked_once("2026-04-01T10:00")  # longer than all of them
    assert refused(long, again(1), "2026-04-02T10:00", REVIEWER).facts == {"max_days": 15, "left": 0}


def test_telling_anew_counts_what_runs_already():
    play = under_review()
    play.do(c.PauseClock(CHECK, 10, "核查"), "2026-03-04T10:00", REVIEWER)
    more = c.TellPauseAnew(CHECK, 6, "还要补测")
    assert refused(play, more, "2026-03-18T10:00", REVIEWER).facts == {"max_days": 15, "left": 5}
    play.do(replace(more, announced_days=5), "2026-03-18T10:00", REVIEWER)
    assert refused(play, replace(more, announced_days=1), "2026-03-25T10:00", REVIEWER).facts["left"] == 0


def test_more_is_told_once_the_head_has_approved_it_and_the_journal_says_how_much():
    play = checked_once()
    (paused, *_) = play.do(again(8, HEAD), "2026-03-19T10:00", HEAD)
    assert (paused.beyond, paused.approved_by) == (3, HEAD)
    (stop,) = play.case.open_stops
    assert (stop.beyond, stop.approved_by) == (3, HEAD)
    assert refused(play, c.TellPauseAnew(CHECK, 5, "还不够"), "2026-03-31T10:00", REVIEWER).rule == "procedure_cap"
    *_, anew = play.do(c.TellPauseAnew(CHECK, 5, "还不够", HEAD), "2026-03-31T10:00", HEAD)
    assert anew.beyond == 5


def test_an_approval_that_is_not_needed_leaves_no_trace():
    (paused, *_) = checked_once().do(again(5, HEAD), "2026-03-19T10:00", HEAD)
    assert (paused.beyond, paused.approved_by) == (0, "")


@pytest.mark.parametrize("days", [0, -1])
def test_no_approval_makes_a_length_of_nothing(days: int):
    assert refused(under_review(), again(days, HEAD), "2026-03-19T10:00", HEAD).rule == "announce_length"


def test_another_kind_has_its_own_time_and_one_without_a_cap_has_no_end():
    play = checked_once()
    for at in ("2026-03-19", "2026-03-23"):
        play.do(c.PauseClock("testing", 90, "送检"), f"{at}T10:00", REVIEWER)
        play.do(c.ResumeClock("testing"), f"{at}T11:00", REVIEWER)
    assert left(play.case, PauseTerm("testing", True, True), calendar(), date(2026, 3, 23)) is None


@given(st.lists(st.integers(min_value=0, max_value=9), max_size=4))
def test_what_is_left_and_what_was_spent_always_make_the_cap(lengths: list[int]):
    play, day = under_review(), date(2026, 3, 4)
    term = play.case.terms.pause(CHECK)
    assert term is not None
    for length in lengths:
        play.do(again(9, HEAD), f"{day}T10:00", HEAD)
        day += timedelta(days=length)
        play.do(c.ResumeClock(CHECK), f"{day}T11:00", HEAD)
        day += timedelta(days=1)
    used = spent(play.case, CHECK, calendar(), day)
    assert left(play.case, term, calendar(), day) == max(0, 15 - used)
    assert used <= sum(lengths)


def with_cap_on_hearings(days: int) -> Terms:
    capped = tuple(replace(one, max_days=days) if one.kind == "hearing" else one for one in TERMS.pauses)
    return replace(TERMS, pauses=capped)


def test_a_hearing_put_off_past_the_time_of_the_guide_is_held_and_the_clock_goes_on():
    play = under_review(with_cap_on_hearings(7))
    play.do(c.TellHearing("拟不予许可"), "2026-03-05T10:00", REVIEWER)
    play.do(c.RequestHearing(), "2026-03-06T10:00", "handler:1")
    play.do(set_for("2026-03-18"), "2026-03-09T10:00", REVIEWER)
    play.do(c.AdjournHearing("party", "代理人生病"), "2026-03-17T10:00", REVIEWER)
    made = play.do(set_for("2026-03-31"), "2026-03-20T10:00", REVIEWER)
    assert [type(one) for one in made if isinstance(one, e.ClockPaused | e.ClockResumed)] == [e.ClockResumed]
    assert play.case.open_stops == ()
    assert play.case.hearing.held_on == date(2026, 3, 31)


def test_a_journal_of_before_reads_without_an_approval():
    play = under_review()
    (paused, *_) = play.do(c.PauseClock(CHECK, 5, "核查"), "2026-03-04T10:00", REVIEWER)
    assert replace(paused, beyond=0, approved_by="") == e.ClockPaused(CHECK, date(2026, 3, 4), 5, "核查", paused.basis)
