"""A machine whose clock is set back between two acts: the act is refused with a sentence, or no clock breaks by it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.play import HEAD, REVIEWER, Play, calendar, moment
from workflows import commands as c
from workflows import events as e
from workflows.clocks import clocks
from workflows.evolve import evolve
from workflows.limits import due, explain, left
from workflows.refusal import Refusal
from workflows.sweep import wakes_on

EARLIER = "2026-02-20T10:00"


def paused() -> Play:
    play = Play().submitted().checked().accepted()
    play.do(c.PauseClock("hearing", 20, "申请人要求听证"), "2026-03-10T10:00", REVIEWER)
    return play


def test_a_pause_does_not_end_before_it_began():
    with pytest.raises(Refusal) as said:
        paused().do(c.ResumeClock("hearing"), "2026-03-06T10:00", REVIEWER)
    assert said.value.rule == "resumed_before_pause"
    assert said.value.facts["began"] == date(2026, 3, 10)


def test_what_is_recorded_nevertheless_leaves_out_no_day():
    play, untouched = paused(), Play().submitted().checked().accepted()
    event = e.ClockResumed("hearing", date(2026, 3, 6), "")
    case = evolve(play.case, e.Recorded(play.case.seq + 1, moment("2026-03-06T10:00", REVIEWER).at, REVIEWER, event))
    on = date(2026, 3, 20)
    for name in ("promised", "statutory"):
        assert due(clocks(case)[name], calendar(), on) == due(clocks(untouched.case)[name], calendar(), on)


@pytest.mark.parametrize(
    ("command", "by"),
    [
        (c.PauseClock("hearing", 20, "申请人要求听证"), REVIEWER),
        (c.Extend(5, "案情复杂", "负责人"), HEAD),
        (c.Withdraw("不办了"), "handler:1"),
    ],
)
def test_an_act_on_a_day_before_the_acceptance_breaks_no_clock(command: c.Command, by: str):
    play = Play().submitted().checked().accepted()
    try:
        play.do(command, EARLIER, by)
    except Refusal:
        return
    for day in (EARLIER, "2026-03-20T10:00"):
        today = date.fromisoformat(day[:10])
        for clock in clocks(play.case).values():
            assert due(clock, calendar(), today).on is not None
            assert explain(clock, calendar(), today)
            left(clock, calendar(), today)
        wakes_on(play.case, now=moment(day, "system:0"))
