"""What was signed second, reviewed legally and discussed was one file: another file is looked at anew (R130, R131)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.core.play import COLLEAGUE, HANDLER, HEAD, LAWYER, REVIEWER, TERMS, Play
from tests.core.test_hearing import RECORD, set_for
from tests.core.test_rules_intake import refused
from tests.core.test_rules_review import codes
from workflows import commands as c
from workflows.terms import PublicityTerm

STRICT = replace(
    TERMS, credit_days=300, collegial="always", legal_review="always", publicity=PublicityTerm(2, "第九条")
)
SECOND = ["cosignature_missing", "legal_review_missing", "discussion_missing"]
COSIGN, REVIEW = c.Cosign("复核无误"), c.ReviewLegally("passed", "合法", "refuse")
REFUSE = c.Refuse("储存间距不足", "不符合安全条件", "第六条第一项")


def talk(day: str) -> c.DiscussDecision:
    return c.DiscussDecision(date.fromisoformat(day), "refuse", 5, "p")


def looked_at(play: Play, day: str) -> Play:
    """Signed second, reviewed and discussed on a day: nothing stands in the way of a refusal."""
    for act, by in ((talk(day), HEAD), (COSIGN, LAWYER), (REVIEW, LAWYER)):
        play.do(act, f"{day}T13:00", by)
    assert missing(play, day) == []
    return play


def missing(play: Play, day: str) -> list[str]:
    return [code for code, _ in codes(play, "refuse", at=f"{day}T22:00") if code in SECOND]


def accepted() -> Play:
    return Play(STRICT).submitted().checked("black").accepted()


def hearing() -> Play:
    """A hearing that is asked for after everybody looked, to be held on 18 March."""
    play = looked_at(accepted().heard(), "2026-03-05")
    play.do(c.TellHearing("拟不予许可"), "2026-03-05T14:00", REVIEWER)
    play.do(c.RequestHearing(), "2026-03-06T10:00", HANDLER)
    play.do(set_for("2026-03-18"), "2026-03-09T10:00", REVIEWER)
    return play


def panel() -> Play:
    """Experts who work, each with the ballot in."""
    play = looked_at(accepted().heard(), "2026-03-05")
    play.do(c.PauseClock("expert_review", 10, "专业性强"), "2026-03-06T09:00", REVIEWER)
    play.do(c.SetPanel(3, 3, "p"), "2026-03-06T10:00", REVIEWER)
    for seat in play.case.panel.seats:
        play.do(c.CastBallot(seat, "fail", date(2026, 3, 9), "o", "s"), "2026-03-09T10:00", REVIEWER)
    return play


def fixes() -> Play:
    """Corrections are told on 4 March, due by 25 March."""
    play = accepted()
    play.do(c.WishFix("fire", "report", "缺少盖章页"), "2026-03-04T09:00", COLLEAGUE)
    play.do(c.TellFixes(), "2026-03-04T10:00", REVIEWER)
    return play.heard()


def publicity() -> Play:
    """An objection of the public is there and not answered."""
    play = looked_at(accepted().heard(), "2026-03-05")
    play.do(c.OpenPublicity("p"), "2026-03-06T09:00", REVIEWER)
    play.do(c.ObjectToPublicity("online", "o"), "2026-03-06T10:00", "handler:9")
    return play


CHANGES: list[tuple[Callable[[], Play], c.Command, str]] = [
    (hearing, RECORD, "2026-03-18"),
    (panel, c.ClosePanel("r"), "2026-03-10"),
    (publicity, c.AnswerPublicity("1", "dismissed", "a"), "2026-03-10"),
]


@pytest.mark.parametrize(("before", "change", "day"), CHANGES)
def test_a_file_that_changed_is_looked_at_anew(before: Callable[[], Play], change: c.Command, day: str):
    play = before()
    assert missing(play, day) == []
    play.do(change, f"{day}T11:00", REVIEWER)
    assert missing(play, day) == SECOND
    looked_at(play, day)


def test_corrections_that_come_after_their_day_are_looked_at_too():
    play = looked_at(fixes(), "2026-03-26")
    play.do(c.SignDecision(replace(REFUSE, explanation="补正"), 10), "2026-03-27T09:00", HEAD)
    play.do(c.HandInFixes(("report",), ("f" * 64,)), "2026-03-27T09:05", HANDLER)
    assert missing(play, "2026-03-27") == SECOND
    assert refused(play, c.ReleaseDecision(), "2026-03-27T09:11", HEAD).rule == "blocked"


@pytest.mark.parametrize(
    ("before", "day", "rule"),
    [
        (hearing, "2026-03-17", "second_look_before_hearing"),
        (panel, "2026-03-09", "second_look_before_panel"),
        (fixes, "2026-03-25", "second_look_before_fixes"),
    ],
)
def test_nobody_looks_a_second_time_at_a_file_that_is_still_open(before: Callable[[], Play], day: str, rule: str):
    play = before()
    for act, by in ((talk(day), HEAD), (COSIGN, HEAD), (REVIEW, LAWYER)):
        assert refused(play, act, f"{day}T13:00", by).rule == rule


def test_a_refusal_after_a_hearing_is_discussed_after_it_and_not_before_r131():
    play = hearing()
    play.do(RECORD, "2026-03-18T11:00", REVIEWER)
    early = refused(play, talk("2026-03-17"), "2026-03-19T10:00", HEAD)
    assert (early.rule, early.facts["since"]) == ("discussion_day", date(2026, 3, 18))
    play.do(talk("2026-03-18"), "2026-03-19T10:00", HEAD)
    assert "discussion_missing" not in missing(play, "2026-03-19")


def test_a_supplement_that_comes_or_is_given_back_is_another_file():
    play = Play(STRICT).submitted().checked().deferred("training").heard()
    play.do(REVIEW, "2026-03-05T13:00", LAWYER)
    play.do(c.SupplyDeferred("training", "s2"), "2026-03-06T09:00", HANDLER)
    assert "legal_review_missing" in missing(play, "2026-03-06")
    play.do(REVIEW, "2026-03-06T13:00", LAWYER)
    play.do(c.RejectDeferred("training", "没有盖章"), "2026-03-06T14:00")
    assert "legal_review_missing" in missing(play, "2026-03-06")
