"""Between signature and sending: nothing is decided yet, nothing it rests on moves, and the day of signing is what counts."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from datetime import date, timedelta

import pytest

from tests.core.play import HANDLER, HEAD, REVIEWER, SYSTEM, TERMS, Play, moment
from tests.core.test_rules_intake import refused
from workflows import commands as c
from workflows.audit import PASSED, audit
from workflows.case import State
from workflows.clocks import PROMISED, STATUTORY
from workflows.rules.decision import blockers
from workflows.sweep import falls_due, wakes_on
from workflows.terms import DEEMED_CONSENT

GRANT = c.Grant("符合第六条，准予。", scope="甲苯")
REFUSE = c.Refuse("间距不足 12 米", "不符合安全条件", "《办法》第六条")
SIGN = "2026-03-06T10:00"
SILENT = replace(
    TERMS,
    tracks=tuple(
        replace(t, on_silence=DEEMED_CONSENT, silence_basis="第七条") if t.id == "fire" else t for t in TERMS.tracks
    ),
)


def heard(terms=TERMS) -> Play:
    return Play(terms).submitted().checked().accepted().heard()


def signed(play: Play, decision: c.Grant | c.Refuse = GRANT, at: str = SIGN) -> Play:
    play.do(c.SignDecision(decision, 10), at, HEAD)
    return play


def test_a_signed_decision_is_no_outcome_yet():
    case = signed(heard()).case
    assert (case.state, case.outcome, case.decided_on, case.numbers) == (
        State.IN_REVIEW,
        "",
        None,
        heard().case.numbers,
    )
    assert case.signed is not None
    assert case.signed.releases_at == moment("2026-03-06T10:10").at


def test_it_leaves_as_it_was_written_once_its_minutes_are_over():
    play = signed(heard())
    assert refused(play, c.ReleaseDecision(), "2026-03-06T10:09", HEAD).rule == "undo_running"
    play.do(c.ReleaseDecision(), "2026-03-06T10:10", HEAD)
    assert (play.case.state, play.case.scope, play.case.signed) == (State.GRANTED, "甲苯", None)
    assert refused(play, c.ReleaseDecision(), "2026-03-06T10:11", HEAD).rule == "already_decided"


@pytest.mark.parametrize("decision", [c.Grant, c.Refuse])
def test_every_word_of_a_decision_is_kept_between_signature_and_sending(decision: type):
    written = decision(**{one.name: f"{one.name} 写明" for one in fields(decision)})
    play = signed(heard(replace(TERMS, legal_review="never")), written)
    assert play.case.signed is not None
    assert play.case.signed.decision == written
    (left,) = play.do(c.ReleaseDecision(), "2026-03-06T10:10", HEAD)
    assert {name: getattr(left, name) for name in asdict(written)} == asdict(written)


def test_taken_back_the_case_is_as_it_was_and_both_acts_stay():
    play = heard(replace(TERMS, legal_review="never"))
    before = play.case
    signed(play, REFUSE).do(c.TakeBackDecision("事实要补一句"), "2026-03-06T10:09", HEAD)
    left = replace(play.case, seq=before.seq, unsent=None)
    assert left == before
    assert play.case.unsent is not None
    assert play.case.unsent.decision == REFUSE
    assert refused(play, c.ReleaseDecision(), "2026-03-06T10:10", HEAD).rule == "nothing_signed"


@pytest.mark.parametrize(
    ("by", "at", "reason", "rule"),
    [
        (REVIEWER, "2026-03-06T10:05", "写错了", "signed_by_other"),
        (HEAD, "2026-03-06T10:10", "写错了", "undo_over"),
        (HEAD, "2026-03-06T10:05", " ", "reason_missing"),
    ],
)
def test_only_who_signed_takes_it_back_in_time_and_says_why(by: str, at: str, reason: str, rule: str):
    assert refused(signed(heard()), c.TakeBackDecision(reason), at, by).rule == rule


@pytest.mark.parametrize(
    "command",
    [
        GRANT,
        c.SignDecision(REFUSE, 10),
        c.ReopenTrack("site", "再看一次"),
        c.AddTrack("eco", "eco", 3, "环保", "涉及排放"),
        c.PauseClock("expert_review", 5, "专家评审"),
        c.ReviewLegally("returned", "依据不足"),
        c.Extend(5, "案情复杂", HEAD),
        c.TellHearing("拟不予许可"),
    ],
)
def test_what_a_decision_rests_on_does_not_move_while_it_is_signed(command: c.Command):
    assert refused(signed(heard()), command, "2026-03-06T10:05", HEAD).rule == "decision_signed"


def test_an_applicant_may_withdraw_and_the_signed_decision_never_leaves():
    play = signed(heard())
    play.do(c.Withdraw("不办了"), "2026-03-06T10:05", HANDLER)
    assert (play.case.state, play.case.signed) == (State.WITHDRAWN, None)


def test_a_late_disagreement_is_taken_and_keeps_the_grant_from_leaving():
    play = Play(SILENT).submitted().checked().accepted()
    play.do(c.GiveOpinion("documents", "agree", "材料齐全"), "2026-03-04T10:00", REVIEWER)
    play.do(c.DeemOpinion("fire"), "2026-03-11T01:00", SYSTEM)
    play.do(c.GiveOpinion("site", "agree", "现场相符", officers=("officer:9",)), "2026-03-12T10:00", REVIEWER)
    play.do(c.LookUpCredit("review", "none"), "2026-03-12T10:30")
    signed(play, at="2026-03-12T11:00")
    play.do(c.GiveOpinion("fire", "disagree", "间距不足", "GB 50016"), "2026-03-12T11:05", "officer:8")
    assert play.case.answers["fire"].late
    blocked = refused(play, c.ReleaseDecision(), "2026-03-12T11:10", HEAD)
    assert [one.code for one in blocked.facts["blockers"]] == ["disagreement_open"]
    play.do(c.PutBackDecision(("disagreement_open",)), "2026-03-12T11:10", SYSTEM)
    assert (play.case.state, play.case.put_back) == (State.IN_REVIEW, ("disagreement_open",))
    play.do(c.ResolveDisagreement("fire", "overruled", "已经整改"), "2026-03-12T12:00", HEAD)
    signed(play, at="2026-03-12T12:10").do(c.ReleaseDecision(), "2026-03-12T12:20", HEAD)
    assert (play.case.state, play.case.put_back, play.case.unsent) == (State.GRANTED, (), None)


def test_a_black_listing_seen_in_the_minutes_asks_for_the_second_signature():
    play = signed(heard())
    play.do(c.LookUpCredit("review", "black"), "2026-03-06T10:05")
    blocked = refused(play, c.ReleaseDecision(), "2026-03-06T10:10", HEAD)
    assert [one.code for one in blocked.facts["blockers"]] == ["cosignature_missing"]


def last_day(play: Play, clock: str) -> date:
    found = moment("2026-03-06T10:00").due(play.case, clock)
    assert found is not None
    return found


def test_signed_before_midnight_of_the_last_day_is_decided_in_time():
    play = heard()
    last = last_day(play, PROMISED)
    play.do(c.LookUpCredit("review", "none"), f"{last}T09:00")
    signed(play, at=f"{last}T23:55").do(c.ReleaseDecision(), f"{last + timedelta(days=1)}T00:05", HEAD)
    assert (play.case.state, play.case.decided_on) == (State.GRANTED, last)
    assert {one.code: one.outcome for one in audit(play.journal, moment(SIGN).calendar)}["decided_in_time"] == PASSED


def test_the_credit_was_fresh_when_it_was_signed():
    play = heard()
    play.do(c.LookUpCredit("review", "none"), "2026-03-06T09:00")
    fresh_until = date(2026, 3, 6) + timedelta(days=TERMS.credit_days)
    signed(play, at=f"{fresh_until}T23:58").do(c.ReleaseDecision(), f"{fresh_until + timedelta(days=1)}T00:08", HEAD)
    assert play.case.state is State.GRANTED


def test_silence_says_nothing_about_a_case_that_was_signed_in_time():
    terms = replace(TERMS, deemed_filing=True, credit_required=False)
    play = heard(terms)
    last = last_day(play, STATUTORY)
    explained = replace(GRANT, explanation="补充评审")
    signed(play, explained, at=f"{last}T23:55")
    after = f"{last + timedelta(days=1)}T00:01"
    assert list(falls_due(play.case, now=moment(after))) == []
    assert refused(play, c.DeemFiled(), after).rule == "no_silent_decision"
    play.do(c.TakeBackDecision("写错了"), f"{last + timedelta(days=1)}T00:02", HEAD)
    assert c.DeemFiled() in list(falls_due(play.case, now=moment(after)))
    assert wakes_on(play.case, now=moment(after)) == last + timedelta(days=1)


def test_only_what_could_be_decided_can_be_signed():
    play = Play().submitted().checked().accepted()
    assert blockers(play.case, outcome="grant", now=moment(SIGN))
    assert refused(play, c.SignDecision(GRANT, 10), SIGN, HEAD).rule == "blocked"
    assert refused(heard(), c.SignDecision(replace(GRANT, reason=" "), 10), SIGN, HEAD).rule == "reason_missing"
