"""A licence after it was issued: one act at a time, by two officers, with the holder heard, from its own states (R36, R40)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.core.play import COLLEAGUE, HANDLER, HEAD, REVIEWER, Play, moment
from workflows import commands as c
from workflows import events as e
from workflows.case import fold
from workflows.clocks import clocks
from workflows.events import kind_of
from workflows.licence import CANCELLATION, DEFENCE, policy, standing_on
from workflows.refusal import Refusal
from workflows.sweep import falls_due, wakes_on

ISSUED, LAST = date(2026, 3, 9), date(2029, 3, 8)


def licensed() -> Play:
    play = Play().submitted().checked().accepted()
    play.answered("documents", "fire").answered("site", at="2026-03-06T09:00")
    play.do(c.Grant("符合法定条件"), "2026-03-06T10:00", HEAD)
    play.do(c.IssueLicence("临危化经字〔2026〕0001", ISSUED, LAST), "2026-03-09T10:00")
    play.do(c.Deliver("electronic"), "2026-03-09T10:00")
    return play


def proposed(act: str, ground: str, at: str = "2026-05-11T09:00", play: Play | None = None, **more: object) -> Play:
    play = play or licensed()
    play.do(c.ProposeLicenceAct(act, ground, "查明的事实", "理由", **more), at, REVIEWER)  # type: ignore[arg-type]
    return play


def decided(act: str, ground: str, at: str = "2026-05-11T10:00", play: Play | None = None, **more: object) -> Play:
    """Proposed, waived by the holder where it has to be told, and decided by the head."""
    play = proposed(act, ground, at, play, **more)
    assert play.case.proposal is not None
    if play.case.proposal.notice:
        play.do(c.DefendLicence("waived"), at, HANDLER)
    prepared(play, at)
    play.do(c.DecideLicenceAct(), at, HEAD)
    return play


def prepared(play: Play, at: str) -> Play:
    """Reviewed legally and discussed, where the act is major."""
    if play.case.proposal is not None and play.case.proposal.asks:
        play.do(c.ReviewLicenceAct("passed", "程序合法"), at, COLLEAGUE)
        play.do(c.DiscussLicenceAct(moment(at).day, "do", 3, "p" * 64), at, REVIEWER)
    return play


def standing(play: Play, on: str) -> str:
    own = play.case.licence
    assert own is not None
    return standing_on(
        own.state,
        own.valid_from,
        own.valid_to,
        date.fromisoformat(on),
        since=own.since,
        until=own.until,
        before=own.before,
    )


DOCUMENT = {"document": "临应急罚〔2026〕3号"}
PENALTY = {**DOCUMENT, "heard": "2026年4月2日送达听证告知书，没有要求听证"}
WAYS = {
    "suspended": ("suspend", "penalty", DOCUMENT, e.LicenceSuspended),
    "revoked": ("revoke", "fraud", {}, e.LicenceRevoked),
    "withdrawn": ("withdraw", "law_changed", {"redress": "按评估给予补偿"}, e.LicenceWithdrawn),
    "penal_revoked": ("penal_revoke", "penalty", PENALTY, e.LicencePenallyRevoked),
    "cancelled": ("cancel", "applied", {}, e.LicenceCancelled),
}


@pytest.mark.parametrize("state", WAYS)
def test_each_act_leads_to_its_state_and_says_who_proposed_it(state: str):
    act, ground, more, kind = WAYS[state]
    play = decided(act, ground, **more)
    event = play.journal[-1].event
    assert isinstance(event, kind)
    assert event.proposed_by == REVIEWER  # type: ignore[attr-defined]
    assert standing(play, "2026-05-11") == state
    assert play.case.proposal is None


@pytest.mark.parametrize("state", ["fresh", *WAYS])
@pytest.mark.parametrize("act", policy().acts)
def test_no_act_is_proposed_out_of_order(state: str, act: str):
    play = licensed() if state == "fresh" else decided(*WAYS[state][:2], **WAYS[state][2])
    stands = "valid" if state == "fresh" else state
    rule = policy().acts[act]
    for ground in rule.grounds.values():
        command = c.ProposeLicenceAct(
            act, ground.name, "事实", "理由", document="某号", redress="补偿", heard="已经告知"
        )
        if ground in rule.open_grounds(stands):
            play.do(command, "2026-05-12T09:00", REVIEWER)
            play.journal.pop()
        else:
            with pytest.raises(Refusal, match=r"licence_act_impossible|licence_ground_wrong"):
                play.do(command, "2026-05-12T09:00", REVIEWER)


def test_what_is_not_suspended_is_not_lifted_and_the_sentence_names_the_state():
    with pytest.raises(Refusal, match="licence_act_impossible") as caught:
        proposed("restore", "mended")
    assert (caught.value.facts["act_zh"], caught.value.facts["state_zh"]) == ("恢复", "有效")


def test_the_one_who_proposed_does_not_decide():
    play = proposed("cancel", "applied")
    with pytest.raises(Refusal, match="licence_second_person"):
        play.do(c.DecideLicenceAct(), "2026-05-11T10:00", REVIEWER)
    play.do(c.DecideLicenceAct(), "2026-05-11T10:00", HEAD)


def test_there_are_never_two_proposals_and_no_decision_without_one():
    play = proposed("cancel", "applied")
    with pytest.raises(Refusal, match="licence_act_open"):
        proposed("suspend", "penalty", play=play, **DOCUMENT)
    play.do(c.DropLicenceAct("申请人撤回了申请"), "2026-05-12T09:00", REVIEWER)
    for command in (c.DecideLicenceAct(), c.DropLicenceAct("x"), c.DefendLicence("statement")):
        with pytest.raises(Refusal, match="licence_act_missing"):
            play.do(command, "2026-05-12T10:00", HEAD)


def test_who_was_told_has_five_working_days_to_answer():
    play = proposed("revoke", "fraud", at="2026-05-11T09:00")
    clock = clocks(play.case)[DEFENCE]
    assert (clock.limit.value, clock.started) == (5, date(2026, 5, 11))
    for at in ("2026-05-11T10:00", "2026-05-18T23:00"):
        with pytest.raises(Refusal, match="licence_defence_period"):
            play.do(c.DecideLicenceAct(), at, HEAD)
    prepared(play, "2026-05-19T08:00").do(c.DecideLicenceAct(), "2026-05-19T09:00", HEAD)
    assert kind_of(play.journal[-1].event) == "LicenceRevoked"


def test_a_period_that_was_told_stays_as_it_was_told_when_the_policy_is_changed(monkeypatch: pytest.MonkeyPatch):
    play = proposed("revoke", "fraud", at="2026-05-11T09:00")
    shorter = replace(policy(), defence_days=3)
    monkeypatch.setattr("workflows.licence.policy", lambda: shorter)
    assert clocks(fold(play.journal))[DEFENCE].limit.value == 5  # type: ignore[arg-type]


def test_a_hearing_that_was_asked_for_in_time_is_held_before_the_decision():
    play = proposed("revoke", "fraud")
    play.do(c.DefendLicence("hearing", "p" * 64), "2026-05-18T10:00", HANDLER)
    with pytest.raises(Refusal, match="licence_hearing_open"):
        play.do(c.DecideLicenceAct(defence="x"), "2026-06-01T10:00", HEAD)
    with pytest.raises(Refusal, match="licence_hearing_open"):
        play.do(c.DefendLicence("waived"), "2026-05-19T10:00", HANDLER)
    play.do(c.DefendLicence("held", "r" * 64, "window"), "2026-06-02T10:00", REVIEWER)
    prepared(play, "2026-06-03T09:00")
    with pytest.raises(Refusal, match="licence_defence_unanswered"):
        play.do(c.DecideLicenceAct(), "2026-06-03T10:00", HEAD)
    play.do(c.DecideLicenceAct("没有采纳，理由是……"), "2026-06-03T10:00", HEAD)


def test_a_hearing_is_asked_for_within_the_days_that_were_told():
    play = proposed("revoke", "fraud")
    with pytest.raises(Refusal, match="licence_hearing_late"):
        play.do(c.DefendLicence("hearing"), "2026-05-19T00:10", HANDLER)
    play.do(c.DefendLicence("statement", "p" * 64), "2026-05-19T00:10", HANDLER)
    with pytest.raises(Refusal, match="licence_hearing_unasked"):
        play.do(c.DefendLicence("held", "r" * 64), "2026-05-20T10:00", REVIEWER)


def test_a_major_act_needs_its_legal_review_and_what_the_law_owes_is_written():
    play = proposed("revoke", "unqualified", redress="依法赔偿")
    play.do(c.DefendLicence("waived"), "2026-05-12T10:00", HANDLER)
    with pytest.raises(Refusal, match="licence_legal_missing"):
        play.do(c.DecideLicenceAct(), "2026-05-12T11:00", HEAD)
    with pytest.raises(Refusal, match="licence_redress_missing"):
        proposed("withdraw", "facts_changed")
    with pytest.raises(Refusal, match="licence_document_missing"):
        proposed("penal_revoke", "penalty")
    with pytest.raises(Refusal, match="licence_heard_missing"):
        proposed("penal_revoke", "penalty", **DOCUMENT)


def test_a_suspension_ends_with_its_last_day_and_the_sweep_records_it_once():
    play = decided("suspend", "penalty", until=date(2026, 6, 10), **DOCUMENT)
    assert standing(play, "2026-06-10") == "suspended"
    assert standing(play, "2026-06-11") == "valid"
    assert wakes_on(play.case, now=moment("2026-05-11T12:00")) == date(2026, 6, 11)
    assert not list(falls_due(play.case, now=moment("2026-06-10T12:00")))
    (due,) = falls_due(play.case, now=moment("2026-06-11T00:05"))
    play.do(due, "2026-06-11T00:05")
    assert kind_of(play.journal[-1].event) == "LicenceRestored"
    assert not list(falls_due(play.case, now=moment("2026-06-11T00:06")))


def test_a_decision_with_a_later_day_leaves_the_licence_as_it_stood_until_then():
    play = decided("revoke", "fraud", effective_on=date(2026, 6, 1))
    assert standing(play, "2026-05-31") == "valid"
    assert standing(play, "2026-06-01") == "revoked"
    with pytest.raises(Refusal, match="licence_act_impossible"):
        proposed("suspend", "penalty", at="2026-05-20T09:00", play=play, **DOCUMENT)
    with pytest.raises(Refusal, match="licence_effect_past"):
        proposed("cancel", "applied", effective_on=date(2026, 5, 10))


def test_a_last_day_is_for_suspensions_and_lies_after_the_first():
    for more in ({"until": date(2026, 5, 11)}, {"until": date(2026, 5, 1)}):
        with pytest.raises(Refusal, match="licence_until_wrong"):
            proposed("suspend", "penalty", **DOCUMENT, **more)
    with pytest.raises(Refusal, match="licence_until_wrong"):
        proposed("cancel", "applied", until=date(2026, 6, 1))


def test_an_expired_licence_is_cancelled_for_that_and_suspended_no_more():
    with pytest.raises(Refusal, match="licence_ground_wrong"):
        proposed("cancel", "expired")
    play = decided("cancel", "expired", at="2029-03-12T09:00")
    assert standing(play, "2029-03-12") == "cancelled"
    with pytest.raises(Refusal, match="licence_act_impossible"):
        proposed("suspend", "penalty", at="2029-03-12T09:00", **DOCUMENT)


def test_what_was_revoked_is_struck_from_the_register_for_that_alone():
    play = decided("revoke", "fraud")
    with pytest.raises(Refusal, match="licence_ground_wrong"):
        proposed("cancel", "applied", at="2026-06-01T09:00", play=play)
    decided("cancel", "ended", at="2026-06-01T09:00", play=play)
    assert standing(play, "2026-06-01") == "cancelled"


def test_the_holder_asks_for_the_cancellation_once():
    play = licensed()
    play.do(c.AskCancellation("停止经营"), "2026-05-11T09:00", HANDLER)
    with pytest.raises(Refusal, match="cancellation_asked"):
        play.do(c.AskCancellation(), "2026-05-12T09:00", HANDLER)
    decided("cancel", "applied", at="2026-05-13T09:00", play=play)
    with pytest.raises(Refusal, match="licence_act_impossible"):
        play.do(c.AskCancellation(), "2026-05-14T09:00", HANDLER)


def test_a_newer_licence_takes_the_place_of_an_older_once():
    play = licensed()
    command = c.ReplaceLicence("change", "临危化经字〔2026〕0002", "X2")
    play.do(command, "2026-05-11T09:00")
    assert play.case.licence is not None
    assert (play.case.licence.state, play.case.licence.successor) == ("replaced", "临危化经字〔2026〕0002")
    with pytest.raises(Refusal, match="licence_replaced"):
        play.do(command, "2026-05-12T09:00")
    with pytest.raises(Refusal, match="licence_replaced"):
        proposed("suspend", "penalty", play=play, **DOCUMENT)


def test_a_case_without_a_licence_knows_none_of_this():
    play = Play().submitted().checked().accepted()
    with pytest.raises(Refusal, match="no_licence"):
        proposed("cancel", "applied", play=play)


def test_every_ground_has_words_and_a_provision_and_every_target_is_a_state():
    for act in policy().acts.values():
        assert act.to in policy().states
        assert act.possible <= set(policy().states)
        for ground in act.grounds.values():
            assert ground.words["zh"]
            assert ground.words["en"]
            assert ground.basis
            assert ground.of <= act.possible


@pytest.mark.parametrize("state", WAYS)
def test_no_change_escapes_what_was_decided(state: str):
    play = decided(*WAYS[state][:2], **WAYS[state][2])
    for kind in ("change", "reissue", *(() if state == "suspended" else ("renewal",))):
        with pytest.raises(Refusal, match="former_not_good"):
            play.do(c.ReplaceLicence(kind, "新证", "X2"), "2026-05-12T09:00")


def test_no_change_escapes_what_is_proposed_and_only_a_renewal_follows_the_last_day():
    with pytest.raises(Refusal, match="former_act_open"):
        proposed("revoke", "fraud").do(c.ReplaceLicence("change", "新证", "X2"), "2026-05-12T09:00")
    with pytest.raises(Refusal, match="former_not_good"):
        licensed().do(c.ReplaceLicence("reissue", "新证", "X2"), "2029-03-09T09:00")
    licensed().do(c.ReplaceLicence("renewal", "新证", "X2"), "2029-03-09T09:00")


def test_what_was_granted_before_the_last_day_is_made_out_after_it():
    late = c.ReplaceLicence("change", "新证", "X2", date(2029, 3, 9))
    with pytest.raises(Refusal, match="former_not_good"):
        licensed().do(late, "2029-03-10T09:00")
    play = licensed()
    play.do(c.ReplaceLicence("change", "新证", "X2", date(2029, 3, 8)), "2029-03-10T09:00")
    assert play.case.licence is not None
    assert play.case.licence.state == "replaced"


def asked(at: str = "2026-05-11T09:00") -> Play:
    play = licensed()
    play.do(c.AskCancellation("停止经营"), at, HANDLER)
    return play


def test_an_application_to_cancel_is_answered_within_its_days_also_by_a_refusal_and_may_be_made_again():
    play = asked()
    clock = clocks(play.case)[CANCELLATION]
    assert (clock.limit.value, clock.started) == (policy().cancellation_days, date(2026, 5, 11))
    with pytest.raises(Refusal, match="reason_missing"):
        play.do(c.ProposeCancellationRefusal(" "), "2026-05-12T09:00", REVIEWER)
    play.do(c.ProposeCancellationRefusal("处罚案件正在调查"), "2026-05-12T09:00", REVIEWER)
    (event,) = play.do(c.RefuseCancellation("别的理由"), "2026-05-12T09:00", HEAD)
    assert (event.asked_on, event.basis) == (date(2026, 5, 11), policy().cancellation_basis)  # type: ignore[attr-defined]
    assert (event.reason, event.proposed_by) == ("处罚案件正在调查", REVIEWER)  # type: ignore[attr-defined]
    assert CANCELLATION not in clocks(play.case)
    assert standing(play, "2026-05-12") == "valid"
    with pytest.raises(Refusal, match="cancellation_not_asked"):
        play.do(c.RefuseCancellation("又一次"), "2026-05-12T10:00", HEAD)
    play.do(c.AskCancellation("仍然申请"), "2026-05-13T09:00", HANDLER)
    assert clocks(play.case)[CANCELLATION].started == date(2026, 5, 13)


def test_who_gave_up_the_cancellation_that_was_asked_for_still_owes_the_answer():
    play = proposed("cancel", "applied", play=asked())
    with pytest.raises(Refusal, match="licence_act_open"):
        play.do(c.RefuseCancellation("不予注销"), "2026-05-12T09:00", HEAD)
    play.do(c.DropLicenceAct("案件没有结论"), "2026-05-12T09:00", REVIEWER)
    assert CANCELLATION in clocks(play.case)
    play.do(c.ProposeCancellationRefusal("案件没有结论"), "2026-05-12T09:10", REVIEWER)
    play.do(c.RefuseCancellation(), "2026-05-12T09:10", HEAD)
    assert play.case.cancellation_asked_on is None


def test_whoever_owes_the_answer_is_reminded_and_the_cancellation_is_an_answer():
    play = asked()
    assert "Reminded" in play.swept("2026-06-20T09:00")
    decided("cancel", "applied", at="2026-06-22T09:00", play=play)
    assert CANCELLATION not in clocks(play.case)
    assert play.case.cancellation_asked_on is None


@pytest.mark.parametrize("state", ["replaced", *(name for name in WAYS if name != "suspended")])
def test_an_application_for_a_new_document_is_answered_by_the_act_that_ends_its_licence(state: str):
    play = licensed()
    play.do(c.AskReissue("lost"), "2026-05-11T08:00", HANDLER)
    if state == "replaced":
        play.do(c.ReplaceLicence("change", "新证", "X2"), "2026-05-11T09:00")
    else:
        decided(*WAYS[state][:2], play=play, **WAYS[state][2])
    refused, ended = (one.event for one in play.journal[-2:])
    assert isinstance(refused, e.ReissueRefused)
    assert not isinstance(ended, e.ReissueRefused)
    assert policy().states[state]["zh"] in refused.reason
    assert play.case.licence is not None
    assert play.case.licence.reissue is None
