"""Three guides written from the law: a parallel approval, a bundle of items, and a certificate for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest

from guides.guide import Guide
from guides.load import load_catalogue
from guides.plan import Needs, needs

TODAY = date(2026, 11, 22)
GUIDES = {guide.item: guide for guide in load_catalogue().guides}
PERMIT = GUIDES["construction_permit"]
STATION = GUIDES["gas_station_bundle"]
CERTIFICATE = GUIDES["special_operator_certificate"]
bundles = pytest.mark.parametrize("guide", [PERMIT, STATION], ids=lambda guide: guide.item)
all_three = pytest.mark.parametrize("guide", [PERMIT, STATION, CERTIFICATE], ids=lambda guide: guide.item)

PLAIN = {
    "special_works": "no",
    "new_civil": "no",
    "lightning_special": "no",
    "must_tender": "no",
    "expropriation": "no",
}
DEPOT = {**PLAIN, "special_works": "yes", "fire_special": "flammable", "must_tender": "yes", "has_supervisor": "yes"}
TOWER = {**DEPOT, "fire_special": "large", "new_civil": "yes", "defence_mode": "build"}
NEW = {"bundle_case": "new", "built_up": "yes", "fuel": "petrol", "site_right": "own"}
TAKEN_OVER = {"bundle_case": "operator", "built_up": "no", "fuel": "petrol", "site_right": "leased"}


def asked(guide: Guide, **answers: str) -> Needs:
    return needs(guide, answers, TODAY)


def keys(found: Needs) -> list[str]:
    return [one.key for one in found.requirements]


def members(found: Needs) -> list[str]:
    return [one.id for one in found.members]


def offices(found: Needs) -> set[str]:
    return {one.office for one in found.members}


def every_way(guide: Guide) -> Iterator[Needs]:
    """What the guide asks for under every combination of answers to its questions."""
    ways = [[one.value for one in guide.fields[name].options] or ["yes", "no"] for name in guide.questions]
    for answers in product(*ways):
        yield needs(guide, dict(zip(guide.questions, answers, strict=True)), TODAY)


def longest(found: Needs) -> int:
    tracks = {one.id: one for one in found.tracks}

    def end(name: str) -> int:
        return tracks[name].whole_days + max(map(end, tracks[name].depends_on), default=0)

    return max(map(end, tracks))


def limit(found: Needs, kind: Any) -> tuple[float, str, str]:
    one = found.limits[kind]
    return one.value, one.unit, one.start


def test_a_plain_building_is_decided_by_the_housing_authority_alone_within_seven_days() -> None:
    """《建筑法》第八条第二款: seven days from receipt; nobody else takes part."""
    found = asked(PERMIT, **PLAIN, has_supervisor="no")
    assert offices(found) == {"housing"}
    assert limit(found, "statutory") == (7, "working_day", "received")
    assert limit(found, "promised") == (4, "working_day", "accepted")
    assert keys(found) == [
        "application", "land_approval", "planning_permit", "project_approval", "direct_award", "construction_contract",
        "drawings", "fund_commitment", "safety_measures", "lifelong_commitment", "site_statement", "fire_drawings",
        "wage_insurance",
    ]  # fmt: skip


def test_the_departments_of_a_parallel_approval_follow_from_the_answers() -> None:
    """R87: fire design by the housing authority (《消防法》第十一条), air defence and lightning by their own offices."""
    assert members(asked(PERMIT, **DEPOT)) == ["quality_supervision", "fire_review", "lightning_review", "permit"]
    assert offices(asked(PERMIT, **DEPOT)) == {"housing", "weather"}
    assert offices(asked(PERMIT, **TOWER)) == {"housing", "defence"}
    assert offices(asked(PERMIT, **{**TOWER, "lightning_special": "yes"})) == {"housing", "defence", "weather"}


def test_joint_handling_has_forty_five_days_and_fifteen_more_by_the_government() -> None:
    """《行政许可法》第四十二条第二款 (R25)."""
    assert limit(asked(PERMIT, **TOWER), "statutory") == (45, "working_day", "accepted")
    assert limit(asked(STATION, **NEW, stage="start"), "statutory") == (45, "working_day", "accepted")
    for guide in (PERMIT, STATION):
        assert guide.extension is not None
        assert guide.extension.max_days == 15
        assert guide.extension.approved_by.zh == "临江市人民政府负责人"


def test_only_works_that_are_not_special_may_begin_on_a_commitment() -> None:
    def ways(**answers: str) -> list[str]:
        [group] = [one for one in asked(PERMIT, **answers).requirements if one.key == "drawings"]
        return [one.id for one in group.alternatives]

    assert ways(**PLAIN) == ["drawing_review", "drawing_commitment"]
    assert ways(**DEPOT) == ["drawing_review"]


def test_the_permit_is_last_and_silence_is_no_consent() -> None:
    """《消防法》第十二条, R91: without the opinions no permit, and being late is not agreeing."""
    last = PERMIT.track("permit")
    assert last is not None
    assert set(last.depends_on) == {one.id for one in PERMIT.review.tracks} - {"permit"}
    assert any("没有以超时代替同意" in point.zh for point in last.review_points)


def test_a_station_goes_through_three_stages_with_their_own_departments() -> None:
    assert offices(asked(STATION, **NEW, stage="siting")) == {"commerce", "planning", "eco"}
    assert offices(asked(STATION, **NEW, stage="start")) == {"emb", "housing", "weather"}
    assert offices(asked(STATION, **NEW, stage="completion")) == {
        "planning", "housing", "weather", "emb", "market", "commerce", "eco",
    }  # fmt: skip


def test_a_change_of_operator_needs_no_siting_and_no_acceptance() -> None:
    found = asked(STATION, **TAKEN_OVER)
    assert members(found) == ["plan_filing", "hazchem_licence", "retail_licence"]
    assert keys(found) == [
        "application", "business_licence", "fire_opinion", "lightning_opinion", "dispenser_certificates",
        "plan_review_opinion", "plan_text", "risk_assessment", "qualifications", "rules_list", "training_proof",
        "site_proof", "major_hazard", "safety_manager", "safety_assessment",
    ]  # fmt: skip


def test_outside_the_built_up_area_nobody_approves_a_report_on_the_environment() -> None:
    """《环境影响评价法》第十六条: the registration form is filed by the enterprise itself."""
    assert "eia" in members(asked(STATION, **NEW, stage="siting"))
    assert "eia" not in members(asked(STATION, **{**NEW, "built_up": "no"}, stage="siting"))


def test_members_with_a_guide_of_their_own_name_it() -> None:
    named = {one.id: one.item for one in STATION.members if one.item}
    assert named == {
        "construction": "construction_permit",
        "plan_filing": "emergency_plan_filing",
        "hazchem_licence": "hazchem_business_licence",
        "safety_condition": "hazchem_project_safety_condition",
        "safety_design": "hazchem_project_design_review",
    }
    assert set(named.values()) <= set(GUIDES)


@bundles
def test_a_member_that_rests_on_another_has_its_tracks_wait_for_it(guide: Guide) -> None:
    """R89, R169: of two members in one application the later one's tracks wait, directly or through others."""
    for found in every_way(guide):
        tracks = {one.id: one for one in found.tracks}

        def behind(name: str, tracks: dict[str, Any] = tracks) -> set[str]:
            direct = tracks[name].depends_on
            return set(direct).union(*(behind(one) for one in direct))

        for member in found.members:
            before = {one.id for one in found.tracks if one.part in member.depends_on}
            own = [one.id for one in found.tracks if one.part == member.id]
            assert own, member.id
            assert all(before <= behind(name) for name in own), member.id


@bundles
def test_every_material_serves_a_member_that_takes_part(guide: Guide) -> None:
    for found in every_way(guide):
        open_ids = set(members(found))
        for material in found.materials:
            assert open_ids & set(material.parts), material.id


@bundles
def test_each_track_belongs_to_the_office_of_its_member(guide: Guide) -> None:
    for track in guide.review.tracks:
        member = guide.member(track.part) if track.part else None
        assert member is None or member.office == track.office, track.id


@all_three
def test_in_every_situation_the_steps_fit_the_promise_and_the_promise_the_law(guide: Guide) -> None:
    for found in every_way(guide):
        promised, statutory = found.limits["promised"], found.limits["statutory"]
        assert longest(found) + guide.review.decision.whole_days <= promised.value <= statutory.value
        assert found.missing(())


@all_three
def test_safety_evidence_and_qualifications_are_main_materials(guide: Guide) -> None:
    """R76: what proves safety never follows later."""
    core = {
        "safety_measures", "fire_documents", "lightning_documents", "condition_assessment", "safety_design_chapter",
        "safety_acceptance", "qualifications", "safety_assessment", "medical_certificate", "education", "training_proof",
    }  # fmt: skip
    staff_training = STATION.material("training_proof")
    for material in guide.materials:
        if material.id in core and material is not staff_training:
            assert material.principal, material.id
            assert material.deferrable is None, material.id


def test_a_person_applies_and_the_employer_is_the_agent() -> None:
    """《行政许可法》第二十九条第二款: an agent may hand the application in."""
    assert CERTIFICATE.applicant_kinds == ("person",)
    assert not {"employer", "employer_uscc", "agent_commit"} & set(asked(CERTIFICATE, applied_by="self").fields)
    assert {"employer", "employer_uscc", "agent_commit"} <= set(asked(CERTIFICATE, applied_by="employer").fields)
    authority = CERTIFICATE.material("authorisation")
    assert authority is not None
    assert "第二十九条第二款" in authority.basis.zh
    assert CERTIFICATE.fields["employer"].prefill == "enterprise.name"
    assert CERTIFICATE.fields["person_name"].prefill is None


def test_a_first_certificate_needs_schooling_health_training_and_examination() -> None:
    """总局令第30号第四条、第十六条."""
    first = {"apply_kind": "first", "op_category": "electrician", "exempt_train": "no", "health_proof": "certificate"}
    assert "authorisation" in keys(asked(CERTIFICATE, applied_by="employer", **first))
    assert keys(asked(CERTIFICATE, applied_by="self", **first)) == [
        "application", "identity_card", "education", "health", "exam_result", "training_proof",
        "photograph",
    ]  # fmt: skip
    assert "training_proof" not in keys(asked(CERTIFICATE, **{**first, "exempt_train": "yes"}))


def test_a_review_looks_at_health_the_work_done_and_eight_hours_of_training() -> None:
    """总局令第30号第二十二条、第二十三条: in the 60 days before the three years end."""
    found = asked(CERTIFICATE, apply_kind="review", op_category="welding", health_proof="certificate")
    assert keys(found) == ["application", "identity_card", "health", "work_done", "training_record"]
    [window] = [one for one in CERTIFICATE.applicant_limits if one.id == "review_window"]
    assert (window.limit.value, window.limit.unit, window.counted) == (60, "calendar_day", "before")


def test_the_certificate_is_good_for_six_years_and_issued_within_twenty_working_days() -> None:
    """总局令第30号第十八条、第二十一条."""
    assert CERTIFICATE.result.validity_months == 72
    assert limit(asked(CERTIFICATE, apply_kind="first"), "statutory") == (20, "working_day", "accepted")
    assert CERTIFICATE.special_procedures == ()


@all_three
def test_the_code_is_that_of_the_office_that_decides(guide: Guide) -> None:
    assert guide.codes.task_code.startswith("1199010")
    assert guide.authority.deciding == guide.office == guide.review.lead


def test_a_member_that_names_a_guide_names_one_that_exists_and_whose_office_agrees() -> None:
    catalogue = load_catalogue()
    for guide in catalogue.items(TODAY):
        for member in guide.members:
            if member.item:
                own = catalogue.in_force(member.item, TODAY)
                assert own is not None, member.item
                assert own.review.lead == member.office
