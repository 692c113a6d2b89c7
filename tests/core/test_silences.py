"""The silences of the law, each once, on its true day, also after an outage; no other silence ever grants (R5, R8, R33, R37)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.play import CLERK, HANDLER, HEAD, LAWYER, REVIEWER, SYSTEM, Play, calendar, marks, moment
from tests.core.test_termination import CONFIRM, ENDED
from workflows import commands as c
from workflows.audit import FAILED, audit
from workflows.case import State
from workflows.clocks import DELIVERY, clocks
from workflows.events import AcceptanceRevoked, DeemedRenewed, DeemedWithdrawn, Refused
from workflows.limits import due
from workflows.refusal import Refusal
from workflows.renewal import apply_by
from workflows.sweep import wakes_on
from workflows.terms import RenewalTerm

EXPIRES = date(2026, 4, 10)
RENEWAL = RenewalTerm(EXPIRES, 30, "calendar_day", basis="《行政许可法》第五十条")


def renewal(term: RenewalTerm = RENEWAL, filed: str = "2026-03-02T09:00", **more: object) -> Play:
    return Play().submitted(filed, renewal=term, **more)


def made(play: Play) -> DeemedRenewed:
    return next(one.event for one in play.journal if isinstance(one.event, DeemedRenewed))


def test_a_renewal_filed_in_time_and_undecided_at_expiry_counts_as_renewed_once():
    play = renewal().checked().accepted()
    assert "DeemedRenewed" not in play.swept("2026-04-10T23:59")
    assert play.swept("2026-04-11T00:05").count("DeemedRenewed") == 1
    (decided,) = [one for one in audit(play.journal, calendar()) if one.code == "decided_in_time"]
    assert (decided.outcome, decided.on) == (FAILED, date(2026, 4, 11)), "an office that said nothing was not in time"
    assert play.swept("2026-04-11T00:06") == []
    assert (play.case.state, play.case.decided_on, play.case.outcome) == (State.GRANTED, EXPIRES, "grant")
    assert made(play).apply_by == date(2026, 3, 11)


def test_after_an_outage_it_carries_the_day_of_the_expiry():
    play = renewal().checked().accepted()
    play.swept("2026-05-20T00:05")
    assert play.case.decided_on == EXPIRES
    assert due(clocks(play.case)[DELIVERY], calendar(), EXPIRES).on == calendar().add(EXPIRES, 10)


@pytest.mark.parametrize(
    ("filed", "accepts"), [("2026-03-11T23:50", True), ("2026-03-12T00:10", False), ("2026-03-20T09:00", False)]
)
def test_only_a_renewal_filed_in_time_is_renewed_by_silence(filed: str, accepts: bool):
    play = renewal(filed=filed, promised=Play().terms.statutory).checked(at="2026-03-23T09:00")
    play.accepted(at="2026-03-23T10:00")
    assert ("DeemedRenewed" in play.swept("2026-04-11T00:05")) is accepts


def test_filing_on_a_rest_day_is_in_time_although_it_counts_as_received_later():
    term = RenewalTerm(date(2026, 4, 7), 30)  # a Sunday is the last day on which one may apply
    assert apply_by(term, calendar()) == date(2026, 3, 8)
    play = renewal(term, filed="2026-03-08T20:00").checked(at="2026-03-10T09:00").accepted(at="2026-03-10T10:00")
    assert play.case.received_on == date(2026, 3, 9)
    assert "DeemedRenewed" in play.swept("2026-04-08T00:05")


def test_a_decision_before_the_expiry_leaves_nothing_to_silence():
    play = (
        renewal().checked(at="2026-03-05T09:00").accepted(at="2026-03-05T09:30").heard(at="2026-03-05T10:00").granted()
    )
    assert "DeemedRenewed" not in play.swept("2026-04-11T00:05")


def test_what_waits_for_the_applicant_is_not_the_silence_of_the_authority():
    play = renewal()
    play.do(c.RequestCorrection(marks(play.case, fix=("form",))), "2026-03-04T10:00", CLERK)
    assert "DeemedRenewed" not in play.swept("2026-04-11T00:05")
    assert play.case.state is State.WITHDRAWN


def test_where_the_guide_says_that_silence_lets_it_expire_nothing_is_granted():
    term = RenewalTerm(EXPIRES, 30, on_silence="expired")
    play = renewal(term).checked().accepted()
    assert "DeemedRenewed" not in play.swept("2026-05-20T00:05")
    with pytest.raises(Refusal, match="no_silent_decision"):
        play.do(c.DeemRenewed(), "2026-05-20T00:06", SYSTEM)


def test_a_notice_that_never_came_and_an_expiry_after_it_come_in_their_order():
    play = renewal()
    kinds = play.swept("2026-05-20T00:05")
    assert kinds.index("DeemedAccepted") < kinds.index("DeemedRenewed")
    assert (play.case.accepted_on, play.case.decided_on) == (date(2026, 3, 2), EXPIRES)


def test_a_supplement_that_failed_before_the_expiry_ends_the_case_before_it():
    play = renewal().checked().deferred("lease")
    kinds = play.swept("2026-05-20T00:05")
    assert "AcceptanceRevoked" in kinds
    assert "DeemedRenewed" not in kinds


def test_an_expiry_before_the_supplement_failed_renews_first():
    play = renewal(RenewalTerm(date(2026, 3, 6), 3)).checked().deferred("lease")
    kinds = play.swept("2026-05-20T00:05")
    assert "DeemedRenewed" in kinds
    assert "AcceptanceRevoked" not in kinds


def test_overdue_never_grants_what_is_no_renewal():
    play = Play().submitted().checked().accepted()
    assert not {"DeemedRenewed", "DeemedFiled", "Granted"} & set(play.swept("2026-12-20T00:05"))


def test_the_sweep_is_asked_to_come_on_the_day_after_the_expiry():
    play = renewal().checked().accepted()
    play.swept("2026-04-09T00:05")
    assert wakes_on(play.case, now=moment("2026-04-10T00:05")) == date(2026, 4, 11)


def test_an_unanswered_correction_ends_on_the_day_after_its_period_however_late_that_is_noticed():
    play = Play().submitted()
    play.do(c.RequestCorrection(marks(play.case, fix=("form",))), "2026-03-04T10:00", CLERK)
    play.swept("2026-05-20T00:05")
    event = play.journal[-1].event
    assert isinstance(event, DeemedWithdrawn)
    assert event.effective_on == play.case.ended_on == date(2026, 3, 26)


def test_a_failed_supplement_ends_the_case_on_the_day_after_its_period():
    play = Play().submitted().checked().deferred("lease")
    play.swept("2026-05-20T00:05")
    event = play.journal[-1].event
    assert isinstance(event, AcceptanceRevoked)
    assert event.effective_on == play.case.ended_on == date(2026, 3, 14)


@pytest.mark.parametrize("named", ["not_accepted", "refused"])
def test_where_the_guide_refuses_after_an_unanswered_correction_it_ends_unaccepted(named: str):
    play = Play().submitted(on_correction_expiry=named)
    play.do(c.RequestCorrection(marks(play.case, fix=("form",))), "2026-03-04T10:00", CLERK)
    play.swept("2026-05-20T00:05")
    assert play.case.state is State.NOT_ACCEPTED


@given(
    st.integers(0, 60),
    st.integers(1, 45),
    st.sampled_from(["calendar_day", "working_day", "month"]),
    st.integers(0, 40),
)
def test_silence_renews_exactly_what_was_filed_in_time(expiry: int, ahead: int, unit: str, outage: int):
    term = RenewalTerm(date(2026, 3, 10) + timedelta(days=expiry), min(ahead, 2) if unit == "month" else ahead, unit)
    play = renewal(term).checked().accepted()
    kinds = play.swept(f"{term.expires_on + timedelta(days=1 + outage)}T00:05")
    in_time = date(2026, 3, 2) <= apply_by(term, calendar())
    assert ("DeemedRenewed" in kinds) is in_time
    if in_time:
        assert play.case.decided_on == term.expires_on


def test_the_head_can_still_refuse_a_renewal_before_it_expires():
    play = renewal().checked(at="2026-03-05T09:00").accepted(at="2026-03-05T09:30").heard(at="2026-03-05T10:00")
    play.do(c.ReviewLegally("passed", "合法"), "2026-03-06T09:00", LAWYER)
    play.do(c.Refuse("不符合", "理由", "第六条"), "2026-03-06T10:00", HEAD)
    assert play.swept("2026-04-11T00:05").count("DeemedRenewed") == 0


GRANT, REFUSE = c.Grant("符合", explanation="补充评审"), c.Refuse("间距不足", "不符合", "第六条", "补充评审")
AFTER = "2026-04-11T00:01"


def reviewed(term: RenewalTerm = RENEWAL, **more: object) -> Play:
    """Everything is there for a decision, also after the limit."""
    play = renewal(term, credit_required=False, **more).accepted(at="2026-03-03T10:00").heard()
    play.do(c.ReviewLegally("passed", "程序合法", "refuse"), "2026-03-05T11:00", LAWYER)
    return play


@pytest.mark.parametrize(
    "act", [GRANT, REFUSE, c.SignDecision(GRANT, 10), c.SignDecision(REFUSE, 10), ENDED, c.Withdraw("不办了")]
)
def test_what_silence_has_granted_is_decided_by_nobody_while_the_sweep_is_late(act: c.Command):
    by = HANDLER if isinstance(act, c.Withdraw) else REVIEWER if act is ENDED else HEAD
    reviewed().do(act, "2026-04-10T23:59", by)
    play = reviewed()
    with pytest.raises(Refusal, match="silence_decided"):
        play.do(act, AFTER, by)
    play.swept(AFTER)
    assert (play.case.outcome, play.case.decided_on) == ("grant", EXPIRES)


def test_a_termination_proposed_before_the_expiry_is_not_confirmed_after_it():
    play = reviewed()
    play.do(ENDED, "2026-04-10T10:00", REVIEWER)
    with pytest.raises(Refusal, match="silence_decided"):
        play.do(CONFIRM, AFTER, HEAD)


def test_what_was_signed_before_the_expiry_leaves_after_it_and_nothing_is_signed_in_its_place():
    play = reviewed()
    play.do(c.SignDecision(REFUSE, 10), "2026-04-10T23:55", HEAD)
    play.do(c.ReleaseDecision(), "2026-04-11T00:05", HEAD)
    assert isinstance(play.journal[-1].event, Refused)
    again = reviewed()
    again.do(c.SignDecision(REFUSE, 10), "2026-04-10T23:55", HEAD)
    again.do(c.TakeBackDecision("写错了"), "2026-04-11T00:02", HEAD)
    with pytest.raises(Refusal, match="silence_decided"):
        again.do(c.SignDecision(REFUSE, 10), "2026-04-11T00:03", HEAD)


def test_where_silence_grants_nothing_a_late_decision_is_still_taken():
    reviewed(RenewalTerm(EXPIRES, 30, on_silence="expired")).do(REFUSE, AFTER, HEAD)
    late = reviewed(RenewalTerm(date(2026, 3, 25), 30))
    late.do(REFUSE, "2026-03-26T00:01", HEAD)
    assert late.case.outcome == "refuse"


def test_a_filing_that_silence_has_made_is_refused_by_nobody():
    play = Play().submitted(deemed_filing=True, credit_required=False).accepted().heard()
    play.do(c.ReviewLegally("passed", "程序合法", "refuse"), "2026-03-05T11:00", LAWYER)
    last = moment("2026-03-06T10:00").due(play.case, "statutory")
    assert last is not None
    with pytest.raises(Refusal, match="silence_decided"):
        play.do(REFUSE, f"{last + timedelta(days=1)}T00:01", HEAD)
    play.do(REFUSE, f"{last}T23:59", HEAD)
