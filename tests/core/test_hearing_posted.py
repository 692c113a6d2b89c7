"""A request for a hearing that comes by post counts from its postmark; one that a decision overtook is kept (R31, R36)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.play import HANDLER, HEAD, LAWYER, REVIEWER, Play
from tests.core.test_hearing import told
from tests.core.test_hearing_outcomes import missing
from tests.core.test_rules_intake import refused
from workflows import commands as c
from workflows import events as e
from workflows.case import State

MARK = "EMS 1139021"


def posted(day: str, **more: object) -> c.RequestHearing:
    said = {"way": "post", "posted_on": date.fromisoformat(day), "postmark": MARK, **more}
    return c.RequestHearing(**said)  # type: ignore[arg-type]


def refused_case() -> Play:
    """Told on 5 March, nobody asked until 12 March, refused on 16 March."""
    play = Play().submitted().checked().accepted().heard()
    play.do(c.TellHearing("拟不予许可：储存设施间距不足"), "2026-03-05T10:00", REVIEWER)
    play.do(c.ReviewLegally("passed", "合法", "refuse"), "2026-03-13T10:00", LAWYER)
    play.checked(at="2026-03-16T09:00", stage="decision")
    play.do(c.Refuse("间距 9 米", "不符合标准", "《条例》第十条"), "2026-03-16T10:00", HEAD)
    assert play.case.state is State.REFUSED
    return play


def test_what_was_posted_on_the_last_day_is_in_time_however_long_it_travels():
    play = told()
    (asked,) = play.do(posted("2026-03-12"), "2026-03-17T10:00", REVIEWER)
    assert asked == e.HearingRequested(date(2026, 3, 17), way="post", posted_on=date(2026, 3, 12), postmark=MARK)
    assert play.case.hearing.owed
    assert play.case.hearing.requested_on == date(2026, 3, 17)


def test_what_was_posted_a_day_later_is_late_and_what_is_brought_counts_from_today():
    play = told()
    late = refused(play, posted("2026-03-13"), "2026-03-17T10:00", REVIEWER)
    assert (late.rule, late.facts["due"]) == ("hearing_request_late", date(2026, 3, 12))
    brought = c.RequestHearing(way="window", posted_on=date(2026, 3, 12), postmark=MARK)
    assert refused(play, brought, "2026-03-17T10:00", REVIEWER).rule == "hearing_request_late"


@pytest.mark.parametrize("day", ["2026-03-04", "2026-03-18"])
def test_nothing_is_posted_before_the_letter_or_after_it_arrived(day: str):
    refusal = refused(told(), posted(day), "2026-03-17T10:00", REVIEWER)
    assert refusal.rule == "hearing_postmark_impossible"
    assert refusal.facts == {"since": date(2026, 3, 5), "today": date(2026, 3, 17)}


@pytest.mark.parametrize("lacking", [{"posted_on": None}, {"postmark": " "}])
def test_the_post_has_a_postmark_and_something_that_shows_it(lacking: dict):
    assert refused(told(), posted("2026-03-11", **lacking), "2026-03-17T10:00").rule == "hearing_postmark_missing"


def test_a_neighbours_postmark_is_measured_by_its_own_letter():
    play = told()
    play.do(c.TellInterested("n1"), "2026-03-10T10:00", REVIEWER)
    early = posted("2026-03-09", party="interested", number="1")
    assert refused(play, early, "2026-03-20T10:00", REVIEWER).facts["since"] == date(2026, 3, 10)
    play.do(posted("2026-03-17", party="interested", number="1"), "2026-03-20T10:00", REVIEWER)
    assert play.case.hearing.requests == ("1",)


def test_it_keeps_the_decision_back_while_none_was_made():
    play = told()
    assert missing(play, "2026-03-17T09:00") == set()
    play.do(posted("2026-03-12"), "2026-03-17T10:00", REVIEWER)
    assert missing(play, "2026-03-18T10:00") == {"hearing_open"}


def test_after_the_decision_it_is_kept_and_changes_no_outcome():
    play = refused_case()
    (missed,) = play.do(posted("2026-03-12", note="想说明间距"), "2026-03-18T10:00", REVIEWER)
    assert missed == e.HearingRequestOvertaken(date(2026, 3, 18), date(2026, 3, 12), MARK, "applicant", "想说明间距")
    assert play.case.state is State.REFUSED
    assert play.case.hearing.overtaken == ("applicant",)
    assert not play.case.hearing.owed
    assert refused(play, posted("2026-03-12"), "2026-03-19T10:00").rule == "hearing_requested_already"


def test_after_the_decision_nothing_else_can_be_asked():
    play = refused_case()
    assert refused(play, posted("2026-03-13"), "2026-03-18T10:00").rule == "hearing_request_late"
    assert refused(play, c.RequestHearing(way="window"), "2026-03-18T10:00").rule == "already_decided"
    assert refused(play, c.RequestHearing(way="online"), "2026-03-18T10:00", HANDLER).rule == "already_decided"


def test_a_neighbour_that_came_by_itself_is_known_afterwards():
    play = refused_case()
    (missed,) = play.do(posted("2026-03-10", party="interested", paper="d9"), "2026-03-18T10:00", REVIEWER)
    assert (missed.number, [(one.number, one.paper, one.asked_on) for one in play.case.hearing.parties]) == (
        "1", [("1", "d9", None)],
    )  # fmt: skip
