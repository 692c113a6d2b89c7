"""Four guides on dangerous goods say what their regulations say: periods, who decides, what is asked in which case."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guides.guide import Guide
from guides.load import load_catalogue
from guides.plan import Needs, needs

DAY = date(2026, 11, 22)
CATALOGUE = load_catalogue()
GUIDES = {guide.item: guide for guide in CATALOGUE.guides}
CHANGE = GUIDES["hazchem_business_change"]
RENEWAL = GUIDES["hazchem_business_renewal"]
WHOLESALE = GUIDES["fireworks_wholesale_licence"]
PRODUCTION = GUIDES["hazchem_production_safety_licence"]
OURS = (CHANGE, RENEWAL, WHOLESALE, PRODUCTION)
every_one = pytest.mark.parametrize("guide", OURS, ids=lambda guide: guide.item)

PRODUCER = {"central_hq": "no", "toxic_products": "no"}
ORDINARY = {"chemicals_unchanged": "unchanged", "route": "full", "licence_kind": "electronic"}


def asked(guide: Guide, **answers: Any) -> list[str]:
    return [one.key for one in needs(guide, answers, DAY).requirements]


def limit(found: Needs, kind: Any) -> tuple[float, str, str]:
    one = found.limits[kind]
    return one.value, one.unit, one.start


def statutory(guide: Guide) -> tuple[float, str, str]:
    return limit(needs(guide, {}, DAY), "statutory")


def test_a_change_is_decided_ten_working_days_after_receipt_by_article_15() -> None:
    assert statutory(CHANGE) == (10, "working_day", "received")
    assert "第十五条" in next(one.basis.zh for one in CHANGE.limits if one.kind == "statutory")


def test_safety_licences_count_the_calendar_days_of_the_regulation_and_fireworks_working_days_from_acceptance() -> None:
    assert statutory(PRODUCTION) == (45, "calendar_day", "received")
    assert statutory(WHOLESALE) == (30, "working_day", "accepted")
    assert statutory(RENEWAL) == (30, "working_day", "accepted")


@every_one
def test_conflicting_or_unusual_readings_are_explained_where_the_limit_stands(guide: Guide) -> None:
    [law] = [one for one in guide.limits if one.kind == "statutory"]
    assert law.note
    assert law.effective_from


@every_one
def test_a_renewal_is_asked_for_three_months_before_expiry_and_silence_renews_by_article_50(guide: Guide) -> None:
    renewal = guide.result.renewal
    assert renewal
    assert (renewal.apply_before.value, renewal.apply_before.unit, renewal.on_silence) == (3, "month", "renewed")
    assert renewal.item in GUIDES
    assert "第五十条" in renewal.basis.zh


@every_one
def test_no_promise_stands_in_for_a_proof_where_lives_are_at_stake(guide: Guide) -> None:
    assert guide.commitment
    assert not guide.commitment.allowed
    assert not [one for one in guide.materials if one.form == "commitment"]


@every_one
def test_assessments_designs_acceptances_and_qualifications_never_follow_later(guide: Guide) -> None:
    words = ("评价报告", "验收", "实测图", "资格证书", "考核合格", "特种作业", "预案备案")
    evidence = [one for one in guide.materials if any(word in one.name.zh for word in words)]
    assert evidence
    assert all(one.principal and one.deferrable is None for one in evidence)


@pytest.mark.parametrize("guide", [CHANGE, RENEWAL, PRODUCTION], ids=lambda guide: guide.item)
def test_the_law_of_2026_is_a_dated_and_unverified_line_beside_the_regulation(guide: Guide) -> None:
    [law] = [one for one in guide.legal_basis if "危险化学品安全法" in one.law.zh]
    assert (law.effective_from, law.verified) == (date(2026, 5, 1), False)
    assert any("591" in (one.number or "") and one.effective_from for one in guide.legal_basis)


def test_a_new_name_needs_the_form_and_the_shared_licence_and_no_site_check() -> None:
    assert asked(CHANGE, change_items=["name"], licence_kind="electronic") == ["application", "business_licence"]
    found = needs(CHANGE, {"change_items": ["name"], "licence_kind": "electronic"}, DAY)
    assert [track.id for track in found.tracks] == ["registration", "documents"]
    assert limit(found, "promised") == (5, "working_day", "accepted")


def test_changed_tanks_need_a_special_assessment_and_two_officers_on_the_spot() -> None:
    assert asked(CHANGE, change_items=["storage"], licence_kind="paper") == [
        "application", "storage_assessment", "old_licence",
    ]  # fmt: skip
    found = needs(CHANGE, {"change_items": ["storage"], "licence_kind": "paper"}, DAY)
    assert [(track.id, track.officers) for track in found.tracks if track.site_check] == [("site", 2)]
    assert limit(found, "promised") == (7, "working_day", "accepted")
    old = CHANGE.material("old_licence")
    assert old
    assert old.on_collection


def test_a_moved_business_is_told_to_apply_anew_by_article_17() -> None:
    answers = {"change_items": ["reg_addr"], "premises_unchanged": "no"}
    assert "reapply" in needs(CHANGE, answers, DAY).cases
    told = next(one for one in CHANGE.conditions if one.id == "moved")
    assert "第十七条" in told.basis.zh


def test_a_change_keeps_the_term_of_the_old_licence() -> None:
    assert CHANGE.result.until_field == "valid_to"
    assert WHOLESALE.result.until_field == PRODUCTION.result.until_field == "old_valid_to"


def test_direct_renewal_skips_review_and_site_check_but_not_the_records() -> None:
    direct = {**ORDINARY, "route": "direct", "has_storage": "none"}
    assert asked(RENEWAL, **direct) == ["application", "business_licence", "standard_proof", "record_statement"]
    assert [track.id for track in needs(RENEWAL, direct, DAY).tracks] == ["eligibility"]


def test_an_ordinary_renewal_with_storage_brings_a_new_assessment() -> None:
    without = asked(RENEWAL, **ORDINARY, has_storage="none")
    stored = asked(RENEWAL, **ORDINARY, has_storage="own")
    assert set(stored) - set(without) == {"safety_assessment", "major_hazard_filing"}
    found = needs(RENEWAL, {**ORDINARY, "has_storage": "own"}, DAY)
    assert [track.id for track in found.tracks if track.site_check] == ["site"]


def test_black_powder_needs_vehicles_of_ones_own_and_a_change_needs_none() -> None:
    plain = asked(WHOLESALE, apply_kind="first", powder_goods="no", imports="no")
    powder = asked(WHOLESALE, apply_kind="first", powder_goods="yes", imports="no")
    assert set(powder) - set(plain) == {"vehicles_proof"}
    assert asked(WHOLESALE, apply_kind="change", change_items=["principal"]) == [
        "change_application", "business_licence", "new_principal",
    ]  # fmt: skip


def test_wholesale_numbers_follow_the_notice_of_2020() -> None:
    assert WHOLESALE.result.number_rule.format(year=2026, serial=12) == "(临)PF〔2026〕00012"


def test_highly_toxic_products_are_licensed_by_the_province_and_headquarters_by_the_ministry() -> None:
    toxic = needs(PRODUCTION, {**PRODUCER, "toxic_products": "yes"}, DAY).level
    headquarters = needs(PRODUCTION, {**PRODUCER, "central_hq": "yes"}, DAY).level
    assert toxic
    assert headquarters
    assert (toxic.level, headquarters.level) == ("province", "national")
    assert needs(PRODUCTION, PRODUCER, DAY).level is None
    [entrusted] = PRODUCTION.authority.entrusted
    assert entrusted.office == PRODUCTION.authority.deciding == "emb"


def test_who_entrusts_answers_for_it_before_its_own_government() -> None:
    assert PRODUCTION.remedies.reconsideration_body.zh == "省人民政府"
    issued = next(one for one in PRODUCTION.result.contents if one.label.zh == "发证机关")
    assert issued.literal
    assert issued.literal.zh.startswith("省应急管理厅")


def test_a_new_plant_brings_its_acceptance_and_a_major_hazard_its_filing() -> None:
    first = {**PRODUCER, "apply_kind": "first"}
    running = asked(PRODUCTION, **first, new_plant="no", has_major_hazard="no")
    assert set(asked(PRODUCTION, **first, new_plant="yes", has_major_hazard="no")) - set(running) == {
        "acceptance_report"
    }
    assert set(asked(PRODUCTION, **first, new_plant="no", has_major_hazard="yes")) - set(running) == {
        "major_hazard_filing"
    }


def test_another_process_is_assessed_and_checked_on_the_spot() -> None:
    answers = {**PRODUCER, "apply_kind": "change", "change_items": ["process"]}
    assert asked(PRODUCTION, **answers) == ["change_application", "business_licence", "special_assessment"]
    assert [track.id for track in needs(PRODUCTION, answers, DAY).tracks] == ["documents", "site"]
