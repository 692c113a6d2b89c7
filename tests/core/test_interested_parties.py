"""Every interested party by itself: its own days, its own request, its own waiver, and who is called to the hearing (R20, R36)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.core.play import HANDLER, REVIEWER, Play
from tests.core.test_hearing import RECORD, set_for
from tests.core.test_hearing_outcomes import missing
from tests.core.test_interested import last, serve, told
from tests.core.test_rules_intake import refused
from workflows import commands as c
from workflows import events as e
from workflows.clocks import clocks
from workflows.events import Recorded
from workflows.hearing import acts, may


def asks(number: str = "", paper: str = "") -> c.RequestHearing:
    return c.RequestHearing("interested", paper=paper, number=number)


def waives(number: str = "", **more: str) -> c.WaiveHearing:
    return c.WaiveHearing("interested", number=number, **more)


def neighbours() -> Play:
    """The applicant and two neighbours are told on 5 March, all have until 12 March."""
    play = Play().submitted().checked().accepted()
    play.do(c.TellHearing("拟准予"), "2026-03-05T10:00", REVIEWER)
    for paper in ("n1", "n2"):
        play.do(c.TellInterested(paper), "2026-03-05T10:05", REVIEWER)
    return play


def called(made: tuple) -> list[str]:
    return [one.party for one in made if isinstance(one, e.InterestedSummoned)]


def test_what_one_gives_up_the_other_still_has():
    play = neighbours()
    play.do(c.WaiveHearing(), "2026-03-06T09:00", HANDLER)
    play.do(waives("1", reason="书面放弃"), "2026-03-06T10:00", REVIEWER)
    assert missing(play, "2026-03-12T23:00") == {"hearing_period"}
    assert refused(play, asks("1"), "2026-03-06T11:00", REVIEWER).rule == "hearing_waived_already"
    play.do(asks("2"), "2026-03-12T23:30", REVIEWER)
    assert missing(play, "2026-03-20T09:00") == {"hearing_open"}
    first, second = play.case.hearing.parties
    assert (first.asked_on, first.waived_on, first.cause) == (None, date(2026, 3, 6), "declared")
    assert (second.asked_on, second.waived_on) == (date(2026, 3, 12), None)


def test_once_everybody_has_given_it_up_nobody_is_waited_for():
    play = neighbours()
    play.do(c.WaiveHearing(), "2026-03-06T09:00", HANDLER)
    play.do(waives("1"), "2026-03-06T10:00", REVIEWER)
    play.do(waives("2"), "2026-03-06T11:00", REVIEWER)
    assert missing(play, "2026-03-06T12:00") == set()
    assert {clocks(play.case)[one].stopped for one in ("hearing_request", "interested_request")} == {date(2026, 3, 6)}


def test_the_request_of_one_ends_nobody_elses_days_and_is_nobody_elses_request():
    play = neighbours()
    play.do(asks("1"), "2026-03-06T10:00", REVIEWER)
    assert play.case.hearing.requests == ("1",)
    assert clocks(play.case)["interested_request"].stopped is None
    play.do(asks("2"), "2026-03-09T10:00", REVIEWER)
    play.do(c.WithdrawHearingRequest("interested", number="1"), "2026-03-10T10:00", REVIEWER)
    assert play.case.hearing.requests == ("2",)
    assert missing(play, "2026-03-20T09:00") == {"hearing_open"}


@pytest.mark.parametrize(("served", "until"), [("2026-03-20", "2026-03-27"), ("2026-03-12", "2026-03-19")])
def test_the_hearing_is_open_while_any_of_them_can_still_ask(served: str, until: str):
    play = told()  # on paper, on 9 March
    play.do(c.TellInterested("n2"), "2026-03-10T10:00", REVIEWER)
    serve(play, "2026-03-10", 1)
    serve(play, served, 0)
    assert last(play, served) == date.fromisoformat(until)
    play.do(waives("1"), f"{served}T19:00", REVIEWER)
    assert last(play, served) == date(2026, 3, 17)
    assert refused(play, asks("2"), "2026-03-18T00:05", REVIEWER).facts == {"due": date(2026, 3, 17)}
    assert missing(play, "2026-03-18T00:05") == set()


def test_a_letter_that_never_came_keeps_its_own_party_alone():
    play = told()
    play.do(c.TellInterested("n2"), "2026-03-10T10:00", REVIEWER)
    serve(play, "2026-03-10", 1)
    play.do(waives("2"), "2026-03-11T10:00", REVIEWER)
    assert missing(play, "2026-05-20T10:00") == {"hearing_period"}
    play.do(waives("1"), "2026-05-20T10:00", REVIEWER)
    assert missing(play, "2026-05-20T11:00") == set()


def test_one_that_nobody_told_comes_by_itself_within_the_days_of_the_applicant_and_is_called_too():
    play = neighbours()
    play.do(asks(paper="n3"), "2026-03-12T23:00", REVIEWER)
    assert [(one.number, one.paper, one.told_on) for one in play.case.hearing.parties][2:] == [("3", "n3", None)]
    assert refused(play, asks(paper="n4"), "2026-03-13T00:05", REVIEWER).rule == "hearing_request_late"
    made = play.do(set_for("2026-03-25"), "2026-03-13T10:00", REVIEWER)
    assert called(made) == ["1", "2", "3"]


def test_who_gave_it_up_is_called_no_more_and_who_took_it_back_only_where_a_letter_told_it():
    play = neighbours()
    play.do(asks("1"), "2026-03-06T10:00", REVIEWER)
    play.do(asks(paper="n3"), "2026-03-06T11:00", REVIEWER)
    play.do(c.WithdrawHearingRequest("interested", number="3"), "2026-03-06T12:00", REVIEWER)
    play.do(waives("2"), "2026-03-06T13:00", REVIEWER)
    made = play.do(set_for("2026-03-18"), "2026-03-09T10:00", REVIEWER)
    assert called(made) == ["1"]
    assert [one.summoned_for for one in play.case.hearing.parties] == [date(2026, 3, 18), None, None]


@pytest.mark.parametrize(("at", "day_told"), [("2026-03-09T11:00", True), ("2026-03-10T10:00", False)])
def test_whoever_comes_after_the_day_was_set_is_told_of_it_where_seven_days_are_left(at: str, day_told: bool):
    play = neighbours()
    play.do(asks("1"), "2026-03-06T10:00", REVIEWER)
    play.do(set_for("2026-03-18"), "2026-03-09T10:00", REVIEWER)
    assert called(play.do(asks(paper="n3"), at, REVIEWER)) == (["3"] if day_told else [])


def test_whoever_stays_away_gives_up_what_was_its_own_and_the_hearing_is_held_for_the_other():
    play = neighbours()
    play.do(asks("1"), "2026-03-06T10:00", REVIEWER)
    play.do(asks("2"), "2026-03-06T11:00", REVIEWER)
    play.do(set_for("2026-03-18"), "2026-03-09T10:00", REVIEWER)
    play.do(waives("1", cause="no_show", reason="没有到场"), "2026-03-18T10:00", REVIEWER)
    assert missing(play, "2026-03-18T11:00") == {"hearing_open"}
    play.do(RECORD, "2026-03-18T17:00", REVIEWER)
    assert missing(play, "2026-03-18T18:00") == set()


@pytest.mark.parametrize("said", [waives(), waives("3"), c.WithdrawHearingRequest("interested", number="9"), asks("7")])
def test_nothing_is_said_for_an_interested_party_that_the_case_does_not_know(said: c.Command):
    assert refused(neighbours(), said, "2026-03-06T10:00", REVIEWER).rule == "interested_unknown"


def test_a_party_told_anew_at_another_address_has_its_days_from_the_new_letter():
    play = told()
    play.do(c.TellInterested("n1b", number="1"), "2026-03-16T10:00", REVIEWER)
    assert [(one.number, one.told_on) for one in play.case.hearing.parties] == [("1", date(2026, 3, 16))]
    serve(play, "2026-03-17", 1)
    assert last(play, "2026-03-17") == date(2026, 3, 24)
    assert refused(play, c.TellInterested("n9", number="4"), "2026-03-18T10:00", REVIEWER).rule == "interested_unknown"
    play.do(waives("1"), "2026-03-18T10:00", REVIEWER)
    assert (
        refused(play, c.TellInterested("n5", number="1"), "2026-03-18T11:00", REVIEWER).rule == "hearing_waived_already"
    )


def test_the_pages_name_whoever_may_still_say_something():
    play = neighbours()
    assert may(play.case.hearing, "ask") == ("applicant", "1", "2", "interested")
    assert may(play.case.hearing, "waive") == ("applicant", "1", "2")
    play.do(asks("1"), "2026-03-06T10:00", REVIEWER)
    play.do(waives("2"), "2026-03-06T10:00", REVIEWER)
    assert may(play.case.hearing, "ask") == ("applicant", "interested")
    assert may(play.case.hearing, "withdraw") == ("1",)
    assert "hearing_waived" in acts(play.case, date(2026, 3, 6))


def older(play: Play, *events: e.Event) -> Play:
    """The play as an older journal went on, which kept all interested parties together."""
    for event in events:
        play.journal.append(Recorded(len(play.journal) + 1, play.journal[-1].at, REVIEWER, event))
    return play


def test_an_older_journal_that_kept_them_together_reads_as_it_was_written():
    gone = older(neighbours(), e.HearingWaived(date(2026, 3, 6)), e.HearingWaived(date(2026, 3, 6), "interested"))
    assert missing(gone, "2026-03-06T11:00") == set()
    assert clocks(gone.case)["interested_request"].stopped == date(2026, 3, 6)
    asked = older(neighbours(), e.HearingRequested(date(2026, 3, 6), "interested", paper="d"))
    assert asked.case.hearing.requests == ("interested",)
    assert clocks(asked.case)["interested_request"].stopped == date(2026, 3, 6)
    assert called(asked.do(set_for("2026-03-18"), "2026-03-09T10:00", REVIEWER)) == ["1", "2"]
    asked.do(c.WithdrawHearingRequest("interested"), "2026-03-16T10:00", REVIEWER)
    assert (asked.case.hearing.over_on, missing(asked, "2026-03-16T11:00")) == (date(2026, 3, 16), set())


def test_a_hearing_told_to_unnamed_others_waits_for_them_as_before():
    play = Play().submitted().checked().accepted()
    play.do(c.TellHearing("拟准予"), "2026-03-05T10:00", REVIEWER)
    told_entry = play.journal[-1]
    play.journal[-1] = Recorded(
        told_entry.seq, told_entry.at, told_entry.by, replace(told_entry.event, interested=True)
    )
    play.do(c.WaiveHearing(), "2026-03-06T10:00", HANDLER)
    assert missing(play, "2026-03-12T23:00") == {"hearing_period"}
    play.do(waives(), "2026-03-09T10:00", REVIEWER)
    assert missing(play, "2026-03-09T11:00") == set()
