"""Publicity before the decision: its first day counts, every objection is answered, and it ends by itself (R161, R166)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.core.play import HEAD, TERMS, Play, calendar, moment
from workflows import commands as c
from workflows.clocks import PROMISED, STATUTORY, clocks
from workflows.limits import due
from workflows.refusal import Refusal
from workflows.rules.decision import blockers
from workflows.sweep import wakes_on
from workflows.terms import PauseTerm, PublicityTerm

ASKED = replace(TERMS, credit_required=False, publicity=PublicityTerm(5, "某规定第九条"))
STOPPING = replace(ASKED, pauses=(*TERMS.pauses, PauseTerm("publicity", False, True, basis="某规定第九条")))
OPEN, LAST = "2026-03-06T09:00", date(2026, 3, 12)


def heard(terms=ASKED) -> Play:
    return Play(terms).submitted().checked().accepted().heard()


def opened(terms=ASKED, at: str = OPEN) -> Play:
    play = heard(terms)
    play.do(c.OpenPublicity("p" * 64), at)
    return play


def refused(play: Play, command: c.Command, at: str, by: str = "officer:1") -> Refusal:
    with pytest.raises(Refusal) as caught:
        play.do(command, at, by)
    return caught.value


def missing(play: Play, at: str, outcome: str = "grant") -> list[str]:
    return [one.code for one in blockers(play.case, outcome=outcome, now=moment(at))]


def test_the_window_counts_its_first_day():
    assert opened().case.publicity.last_on == LAST  # Friday 6 March to Thursday 12 March: five working days


def test_a_window_opened_on_a_day_off_counts_from_the_next_working_day():
    assert opened(at="2026-03-07T09:00").case.publicity.last_on == date(2026, 3, 13)


@pytest.mark.parametrize("offset", range(0, 300, 13))
def test_every_window_holds_exactly_its_working_days(offset):
    first = date(2026, 1, 5) + timedelta(days=offset)
    last = calendar().window(first, 5)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert sum(map(calendar().is_working_day, days)) == 5
    assert calendar().is_working_day(last)


def test_nothing_is_granted_before_the_window_was_opened_and_is_over_and_then_nothing_is_left_to_do():
    assert missing(heard(), OPEN) == ["publicity_missing"]
    play = opened()
    assert missing(play, "2026-03-12T23:00") == ["publicity_running"]
    assert missing(play, "2026-03-13T00:10") == []
    assert "publicity_missing" not in missing(heard(), OPEN, "refuse")


def test_an_unanswered_objection_stands_in_the_way_of_every_decision_until_it_is_settled():
    play = opened()
    play.do(c.ObjectToPublicity("online", "o1"), "2026-03-09T10:00", "handler:9")
    play.do(c.ObjectToPublicity("phone", "o2", date(2026, 3, 12)), "2026-03-13T10:00")
    assert missing(play, "2026-03-13T11:00") == ["publicity_objection", "publicity_objection"]
    assert "publicity_objection" in missing(play, "2026-03-13T11:00", "refuse")
    assert refused(play, c.Grant("符合"), "2026-03-13T11:00", HEAD).rule == "blocked"
    play.do(c.AnswerPublicity("1", "dismissed", "a1"), "2026-03-13T11:00")
    play.do(c.AnswerPublicity("2", "partly", "a2"), "2026-03-13T11:00")
    assert missing(play, "2026-03-13T12:00") == []
    assert refused(play, c.AnswerPublicity("2", "upheld", "a3"), "2026-03-13T12:00").rule == "publicity_answered"
    assert refused(play, c.AnswerPublicity("3", "upheld", "a3"), "2026-03-13T12:00").rule == (
        "no_such_publicity_objection"
    )


def test_one_account_objects_once_and_the_desk_for_as_many_as_call():
    play = opened()
    online = c.ObjectToPublicity("online", "o")
    play.do(online, "2026-03-09T10:00", "handler:9")
    assert refused(play, online, "2026-03-09T11:00", "handler:9").rule == "publicity_objected"
    play.do(online, "2026-03-09T11:00", "handler:8")
    for day in (9, 10):
        play.do(c.ObjectToPublicity("phone", "o", date(2026, 3, day)), "2026-03-10T11:00")
    assert len(play.case.publicity.objections) == 4


@pytest.mark.parametrize("day", [date(2026, 3, 5), date(2026, 3, 13), date(2026, 3, 16)])
def test_what_came_outside_the_window_is_no_objection_to_it(day):
    late = c.ObjectToPublicity("letter", "o", day)
    assert refused(opened(), late, "2026-03-13T10:00").rule == "publicity_over"


def test_once_more_with_a_reason_is_a_window_of_its_own_and_what_came_before_keeps_its_answer():
    play = opened()
    play.do(c.ObjectToPublicity("online", "o1"), "2026-03-10T10:00", "handler:9")
    again = c.OpenPublicity("q" * 64, "采纳意见，公示内容有变化")
    play.do(again, "2026-03-11T09:00")
    at = play.case.publicity
    assert (at.opened_on, at.last_on, at.reason) == (date(2026, 3, 11), date(2026, 3, 17), again.reason)
    assert [(one.opened_on, one.last_on, one.paper) for one in at.earlier] == [(date(2026, 3, 6), LAST, "p" * 64)]
    assert missing(play, "2026-03-13T09:00") == ["publicity_running", "publicity_objection"]
    play.do(c.AnswerPublicity("1", "upheld", "a1"), "2026-03-13T10:00")
    play.do(c.ObjectToPublicity("online", "o2"), "2026-03-13T11:00", "handler:9")
    assert [one.number for one in play.case.publicity.unanswered] == ["2"], "the same account is heard in each window"


def test_what_came_in_the_first_window_is_entered_when_the_second_is_open_and_is_owed_an_answer():
    play = opened()
    play.do(c.OpenPublicity("q", "公示内容有误"), "2026-03-16T09:00")
    play.do(c.ObjectToPublicity("letter", "o", LAST), "2026-03-16T10:00")
    between = c.ObjectToPublicity("letter", "o", date(2026, 3, 13))
    assert refused(play, between, "2026-03-16T10:00").rule == "publicity_over"
    assert [one.received_on for one in play.case.publicity.unanswered] == [LAST]


@pytest.mark.parametrize("again", ["2026-03-11T09:00", "2026-03-16T09:00"])
def test_the_promise_stands_still_through_both_windows_whether_the_first_is_over_or_not(again):
    play = opened(STOPPING)
    play.do(c.OpenPublicity("q", "公示内容有误"), again)
    assert [stop.cause for stop in play.case.open_stops] == ["publicity"]
    last_on = play.case.publicity.last_on
    assert play.swept(f"{last_on + timedelta(days=1)}T09:00")[0] == "ClockResumed"
    assert not play.case.open_stops


def test_only_a_guide_that_asks_for_it_and_once_more_only_with_a_reason():
    play = Play().submitted().checked().accepted()
    assert refused(play, c.OpenPublicity("p"), OPEN).rule == "no_publicity"
    assert refused(opened(), c.OpenPublicity("p"), "2026-03-09T09:00").rule == "publicity_opened"
    assert refused(heard(), c.ObjectToPublicity("online", "o"), OPEN).rule == "publicity_not_open"


def last_day(play: Play, clock: str, at: str) -> date | None:
    return due(clocks(play.case)[clock], calendar(), moment(at).day).on


def test_the_promise_stands_still_only_where_the_guide_says_so_and_the_law_never():
    after = "2026-03-16T09:00"
    plain, stopping = opened(), opened(STOPPING)
    assert stopping.swept(after)[0] == "ClockResumed"
    assert "ClockResumed" not in plain.swept(after)
    moved = calendar().count(last_day(plain, PROMISED, after), last_day(stopping, PROMISED, after))
    assert moved == 4  # the first day is the day of the act, which counts as every event's day does
    assert last_day(plain, STATUTORY, after) == last_day(stopping, STATUTORY, after)


def test_the_sweep_wakes_on_the_day_after_the_window_and_dates_its_end_by_the_window_also_after_an_outage():
    play = opened(STOPPING)
    assert play.case.open_stops[0].cause == "publicity"
    woken, at = moment("2026-03-11T09:00"), "2026-03-20T09:00"
    assert wakes_on(play.case, now=woken) <= LAST + timedelta(days=1)
    play.swept(at)
    assert play.case.stops[-1].ended == LAST


def test_a_decision_before_the_sweep_ends_the_pause_too():
    play = opened(STOPPING)
    assert refused(play, c.ResumeClock("publicity"), "2026-03-09T09:00").rule == "publicity_runs"
    resumed, granted = play.do(c.Grant("符合"), "2026-03-13T09:00", HEAD)
    assert (resumed.ended_on, granted.decided_on) == (LAST, date(2026, 3, 13))


def test_nobody_pauses_for_publicity_by_hand_where_there_is_a_window():
    assert refused(heard(STOPPING), c.PauseClock("publicity", 5, "公示"), OPEN).rule == "publicity_by_itself"
