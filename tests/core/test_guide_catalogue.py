"""The guides that come with the portal: they load, satisfy the linter, and say what the law and the bureau say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from guides.guide import PROCEDURES, Guide
from guides.lint import lint_catalogue
from guides.load import load_catalogue

CATALOGUE = load_catalogue()
GUIDES = {guide.item: guide for guide in CATALOGUE.guides}
HAZCHEM = GUIDES["hazchem_business_licence"]
FIREWORKS = GUIDES["fireworks_retail_licence"]
FILING = GUIDES["emergency_plan_filing"]
ITEMS_OF_THE_BUREAU = (
    "emergency_plan_filing", "fireworks_retail_licence", "fireworks_wholesale_licence", "hazchem_business_change",
    "hazchem_business_licence", "hazchem_business_renewal", "hazchem_production_safety_licence",
    "hazchem_project_design_review", "hazchem_project_safety_condition", "hazchem_use_licence", "major_hazard_filing",
    "metallurgy_project_design_review", "noncoal_mine_safety_licence", "precursor_class1_business_licence",
    "precursor_class23_business_filing", "special_operator_certificate",
)  # fmt: skip
every_guide = pytest.mark.parametrize("guide", CATALOGUE.guides, ids=lambda guide: guide.item)


def texts(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict) and "zh" in value:
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def test_all_load_without_an_error() -> None:
    assert CATALOGUE.errors == ()
    assert {(guide.office, guide.item) for guide in CATALOGUE.guides} == {
        *(("emb", item) for item in ITEMS_OF_THE_BUREAU),
        ("housing", "construction_permit"),
        ("commerce", "gas_station_bundle"),
    }


def test_the_linter_finds_no_error_and_no_vague_word() -> None:
    found = lint_catalogue()
    assert [(one.file, one.key, one.message.zh) for one in found if one.severity == "error"] == []
    assert not {one.code for one in found} & {"vague", "catch_all", "one_language", "unreachable", "limit_hidden"}


@every_guide
def test_every_text_has_both_languages(guide: Guide) -> None:
    for text in texts(guide.model_dump(mode="json")):
        assert text["zh"].strip()
        assert text["en"].strip()
        assert not any("\u4e00" <= character <= "\u9fff" for character in text["en"]), text["en"]


@every_guide
def test_every_material_says_basis_review_points_and_ready_made_reasons(guide: Guide) -> None:
    for material in guide.materials:
        assert "《" in material.basis.zh, material.id
        assert material.review_points, material.id
        assert material.reasons, material.id
        assert material.issuing_basis, material.id


@every_guide
def test_safety_evidence_and_qualifications_never_follow_later(guide: Guide) -> None:
    for material in guide.materials:
        if material.principal:
            assert material.deferrable is None


@every_guide
def test_only_the_eight_procedures_stop_the_statutory_clock(guide: Guide) -> None:
    assert all(one.kind in PROCEDURES for one in guide.special_procedures if one.stops_statutory)


@every_guide
def test_a_site_check_needs_two_officers(guide: Guide) -> None:
    assert all(track.officers >= 2 for track in guide.review.tracks if track.site_check)


@every_guide
def test_doubts_stay_with_the_author(guide: Guide) -> None:
    assert guide.author_notes
    assert any(not one.verified for one in (*guide.legal_basis, *guide.materials, *guide.limits))


@every_guide
def test_identity_numbers_and_peoples_phones_are_personal(guide: Guide) -> None:
    asked = [*guide.fields.values(), *(column for field in guide.fields.values() for column in field.columns)]
    for field in asked:
        if field.type == "id_number" or field.id.endswith("phone"):
            assert field.personal, field.id


@every_guide
def test_the_number_on_the_result_follows_its_rule(guide: Guide) -> None:
    assert "2026" in guide.result.number_rule.format(year=2026, serial=7)


def test_numbers_look_like_the_real_ones() -> None:
    assert HAZCHEM.result.number_rule.format(year=2026, serial=1) == "临危化经字〔2026〕0001"
    assert FIREWORKS.result.number_rule.format(year=2025, serial=3153) == "(临)LS〔2025〕03153"
    assert FILING.result.number_rule.format(year=2026, serial=12) == "9901002026" + "0012"


def test_the_hazchem_licence_applies_thirty_working_days_and_says_why() -> None:
    [law] = [limit for limit in HAZCHEM.limits if limit.kind == "statutory"]
    assert (law.value, law.unit, law.start) == (30, "working_day", "accepted")
    assert law.note is not None
    assert "第八十二条" in law.note.zh
    assert "art. 82" in law.note.en


def test_the_new_law_is_a_dated_line_that_can_be_replaced() -> None:
    before = {str(basis.law) for basis in HAZCHEM.laws(date(2026, 4, 30))}
    after = {str(basis.law) for basis in HAZCHEM.laws(date(2026, 5, 1))}
    assert after - before == {"《中华人民共和国危险化学品安全法》"}


def test_a_site_check_stops_the_promise_and_not_the_law() -> None:
    for guide in (HAZCHEM, FIREWORKS):
        check = guide.procedure("site_check")
        assert check is not None
        assert (check.stops_statutory, check.stops_promised) == (False, True)
        assert check.note is not None
        assert "第四十五条" in check.note.zh


def test_a_filing_is_answered_within_five_days_of_receipt_and_checked_once() -> None:
    limits = {limit.kind: (limit.value, limit.unit, limit.start) for limit in FILING.limits}
    assert limits["statutory"] == (5, "working_day", "received")
    assert FILING.review.procedure == "filing@1"
    assert not any(track.site_check for track in FILING.review.tracks)


def test_a_guide_can_be_a_key() -> None:
    assert {HAZCHEM: 1}[HAZCHEM] == 1
    assert len({HAZCHEM, FIREWORKS, FILING}) == 3


def test_lookups_by_id_answer_none_for_what_is_not_there() -> None:
    material, track, case = HAZCHEM.material("business_licence"), HAZCHEM.track("fire"), HAZCHEM.situation("toxic")
    assert material is not None
    assert material.shared
    assert track is not None
    assert case is not None
    nothing = (HAZCHEM.material("x"), HAZCHEM.track("x"), HAZCHEM.situation("x"), HAZCHEM.procedure("x"))
    assert nothing == (None, None, None, None)
