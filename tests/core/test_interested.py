"""Interested parties: told in letters of their own, with days of their own, and heard like the applicant (R20, R36, R141)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.play import HANDLER, REVIEWER, calendar
from tests.core.test_hearing import RECORD, set_for
from tests.core.test_hearing_outcomes import missing, set_and_come, told_both
from tests.core.test_rules_intake import refused
from tests.core.test_service import Letters, handed_in
from workflows import commands as c
from workflows.clocks import clocks
from workflows.limits import due


def last(play: Letters, on: str) -> date | None:
    return due(clocks(play.case)["interested_request"], calendar(), date.fromisoformat(on)).on


def told(service: str = "electronic") -> Letters:
    """The applicant agreed to an inbox; a neighbour is told on paper, on 9 March."""
    play = handed_in(service)
    play.checked().accepted()
    play.do(c.TellHearing("拟准予"), "2026-03-05T10:00", REVIEWER)
    play.do(c.TellInterested("n1"), "2026-03-09T10:00", REVIEWER)
    return play


def serve(play: Letters, day: str, number: int = 0) -> None:
    key = [key for key in play.case.letters if key[1] == "interested_right"][number]
    play.do(c.ServeLetter(*key, "courier", date.fromisoformat(day), reference="EMS1"), f"{day}T18:00")


def test_only_a_letter_makes_an_interested_party_one_that_was_told():
    assert told_both().case.hearing.interested
    play = handed_in()
    play.checked().accepted()
    assert refused(play, c.TellInterested("n1"), "2026-03-05T10:00", REVIEWER).rule == "hearing_not_told"
    play.do(c.TellHearing("拟准予"), "2026-03-05T10:00", REVIEWER)
    assert not play.case.hearing.interested
    assert refused(play, c.TellInterested(" "), "2026-03-05T11:00", REVIEWER).rule == "interested_unnamed"
    play.do(c.TellInterested("n1"), "2026-03-05T12:00", REVIEWER)
    assert refused(play, c.TellInterested("n1"), "2026-03-05T13:00", REVIEWER).rule == "interested_told_already"


def test_its_days_begin_with_the_service_of_its_own_letter_whatever_the_applicant_agreed():
    play = told()
    assert next(one for one in play.case.letters.values() if one.document == "interested_right").state == "planned"
    assert missing(play, "2026-04-20T10:00") == {"hearing_period"}
    serve(play, "2026-03-12")
    assert last(play, "2026-03-19") == date(2026, 3, 19)
    assert missing(play, "2026-03-19T23:00") == {"hearing_period"}
    assert missing(play, "2026-03-20T00:05") == set()
    play.do(c.RequestHearing("interested", number="1"), "2026-03-19T23:00", REVIEWER)
    assert refused(play, c.RequestHearing(), "2026-03-19T23:10", HANDLER).rule == "hearing_request_late"


def test_the_inbox_of_the_applicant_serves_nobody_else():
    play = told()
    key = next(key for key in play.case.letters if key[1] == "interested_right")
    electronic = c.ServeLetter(*key, "electronic", date(2026, 3, 9))
    assert refused(play, electronic, "2026-03-09T12:00", REVIEWER).rule == "no_consent"


def test_the_second_of_two_parties_keeps_the_period_open():
    play = told()
    play.do(c.TellInterested("n2"), "2026-03-10T10:00", REVIEWER)
    serve(play, "2026-03-10", 1)
    assert missing(play, "2026-04-20T10:00") == {"hearing_period"}
    serve(play, "2026-03-20", 0)
    assert last(play, "2026-03-27") == date(2026, 3, 27)


def test_whoever_is_told_after_the_applicant_gave_the_hearing_up_may_still_ask():
    play = set_and_come()
    play.do(c.WaiveHearing(), "2026-03-10T10:00", HANDLER)
    play.do(c.TellInterested("n1"), "2026-03-11T10:00", REVIEWER)
    assert missing(play, "2026-03-11T11:00") == {"hearing_period"}
    play.do(c.RequestHearing("interested", number="1"), "2026-03-18T10:00", REVIEWER)
    assert missing(play, "2026-03-30T10:00") == {"hearing_open"}


def test_the_day_is_told_to_everybody_who_was_told_of_the_right():
    play = told_both()
    play.do(c.TellInterested("m" * 64), "2026-03-05T11:00", REVIEWER)
    play.do(c.RequestHearing(), "2026-03-06T10:00", HANDLER)
    made = play.do(set_for("2026-03-18"), "2026-03-09T10:00", REVIEWER)
    assert [one.party for one in made if type(one).__name__ == "InterestedSummoned"] == ["1", "2"]


@pytest.mark.parametrize(("at", "rule"), [("2026-03-09T11:00", ""), ("2026-03-10T10:00", "interested_after_notice")])
def test_whoever_is_told_late_still_has_seven_days_before_the_hearing(at: str, rule: str):
    play = set_and_come()  # to be held on 18 March
    late = c.TellInterested("n1")
    if rule:
        assert refused(play, late, at, REVIEWER).rule == rule
    else:
        assert [type(one).__name__ for one in play.do(late, at, REVIEWER)] == ["InterestedTold", "InterestedSummoned"]


def test_after_the_hearing_nobody_is_told_of_it():
    play = set_and_come()
    play.do(RECORD, "2026-03-18T17:00", REVIEWER)
    assert refused(play, c.TellInterested("n1"), "2026-03-18T18:00", REVIEWER).rule == "hearing_over"
