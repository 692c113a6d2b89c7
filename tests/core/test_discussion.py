"""The collegial discussion: owed where the guide or the kind of decision asks, by three or more, and followed or answered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.play import HEAD, LAWYER, REVIEWER, TERMS, Play, moment
from tests.core.test_rules_intake import refused
from workflows import commands as c
from workflows import legal_review
from workflows.audit import FAILED, IDLE, PASSED, audit
from workflows.case import State
from workflows.discussion import FILE, PolicyError, load_policy, owed
from workflows.rules.decision import blockers
from workflows.second_look import legal_review_owed
from workflows.terms import Terms

DAY = "2026-03-06T10:00"
PAPER = "p" * 64
REFUSE = c.Refuse("间距不足 12 米", "不符合安全条件", "《办法》第六条")
LENIENT = replace(TERMS, legal_review="never")
ASKED = replace(LENIENT, collegial="on_refusal")


def talk(conclusion: str = "refuse", **more) -> c.DiscussDecision:
    facts = {"held_on": moment(DAY).day, "present": 3, "paper": PAPER} | more
    return c.DiscussDecision(conclusion=conclusion, **facts)


def heard(terms: Terms = ASKED) -> Play:
    return Play(terms).submitted().checked().accepted().heard()


def codes(play: Play, outcome: str) -> list[str]:
    return [one.code for one in blockers(play.case, outcome=outcome, now=moment(DAY))]


@pytest.mark.parametrize(
    ("collegial", "grant", "refuse"), [("never", False, False), ("on_refusal", False, True), ("always", True, True)]
)
def test_a_guide_says_which_decisions_are_discussed(collegial: str, grant: bool, refuse: bool):
    play = heard(replace(LENIENT, collegial=collegial))
    assert ("discussion_missing" in codes(play, "grant"), "discussion_missing" in codes(play, "refuse")) == (
        grant,
        refuse,
    )


def test_a_refusal_after_a_hearing_is_discussed_whatever_the_guide_says():
    play = heard(replace(LENIENT, collegial_kinds=load_policy().kinds))
    assert not owed(play.case, "refuse")
    at = replace(play.case.hearing, record="r" * 64)
    assert owed(replace(play.case, hearing=at), "refuse")
    assert not owed(replace(play.case, hearing=at), "grant")


def test_once_recorded_it_no_longer_stands_in_the_way():
    play = heard()
    play.do(talk(), DAY, REVIEWER)
    assert codes(play, "refuse") == []
    play.do(REFUSE, DAY, HEAD)
    assert play.case.state is State.REFUSED


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (talk(present=2), "discussion_few"),
        (talk(held_on=moment("2026-03-07T10:00").day), "discussion_day"),
        (talk(held_on=moment("2026-03-01T10:00").day), "discussion_day"),
        (talk("perhaps"), "discussion_incomplete"),
        (talk(paper=""), "discussion_incomplete"),
    ],
)
def test_a_record_says_when_by_how_many_and_to_what_end(command: c.Command, rule: str):
    assert refused(heard(), command, DAY, REVIEWER).rule == rule


def test_nobody_discusses_before_everybody_was_heard():
    play = Play(ASKED).submitted().checked().accepted()
    assert refused(play, talk(), DAY, REVIEWER).rule == "discussion_before_opinions"


def test_an_opinion_that_is_asked_anew_undoes_the_discussion():
    play = heard()
    play.do(talk(), DAY, REVIEWER)
    play.do(c.ReopenTrack("site", "间距要重新测量"), DAY, HEAD)
    assert "discussion_missing" in codes(play, "refuse")


def test_a_decision_that_departs_from_it_says_why():
    play = heard()
    play.do(talk("grant"), DAY, REVIEWER)
    assert refused(play, REFUSE, DAY, HEAD).rule == "discussion_unfollowed"
    play.do(replace(REFUSE, discussion="会后收到新的测量报告，间距确实不足。"), DAY, HEAD)
    assert play.case.state is State.REFUSED


def verdict(play: Play) -> str:
    return next(one.outcome for one in audit(play.journal, moment(DAY).calendar) if one.code == "discussed")


def test_the_audit_of_the_file_asks_for_the_record():
    play = heard()
    play.do(talk(), DAY, REVIEWER)
    play.do(REFUSE, DAY, HEAD)
    assert verdict(play) == PASSED
    free = heard(LENIENT)
    free.do(REFUSE, DAY, HEAD)
    assert verdict(free) == IDLE


def test_a_file_without_its_record_fails_the_audit():
    play = heard(LENIENT)
    play.do(REFUSE, DAY, HEAD)
    first = play.journal[0]
    asked = replace(first.event, terms=replace(first.event.terms, collegial="on_refusal"))
    play.journal[0] = replace(first, event=asked)
    assert verdict(play) == FAILED


@pytest.mark.parametrize(
    "text",
    [
        "least: 1\nsource: {zh: a, en: b}\nkinds: {refusal_after_hearing: true}",
        "least: 3\nsource: {zh: a}\nkinds: {refusal_after_hearing: true}",
        "least: 3\nsource: {zh: a, en: b}\nkinds: {refusal: true}",
        "least: 3\nkinds: {refusal_after_hearing: true}",
    ],
)
def test_a_policy_that_cannot_be_used_is_refused(tmp_path: Path, text: str):
    file = tmp_path / "discussion.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(PolicyError):
        load_policy(file)
    assert load_policy(FILE).least >= 3


def test_a_refusal_after_a_hearing_is_reviewed_legally_although_the_guide_never_asks_r131():
    play = heard(replace(LENIENT, legal_kinds=legal_review.load_kinds()))
    after = replace(play.case, hearing=replace(play.case.hearing, record="r" * 64))
    assert not legal_review_owed(play.case, "refuse")
    assert legal_review_owed(after, "refuse")
    assert not legal_review_owed(after, "grant")
    assert not legal_review_owed(
        replace(after, legal_verdict="passed", legal_outcome="refuse", legal_by=LAWYER), "refuse"
    )


@pytest.mark.parametrize(
    "text", ["kinds: {refusal_after_hearing: true}", "source: {zh: a, en: b}\nkinds: {refusal: true}"]
)
def test_kinds_that_cannot_be_used_are_refused(tmp_path: Path, text: str):
    file = tmp_path / "legal_review.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(PolicyError):
        legal_review.load_kinds(file)
