"""What one application needs, folded from a guide and its answers, complete or not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.guide import Field, Guide
from guides.load import load_catalogue
from guides.plan import Needs, needs
from tests.core.small_guide import changed, read

TODAY = date(2026, 11, 22)
CATALOGUE = load_catalogue()
HAZCHEM, FIREWORKS, FILING = (
    guide
    for item in ("hazchem_business_licence", "fireworks_retail_licence", "emergency_plan_filing")
    if (guide := CATALOGUE.in_force(item, TODAY))
)
LEASED = {
    "apply_type": "first", "business_mode": ["wholesale_stored"], "premises_right": "leased",
    "has_storage": "leased", "new_storage": "no", "toxic_goods": "no", "explosive_goods": "no",
}  # fmt: skip
UNSTORED = {**LEASED, "business_mode": ["wholesale"], "has_storage": "none"}


def keys(found: Needs) -> set[str]:
    return {one.key for one in found.requirements}


def waits(found: Needs) -> dict[str, tuple[str, ...]]:
    return {track.id: track.depends_on for track in found.tracks}


def test_leased_storage_is_heard_by_three_departments_and_takes_twenty_days() -> None:
    found = needs(HAZCHEM, LEASED, TODAY)
    assert found.cases == ("with_storage", "leased_storage")
    assert {track.office for track in found.tracks} == {"emb", "fire", "eco"}
    assert waits(found) == {"documents": (), "fire": (), "eco": (), "site": ("documents", "fire")}
    assert (found.limits["promised"].value, found.limits["promised"].start) == (20, "accepted")
    assert {"storage_lease", "safety_assessment", "major_hazard_filing", "safety_manager"} <= keys(found)
    assert "storage_title" not in keys(found)


def test_business_without_storage_asks_for_less_and_takes_ten_days() -> None:
    found = needs(HAZCHEM, UNSTORED, TODAY)
    assert found.cases == ("no_storage",)
    assert found.limits["promised"].value == 10
    assert keys(found) == {
        "application", "rules_list", "qualifications", "training_proof", "premises", "business_licence", "plan_filing",
    }  # fmt: skip
    assert waits(found) == {"documents": (), "market": (), "premises_check": ("documents", "market")}


def test_a_petrol_station_is_storage_whatever_else_is_said() -> None:
    found = needs(HAZCHEM, {**UNSTORED, "business_mode": ["gas_station"]}, TODAY)
    assert found.cases == ("with_storage", "own_storage", "gas_station")
    assert {"acceptance_report", "storage_title", "safety_assessment"} <= keys(found)


@pytest.mark.parametrize("said", [{"toxic_goods": "yes"}, {"chemicals": [{"name": "氰化钠", "highly_toxic": "yes"}]}])
def test_highly_toxic_goods_bring_in_the_police(said: dict[str, Any]) -> None:
    found = needs(HAZCHEM, {**UNSTORED, **said}, TODAY)
    assert "toxic" in found.cases
    assert "psb" in {track.office for track in found.tracks}


def test_own_and_leased_premises_are_alternatives_until_it_is_said() -> None:
    def proofs(answers: dict[str, Any]) -> list[str]:
        [group] = [one for one in needs(HAZCHEM, answers, TODAY).requirements if one.key == "premises"]
        return [material.id for material in group.alternatives]

    assert proofs({}) == ["premises_title", "premises_lease"]
    assert proofs({"premises_right": "own"}) == ["premises_title"]
    assert proofs({"premises_right": "leased"}) == ["premises_lease"]


def test_one_alternative_of_a_group_is_enough_and_shared_material_is_nobodys_duty() -> None:
    found = needs(HAZCHEM, LEASED, TODAY)
    asked = {one.key for one in found.missing(())}
    assert "business_licence" not in asked
    assert "safety_manager" in asked
    assert "safety_manager" not in {one.key for one in found.missing({"smgr_title"})}
    assert found.missing({material.id for material in found.materials}) == ()


def test_a_group_may_follow_later_only_if_every_alternative_may() -> None:
    found = {one.key: one for one in needs(HAZCHEM, LEASED, TODAY).requirements}
    assert found["premises"].deferrable
    assert not found["safety_manager"].deferrable
    assert not found["safety_assessment"].deferrable


def test_what_was_typed_into_a_field_that_is_hidden_again_does_not_count() -> None:
    once = {**LEASED, "major_hazard": "level1", "storage_address": {"region": "临江市", "detail": "1号库"}}
    found = needs(HAZCHEM, {**once, "has_storage": "none", "business_mode": ["wholesale"]}, TODAY)
    assert "major_hazard" not in found.fields
    assert "major_hazard" not in found.answers
    assert found.cases == ("no_storage",)


def test_a_filing_by_a_dangerous_trade_needs_the_experts_and_does_not_ask_whether() -> None:
    found = needs(FILING, {"industry": "mine", "review_kind": "argue"}, TODAY)
    assert found.cases == ("review",)
    assert "review_kind" not in found.fields
    assert "experts" in found.fields
    assert "review_opinion" in {one.key for one in found.missing(())}


def test_an_opinion_the_law_does_not_ask_for_is_optional() -> None:
    found = needs(FILING, {"industry": "public_place", "review_kind": "argue"}, TODAY)
    assert "argue_opinion" in keys(found)
    assert "argue_opinion" not in {one.key for one in found.missing(())}


def test_the_first_limit_that_fits_the_case_and_the_day_applies() -> None:
    text = changed(
        (
            "- {kind: promised, value: 10,",
            '- {kind: promised, value: 3, unit: working_day, start: accepted, when: {case: large}, effective_to: "2026-06-30", '
            "basis: {zh: 旧承诺, en: Old promise}}\n- {kind: promised, value: 10,",
        )
    )
    guide = read(text)

    def promise(size: str, on: date) -> int:
        return needs(guide, {"size": size}, on).limits["promised"].value

    assert promise("big", date(2026, 6, 30)) == 3
    assert promise("big", date(2026, 7, 1)) == 10
    assert promise("small", date(2026, 6, 30)) == 10


def test_a_track_waits_for_what_a_track_that_does_not_apply_would_have_waited_for() -> None:
    text = changed(
        (
            "  decision: {office: emb, days: 2}",
            "  - {id: last, name: {zh: 末, en: Last}, office: emb, days: 1, depends_on: [visit], "
            "question: {zh: 好吗, en: Good}, basis: {zh: 五, en: Art. 5}}\n  decision: {office: emb, days: 2}",
        )
    )
    assert waits(needs(read(text), {"size": "big"}, TODAY)) == {"papers": (), "visit": ("papers",), "last": ("visit",)}
    assert waits(needs(read(text), {"size": "small"}, TODAY)) == {"papers": (), "last": ("papers",)}


anything = st.none() | st.text(max_size=6) | st.integers() | st.lists(st.text(max_size=4), max_size=3)


def an_answer(field: Field) -> st.SearchStrategy[Any]:
    """An answer that counts, or something that no form would send."""
    values = st.sampled_from([option.value for option in field.options]) if field.options else st.text(max_size=6)
    if field.type == "multichoice":
        return st.lists(values, max_size=4, unique=True) | anything
    if field.type == "yesno":
        return st.sampled_from(["yes", "no"]) | anything
    if field.type == "table":
        row = st.fixed_dictionaries({}, optional={column.id: an_answer(column) for column in field.columns})
        return st.lists(row, max_size=3) | anything
    return values | anything


def all_answers(guide: Guide) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={name: an_answer(field) for name, field in guide.fields.items()})


def holds_together(guide: Guide, found: Needs) -> None:
    """The tracks are closed and in no circle, the list is not empty, every limit is there, groups fold everything."""
    ids = [track.id for track in found.tracks]
    assert ids
    for track in found.tracks:
        assert set(track.depends_on) <= set(ids) - {track.id}
    done: set[str] = set()
    for _ in ids:
        done |= {track.id for track in found.tracks if set(track.depends_on) <= done}
    assert done == set(ids)
    assert found.missing(())
    assert {"notice", "promised", "statutory", "delivery"} <= set(found.limits)
    folded = [material.id for one in found.requirements for material in one.alternatives]
    assert sorted(folded) == sorted(material.id for material in found.materials)
    assert set(found.answers) <= set(found.fields) <= set(guide.fields)
    assert found.visits == {channel.id: channel.visits for channel in guide.channels}


@pytest.mark.parametrize("guide", [HAZCHEM, FIREWORKS, FILING], ids=lambda guide: guide.item)
@given(data=st.data())
def test_every_path_of_answers_ends_in_a_list_limits_and_departments(guide: Guide, data: st.DataObject) -> None:
    found = needs(guide, data.draw(all_answers(guide)), TODAY)
    holds_together(guide, found)
    assert needs(guide, found.answers, TODAY) == found


@given(all_answers(HAZCHEM), st.sampled_from(["none", "own", "leased"]))
def test_once_storage_is_said_exactly_one_of_the_two_main_cases_holds(answers: dict[str, Any], storage: str) -> None:
    found = set(needs(HAZCHEM, {**answers, "has_storage": storage}, TODAY).cases)
    assert len(found & {"with_storage", "no_storage"}) == 1
    assert ("with_storage" in found) == bool(found & {"own_storage", "leased_storage"})
