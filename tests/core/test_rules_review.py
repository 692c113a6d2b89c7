"""Deferral, review, decision and delivery: who must be heard, what blocks, and that time never decides (R13-R39, R69-R107)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.core.play import COLLEAGUE, HANDLER, HEAD, LAWYER, REVIEWER, TERMS, Play, marks, moment, signed
from tests.core.test_rules_intake import refused
from workflows import commands as c
from workflows.case import State
from workflows.case_tracks import track_started
from workflows.clocks import clocks
from workflows.limits import due
from workflows.rules.decision import blockers


def codes(play: Play, outcome: str = "grant", at: str = "2026-03-06T10:00") -> list[tuple[str, str]]:
    return [(b.code, b.ref) for b in blockers(play.case, outcome=outcome, now=moment(at))]


def last_day(play: Play, clock: str, today: date = date(2026, 3, 6)) -> date | None:
    return due(clocks(play.case)[clock], moment("2026-03-06T10:00").calendar, today).on


def test_only_what_the_guide_lists_may_follow_later_r69():
    play = Play().submitted().checked()
    command = c.AcceptWithDeferral(marks(play.case, later=("report",)), signed("report"))
    assert refused(play, command, "2026-03-03T10:00").rule == "not_deferrable"


def test_deferral_needs_the_applicants_promise_r75():
    play = Play().submitted().checked()
    command = c.AcceptWithDeferral(marks(play.case, later=("lease",)))
    assert refused(play, command, "2026-03-03T10:00").rule == "deferral_needs_commitment"


def test_deferral_needs_a_look_at_the_credit_lists_and_none_for_the_black_listed_r74():
    command = c.AcceptWithDeferral(marks(Play().submitted().case, later=("lease",)), signed("lease"))
    assert refused(Play().submitted(), command, "2026-03-03T10:00").rule == "credit_not_looked_up"
    assert (
        refused(Play().submitted().checked("unavailable"), command, "2026-03-03T10:00").rule == "credit_not_looked_up"
    )
    assert refused(Play().submitted().checked("black"), command, "2026-03-03T10:00").rule == "black_list_no_deferral"


def test_a_deferred_material_blocks_the_grant_and_not_the_review_r71():
    play = Play().submitted().checked().deferred("lease").heard()
    assert codes(play) == [("deferred_open", "lease")]
    play.do(c.SupplyDeferred("lease", "snapshot-2"), "2026-03-05T12:00", HANDLER)
    assert codes(play) == [("deferred_open", "lease")]
    play.do(c.ConfirmDeferred("lease"), "2026-03-05T13:00")
    assert codes(play) == []


def test_a_rejected_supplement_may_be_brought_again_in_time():
    play = Play().submitted().checked().deferred("lease")
    play.do(c.SupplyDeferred("lease", "snapshot-2"), "2026-03-04T12:00", HANDLER)
    play.do(c.RejectDeferred("lease", "租期已过"), "2026-03-05T12:00")
    play.do(c.SupplyDeferred("lease", "snapshot-3"), "2026-03-06T12:00", HANDLER)
    assert play.case.promises["lease"].arrived_on == date(2026, 3, 6)


def test_a_supplement_that_never_comes_ends_as_the_guide_says_r73():
    for rule, state in (
        ("acceptance_revoked", State.ACCEPTANCE_REVOKED),
        ("deemed_withdrawn", State.WITHDRAWN),
        ("refused", State.IN_REVIEW),
    ):
        play = Play().submitted(on_deferral_failure=rule).checked().deferred("lease")
        assert last_day(play, "deferred:lease") == date(2026, 3, 13)
        assert "DeferralLapsed" in play.swept("2026-03-14T00:10")
        assert play.case.state is state, rule


def test_a_material_deferred_until_the_decision_has_the_promise_as_its_end_r72():
    play = Play().submitted().checked().deferred("training")
    assert last_day(play, "deferred:training") == last_day(play, "promised")


def test_parallel_tracks_start_together_and_the_serial_one_with_its_last_predecessor_r13():
    play = Play().submitted().checked().accepted("2026-03-03T10:00")
    assert track_started(play.case, "documents") == track_started(play.case, "fire") == date(2026, 3, 3)
    assert track_started(play.case, "site") is None
    play.answered("documents", at="2026-03-04T10:00").answered("fire", at="2026-03-06T10:00")
    assert track_started(play.case, "site") == date(2026, 3, 6)
    assert last_day(play, "track:site") == date(2026, 3, 12)


def test_a_track_that_waits_cannot_answer_and_an_answer_stands():
    play = Play().submitted().checked().accepted()
    assert refused(play, c.GiveOpinion("site", "agree", "符合"), "2026-03-04T10:00").rule == "predecessor_open"
    play.answered("fire")
    assert (
        refused(play, c.GiveOpinion("fire", "disagree", "不符", "第六条"), "2026-03-06T10:00").rule
        == "already_answered"
    )


def test_a_site_check_needs_two_officers_r18():
    play = Play().submitted().checked().accepted().answered("documents", "fire")
    alone = c.GiveOpinion("site", "agree", "符合", officers=(REVIEWER,))
    assert refused(play, alone, "2026-03-06T10:00", REVIEWER).rule == "officers_missing"
    play.do(c.GiveOpinion("site", "agree", "符合", officers=(COLLEAGUE,)), "2026-03-06T10:00", REVIEWER)
    assert play.case.answers["site"].officers == (REVIEWER, COLLEAGUE)


def test_an_opinion_is_words_and_disagreement_names_its_basis_r133():
    play = Play().submitted().checked().accepted()
    assert refused(play, c.GiveOpinion("fire", "agree", "  "), "2026-03-04T10:00").rule == "opinion_missing"
    assert refused(play, c.GiveOpinion("fire", "disagree", "间距不足"), "2026-03-04T10:00").rule == "basis_missing"


def test_a_late_opinion_is_taken_and_marked():
    play = Play().submitted().checked().accepted()
    play.do(c.GiveOpinion("documents", "agree", "符合"), "2026-03-20T10:00", REVIEWER)
    assert play.case.answers["documents"].late


def test_no_decision_while_an_office_is_silent():
    play = Play().submitted().checked().accepted().answered("documents", "fire")
    refusal = refused(play, c.Grant("符合"), "2026-03-06T10:00", HEAD)
    assert refusal.rule == "blocked"
    assert [b.ref for b in refusal.facts["blockers"]] == ["site"]


def test_overdue_never_grants_and_never_refuses_r33():
    play = Play().submitted().checked().accepted()
    made = play.swept("2026-06-30T10:00")
    assert set(made) == {"Reminded"}
    assert play.case.state is State.IN_REVIEW


def test_a_late_decision_explains_itself_r34():
    play = Play().submitted().checked().accepted().heard()
    play.checked(at="2026-03-19T09:00", stage="decision")
    assert refused(play, c.Grant("符合"), "2026-03-20T10:00", HEAD).rule == "explain_lateness"
    play.do(c.Grant("符合", explanation="专家复核耗时"), "2026-03-20T10:00", HEAD)
    assert play.case.state is State.GRANTED


def test_credit_is_looked_up_within_its_freshness():
    play = Play().submitted().checked(at="2026-03-03T09:00").accepted().heard()
    assert codes(play, at="2026-03-06T10:00") == []
    assert codes(play, at="2026-03-09T10:00") == [("credit_stale", "2026-03-03")]
    never = Play().submitted().accepted().heard()
    assert ("credit_missing", "") in codes(never)


def test_a_black_list_hit_asks_for_a_second_signature_and_never_refuses_r99():
    play = Play().submitted().checked("black").accepted().heard()
    assert codes(play) == [("cosignature_missing", "")]
    play.do(c.Cosign("复核无误"), "2026-03-05T11:00", HEAD)
    assert refused(play, c.Grant("符合"), "2026-03-06T10:00", HEAD).rule == "cosigner_decides"
    play.do(c.Grant("符合"), "2026-03-06T10:00", LAWYER)
    assert play.case.outcome == "grant"


def test_an_unavailable_list_does_not_hide_what_was_seen_before():
    play = Play().submitted().checked("black").checked("unavailable", at="2026-03-04T09:00").accepted()
    assert play.case.black


def test_a_refusal_needs_legal_review_facts_reasons_and_basis_r21():
    play = Play().submitted().checked().accepted().heard()
    refusal = c.Refuse("储存间距不足 12 米", "不符合安全条件", "第六条第一项")
    assert codes(play, "refuse") == [("legal_review_missing", "")]
    assert refused(play, refusal, "2026-03-06T10:00", HEAD).rule == "blocked"
    play.do(c.ReviewLegally("passed", "程序合法"), "2026-03-06T09:00", LAWYER)
    assert refused(play, replace(refusal, basis=""), "2026-03-06T10:00", HEAD).rule == "basis_missing"
    play.do(refusal, "2026-03-06T10:00", HEAD)
    assert play.case.outcome == "refuse"


def test_a_refusal_after_a_test_names_its_technical_standards_article_55():
    play = Play().submitted().checked().accepted().heard()
    play.do(c.PauseClock("testing", 10, "检测储罐"), "2026-03-05T09:00", HEAD)
    play.do(c.ResumeClock("testing"), "2026-03-05T16:00", HEAD)
    play.do(c.ReviewLegally("passed", "程序合法"), "2026-03-06T09:00", LAWYER)
    refusal = c.Refuse("壁厚低于设计值", "不符合安全条件", "第六条第一项")
    assert refused(play, refusal, "2026-03-06T10:00", HEAD).rule == "standards_missing"
    (said,) = play.do(replace(refusal, standards="GB/T 30579-2022 第 6 章"), "2026-03-06T10:00", HEAD)
    assert said.standards == "GB/T 30579-2022 第 6 章"


def test_disagreement_is_resolved_in_writing():
    play = Play().submitted().checked().accepted().answered("documents").answered("fire", verdict="disagree")
    play.answered("site")
    assert codes(play) == [("disagreement_open", "fire")]
    play.do(c.ResolveDisagreement("fire", "settled", "已整改并经消防复核"), "2026-03-06T09:00", REVIEWER)
    (granted,) = play.do(c.Grant("符合"), "2026-03-06T10:00", HEAD)
    assert granted.resolution == "已整改并经消防复核"
    assert play.case.state is State.GRANTED


@pytest.mark.parametrize("cause", [p.kind for p in TERMS.pauses if p.stops_statutory])
def test_the_eight_of_article_45_stop_both_clocks(cause: str):
    play = Play().submitted().checked().accepted("2026-03-03T10:00")
    before = last_day(play, "promised"), last_day(play, "statutory")
    play.do(c.PauseClock(cause, 10, "需要专业判断"), "2026-03-04T10:00", HEAD)
    play.do(c.ResumeClock(cause), "2026-03-06T10:00", HEAD)
    assert last_day(play, "promised") == date(2026, 3, 19) != before[0]
    assert last_day(play, "statutory") == date(2026, 4, 2) != before[1]


def test_a_site_check_stops_the_promise_alone_r27_r166():
    play = Play().submitted().checked().accepted("2026-03-03T10:00")
    statutory = last_day(play, "statutory")
    play.do(c.PauseClock("site_check", 2, "现场核查"), "2026-03-04T10:00", HEAD)
    play.do(c.ResumeClock("site_check"), "2026-03-06T10:00", HEAD)
    assert (last_day(play, "promised"), last_day(play, "statutory")) == (date(2026, 3, 19), statutory)


def test_no_clock_stops_for_a_cause_that_nobody_named():
    play = Play().submitted().checked().accepted()
    assert refused(play, c.PauseClock("lunch", 1, "午休"), "2026-03-04T10:00").rule == "no_such_procedure"
    assert refused(play, c.PauseClock("site_check", 30, "核查"), "2026-03-04T10:00").rule == "announce_length"


def test_one_extension_before_the_end_and_within_the_law_r24():
    play = Play().submitted().checked().accepted("2026-03-03T10:00")
    assert refused(play, c.Extend(11, "复杂", "局长"), "2026-03-05T10:00").rule == "extension_too_long"
    assert refused(play, c.Extend(5, "复杂", "局长"), "2026-03-18T10:00").rule == "extension_too_late"
    play.do(c.Extend(10, "复杂", "局长"), "2026-03-05T10:00", HEAD)
    assert last_day(play, "promised") == date(2026, 3, 31)
    assert refused(play, c.Extend(1, "复杂", "局长"), "2026-03-06T10:00").rule == "extended_already"


def test_a_licence_is_issued_after_the_grant_and_delivered_after_that():
    play = Play().submitted().checked().accepted().heard()
    issue = c.IssueLicence("临危化经字〔2026〕0001", date(2026, 3, 6), date(2029, 3, 5))
    assert refused(play, issue, "2026-03-06T10:00").rule == "not_granted"
    play.granted()
    assert refused(play, c.Deliver("electronic"), "2026-03-06T11:00").rule == "not_issued"
    play.do(issue, "2026-03-06T11:00")
    assert refused(play, c.Deliver("courier"), "2026-03-06T12:00").rule == "proof_missing"
    play.do(c.Deliver("counter", "王敏"), "2026-03-06T12:00")
    assert (play.case.state, play.case.visits) == (State.CLOSED, 1)


def test_nothing_is_decided_twice():
    play = Play().submitted().checked().accepted().heard().granted()
    assert refused(play, c.Refuse("f", "r", "b"), "2026-03-06T11:00", HEAD).rule == "already_decided"
    assert refused(play, c.GiveOpinion("fire", "agree", "同意"), "2026-03-06T11:00").rule == "already_decided"


def test_a_decision_is_published_once():
    play = Play().submitted().checked().accepted().heard().granted()
    play.do(c.Publish(), "2026-03-06T11:00")
    assert refused(play, c.Publish(), "2026-03-06T12:00").rule == "already_published"


def test_a_filing_that_nobody_answers_counts_as_made_where_its_rule_says_so():
    play = Play().submitted(deemed_filing=True, credit_required=False, tracks=TERMS.tracks[:1]).accepted()
    made = play.swept("2026-04-01T00:10")
    assert "DeemedFiled" in made
    assert play.case.decided_on == date(2026, 3, 31)


def test_each_rung_reminds_once():
    play = Play().submitted().checked().accepted("2026-03-03T10:00")
    first = play.swept("2026-03-16T09:00")
    assert play.swept("2026-03-16T10:00") == []
    assert play.swept("2026-03-18T00:10").count("Reminded") > 0
    assert first.count("Reminded") == len([r for r in play.journal if r.at.day == 16])
