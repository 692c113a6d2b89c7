"""First-contact responsibility: one officer answers for a case, and it changes hands only with a reason."""

from __future__ import annotations

import pytest

from tests.core.play import CLERK, COLLEAGUE, HEAD, Play
from workflows import commands as c
from workflows.case import fold
from workflows.refusal import Refusal


def rule_of(play: Play, command: c.Command, at: str, by: str) -> Refusal:
    before = len(play.journal)
    with pytest.raises(Refusal) as caught:
        play.do(command, at, by)
    assert len(play.journal) == before
    return caught.value


def test_nobody_has_a_case_until_somebody_takes_it():
    play = Play().submitted()
    assert (play.case.officer, play.case.officer_since) == ("", None)
    play.do(c.TakeCase(), "2026-03-02T10:00", CLERK)
    assert play.case.officer == CLERK
    assert play.case.officer_since == play.journal[-1].at


def test_taking_a_case_twice_is_taking_it_once():
    play = Play().submitted()
    play.do(c.TakeCase(), "2026-03-02T10:00", CLERK)
    before = len(play.journal)
    play.do(c.TakeCase(by_act=True), "2026-03-02T11:00", CLERK)
    assert len(play.journal) == before


def test_a_case_that_a_colleague_has_is_not_taken_and_it_is_said_who_has_it():
    play = Play().submitted()
    play.do(c.TakeCase(), "2026-03-02T10:00", CLERK)
    refusal = rule_of(play, c.TakeCase(), "2026-03-02T10:01", COLLEAGUE)
    assert (refusal.rule, refusal.facts["by"]) == ("taken_already", CLERK)


def test_a_case_whose_officer_has_left_is_taken_and_the_journal_says_from_whom():
    play = Play().submitted()
    play.do(c.TakeCase(), "2026-03-02T10:00", CLERK)
    play.do(c.TakeCase(vacant=True), "2026-03-03T10:00", COLLEAGUE)
    assert play.case.officer == COLLEAGUE
    assert play.journal[-1].event.was == CLERK  # type: ignore[attr-defined]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_nothing_is_handed_over_without_a_reason(reason: str):
    play = Play().submitted()
    play.do(c.TakeCase(), "2026-03-02T10:00", CLERK)
    refusal = rule_of(play, c.HandOverCase(COLLEAGUE, reason), "2026-03-02T11:00", CLERK)
    assert refusal.rule == "handover_reason_missing"


def test_only_who_has_a_case_hands_it_over_unless_it_is_ordered():
    play = Play().submitted()
    play.do(c.TakeCase(), "2026-03-02T10:00", CLERK)
    assert rule_of(play, c.HandOverCase(HEAD, "忙"), "2026-03-02T11:00", COLLEAGUE).rule == "not_first_contact"
    play.do(c.HandOverCase(COLLEAGUE, "请假", ordered=True), "2026-03-02T11:00", HEAD)
    assert play.case.officer == COLLEAGUE
    assert rule_of(play, c.HandOverCase(COLLEAGUE, "再来"), "2026-03-02T12:00", COLLEAGUE).rule == "handed_to_owner"


def test_for_what_has_ended_nobody_has_to_answer():
    play = Play().submitted()
    play.do(c.Withdraw("不办了"), "2026-03-02T10:00", "handler:1")
    assert rule_of(play, c.TakeCase(), "2026-03-02T11:00", CLERK).rule == "case_ended"
    assert rule_of(play, c.HandOverCase(COLLEAGUE, "请假"), "2026-03-02T11:00", CLERK).rule == "case_ended"


def test_taking_and_handing_over_move_no_clock_and_no_state():
    still, moved = Play().submitted(), Play().submitted()
    moved.do(c.TakeCase(), "2026-03-02T10:00", CLERK)
    moved.do(c.HandOverCase(COLLEAGUE, "请假"), "2026-03-02T10:30", CLERK)
    for one in (still, moved):
        one.checked().accepted("2026-03-03T10:00")
    assert (still.case.state, still.case.accepted_on) == (moved.case.state, moved.case.accepted_on)


def test_a_journal_from_before_folds_to_a_case_without_an_officer():
    folded = fold(Play().submitted().checked().accepted("2026-03-03T10:00").journal)
    assert folded is not None
    assert folded.officer == ""
