"""Second signature and legal review: by people who wrote no opinion, of the file and the outcome that they saw (R99, R130)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.play import COLLEAGUE, HEAD, LAWYER, REVIEWER, Play, moment
from tests.core.test_rules_intake import refused
from tests.core.test_rules_review import codes
from workflows import commands as c
from workflows import events as e
from workflows.events import Recorded


def test_nobody_who_wrote_an_opinion_signs_second_or_reviews_what_he_wrote():
    play = Play().submitted().checked("black").accepted().heard()
    for writer in (REVIEWER, COLLEAGUE):
        assert refused(play, c.Cosign("复核无误"), "2026-03-05T11:00", writer).rule == "cosigner_wrote"
        passed = c.ReviewLegally("passed", "合法")
        assert refused(play, passed, "2026-03-05T11:00", writer).rule == "legal_reviewer_wrote"
    play.do(c.Cosign("复核无误"), "2026-03-05T11:00", LAWYER)
    assert codes(play) == []
    assert refused(play, c.Cosign("再签一次"), "2026-03-05T12:00", LAWYER).rule == "already_cosigned"


@pytest.mark.parametrize("look", [c.Cosign("复核无误"), c.ReviewLegally("passed", "合法")])
def test_who_looked_a_second_time_writes_no_opinion_afterwards(look: c.Command):
    play = Play().submitted().checked("black").accepted().answered("documents", "fire")
    play.do(look, "2026-03-05T11:00", LAWYER)
    mine = c.GiveOpinion("site", "agree", "符合", officers=(COLLEAGUE,))
    assert refused(play, mine, "2026-03-06T10:00", LAWYER).rule == "second_look_writes"
    with_him = replace(mine, officers=(LAWYER,))
    assert refused(play, with_him, "2026-03-06T10:00", REVIEWER).rule == "second_look_writes"


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


def test_what_was_signed_second_under_the_former_rule_still_replays_and_is_asked_for_anew():
    play = Play().submitted().checked("black").accepted().heard()
    play.journal.append(Recorded(len(play.journal) + 1, moment("2026-03-05T11:00").at, REVIEWER, e.Cosigned("复核")))
    assert codes(play) == [("cosignature_missing", "")]
    play.do(c.Cosign("复核无误"), "2026-03-05T12:00", LAWYER)
    assert codes(play) == []
