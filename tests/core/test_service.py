"""Service of letters: ways with proof, periods that wait for their letter, and what comes back (R146, R8, R36)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.play import CLERK, HANDLER, LAWYER, REVIEWER, SYSTEM, Play, calendar, marks, moment
from workflows import commands as c
from workflows.clocks import clocks
from workflows.events import Recorded
from workflows.events.telling import with_letters
from workflows.evolve import evolve
from workflows.limits import Signal, due, explain, signal
from workflows.refusal import Refusal
from workflows.rules import decide
from workflows.rules.decision import blockers
from workflows.service import policy
from workflows.sweep import wakes_on

PROMISED = {
    "CorrectionRequested": "correction",
    "HearingTold": "hearing_right",
    "InterestedTold": "interested_right",
    "Refused": "refusal",
}


class Letters(Play):
    """A play whose events promise their letters, as the portal does."""

    def do(self, command: c.Command, at: str, by: str = CLERK):
        events = decide(self.case if self.journal else None, command, now=moment(at, by))
        for event in events:
            kind = PROMISED.get(type(event).__name__)
            if kind:
                event = with_letters(event, ((kind, "1号"),), ())
            self.journal.append(Recorded(len(self.journal) + 1, moment(at).at, by, event))
        return events


def handed_in(service: str = "paper") -> Letters:
    play = Letters()
    materials = tuple(m.id for m in play.terms.materials)
    submit = c.Submit(
        play.terms, "item", "2026-01-01", "d" * 64, "licence@1", "online", "s", materials, service=service
    )
    play.do(submit, "2026-03-02T09:00", HANDLER)
    return play


def told(service: str = "paper") -> Letters:
    play = handed_in(service)
    play.do(c.RequestCorrection(marks(play.case, fix=("lease",))), "2026-03-04T10:00")
    return play


def notice(play: Letters) -> tuple[int, str]:
    return next(key for key in play.case.letters if key[1] == "correction")


def served(play: Letters, day: str, at: str, way: str = "courier", **proof: str) -> None:
    if way == "courier":
        proof = {"reference": "EMS123", **proof}
    play.do(c.ServeLetter(*notice(play), way, date.fromisoformat(day), **proof), at)


def published(play: Letters, **grounds: str) -> None:
    grounds = grounds or {"why": "住所已经拆除", "evidence": "d" * 64}
    play.do(c.SendLetter(*notice(play), "public_notice", "临江日报第 3 版", **grounds), "2026-03-05T10:00")


def last_day(play: Letters, on: str) -> date | None:
    return due(clocks(play.case)["correction"], calendar(), date.fromisoformat(on)).on


def test_with_consent_a_letter_is_served_on_the_day_it_enters_the_inbox_and_the_period_runs():
    play = told("electronic")
    one = play.case.letters[notice(play)]
    assert (one.state, one.way, one.served_on) == ("served", "electronic", date(2026, 3, 4))
    assert last_day(play, "2026-03-04") == last_day(play, "2026-03-20") == date(2026, 3, 25)


def test_on_paper_the_period_of_the_correction_waits_for_its_service_and_then_counts_in_full():
    play = told()
    assert last_day(play, "2026-03-04") == date(2026, 3, 25)
    assert signal(clocks(play.case)["correction"], None, calendar(), date(2026, 4, 20)) is Signal.GREY
    assert play.swept("2026-04-20T08:00") == []
    served(play, "2026-04-10", "2026-04-20T09:00")
    assert last_day(play, "2026-04-20") == date(2026, 5, 6)
    days = {day.on: day.event for day in explain(clocks(play.case)["correction"], calendar(), date(2026, 4, 20))}
    assert days[date(2026, 3, 5)] == days[date(2026, 4, 10)] == "service"
    assert days[date(2026, 4, 13)] is None


def test_after_the_period_from_service_the_silence_follows_as_ever():
    play = told()
    served(play, "2026-03-06", "2026-03-09T09:00")
    assert "DeemedWithdrawn" not in play.swept("2026-03-27T20:00")
    assert "DeemedWithdrawn" in play.swept("2026-03-28T08:00")


@given(st.integers(0, 40))
def test_service_never_moves_a_last_day_earlier(after: int):
    play = told()
    before = last_day(play, "2026-03-04")
    day = date(2026, 3, 4) + timedelta(days=after)
    served(play, day.isoformat(), f"{day}T20:00")
    now = last_day(play, day.isoformat())
    assert now is not None
    assert before is not None
    assert now >= before
    assert now == calendar().add(day, 15)


def test_the_applicant_may_answer_before_the_proof_is_back():
    play = told()
    play.do(c.Correct("s2", ("lease",)), "2026-03-06T10:00", HANDLER)
    assert str(play.case.state) == "resubmitted"


def test_the_period_to_ask_for_a_hearing_waits_too_and_so_does_the_decision():
    play = handed_in()
    play.checked().accepted()
    play.do(c.TellHearing("拟不予许可"), "2026-03-05T10:00", REVIEWER)
    assert "hearing_period" in {
        one.code for one in blockers(play.case, outcome="refuse", now=moment("2026-04-30T09:00"))
    }
    key = next(key for key in play.case.letters if key[1] == "hearing_right")
    play.do(c.ServeLetter(*key, "counter", date(2026, 4, 30), recipient="signed"), "2026-04-30T10:00")
    assert due(clocks(play.case)["hearing_request"], calendar(), date(2026, 4, 30)).on == calendar().add(
        date(2026, 4, 30), 5
    )


def test_the_other_party_has_the_days_that_the_letter_on_paper_gave_too():
    play = handed_in()
    play.checked().accepted()
    play.do(c.TellHearing("拟不予许可"), "2026-03-05T10:00", REVIEWER)
    key = next(key for key in play.case.letters if key[1] == "hearing_right")
    play.do(c.ServeLetter(*key, "counter", date(2026, 3, 13), recipient="signed"), "2026-03-13T10:00")
    play.do(c.RequestHearing(), "2026-03-16T10:00", HANDLER)
    with pytest.raises(Refusal, match="hearing_request_late") as caught:
        play.do(c.RequestHearing("interested"), "2026-03-21T00:05", REVIEWER)
    assert caught.value.facts == {"due": date(2026, 3, 20)}
    play.do(c.RequestHearing("interested"), "2026-03-20T23:50", REVIEWER)
    assert play.case.hearing.requests == ("applicant", "1")


def test_who_asks_before_the_letter_arrived_asks_in_time_and_so_does_the_other_party():
    play = handed_in()
    play.checked().accepted()
    play.do(c.TellHearing("拟不予许可"), "2026-03-05T10:00", REVIEWER)
    play.do(c.RequestHearing(), "2026-03-06T10:00", HANDLER)
    play.do(c.RequestHearing("interested"), "2026-04-20T10:00", REVIEWER)
    assert play.case.hearing.requests == ("applicant", "1")


@pytest.mark.parametrize(
    ("way", "proof"),
    [("counter", "recipient"), ("courier", "reference"), ("left", "witnesses"), ("entrusted", "reference")],
)
def test_every_way_has_its_proof(way: str, proof: str):
    play = told()
    with pytest.raises(Refusal, match="proof_missing"):
        play.do(c.ServeLetter(*notice(play), way, date(2026, 3, 5)), "2026-03-05T10:00")
    play.do(c.ServeLetter(*notice(play), way, date(2026, 3, 5), **{proof: "x"}), "2026-03-05T10:00")
    assert play.case.letters[notice(play)].state == "served"


def test_a_public_notice_counts_after_its_thirty_days_and_on_their_day():
    assert policy().ways["public_notice"].days == 30
    play = told()
    command = c.ServeLetter(*notice(play), "public_notice", date(2026, 3, 5))
    with pytest.raises(Refusal, match="notice_not_published"):
        play.do(command, "2026-03-05T10:00")
    published(play)
    with pytest.raises(Refusal, match="notice_running"):
        play.do(command, "2026-04-03T10:00")
    play.do(command, "2026-04-20T10:00")
    assert play.case.letters[notice(play)].served_on == date(2026, 4, 4)


def test_the_sweep_counts_a_public_notice_on_its_day_and_the_period_runs_from_it():
    play = told()
    published(play)
    assert wakes_on(play.case, now=moment("2026-03-06T08:00")) == date(2026, 4, 4)
    assert "LetterServed" in play.swept("2026-04-07T08:00")
    assert play.case.letters[notice(play)].served_on == date(2026, 4, 4)
    assert last_day(play, "2026-04-07") == calendar().add(date(2026, 4, 4), 15)


@pytest.mark.parametrize("day", ["2026-03-03", "2026-03-10"])
def test_nothing_is_served_before_it_was_written_nor_in_the_future(day: str):
    with pytest.raises(Refusal, match="service_day"):
        served(told(), day, "2026-03-09T10:00")


def test_what_comes_back_is_open_again_and_another_way_may_be_tried():
    play = told()
    play.do(c.SendLetter(*notice(play), "courier", "EMS123"), "2026-03-05T10:00")
    with pytest.raises(Refusal, match="letter_under_way"):
        play.do(c.SendLetter(*notice(play), "courier", "EMS124"), "2026-03-05T11:00")
    play.do(c.FailService(*notice(play), "returned", "查无此人"), "2026-03-09T10:00")
    assert play.case.letters[notice(play)].state == "failed"
    with pytest.raises(Refusal, match="letter_failed"):
        play.do(c.FailService(*notice(play), "returned"), "2026-03-09T10:00")
    assert play.swept("2026-05-20T08:00") == []
    served(play, "2026-05-20", "2026-05-20T10:00", "left", witnesses="two")
    with pytest.raises(Refusal, match="letter_served"):
        served(play, "2026-05-20", "2026-05-20T10:00", "left", witnesses="two")


def test_consent_may_be_given_and_taken_back_and_holds_for_later_letters():
    play = handed_in("electronic")
    assert play.case.consent_on == date(2026, 3, 2)
    play.do(c.ChooseService("paper"), "2026-03-03T10:00", HANDLER)
    assert play.case.consent_on is None
    with pytest.raises(Refusal, match="service_chosen_already"):
        play.do(c.ChooseService("paper"), "2026-03-03T10:00", HANDLER)
    play.do(c.RequestCorrection(marks(play.case, fix=("lease",))), "2026-03-04T10:00")
    assert play.case.letters[notice(play)].state == "planned"
    with pytest.raises(Refusal, match="no_consent"):
        play.do(c.ServeLetter(*notice(play), "electronic", date(2026, 3, 4)), "2026-03-04T11:00")


def test_a_result_is_not_delivered_electronically_to_somebody_who_did_not_agree():
    play = handed_in()
    play.checked().accepted().heard()
    play.do(c.ReviewLegally("passed", "合法"), "2026-03-06T09:00", LAWYER)
    play.do(c.Refuse("事实", "理由", "第六条"), "2026-03-06T10:00")
    with pytest.raises(Refusal, match="no_consent"):
        play.do(c.Deliver("electronic"), "2026-03-06T11:00")
    play.do(c.Deliver("courier", proof="EMS9"), "2026-03-06T11:00")
    key = next(key for key in play.case.letters if key[1] == "refusal")
    assert (play.case.letters[key].state, play.case.letters[key].reference) == ("served", "EMS9")
    play.do(c.FailService(*key, "returned"), "2026-03-12T10:00")
    play.do(c.ServeLetter(*key, "counter", date(2026, 3, 13), recipient="signed"), "2026-03-13T10:00")
    assert play.case.letters[key].served_on == date(2026, 3, 13)


def test_a_missing_check_holds_the_decision_alone_and_says_since_when():
    play = handed_in("electronic").checked().accepted()
    play.do(c.OweCheck("antivirus", ("f1", "f2")), "2026-03-03T11:00", SYSTEM)
    play.heard()
    play.do(c.ReviewLegally("passed", "合法"), "2026-03-06T09:00", LAWYER)
    with pytest.raises(Refusal) as refused:
        play.do(c.Grant("符合"), "2026-03-06T10:00")
    (blocker,) = refused.value.facts["blockers"]
    assert (blocker.code, blocker.ref, blocker.detail) == ("check_missing", "antivirus", "2026-03-03")
    play.do(c.FinishCheck("antivirus", "infected", ("f1",)), "2026-03-06T11:00", SYSTEM)
    assert play.case.infected == ("f1",)
    assert play.case.owed["antivirus"].refs == ("f2",)
    play.do(c.FinishCheck("antivirus", "clean", ("f2",)), "2026-03-06T12:00", SYSTEM)
    play.do(c.Grant("符合"), "2026-03-06T13:00")


def test_an_old_journal_knows_no_way_of_service_and_reads_as_agreed():
    play = handed_in("")
    assert evolve(None, play.journal[0]).service == "electronic"
