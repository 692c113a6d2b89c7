"""What one department wants put right goes through the lead's one notice (R4, R6, R87)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.play import COLLEAGUE, HANDLER, HEAD, REVIEWER, Play, moment
from workflows import commands as c
from workflows.clocks import clocks
from workflows.refusal import Refusal
from workflows.rules import decide
from workflows.rules.decision import blockers

WISH = c.WishFix("fire", "report", "缺少盖章页")


def begun() -> Play:
    return Play().submitted().checked().accepted()


def told() -> Play:
    play = begun()
    play.do(WISH, "2026-03-04T09:00", COLLEAGUE)
    play.do(c.WishFix("documents", "lease", "租期已过"), "2026-03-04T10:00", REVIEWER)
    play.do(c.TellFixes(), "2026-03-05T09:00", REVIEWER)
    return play


def rule_of(play: Play, command: c.Command, at: str, by: str = REVIEWER) -> str:
    with pytest.raises(Refusal) as refused:
        decide(play.case, command, now=moment(at, by))
    return refused.value.rule


def codes(play: Play, at: str, outcome: str = "grant") -> list[str]:
    return [one.code for one in blockers(play.case, outcome=outcome, now=moment(at, HEAD))]


def test_everything_is_told_at_once_with_the_guides_time_to_correct():
    play = told()
    assert [one[1] for one in play.case.fixes.wished] == ["report", "lease"]
    assert (play.case.fixes.told_on, play.case.fixes.until) == (date(2026, 3, 5), date(2026, 3, 26))


def test_nothing_is_told_twice_and_nothing_is_asked_for_afterwards_r6():
    play = told()
    assert rule_of(play, c.TellFixes(), "2026-03-06T09:00") == "fixes_told"
    assert rule_of(play, c.WishFix("fire", "form", "再补"), "2026-03-06T09:00") == "fixes_told"


def test_a_department_asks_about_a_material_of_the_guide_in_words_and_once():
    play = begun()
    assert rule_of(play, c.TellFixes(), "2026-03-04T09:00") == "no_fix_wished"
    assert rule_of(play, c.WishFix("fire", "passport", "没有"), "2026-03-04T09:00") == "outside_guide"
    assert rule_of(play, c.WishFix("fire", "report", " "), "2026-03-04T09:00") == "reason_missing"
    assert rule_of(play, c.WishFix("police", "report", "缺"), "2026-03-04T09:00") == "no_such_track"
    play.do(WISH, "2026-03-04T09:00", COLLEAGUE)
    assert rule_of(play, WISH, "2026-03-04T10:00") == "fix_wished"
    play.answered("fire")
    assert rule_of(play, c.WishFix("fire", "form", "缺"), "2026-03-05T11:00") == "already_answered"


def test_no_clock_stops_and_the_decision_waits_while_the_time_runs():
    play = told()
    assert clocks(play.case)["promised"].pauses == clocks(play.case)["statutory"].pauses == ()
    play.answered("documents", "fire", "site", at="2026-03-06T09:00")
    assert "fixes_open" in codes(play, "2026-03-06T10:00")
    assert "fixes_open" in codes(play, "2026-03-06T10:00", "refuse")
    assert "fixes_open" not in codes(play, "2026-03-27T10:00")


def test_what_comes_in_is_what_was_named_and_ends_the_waiting():
    play = told()
    assert rule_of(begun(), c.HandInFixes(("report",), ("d",)), "2026-03-06T09:00", HANDLER) == "no_fix_told"
    assert rule_of(play, c.HandInFixes((), ()), "2026-03-06T09:00", HANDLER) == "fix_file_missing"
    assert rule_of(play, c.HandInFixes(("form",), ("d",)), "2026-03-06T09:00", HANDLER) == "outside_guide"
    play.do(c.HandInFixes(("report",), ("d",)), "2026-03-06T09:00", HANDLER)
    assert play.case.fixes.missing == ("lease",)
    play.do(c.HandInFixes(("lease",), ("e",)), "2026-03-09T09:00", HANDLER)
    assert "fixes_open" not in codes(play, "2026-03-09T10:00")
