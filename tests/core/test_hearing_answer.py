"""A request for a hearing that the decision overtook ends by a letter of a head alone, one for each who asked (R36, R151)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.play import HEAD, REVIEWER, Play
from tests.core.test_hearing_posted import posted, refused_case
from tests.core.test_rules_intake import refused
from workflows import commands as c
from workflows import events as e
from workflows.case import State
from workflows.hearing import unanswered

WHY, BASIS = "间距经复测为 9 米，听证不会改变事实", "《中华人民共和国行政许可法》第四十七条第一款"
AT = "2026-03-19T10:00"


def overtaken() -> Play:
    play = refused_case()
    play.do(posted("2026-03-12", note="想说明间距"), "2026-03-18T10:00", REVIEWER)
    return play


def test_a_head_answers_with_reason_and_provision_and_nothing_is_open_any_more():
    play = overtaken()
    assert unanswered(play.case.hearing) == ("applicant",)
    (answered,) = play.do(c.AnswerHearingRequest("applicant", "stands", WHY, BASIS), AT, HEAD)
    assert answered == e.HearingAnswered(date(2026, 3, 19), "stands", WHY, BASIS)
    assert unanswered(play.case.hearing) == ()
    assert play.case.state is State.REFUSED
    again = c.AnswerHearingRequest("applicant", "stands", WHY, BASIS)
    assert refused(play, again, AT, HEAD).rule == "hearing_not_overtaken"


def test_each_who_asked_has_an_answer_of_its_own():
    play = overtaken()
    play.do(posted("2026-03-10", party="interested", paper="d9"), "2026-03-18T11:00", REVIEWER)
    play.do(c.AnswerHearingRequest("applicant", "stands", WHY, BASIS), AT, HEAD)
    assert unanswered(play.case.hearing) == ("1",)
    (answered,) = play.do(c.AnswerHearingRequest("1", "stands", WHY, BASIS), AT, HEAD)
    assert answered == e.InterestedAnswered(date(2026, 3, 19), "stands", WHY, BASIS, "1", "d9")
    assert unanswered(play.case.hearing) == ()


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        (("2", "stands", WHY, BASIS), "hearing_not_overtaken"),
        (("applicant", "", WHY, BASIS), "hearing_answer_missing"),
        (("applicant", "revoke", WHY, BASIS), "hearing_answer_no_proposal"),
        (("applicant", "stands", " ", BASIS), "reason_missing"),
        (("applicant", "stands", WHY, " "), "answer_basis_missing"),
    ],
)
def test_an_answer_names_who_what_why_and_the_provision(said: tuple[str, str, str, str], rule: str):
    assert refused(overtaken(), c.AnswerHearingRequest(*said), AT, HEAD).rule == rule


def test_a_revocation_is_told_once_it_was_proposed():
    play = Play().submitted().checked().accepted().heard()
    play.do(c.TellHearing("拟准予许可"), "2026-03-05T10:00", REVIEWER)
    play.checked(at="2026-03-16T09:00", stage="decision")
    play.do(c.Grant("符合条件"), "2026-03-16T10:00", HEAD)
    play.do(c.IssueLicence("临1", date(2026, 3, 16), date(2029, 3, 15)), "2026-03-16T11:00", REVIEWER)
    play.do(posted("2026-03-12"), "2026-03-18T10:00", REVIEWER)
    revoked = c.AnswerHearingRequest("applicant", "revoke", "作出决定以前没有举行听证", BASIS)
    assert refused(play, revoked, AT, HEAD).rule == "hearing_answer_no_proposal"
    more = {"redress": "依法赔偿"}
    play.do(c.ProposeLicenceAct("revoke", "procedure", "事实", "理由", **more), "2026-03-18T11:00", REVIEWER)  # type: ignore[arg-type]
    (answered,) = play.do(revoked, AT, HEAD)
    assert isinstance(answered, e.HearingAnswered)
    assert answered.outcome == "revoke"
