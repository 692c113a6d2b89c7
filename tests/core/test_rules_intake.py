"""The lawful outcomes of intake, and that nothing else can come of it (R4-R8)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.play import CLERK, HANDLER, Play, marks
from workflows import commands as c
from workflows.case import State
from workflows.clocks import clocks
from workflows.events import Mark
from workflows.refusal import Refusal


def refused(play: Play, command: c.Command, at: str, by: str = CLERK) -> Refusal:
    before = len(play.journal)
    with pytest.raises(Refusal) as caught:
        play.do(command, at, by)
    assert len(play.journal) == before
    return caught.value


def test_an_application_in_order_must_be_accepted_and_its_clock_starts_that_day():
    play = Play().submitted().checked().accepted("2026-03-03T10:00")
    assert play.case.state is State.IN_REVIEW
    assert play.case.accepted_on == date(2026, 3, 3)
    assert clocks(play.case)["promised"].started == date(2026, 3, 3)


def test_a_filing_on_a_day_of_rest_is_received_on_the_next_working_day_r32():
    play = Play().submitted("2026-03-07T10:00")  # a Saturday
    assert play.case.received_on == date(2026, 3, 9)


def test_no_acceptance_while_a_material_is_unmarked_and_each_is_named():
    play = Play().submitted()
    refusal = refused(play, c.Accept((Mark("form", "ok"),)), "2026-03-03T10:00")
    assert refusal.rule == "unmarked"
    assert refusal.facts["materials"] == ("report", "lease", "training")


def test_nothing_outside_the_guide_can_be_asked_for_r3():
    play = Play().submitted()
    wild = (*marks(play.case), Mark("birth_certificate", "fix", "请提供"))
    assert refused(play, c.RequestCorrection(wild), "2026-03-03T10:00").rule == "outside_guide"


def test_a_correction_without_words_is_no_notice():
    play = Play().submitted()
    silent = tuple(Mark(m.id, "fix" if m.id == "form" else "ok") for m in play.case.terms.materials)
    refusal = refused(play, c.RequestCorrection(silent), "2026-03-03T10:00")
    assert (refusal.rule, refusal.facts["materials"]) == ("reason_missing_for", ("form",))


def test_what_was_in_order_cannot_be_asked_again_r6():
    play = Play().submitted().corrected("form")
    refusal = refused(play, c.RequestCorrection(marks(play.case, fix=("report",))), "2026-03-10T10:00")
    assert (refusal.rule, refusal.facts["materials"]) == ("told_once", ("report",))


def test_a_defect_in_the_corrected_document_itself_may_be_restated():
    play = Play().submitted().corrected("form")
    (event,) = play.do(c.RequestCorrection(marks(play.case, fix=("form",))), "2026-03-10T10:00")
    assert event.restated  # type: ignore[attr-defined]
    assert play.case.notices == 2


def test_non_acceptance_needs_a_notice_first():
    play = Play().submitted()
    command = c.RefuseAcceptance(marks(play.case, fix=("form",)), "仍不符合")
    assert refused(play, command, "2026-03-03T10:00").rule == "must_tell_first"


def test_corrected_and_still_defective_may_be_refused_with_reasons():
    play = Play().submitted().corrected("form")
    play.do(c.RefuseAcceptance(marks(play.case, fix=("form",)), "仍未盖章"), "2026-03-10T10:00")
    assert play.case.state is State.NOT_ACCEPTED


def test_after_a_correction_acceptance_takes_effect_on_the_day_everything_was_in_r133():
    play = Play().submitted().corrected("form", at="2026-03-09T20:00").accepted("2026-03-11T10:00")
    assert play.case.accepted_on == date(2026, 3, 9)


def test_corrections_come_in_one_submission():
    play = Play().submitted()
    play.do(c.RequestCorrection(marks(play.case, fix=("form", "report"))), "2026-03-04T10:00")
    refusal = refused(play, c.Correct("snapshot-2", ("form",)), "2026-03-05T10:00", HANDLER)
    assert (refusal.rule, refusal.facts["materials"]) == ("correction_incomplete", ("report",))


def test_a_notice_after_the_limit_comes_too_late_because_silence_accepted():
    play = Play().submitted("2026-03-02T09:00")
    assert (
        refused(play, c.RequestCorrection(marks(play.case, fix=("form",))), "2026-03-10T09:00").rule
        == "notice_too_late"
    )


def test_silence_accepts_from_the_day_of_receipt_r5():
    play = Play().submitted("2026-03-02T09:00")
    assert set(play.swept("2026-03-09T23:00")) == {"Reminded"}
    assert play.case.state is State.SUBMITTED
    assert "DeemedAccepted" in play.swept("2026-03-10T00:05")
    assert play.case.accepted_on == date(2026, 3, 2)


def test_not_competent_names_the_competent_body():
    play = Play().submitted()
    assert refused(play, c.DeclineCompetence(" ", "不属于"), "2026-03-03T10:00").rule == "competent_body_missing"
    play.do(c.DeclineCompetence("临江市公安局", "属公安机关职权"), "2026-03-03T10:00")
    assert play.case.state is State.NOT_COMPETENT


def test_not_required_ends_the_case_with_a_reason():
    play = Play().submitted()
    play.do(c.DeclareNotRequired("厂区内销售自产产品，不需要许可"), "2026-03-03T10:00")
    assert play.case.state is State.NOT_REQUIRED


def test_correcting_on_the_spot_keeps_the_case_at_the_window_and_its_clock_running():
    play = Play().submitted()
    play.do(c.CorrectOnSpot("snapshot-2", ("form",), "补填门牌号"), "2026-03-03T10:00")
    assert play.case.state is State.SUBMITTED
    assert play.case.snapshot == "snapshot-2"
    assert clocks(play.case)["notice"].started == date(2026, 3, 2)


def test_a_correction_that_never_comes_is_a_withdrawal_r8():
    play = Play().submitted()
    play.do(c.RequestCorrection(marks(play.case, fix=("form",))), "2026-03-04T10:00")
    assert "DeemedWithdrawn" in play.swept("2026-03-26T01:00")
    assert play.case.state is State.WITHDRAWN


def test_a_correction_on_the_last_day_is_in_time_and_after_it_too_late():
    for at, rule in (("2026-03-25T23:59", None), ("2026-03-26T00:01", "correction_too_late")):
        play = Play().submitted()
        play.do(c.RequestCorrection(marks(play.case, fix=("form",))), "2026-03-04T10:00")
        command = c.Correct("snapshot-2", ("form",))
        if rule is None:
            play.do(command, at, HANDLER)
            assert play.case.state is State.RESUBMITTED
        else:
            assert refused(play, command, at, HANDLER).rule == rule


def test_a_walk_in_application_counts_as_one_visit():
    assert Play().submitted(channel="window").case.visits == 1
    assert Play().submitted().case.visits == 0


def test_the_applicant_may_withdraw_until_the_decision():
    play = Play().submitted().checked().accepted()
    play.do(c.Withdraw("改变经营计划"), "2026-03-04T10:00", HANDLER)
    assert play.case.state is State.WITHDRAWN
    decided = Play().submitted().checked().accepted().heard().granted()
    assert refused(decided, c.Withdraw("改变"), "2026-03-07T10:00", HANDLER).rule == "too_late_to_withdraw"
