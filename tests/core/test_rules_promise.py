"""Promises to bring a material later: who may make one, how it is signed, and what follows when one is broken (R69-R75)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.core.play import HANDLER, HEAD, REVIEWER, TERMS, Play, marks, moment, signed
from workflows import commands as c
from workflows.case import State
from workflows.clocks import clocks
from workflows.deferral_policy import PolicyError, load_policy
from workflows.events import AcceptedDeferred, Signature, from_payload
from workflows.limits import due
from workflows.refusal import Refusal
from workflows.rules.decision import blockers

ONLINE = Signature(HANDLER, "password", "e" * 64, ("lease",))
GRACE = {"on_deferral_failure": "suspended", "grace_days": 15}


def refused(play: Play, command: c.Command, rule: str, at: str = "2026-03-03T10:00") -> Refusal:
    with pytest.raises(Refusal) as caught:
        play.do(command, at)
    assert caught.value.rule == rule
    return caught.value


def accept(play: Play, *later: str, broken: int = 0, signature: Signature | None = None) -> c.Command:
    return c.AcceptWithDeferral(marks(play.case, later=later), signature, broken)


def due_on(play: Play, clock: str, today: str = "2026-03-20T09:00") -> date | None:
    now = moment(today)
    return due(clocks(play.case)[clock], now.calendar, now.day).on


def test_a_deferral_without_a_signature_is_refused() -> None:
    play = Play().submitted().checked()
    refused(play, accept(play, "lease"), "deferral_needs_commitment")
    refused(play, accept(play, "lease", signature=replace(signed("lease"), digest="")), "deferral_needs_commitment")


def test_a_signature_covers_what_it_names_and_nothing_more() -> None:
    play = Play().submitted().checked()
    refused(play, accept(play, "lease", "training", signature=signed("lease")), "deferral_needs_commitment")


def test_an_old_journal_that_names_a_paper_commitment_is_still_read() -> None:
    old = {"effective_on": "2026-03-03", "marks": [], "commitment": "paper"}
    event = from_payload("AcceptedDeferred", old)
    assert isinstance(event, AcceptedDeferred)
    assert (event.commitment, event.signature, event.broken) == ("paper", None, 0)


def test_what_was_signed_online_is_found_again_at_the_acceptance() -> None:
    play = Play().submitted().checked()
    play.do(c.OfferDeferral(("lease",)), "2026-03-03T09:30")
    play.do(c.PromiseDeferral(ONLINE), "2026-03-03T09:40", HANDLER)
    play.do(accept(play, "lease"), "2026-03-03T10:00")
    assert play.case.signature == ONLINE
    assert play.case.signed_at == moment("2026-03-03T09:40").at


def test_nobody_signs_more_or_less_than_was_proposed() -> None:
    play = Play().submitted().checked()
    refused(play, c.PromiseDeferral(ONLINE), "nothing_offered")
    play.do(c.OfferDeferral(("lease", "training")), "2026-03-03T09:30")
    refused(play, c.PromiseDeferral(ONLINE), "offer_changed")
    refused(play, c.OfferDeferral(("training", "lease")), "offered_already")


def test_who_declines_goes_the_ordinary_way_and_nothing_else_changes() -> None:
    play = Play().submitted().checked()
    play.do(c.OfferDeferral(("lease",)), "2026-03-03T09:30")
    play.do(c.DeclineDeferral(), "2026-03-03T09:40", HANDLER)
    refused(play, accept(play, "lease", signature=signed("lease")), "deferral_declined")
    play.do(c.RequestCorrection(marks(play.case, fix=("lease",))), "2026-03-03T10:00")
    assert play.case.state is State.CORRECTION
    refused(play, c.DeclineDeferral(), "not_at_window")


def test_a_promise_made_in_the_application_can_be_taken_back_before_acceptance() -> None:
    play = Play()
    submit = c.Submit(TERMS, "item", "2026-01-01", "d" * 64, "licence@1", "online", "s", (), ("lease",), ONLINE)
    play.do(submit, "2026-03-02T09:00", HANDLER)
    play.checked()
    play.do(c.DeclineDeferral(), "2026-03-03T09:40", HANDLER)
    assert (play.case.later, play.case.signature) == (frozenset(), None)


def test_broken_promises_close_the_way_and_the_refusal_counts_them() -> None:
    play = Play().submitted().checked()
    refusal = refused(play, accept(play, "lease", broken=1, signature=signed("lease")), "broken_promises")
    assert refusal.facts["count"] == 1
    refused(play, c.OfferDeferral(("lease",), 1), "broken_promises")


def test_an_old_look_at_the_lists_carries_no_deferral() -> None:
    play = Play().submitted(notice=replace(TERMS.notice, value=20)).checked(at="2026-03-02T10:00")
    play.do(c.OfferDeferral(("lease",)), "2026-03-02T10:10")
    with_signature = accept(play, "lease", signature=signed("lease"))
    refused(play, with_signature, "credit_not_fresh", at="2026-03-06T10:00")
    play.do(with_signature, "2026-03-05T10:00")


def test_some_materials_may_follow_for_the_red_list_alone() -> None:
    wider = tuple(replace(one, red_list=one.id == "lease") for one in TERMS.materials)
    ordinary = Play().submitted(materials=wider, red=("deferral_first",)).checked()
    refused(ordinary, accept(ordinary, "lease", signature=signed("lease")), "not_deferrable")
    listed = Play().submitted(materials=wider, red=("deferral_first",)).checked("red")
    listed.do(accept(listed, "lease", signature=signed("lease")), "2026-03-03T10:00")
    assert listed.case.state is State.IN_REVIEW
    without = Play().submitted(materials=wider).checked("red")
    refused(without, accept(without, "lease", signature=signed("lease")), "not_deferrable")


def test_a_suspended_case_stands_still_for_the_promise_and_never_for_the_law() -> None:
    play = Play().submitted(**GRACE).checked().deferred("lease")
    promised, statutory = due_on(play, "promised"), due_on(play, "statutory")
    assert play.swept("2026-03-13T23:59").count("CaseSuspended") == 0
    assert "CaseSuspended" in play.swept("2026-03-14T00:10")
    assert play.case.state is State.IN_REVIEW
    assert due_on(play, "grace:lease") == date(2026, 4, 3)
    assert due_on(play, "statutory") == statutory
    assert due_on(play, "promised", "2026-03-31T09:00") > promised  # type: ignore[operator]
    assert [one.code for one in blockers(play.case, outcome="grant", now=moment("2026-03-20T09:00"))][-1]


def test_what_comes_within_the_grace_resumes_the_case_and_counts_as_late() -> None:
    play = Play().submitted(**GRACE).checked().deferred("lease")
    play.swept("2026-03-14T00:10")
    made = play.do(c.SupplyDeferred("lease", "snapshot-2"), "2026-04-03T16:00", HANDLER)
    assert [type(one).__name__ for one in made] == ["DeferredArrived", "CaseResumed"]
    play.do(c.ConfirmDeferred("lease"), "2026-04-07T10:00")
    promise = play.case.promises["lease"]
    assert (play.case.promise_state(promise), promise.broken_on) == ("late", None)
    assert "DeemedWithdrawn" not in play.swept("2026-04-08T00:10")


def test_after_the_grace_the_file_is_returned_on_the_day_after() -> None:
    play = Play().submitted(**GRACE).checked().deferred("lease")
    play.swept("2026-03-14T00:10")
    assert "DeemedWithdrawn" not in play.swept("2026-04-03T23:59")
    refused(play, c.SupplyDeferred("lease", "s"), "supplement_too_late", at="2026-04-04T00:05")
    assert "DeemedWithdrawn" in play.swept("2026-04-04T00:10")
    assert (play.case.state, play.case.ended_on) == (State.WITHDRAWN, date(2026, 4, 4))
    assert play.case.promise_state(play.case.promises["lease"]) == "broken"


def test_a_supplement_rejected_within_the_grace_may_be_brought_again_until_its_end() -> None:
    play = Play().submitted(**GRACE).checked().deferred("lease")
    play.swept("2026-03-14T00:10")
    play.do(c.SupplyDeferred("lease", "snapshot-2"), "2026-03-20T16:00", HANDLER)
    play.do(c.RejectDeferred("lease", "缺页"), "2026-03-23T10:00")
    made = play.do(c.SupplyDeferred("lease", "snapshot-3"), "2026-04-02T16:00", HANDLER)
    assert [type(one).__name__ for one in made] == ["DeferredArrived"]


@pytest.mark.parametrize(
    ("on_failure", "state"),
    [
        ("acceptance_revoked", State.ACCEPTANCE_REVOKED),
        ("deemed_withdrawn", State.WITHDRAWN),
        ("refused", State.IN_REVIEW),
        ("terminated", State.WITHDRAWN),
    ],
)
def test_every_other_way_a_broken_promise_may_end_comes_on_the_day_after(on_failure: str, state: State) -> None:
    play = Play().submitted(on_deferral_failure=on_failure).checked().deferred("lease")
    assert "DeferralLapsed" not in play.swept("2026-03-13T23:59")
    play.swept("2026-03-14T00:10")
    assert play.case.state is state
    assert play.case.promise_state(play.case.promises["lease"]) == "broken"
    if play.case.ended:
        assert play.case.ended_on == date(2026, 3, 14)


def test_what_was_posted_in_time_is_in_time_when_it_arrives_later() -> None:
    play = Play().submitted().checked().deferred("lease")
    parcel = c.AnnounceParcel("lease", "EMS", "1034", date(2026, 3, 13))
    play.do(parcel, "2026-03-13T20:00", HANDLER)
    assert "DeferralLapsed" not in play.swept("2026-03-14T00:10")
    arrived = c.SupplyDeferred("lease", "s", "courier", date(2026, 3, 13))
    play.do(arrived, "2026-03-18T10:00")
    assert play.case.promises["lease"].in_on == date(2026, 3, 13)
    play.do(c.ConfirmDeferred("lease"), "2026-03-18T11:00")
    assert play.case.promise_state(play.case.promises["lease"]) == "kept"


def test_a_parcel_that_never_arrives_is_waited_for_as_long_as_the_policy_says() -> None:
    play = Play().submitted().checked().deferred("lease")
    play.do(c.AnnounceParcel("lease", "EMS", "1034", date(2026, 3, 12)), "2026-03-12T20:00", HANDLER)
    assert "DeferralLapsed" not in play.swept("2026-03-27T23:00")
    assert "DeferralLapsed" in play.swept("2026-03-28T00:10")


@pytest.mark.parametrize(
    ("posted", "rule"),
    [
        ("2026-03-14", "supplement_too_late"),
        ("2026-03-02", "postmark_impossible"),
        ("2026-03-17", "postmark_impossible"),
    ],
)
def test_a_postmark_lies_within_the_period_and_never_in_the_future(posted: str, rule: str) -> None:
    play = Play().submitted(on_deferral_failure="refused").checked().deferred("lease")
    command = c.SupplyDeferred("lease", "s", "courier", date.fromisoformat(posted))
    refused(play, command, rule, at="2026-03-16T10:00")


def test_only_what_came_by_courier_has_a_postmark_and_it_always_has() -> None:
    play = Play().submitted().checked().deferred("lease")
    refused(play, c.SupplyDeferred("lease", "s", "courier"), "postmark_missing", at="2026-03-05T10:00")
    early = c.SupplyDeferred("lease", "s", "window", date(2026, 3, 5))
    refused(play, early, "postmark_missing", at="2026-03-05T10:00")


def test_what_is_due_before_the_site_check_holds_the_check_and_not_the_rest_of_the_review() -> None:
    due_before = tuple(
        replace(one, days=0, until="site_check") if one.id == "lease" else one for one in TERMS.materials
    )
    play = Play().submitted(materials=due_before).checked().deferred("lease")
    refused(play, c.LapseDeferral("lease", at_site_check=True), "no_site_check_due", at="2026-03-04T10:00")
    play.answered("documents", "fire")
    opinion = c.GiveOpinion("site", "agree", "符合", "", (REVIEWER, "officer:3"))
    refused(play, opinion, "deferred_before_site_check", at="2026-03-06T10:00")
    play.do(c.LapseDeferral("lease", at_site_check=True), "2026-03-06T11:00", REVIEWER)
    assert (play.case.state, play.case.ended_on) == (State.ACCEPTANCE_REVOKED, date(2026, 3, 6))


def test_what_came_before_the_site_check_lets_it_go_on() -> None:
    due_before = tuple(
        replace(one, days=0, until="site_check") if one.id == "lease" else one for one in TERMS.materials
    )
    play = Play().submitted(materials=due_before).checked().deferred("lease").answered("documents", "fire")
    play.do(c.SupplyDeferred("lease", "s"), "2026-03-06T09:00", HANDLER)
    assert play.answered("site", at="2026-03-06T10:00").case.answers["site"].verdict == "agree"


def test_a_record_is_repaired_once_with_a_reason_and_never_before_it_is_broken() -> None:
    play = Play().submitted().checked().deferred("lease")
    refused(play, c.RepairPromise("lease", "已经说明"), "promise_not_broken")
    play.swept("2026-03-14T00:10")
    refused(play, c.RepairPromise("lease", " "), "reason_missing", at="2026-03-16T10:00")
    play.do(c.RepairPromise("lease", "已经补齐并说明"), "2026-03-16T10:00", HEAD)
    refused(play, c.RepairPromise("lease", "再一次"), "promise_repaired_already", at="2026-03-16T11:00")


def test_a_promise_found_untrue_is_broken_although_it_was_kept() -> None:
    play = Play().submitted().checked().deferred("lease")
    play.do(c.SupplyDeferred("lease", "s"), "2026-03-05T09:00", HANDLER)
    play.do(c.ConfirmDeferred("lease"), "2026-03-05T10:00")
    play.do(c.FindPromiseFalse("lease", "租赁合同系伪造"), "2026-03-20T10:00", HEAD)
    promise = play.case.promises["lease"]
    assert (play.case.promise_state(promise), promise.broken_on) == ("broken", date(2026, 3, 20))
    refused(play, c.FindPromiseFalse("lease", "又一次"), "promise_false_already", at="2026-03-21T10:00")


def test_a_broken_promise_counts_for_the_months_of_the_policy_to_the_day() -> None:
    policy = load_policy()
    assert policy.counts_until(date(2026, 3, 13)) == date(2027, 3, 13)
    assert policy.counts_until(date(2028, 2, 29)) == date(2029, 2, 28)
    assert policy.counts_from(date(2027, 3, 13)) == date(2026, 3, 13)
    assert policy.counts_from(date(2027, 3, 14)) == date(2026, 3, 14)
    assert (policy.bars(0), policy.bars(1)) == (False, True)


@pytest.mark.parametrize("text", ["broken: {}", "broken: {allowed: -1}\nparcel: {days: 1}", "[]"])
def test_a_policy_that_says_nothing_sensible_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "deferral.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(PolicyError):
        load_policy(file)
