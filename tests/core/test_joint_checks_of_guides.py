"""Shipped guides whose departments go to one site together: one appointment covers all of them (R88)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guides.load import load_catalogue
from guides.plan import needs

ON = date(2026, 9, 1)
STORED = {"has_storage": "own", "business_mode": ["warehousing"]}


def sites(item: str, answers: dict[str, Any]) -> dict[str, str]:
    """The tracks that see the site, with their offices."""
    guide = load_catalogue().in_force(item, ON)
    assert guide is not None
    found = {track.id: track for track in needs(guide, answers, ON).tracks if track.site_check}
    assert all(track.officers >= 2 and track.review_points for track in found.values())
    return {name: track.office for name, track in found.items()}


def test_storage_that_is_a_major_hazard_is_seen_by_two_departments_and_put_before_the_public():
    assert sites("hazchem_business_licence", {**STORED, "major_hazard": "level4"}) == {
        "site": "emb",
        "fire_site": "fire",
    }
    assert sites("hazchem_business_licence", {**STORED, "major_hazard": "none"}) == {"site": "emb"}
    guide = load_catalogue().in_force("hazchem_business_licence", ON)
    assert guide is not None
    for hazard, days in (("level4", 7), ("none", None)):
        rule = needs(guide, {**STORED, "major_hazard": hazard}, ON).publicity
        assert (rule.days if rule else None) == days


def test_the_acceptance_of_a_filling_station_is_one_visit_of_three_departments():
    guide = load_catalogue().in_force("gas_station_bundle", ON)
    assert guide is not None
    seeing = [track for track in guide.review.tracks if track.site_check and track.id != "hazchem"]
    assert {track.office for track in seeing} == {"planning", "housing", "weather"}
    assert len({str(track.when) for track in seeing}) == 1


@pytest.mark.parametrize("item", ["hazchem_project_design_review", "hazchem_project_safety_condition"])
def test_reviews_that_rest_on_experts_say_what_these_are_asked(item):
    guide = load_catalogue().in_force(item, ON)
    assert guide is not None
    own = guide.procedure("expert_review")
    assert own is not None
    assert own.panel is not None
    assert own.panel.least % 2 == 1
    assert len(own.panel.questions) >= 3


def test_no_shipped_guide_takes_silence_for_consent():
    guides = [entry.read() for entry in load_catalogue().entries]
    assert guides
    assert [guide.item for guide in guides if any(track.silence_basis for track in guide.review.tracks)] == []
