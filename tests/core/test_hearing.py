"""A hearing: five working days to ask, twenty to hold it, seven of notice (articles 47 and 48, R36)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.play import HANDLER, REVIEWER, Play, calendar, moment
from workflows import commands as c
from workflows.clocks import clocks
from workflows.limits import due
from workflows.refusal import Refusal
from workflows.rules.decision import blockers
from workflows.sweep import falls_due


def told(at: str = "2026-03-05T10:00") -> Play:
    play = Play().submitted().checked().accepted()
    play.do(c.TellHearing("拟不予许可：储存设施间距不足"), at, REVIEWER)
    return play


def requested() -> Play:
    play = told()
    play.do(c.RequestHearing(), "2026-03-06T10:00", HANDLER)
    return play


def set_for(day: str, at: str = "2026-03-09T10:00") -> c.SetHearing:
    return c.SetHearing(date.fromisoformat(day), "9:30", "三楼会议室", "法规科科长", "officer:9")


RECORD = c.HoldHearing("officer:8", ("applicant", "officer"), "signed", "paper", "scan")


def last(play: Play, clock: str) -> date | None:
    return due(clocks(play.case)[clock], calendar(), date(2026, 3, 9)).on


def test_the_three_periods_run_one_after_the_other():
    play = told()
    assert last(play, "hearing_request") == date(2026, 3, 12)
    play.do(c.RequestHearing("interested", "相邻单位"), "2026-03-06T10:00", HANDLER)
    assert clocks(play.case)["hearing_request"].stopped == date(2026, 3, 6)
    assert last(play, "hearing") == date(2026, 4, 3)
    play.do(set_for("2026-03-20"), "2026-03-09T10:00", REVIEWER)
    assert last(play, "hearing_notice") == date(2026, 3, 18)
    assert last(play, "hearing_day") == date(2026, 3, 20)
    assert clocks(play.case)["hearing"].stopped is None
    play.do(RECORD, "2026-03-20T17:00", REVIEWER)
    assert {clocks(play.case)[name].stopped for name in ("hearing", "hearing_day")} == {date(2026, 3, 20)}


def test_a_hearing_that_nobody_records_is_chased_from_the_day_after():
    play = requested()
    play.do(set_for("2026-03-20"), "2026-03-09T10:00", REVIEWER)

    def reminded(at: str) -> set[str]:
        due_now = falls_due(play.case, now=moment(at))
        return {f"{one.clock} {one.rung}" for one in due_now if isinstance(one, c.Remind) and "hearing" in one.clock}

    assert reminded("2026-03-20T09:00") == {"hearing_day near"}
    assert "hearing_day over" in reminded("2026-03-21T09:00")
    play.do(c.AdjournHearing("party", "代理人生病"), "2026-03-21T10:00", REVIEWER)
    assert not any(one.startswith("hearing_day") for one in reminded("2026-03-21T11:00"))


def test_who_asks_after_the_fifth_day_asks_too_late():
    with pytest.raises(Refusal, match="hearing_request_late"):
        told().do(c.RequestHearing(), "2026-03-13T00:10", HANDLER)


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        ("2026-03-17", "hearing_notice_short"),
        ("2026-03-18", ""),
        ("2026-04-03", ""),
        ("2026-04-07", "hearing_too_late"),
    ],
)
def test_the_day_lies_seven_days_after_the_notice_and_within_twenty_of_the_request(day: str, rule: str):
    play = requested()
    if not rule:
        play.do(set_for(day), "2026-03-09T10:00", REVIEWER)
        return
    with pytest.raises(Refusal, match=rule):
        play.do(set_for(day), "2026-03-09T10:00", REVIEWER)


def test_the_steps_come_in_their_order_and_once():
    play = Play().submitted().checked().accepted()
    with pytest.raises(Refusal, match="hearing_not_told"):
        play.do(c.RequestHearing(), "2026-03-05T10:00", HANDLER)
    with pytest.raises(Refusal, match="hearing_not_requested"):
        told().do(set_for("2026-03-20"), "2026-03-09T10:00", REVIEWER)
    with pytest.raises(Refusal, match="hearing_told_already"):
        told().do(c.TellHearing("再告知"), "2026-03-06T10:00", REVIEWER)
    with pytest.raises(Refusal, match="hearing_requested_already"):
        requested().do(c.RequestHearing(), "2026-03-09T10:00", HANDLER)


def test_a_hearing_has_a_place_and_somebody_who_presides():
    with pytest.raises(Refusal, match="hearing_place_missing"):
        requested().do(c.SetHearing(date(2026, 3, 20), "9:30", " ", "officer:9"), "2026-03-09T10:00", REVIEWER)
    with pytest.raises(Refusal, match="hearing_host_missing"):
        requested().do(c.SetHearing(date(2026, 3, 20), "9:30", "三楼", ""), "2026-03-09T10:00", REVIEWER)


def test_the_procedure_has_a_clock_of_the_length_that_was_told():
    play = Play().submitted().checked().accepted()
    play.do(c.PauseClock("testing", 8, "送检"), "2026-03-05T10:00", REVIEWER)
    assert last(play, "procedure:testing") == date(2026, 3, 17)
    play.do(c.ResumeClock("testing"), "2026-03-11T10:00", REVIEWER)
    assert clocks(play.case)["procedure:testing"].stopped == date(2026, 3, 11)


def test_nobody_decides_while_a_hearing_may_be_asked_for_or_is_to_be_held():
    play = Play().submitted().checked().accepted().heard(at="2026-03-04T10:00")
    play.do(c.TellHearing("拟准予，涉及相邻单位"), "2026-03-05T10:00", REVIEWER)

    def missing(at: str) -> set[str]:
        return {one.code for one in blockers(play.case, outcome="grant", now=moment(at))} & {
            "hearing_period",
            "hearing_open",
        }

    assert missing("2026-03-12T23:00") == {"hearing_period"}
    assert missing("2026-03-13T00:05") == set()
    play.do(c.RequestHearing("interested"), "2026-03-06T10:00", HANDLER)
    assert missing("2026-03-13T00:05") == {"hearing_open"}
    play.do(c.PauseClock("hearing", 5, "举行听证"), "2026-03-09T10:00", REVIEWER)
    with pytest.raises(Refusal, match="hearing_not_over"):
        play.do(c.ResumeClock("hearing"), "2026-03-16T10:00", REVIEWER)
    play.do(set_for("2026-03-18"), "2026-03-09T11:00", REVIEWER)
    assert missing("2026-03-18T09:00") == {"hearing_open"}
    assert [type(one).__name__ for one in play.do(RECORD, "2026-03-18T17:00", REVIEWER)] == [
        "HearingHeld",
        "ClockResumed",
    ]
    assert missing("2026-03-18T18:00") == set()
