"""What the guides on metallurgy, drug precursors and major hazards say, held against the articles they rest on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guides.guide import Guide
from guides.load import load_catalogue
from guides.plan import Needs, needs

GUIDES = {guide.item: guide for guide in load_catalogue().guides}
METALLURGY = GUIDES["metallurgy_project_design_review"]
LICENCE = GUIDES["precursor_class1_business_licence"]
FILING = GUIDES["precursor_class23_business_filing"]
HAZARD = GUIDES["major_hazard_filing"]
ALL = (METALLURGY, LICENCE, FILING, HAZARD)
TODAY = date(2026, 11, 23)


def asked(guide: Guide, **answers: Any) -> Needs:
    return needs(guide, answers, TODAY)


def keys(guide: Guide, **answers: Any) -> list[str]:
    return [one.key for one in asked(guide, **answers).requirements]


def limit(found: Needs, kind: Any) -> tuple[float, str, str]:
    one = found.limits[kind]
    return one.value, one.unit, one.start


@pytest.mark.parametrize("guide", ALL, ids=lambda guide: guide.item)
def test_none_is_open_to_a_commitment_and_all_are_free(guide: Guide) -> None:
    assert guide.commitment is not None
    assert not guide.commitment.allowed
    assert "国办发〔2020〕42号" in guide.commitment.basis.zh
    assert not guide.fees.charged


def test_a_design_is_reviewed_in_twenty_working_days_of_acceptance_and_ten_more_at_most() -> None:
    """《建设项目安全设施“三同时”监督管理办法》第十三条."""
    found = asked(METALLURGY, apply_kind="first", approval_level="city")
    assert limit(found, "statutory") == (20, "working_day", "accepted")
    assert limit(found, "promised") == (8, "working_day", "accepted")
    assert METALLURGY.extension is not None
    assert METALLURGY.extension.max_days == 10
    assert found.level is None


def test_a_first_review_asks_the_five_of_article_twelve_and_a_change_three_of_its_own() -> None:
    first = ["application", "project_approval", "design_qualification", "safety_design", "pre_assessment"]
    assert keys(METALLURGY, apply_kind="first") == first
    assert keys(METALLURGY, apply_kind="reapply") == first
    assert keys(METALLURGY, apply_kind="modify") == [
        "design_qualification", "pre_assessment", "change_application", "original_design", "change_report",
    ]  # fmt: skip


def test_who_approved_the_project_decides_at_which_level_its_design_is_reviewed() -> None:
    levels = {one: asked(METALLURGY, approval_level=one).level for one in ("national", "province", "city", "county")}
    assert {name: rule and rule.level for name, rule in levels.items()} == {
        "national": "national", "province": "province", "city": None, "county": "county",
    }  # fmt: skip
    assert {asked(METALLURGY, approval_level=one).lead for one in levels} == {"emb"}


def test_only_the_approval_of_the_project_may_follow_later() -> None:
    assert [one.id for one in METALLURGY.materials if one.deferrable] == ["project_approval"]


def test_a_precursor_licence_counts_thirty_working_days_from_receipt_and_says_why() -> None:
    """《易制毒化学品管理条例》第十条 counts from receipt, 令5号第十一条 in working days."""
    found = asked(LICENCE, apply_kind="first")
    assert limit(found, "statutory") == (30, "working_day", "received")
    note = found.limits["statutory"].note
    assert note is not None
    assert "自收到申请之日起 30 日" in note.zh
    assert "受理之日起 30 个工作日" in note.zh


def test_whoever_holds_the_hazchem_licence_brings_no_business_licence() -> None:
    plain = keys(LICENCE, apply_kind="first", hazchem_holder="no")
    holder = keys(LICENCE, apply_kind="first", hazchem_holder="yes")
    assert set(plain) - set(holder) == {"business_licence"}
    assert set(holder) - set(plain) == {"hazchem_licence"}


def test_clean_records_are_asked_of_those_who_are_new_and_knowledge_never_follows_later() -> None:
    """《易制毒化学品管理条例》第九条第四项."""
    assert "no_drug_crime" in keys(LICENCE, apply_kind="first")
    assert "no_drug_crime" in keys(LICENCE, apply_kind="change", change_items=["legal_rep"])
    assert "no_drug_crime" not in keys(LICENCE, apply_kind="change", change_items=["name"])
    assert keys(LICENCE, apply_kind="renew") == ["application", "current_licence"]
    assert [one.id for one in LICENCE.materials if one.deferrable] == ["business_licence", "product_sheet"]


def test_a_first_licence_is_checked_on_site_by_two_and_renewed_three_months_before_it_ends() -> None:
    assert [track.id for track in asked(LICENCE, apply_kind="first").tracks] == ["documents", "site"]
    assert [track.id for track in asked(LICENCE, apply_kind="renew").tracks] == ["documents"]
    renewal = LICENCE.result.renewal
    assert renewal is not None
    assert (renewal.apply_before.value, renewal.apply_before.unit, renewal.on_silence) == (3, "month", "renewed")
    assert [str(one.name) for one in LICENCE.authority.entrusted] == ["临江市应急管理局"]


def test_a_precursor_filing_is_done_on_the_day_it_is_received() -> None:
    """《易制毒化学品管理条例》第十三条第三款."""
    found = asked(FILING, precursor_class="class2", filing_kind="first", hazchem_holder="no")
    assert {limit(found, kind)[:2] for kind in ("notice", "promised", "statutory", "delivery")} == {(0, "on_spot")}
    assert FILING.handling == "instant"
    assert not any(one.deferrable for one in FILING.materials)
    assert [one.key for one in found.requirements] == ["application", "rules", "product_sheet", "business_licence"]
    [first] = [one for one in FILING.applicant_limits if one.id == "first_filing"]
    assert (first.limit.value, first.limit.unit) == (30, "calendar_day")


def test_class_two_is_the_citys_and_class_three_the_countys() -> None:
    county = asked(FILING, precursor_class="class3").level
    assert county is not None
    assert county.level == "county"
    assert asked(FILING, precursor_class="class2").level is None
    assert FILING.authority.level == "city"


def test_a_major_hazard_brings_ten_papers_and_one_assessment_and_a_struck_off_one_two() -> None:
    """《危险化学品重大危险源监督管理暂行规定》第二十二条、第二十七条."""
    filed = keys(HAZARD, filing_kind="first", art9="no")
    assert filed == keys(HAZARD, filing_kind="project", art9="no") == keys(HAZARD, filing_kind="again", art9="no")
    assert (len(filed), filed.count("assessment")) == (11, 1)
    assert keys(HAZARD, filing_kind="cancel") == ["cancel_application", "cancel_report"]


def test_within_article_nine_only_an_assessment_body_may_assess() -> None:
    def assessments(art9: str) -> list[str]:
        found = asked(HAZARD, filing_kind="first", art9=art9).requirements
        return [one.id for each in found if each.key == "assessment" for one in each.alternatives]

    assert assessments("no") == ["assessment_self", "assessment_body"]
    assert assessments("yes") == ["assessment_body"]


def test_striking_off_has_thirty_calendar_days_and_a_site_check_by_two() -> None:
    """《危险化学品重大危险源监督管理暂行规定》第二十八条; no period is set for the filing itself."""
    filed, struck = asked(HAZARD, filing_kind="first"), asked(HAZARD, filing_kind="cancel")
    assert limit(filed, "statutory") == (5, "working_day", "received")
    assert limit(struck, "statutory") == (30, "calendar_day", "received")
    assert not filed.limits["statutory"].verified
    assert [track.site_check for track in filed.tracks] == [False]
    assert [(track.id, track.officers) for track in struck.tracks if track.site_check] == [("site", 2)]


def test_the_new_law_on_hazardous_chemicals_stands_beside_the_regulations_as_a_line_of_its_own() -> None:
    before = {str(basis.law) for basis in HAZARD.laws(date(2026, 4, 30))}
    after = {str(basis.law) for basis in HAZARD.laws(date(2026, 5, 1))}
    assert after - before == {"《中华人民共和国危险化学品安全法》"}
    assert "《危险化学品安全管理条例》" in before
