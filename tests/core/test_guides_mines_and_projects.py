"""Mines, use of hazardous chemicals and hazardous-chemical projects: limits, levels, cases and their exact material lists."""

from __future__ import annotations

from datetime import date
from math import ceil
from typing import Any

import pytest

from guides.guide import Guide
from guides.load import load_catalogue
from guides.plan import Needs, needs
from guides.review import Track

GUIDES = {guide.item: guide for guide in load_catalogue().guides}
MINE = GUIDES["noncoal_mine_safety_licence"]
USE = GUIDES["hazchem_use_licence"]
SAFETY = GUIDES["hazchem_project_safety_condition"]
DESIGN = GUIDES["hazchem_project_design_review"]
OURS = (MINE, USE, SAFETY, DESIGN)
TODAY = date(2026, 11, 22)
QUARRY = {"apply_type": "first", "unit_kind": "open_pit", "blasting": "yes"}
RENEWED_POND = {"apply_type": "renew", "unit_kind": "tailings", "blasting": "no"}
NEW_USER = {"apply_type": "new", "key_chemicals": "yes", "has_major_hazard": "yes"}
NEW_PROJECT = {"apply_type": "new", "approval_level": "city", "crosses": "none", "first_use": "no"}
ANSWERED: tuple[tuple[Guide, dict[str, Any]], ...] = (
    (MINE, QUARRY),
    (MINE, RENEWED_POND),
    (MINE, {"apply_type": "renew_direct", "unit_kind": "contractor"}),
    (MINE, {"apply_type": "change", "change_items": ["principal", "scope"], "unit_kind": "underground"}),
    (MINE, {"apply_type": "first", "unit_kind": "hq", "central": "no"}),
    (USE, NEW_USER),
    (USE, {"apply_type": "renew_direct"}),
    (USE, {"apply_type": "change", "change_items": ["address"]}),
    (USE, {"apply_type": "expand", "has_major_hazard": "no"}),
    (SAFETY, NEW_PROJECT),
    (DESIGN, {"apply_type": "new", "opinion_by": "city", "key_items": ["process"]}),
    (DESIGN, {"apply_type": "modify", "opinion_by": "city", "key_items": ["none"]}),
)
every_guide = pytest.mark.parametrize("guide", OURS, ids=lambda guide: guide.item)


def asked(guide: Guide, answers: dict[str, Any]) -> list[str]:
    return [one.key for one in needs(guide, answers, TODAY).requirements]


def limit(guide: Guide, kind: Any, answers: dict[str, Any]) -> tuple[float, str, str]:
    found = needs(guide, answers, TODAY).limits[kind]
    return found.value, found.unit, found.start


def longest(plan: Needs) -> int:
    """Working days of the longest chain of tracks; a part of a day ends with that day."""
    tracks = {track.id: track for track in plan.tracks}

    def until(track: Track) -> int:
        return ceil(track.days) + max((until(tracks[name]) for name in track.depends_on), default=0)

    return max(until(track) for track in plan.tracks)


def test_a_mine_is_answered_in_45_days_of_the_application_and_a_change_in_10() -> None:
    """《安全生产许可证条例》第七条: the days run from receipt, not from acceptance."""
    assert limit(MINE, "statutory", QUARRY) == (45, "working_day", "received")
    assert limit(MINE, "promised", QUARRY) == (20, "working_day", "accepted")
    change = {"apply_type": "change", "change_items": ["name"], "unit_kind": "tailings"}
    assert limit(MINE, "statutory", change) == (10, "working_day", "accepted")
    assert limit(MINE, "promised", change) == (5, "working_day", "accepted")


def test_a_quarry_that_blasts_brings_the_mining_licence_and_the_blasting_permit() -> None:
    """令20号第八条、第十条."""
    assert asked(MINE, QUARRY) == [
        "application", "business_licence", "mining_licence", "duty_rules", "rules_list", "safety_body",
        "manager_certificates", "operator_certificates", "safety_funds", "injury_insurance", "equipment_reports",
        "emergency", "acceptance_report", "blasting_permit",
    ]  # fmt: skip


def test_a_head_office_brings_neither_mining_licence_nor_equipment_reports() -> None:
    """令20号第九条至第十四条: what each kind of unit need not hand in."""
    head_office = {"apply_type": "first", "unit_kind": "hq", "central": "no"}
    assert asked(MINE, head_office) == [
        "application", "business_licence", "duty_rules", "rules_list", "safety_body", "manager_certificates",
    ]  # fmt: skip
    assert not any(track.site_check for track in needs(MINE, head_office, TODAY).tracks)


def test_a_pond_is_assessed_at_renewal_unless_it_is_renewed_directly() -> None:
    """《安全生产许可证条例》第九条: no second review where the law was kept and nobody died (R38)."""
    assert "status_assessment" in asked(MINE, RENEWED_POND)
    direct = {**RENEWED_POND, "apply_type": "renew_direct"}
    assert asked(MINE, direct) == ["business_licence", "renewal_application", "old_licence"]
    assert [track.id for track in needs(MINE, direct, TODAY).tracks] == ["direct_check"]


def test_the_province_entrusts_the_city_and_central_head_offices_go_to_the_state() -> None:
    """令20号第四条; 《安全生产许可证条例》第三条."""
    assert [one.office for one in MINE.authority.entrusted] == ["emb"]
    central = needs(MINE, {"apply_type": "first", "unit_kind": "hq", "central": "yes"}, TODAY)
    assert central.level is not None
    assert central.level.level == "national"
    assert needs(MINE, QUARRY, TODAY).level is None


def test_both_licences_hold_three_years_and_silence_on_a_timely_renewal_renews_them() -> None:
    """《行政许可法》第五十条 (R37)."""
    for guide in (MINE, USE):
        assert guide.result.validity_months == 36
        assert guide.result.renewal is not None
        assert (guide.result.renewal.apply_before.value, guide.result.renewal.apply_before.unit) == (3, "month")
        assert guide.result.renewal.on_silence == "renewed"


def test_use_of_hazardous_chemicals_is_licensed_by_the_city_in_45_days_of_receipt() -> None:
    """《危险化学品安全管理条例》第三十一条."""
    assert (USE.authority.level, USE.authority.entrusted) == ("city", ())
    assert limit(USE, "statutory", NEW_USER) == (45, "working_day", "received")


def test_a_new_user_brings_siting_acceptance_and_the_sheets_of_controlled_chemicals() -> None:
    """令57号第十八条: single sheets may follow, those of priority-controlled chemicals may not."""
    assert asked(USE, NEW_USER) == [
        "application", "siting_proof", "rules_list", "safety_body", "certificates", "plan_filing", "key_sds", "sds",
        "business_licence", "safety_assessment", "acceptance_report", "rescue_list", "major_hazard_filing",
    ]  # fmt: skip
    deferrable = [one.key for one in needs(USE, NEW_USER, TODAY).requirements if one.deferrable]
    assert deferrable == ["siting_proof", "sds", "business_licence"]


def test_an_existing_user_brings_neither_siting_nor_acceptance() -> None:
    existing = asked(USE, {"apply_type": "existing", "key_chemicals": "no", "has_major_hazard": "no"})
    assert not {"siting_proof", "acceptance_report", "key_sds", "major_hazard_filing"} & set(existing)


def test_the_45_days_of_a_project_run_from_its_report() -> None:
    """《危险化学品安全管理条例》第十二条 against 令45号第十二条 (R35, R46): the note says which is applied and why."""
    assert limit(SAFETY, "statutory", NEW_PROJECT) == (45, "working_day", "report_received")
    [law] = [one for one in SAFETY.limits if one.kind == "statutory"]
    assert law.note is not None
    assert "自受理申请之日起 45 日" in law.note.zh
    assert SAFETY.result.validity_months == 24


def test_who_approved_a_project_says_who_reviews_it() -> None:
    """令45号第四条、第五条."""
    asked_of = {"national": "national", "province": "province", "city": None, "county": None}
    for approved, level in asked_of.items():
        found = needs(SAFETY, {**NEW_PROJECT, "approval_level": approved}, TODAY).level
        assert (found and found.level) == level


def test_a_process_new_to_china_needs_the_opinion_of_the_province() -> None:
    """令45号第十三条."""
    assert set(asked(SAFETY, {**NEW_PROJECT, "first_use": "yes"})) - set(asked(SAFETY, NEW_PROJECT)) == {
        "first_use_opinion"
    }


def test_a_design_is_reviewed_in_20_days_with_three_materials_and_the_opinion_looked_up() -> None:
    """令45号第十六条、第十八条."""
    first = {"apply_type": "new", "opinion_by": "city", "key_items": ["none"]}
    assert limit(DESIGN, "statutory", first) == (20, "working_day", "accepted")
    assert DESIGN.extension is not None
    assert DESIGN.extension.max_days == 10
    assert asked(DESIGN, first) == ["application", "design_qualification", "design_chapter", "condition_opinion"]
    assert [one.key for one in needs(DESIGN, first, TODAY).missing(())] == ["application", "design_chapter"]


def test_a_changed_design_explains_itself_and_the_site_is_checked() -> None:
    """令45号第二十条."""
    changed = {"apply_type": "modify", "opinion_by": "city", "key_items": ["none"]}
    assert asked(DESIGN, changed) == ["application", "design_qualification", "design_chapter", "change_note"]
    assert [track.id for track in needs(DESIGN, changed, TODAY).tracks] == ["experts", "site"]


@every_guide
def test_reports_designs_and_qualifications_come_with_the_application(guide: Guide) -> None:
    """R76."""
    evidence = [one for one in guide.materials if one.source == "intermediary" or "证书" in one.name.zh]
    assert evidence
    assert all(one.principal and one.deferrable is None for one in evidence)


@every_guide
def test_public_safety_excludes_the_commitment_procedure(guide: Guide) -> None:
    """国办发〔2020〕42号 (R78)."""
    assert guide.commitment is not None
    assert not guide.commitment.allowed


@pytest.mark.parametrize(("guide", "answers"), ANSWERED, ids=lambda one: getattr(one, "item", ""))
def test_the_steps_and_deferrals_of_every_case_fit_its_promise(guide: Guide, answers: dict[str, Any]) -> None:
    plan = needs(guide, answers, TODAY)
    promised = plan.limits["promised"].value
    assert plan.requirements
    assert longest(plan) + guide.review.decision.whole_days <= promised
    for material in plan.materials:
        assert material.deferrable is None or (material.deferrable.days or 0) <= promised


def test_the_new_law_stands_on_its_own_dated_line() -> None:
    for guide in (USE, SAFETY):
        [law] = [one for one in guide.legal_basis if "危险化学品安全法" in one.law.zh]
        assert (law.effective_from, law.verified) == (date(2026, 5, 1), False)
        assert not law.applies(date(2026, 4, 30))
