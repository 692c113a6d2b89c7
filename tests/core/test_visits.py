"""Visits: the promise stands before the request, what lies beyond it has a cause, and one presence is one visit (R63-R65)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.core.play import Play
from workflows import commands as c
from workflows.case import Case
from workflows.refusal import Refusal
from workflows.visits import vocabulary

ASK = c.AskVisit("window", "original", "看原件", "扫描件看不清", "emb")


def done(play: Play, command: c.Command, at: str) -> Case:
    play.do(command, at)
    return play.case


def refused(play: Play, command: c.Command, at: str) -> str:
    with pytest.raises(Refusal) as said:
        play.do(command, at)
    return said.value.rule


@pytest.fixture
def play() -> Play:
    """An application handed in online on Tuesday 13 October 2026, whose guide promises one visit at most."""
    play = Play().submitted("2026-10-13T09:00")
    assert (play.case.terms.visits, play.case.visits) == (1, 0)
    return play


def test_nobody_is_asked_before_another_way_was_thought_of(play: Play) -> None:
    assert refused(play, replace(ASK, instead=" "), "2026-10-13T10:00") == "visit_ways_first"
    assert refused(play, replace(ASK, reason=""), "2026-10-13T10:00") == "visit_reason_missing"
    assert refused(play, replace(ASK, purpose="tea"), "2026-10-13T10:00") == "visit_incomplete"
    assert refused(play, replace(ASK, plan_on=date(2026, 10, 12)), "2026-10-13T10:00") == "visit_day_past"


def test_the_first_request_is_within_the_promise_and_the_second_needs_a_cause(play: Play) -> None:
    case = done(play, ASK, "2026-10-13T10:00")
    assert (case.asks[0].cause, case.asks[0].beyond) == ("promised", False)
    assert refused(play, ASK, "2026-10-13T10:05") == "visit_asked_already"
    second = replace(ASK, purpose="sign")
    assert refused(play, second, "2026-10-13T10:10") == "visit_code_missing"
    assert refused(play, replace(second, code="invented"), "2026-10-13T10:10") == "visit_code_missing"
    case = done(play, replace(second, code="system_down"), "2026-10-13T10:10")
    assert (case.asks[1].cause, case.asks[1].code, case.asks[1].beyond) == ("ours", "system_down", True)


def test_a_request_that_was_taken_back_leaves_room_again(play: Play) -> None:
    asked = done(play, ASK, "2026-10-13T10:00").asks[0].seq
    case = done(play, c.WithdrawVisit(asked, "已经共享取得"), "2026-10-13T11:00")
    assert (case.asks[0].state, case.asks[0].withdrawn) == ("withdrawn", "已经共享取得")
    assert refused(play, c.WithdrawVisit(asked, "再说一次"), "2026-10-13T11:05") == "visit_not_asked"
    assert not done(play, ASK, "2026-10-13T12:00").asks[1].beyond


def test_several_purposes_on_one_day_at_one_place_are_one_visit(play: Play) -> None:
    done(play, ASK, "2026-10-13T10:00")
    done(play, c.RecordVisit("window", "original", "promised"), "2026-10-14T09:00")
    case = done(play, c.RecordVisit("window", "sign", "ours"), "2026-10-14T16:00")
    assert (case.visits, case.extra_visits, case.visited[0].purposes) == (1, 0, ("original", "sign"))
    assert (case.asks[0].state, case.asks[0].made_on) == ("made", date(2026, 10, 14))


def test_the_next_day_or_another_place_is_another_visit_and_beyond_the_promise(play: Play) -> None:
    done(play, c.RecordVisit("window", "original", "promised"), "2026-10-14T09:00")
    elsewhere = c.RecordVisit("site", "interview", "promised")
    assert refused(play, elsewhere, "2026-10-14T10:00") == "visit_code_missing"
    case = done(play, replace(elsewhere, code="documents_missing"), "2026-10-14T10:00")
    assert (case.visits, case.extra_visits) == (2, 1)
    assert (case.visited[1].cause, case.visited[1].beyond) == ("incomplete", True)


def test_a_visit_that_was_asked_for_beyond_the_promise_is_not_asked_about_again(play: Play) -> None:
    done(play, c.RecordVisit("window", "submit", "promised"), "2026-10-13T10:00")
    done(play, replace(ASK, code="not_shared"), "2026-10-13T11:00")
    case = done(play, c.RecordVisit("window", "original", "promised"), "2026-10-14T09:00")
    assert (case.visited[1].code, case.visited[1].asked, case.visited[1].beyond) == (
        "not_shared",
        case.asks[0].seq,
        True,
    )


def test_a_visit_of_the_old_journal_counts_as_it_always_did(play: Play) -> None:
    """Before visits could be joined every entry was one; a stored journal keeps its count."""
    from workflows.events import Recorded, from_payload
    from workflows.evolve import evolve

    event = from_payload("VisitRecorded", {"place": "window", "purpose": "original", "cause": "ours"})
    case = play.case
    for seq in (case.seq + 1, case.seq + 2):
        case = evolve(case, Recorded(seq, play.case.submitted_at, "officer:1", event))
    assert (case.visits, case.extra_visits) == (2, 2)


def test_every_word_has_both_languages_and_every_code_a_cause_beyond_the_promise() -> None:
    words = vocabulary()
    for kind in (words.places, words.purposes, words.causes, words.codes, words.ways):
        assert all(word.zh and word.en for word in kind.values())
    assert {word.cause for word in words.codes.values()} == {"incomplete", "ours", "wish"}
