"""Second signature and legal review: by people who wrote no opinion, of the file and the outcome that they saw (R99, R130)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.core.play import COLLEAGUE, HEAD, LAWYER, REVIEWER, SYSTEM, TERMS, Play, moment
from tests.core.test_rules_intake import refused
from tests.core.test_rules_review import codes
from workflows import commands as c
from workflows import events as e
from workflows.events import Recorded, from_payload
from workflows.terms import DEEMED_CONSENT, Terms


def test_nobody_who_wrote_an_opinion_signs_second_or_reviews_what_he_wrote():
    play = Play().submitted().checked("black").accepted().heard()
    for writer in (REVIEWER, COLLEAGUE):
        assert refused(play, c.Cosign("复核无误"), "2026-03-05T11:00", writer).rule == "cosigner_wrote"
        passed = c.ReviewLegally("passed", "合法")
        assert refused(play, passed, "2026-03-05T11:00", writer).rule == "legal_reviewer_wrote"
    play.do(c.Cosign("复核无误"), "2026-03-05T11:00", LAWYER)
    assert codes(play) == []
    assert refused(play, c.Cosign("再签一次"), "2026-03-05T12:00", LAWYER).rule == "already_cosigned"


@pytest.mark.parametrize("decision", [c.Grant("符合"), c.Refuse("间距不足", "不符合安全条件", "第六条第一项")])
def test_nobody_decides_what_he_wrote_or_signed_an_opinion_on(decision: c.Grant | c.Refuse):
    play = Play(replace(TERMS, legal_review="never")).submitted().checked().accepted().heard()
    for writer in (REVIEWER, COLLEAGUE):
        for act in (decision, c.SignDecision(decision, 10)):
            assert refused(play, act, "2026-03-06T10:00", writer).rule == "writer_decides"
    play.do(decision, "2026-03-06T11:00", HEAD)
    assert play.case.decided_on == date(2026, 3, 6)


def test_a_reopened_track_does_not_let_its_writer_decide():
    play = Play(replace(TERMS, legal_review="never")).submitted().checked().accepted().heard()
    play.do(c.ReopenTrack("site", "图纸有变化"), "2026-03-05T14:00", HEAD)
    play.do(c.GiveOpinion("site", "agree", "符合", officers=(LAWYER,)), "2026-03-05T15:00", "officer:77")
    assert refused(play, c.Grant("符合"), "2026-03-06T10:00", COLLEAGUE).rule == "writer_decides"


def test_who_signed_second_writes_no_opinion_afterwards():
    terms = tuple(replace(t, on_silence=DEEMED_CONSENT) if t.id == "fire" else t for t in TERMS.tracks)
    play = Play(replace(TERMS, tracks=terms)).submitted().checked("black").accepted().answered("documents")
    play.swept("2026-03-11T06:00")
    play.answered("site", at="2026-03-11T10:00")
    play.do(c.Cosign("复核无误"), "2026-03-11T11:00", LAWYER)
    mine = c.GiveOpinion("fire", "agree", "符合", officers=(COLLEAGUE,))
    assert refused(play, mine, "2026-03-12T10:00", LAWYER).rule == "second_look_writes"
    with_him = replace(mine, officers=(LAWYER,))
    assert refused(play, with_him, "2026-03-12T10:00", REVIEWER).rule == "second_look_writes"


def test_the_legal_reviewer_does_not_sign_what_he_let_pass_and_somebody_else_may_review_anew():
    play = Play().submitted().checked().accepted().heard()
    refusal = c.Refuse("储存间距不足 12 米", "不符合安全条件", "第六条第一项")
    play.do(c.ReviewLegally("passed", "合法"), "2026-03-06T09:00", HEAD)
    for act in (refusal, c.SignDecision(refusal, 10)):
        assert refused(play, act, "2026-03-06T10:00", HEAD).rule == "legal_reviewer_decides"
    play.do(c.ReviewLegally("passed", "合法"), "2026-03-06T10:30", LAWYER)
    play.do(refusal, "2026-03-06T11:00", HEAD)
    assert play.case.outcome == "refuse"


def test_a_second_signature_that_cannot_be_followed_by_a_decision_is_replaced():
    play = Play().submitted().checked("black").accepted().heard()
    play.do(c.Cosign("复核无误"), "2026-03-05T11:00", HEAD)
    play.do(c.Cosign("复核无误"), "2026-03-05T12:00", LAWYER)
    play.do(c.Grant("符合"), "2026-03-06T10:00", HEAD)
    assert play.case.outcome == "grant"


def test_nobody_signs_second_what_not_everybody_has_spoken_to():
    play = Play().submitted().checked("black").accepted().answered("documents")
    early = refused(play, c.Cosign("复核无误"), "2026-03-05T11:00", LAWYER)
    assert (early.rule, early.facts["tracks"]) == ("cosign_before_opinions", ("fire", "site"))


def test_what_was_signed_second_under_the_former_rule_still_replays_and_is_asked_for_anew():
    play = Play().submitted().checked("black").accepted().heard()
    play.journal.append(Recorded(len(play.journal) + 1, moment("2026-03-05T11:00").at, REVIEWER, e.Cosigned("复核")))
    assert codes(play) == [("cosignature_missing", "")]
    play.do(c.Cosign("复核无误"), "2026-03-05T12:00", LAWYER)
    assert codes(play) == []


ALWAYS = replace(TERMS, legal_review="always")
PASSED = c.ReviewLegally("passed", "合法", "grant")


def seconded(terms: Terms = ALWAYS) -> Play:
    """Heard, on the black list, discussed, signed second and reviewed for a grant: nothing stands in the way of one."""
    play = Play(replace(terms, collegial="always")).submitted().checked("black").accepted().heard()
    play.do(c.DiscussDecision(date(2026, 3, 5), "grant", 5, "p"), "2026-03-05T11:00", HEAD)
    play.do(c.Cosign("复核无误"), "2026-03-05T12:00", LAWYER)
    play.do(PASSED, "2026-03-05T13:00", LAWYER)
    assert codes(play) == []
    return play


@pytest.mark.parametrize(
    "act", [c.ReopenTrack("site", "图纸有变化"), c.AddTrack("eco", "eco", 3, "有没有排放？", "涉及排放")]
)
def test_a_file_that_changed_is_signed_second_and_reviewed_anew(act: c.Command):
    play = seconded()
    play.do(act, "2026-03-05T14:00", REVIEWER)
    answered = c.GiveOpinion(act.track, "agree", "符合", officers=(COLLEAGUE,))
    play.do(answered, "2026-03-05T15:00", REVIEWER)
    assert [code for code, _ in codes(play)] == ["cosignature_missing", "legal_review_missing", "discussion_missing"]
    play.do(c.Cosign("复核无误"), "2026-03-05T16:00", LAWYER)
    play.do(PASSED, "2026-03-05T16:00", LAWYER)
    assert [code for code, _ in codes(play)] == ["discussion_missing"]


def test_a_disagreement_that_came_after_a_counted_silence_undoes_them_too():
    silent = tuple(
        replace(t, on_silence=DEEMED_CONSENT, silence_basis="第七条") if t.id == "fire" else t for t in TERMS.tracks
    )
    play = Play(replace(ALWAYS, tracks=silent)).submitted().checked().accepted().answered("documents")
    play.do(c.DeemOpinion("fire"), "2026-03-11T01:00", SYSTEM)
    play.answered("site", at="2026-03-11T09:00")
    play.do(PASSED, "2026-03-11T10:00", LAWYER)
    play.do(c.GiveOpinion("fire", "disagree", "间距不足", "GB 50016"), "2026-03-11T11:00", "officer:8")
    assert ("legal_review_missing", "") in codes(play, at="2026-03-11T12:00")


@pytest.mark.parametrize(("verdict", "stands"), [("agree", True), ("not_concerned", True), ("conditions", False)])
def test_what_came_after_a_counted_silence_undoes_them_unless_it_says_the_same(verdict: str, stands: bool):
    silent = tuple(
        replace(t, on_silence=DEEMED_CONSENT, silence_basis="第七条") if t.id == "fire" else t for t in TERMS.tracks
    )
    play = Play(replace(ALWAYS, tracks=silent)).submitted().checked().accepted().answered("documents")
    play.do(c.DeemOpinion("fire"), "2026-03-11T01:00", SYSTEM)
    play.answered("site", at="2026-03-11T09:00")
    play.do(PASSED, "2026-03-11T10:00", LAWYER)
    play.do(c.GiveOpinion("fire", verdict, "先补报警器", "GB 50016"), "2026-03-11T11:00", "officer:8")
    assert (play.case.legal_by == LAWYER) is stands


def test_a_track_that_was_reopened_does_not_make_its_writer_a_stranger():
    play = Play().submitted().checked("black").accepted().heard()
    play.do(c.ReopenTrack("site", "图纸有变化"), "2026-03-05T14:00", REVIEWER)
    play.do(c.GiveOpinion("site", "agree", "符合", officers=("officer:78",)), "2026-03-05T15:00", "officer:77")
    assert refused(play, c.Cosign("复核无误"), "2026-03-05T16:00", COLLEAGUE).rule == "cosigner_wrote"


@pytest.mark.parametrize(
    ("later", "stands"),
    [
        (c.LookUpCredit("review", "black", matched=("uscc",)), True),
        (c.LookUpCredit("review", "unavailable"), True),
        (c.LookUpCredit("review", "black", matched=("uscc", "person")), False),
        (c.LookUpCredit("review", "black", matched=("uscc",), unproven=("list:9",)), False),
        (c.LookUpCredit("review", "none"), False),
        (c.LookUpCredit("review", "black", entries=("list:2:1",), matched=("uscc",), same="one"), True),
        (c.LookUpCredit("review", "black", entries=("list:2:1",), matched=("uscc",), same="another"), False),
    ],
)
def test_a_second_signature_ends_with_a_look_that_says_something_else(later: c.LookUpCredit, stands: bool):
    play = Play().submitted()
    first = c.LookUpCredit("intake", "black", entries=("list:1:7",), matched=("uscc",), same="one")
    play.do(first, "2026-03-03T09:00")
    play.accepted().heard()
    play.do(c.Cosign("复核无误"), "2026-03-05T11:00", LAWYER)
    play.do(later, "2026-03-05T12:00")
    assert (play.case.cosigned_by == LAWYER) is stands


def test_a_legal_review_lets_pass_what_it_saw_and_nothing_else():
    play = seconded()
    assert ("legal_review_missing", "") in codes(play, "refuse")
    play.do(c.ReviewLegally("passed", "依据充分", "refuse"), "2026-03-05T14:00", LAWYER)
    assert ("legal_review_missing", "") in codes(play, "grant")
    assert codes(play, "refuse") == []


def test_a_legal_review_sees_all_opinions_and_says_of_what_it_is():
    half = Play(ALWAYS).submitted().checked().accepted().answered("documents")
    assert refused(half, PASSED, "2026-03-06T09:00", LAWYER).rule == "legal_before_opinions"
    heard = Play(ALWAYS).submitted().checked().accepted().heard()
    assert refused(heard, c.ReviewLegally("passed", "合法"), "2026-03-06T09:00", LAWYER).rule == "legal_outcome_missing"
    (of_a_refusal,) = (
        Play()
        .submitted()
        .checked()
        .accepted()
        .heard()
        .do(c.ReviewLegally("passed", "合法"), "2026-03-06T09:00", LAWYER)
    )
    assert of_a_refusal.outcome == "refuse"


def test_a_review_of_before_named_no_outcome_and_stands_for_both():
    play = Play(ALWAYS).submitted().checked().accepted().heard()
    old = from_payload("LegallyReviewed", {"verdict": "passed", "opinion": "合法"})
    play.journal.append(Recorded(len(play.journal) + 1, moment("2026-03-05T11:00").at, LAWYER, old))
    assert codes(play) == codes(play, "refuse") == []
