"""What a guide may ask for while questions are open: never less than it will, and exactly that once all are answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest

from guides.guide import Guide
from guides.load import load_catalogue
from guides.outlook import outlook
from guides.plan import needs
from guides.questions import likelihood
from tests.core import rich_guide, small_guide

TODAY = date(2026, 11, 22)
CATALOGUE = load_catalogue()


def paths(guide: Guide) -> Iterator[dict[str, Any]]:
    """Every way to answer the questions, a multiple choice with one answer each."""
    offered = []
    for name in guide.questions:
        field = guide.fields[name]
        values = [option.value for option in field.options] or ["yes", "no"]
        offered.append([[value] if field.type == "multichoice" else value for value in values])
    for answers in product(*offered):
        yield dict(zip(guide.questions, answers, strict=True))


@pytest.mark.parametrize("guide", CATALOGUE.items(TODAY), ids=lambda guide: guide.item)
def test_with_every_question_answered_it_is_exactly_what_the_application_needs(guide: Guide) -> None:
    for answers in paths(guide):
        found, needed = outlook(guide, answers, TODAY), needs(guide, answers, TODAY)
        assert found.settled, answers
        assert found.answers == needed.answers
        assert tuple(one.part for one in found.requirements) == needed.requirements
        assert all(one.sure for one in (*found.requirements, *found.tracks, *found.procedures, *found.conditions))
        assert {kind: limits[0] for kind, limits in found.limits.items()} == needed.limits
        assert all(len(limits) == 1 for limits in found.limits.values())
        assert tuple(one.part for one in found.tracks) == needed.tracks


@pytest.mark.parametrize("guide", CATALOGUE.items(TODAY), ids=lambda guide: guide.item)
def test_an_open_question_rules_nothing_out_and_promises_nothing_too_much(guide: Guide) -> None:
    before = outlook(guide, {}, TODAY)
    possible = {one.part.key for one in before.requirements}
    sure = {one.part.key for one in before.requirements if one.sure}
    for answers in paths(guide):
        needed = {one.key for one in needs(guide, answers, TODAY).requirements}
        assert sure <= needed <= possible


def test_a_question_that_hangs_on_another_is_asked_only_after_it() -> None:
    guide = CATALOGUE.in_force("hazchem_business_licence", TODAY)
    assert guide
    before = outlook(guide, {}, TODAY)
    assert "new_storage" not in before.asked
    assert "new_storage" in before.open
    after = outlook(guide, {"has_storage": "leased"}, TODAY)
    assert "new_storage" in after.asked


def test_a_limit_that_depends_on_the_answers_is_given_with_all_its_values() -> None:
    guide = CATALOGUE.in_force("hazchem_business_licence", TODAY)
    assert guide
    assert [limit.value for limit in outlook(guide, {}, TODAY).limits["promised"]] == [10, 20]
    stored = outlook(guide, {"business_mode": ["retail"], "has_storage": "own"}, TODAY)
    assert [limit.value for limit in stored.limits["promised"]] == [20]


def test_what_was_answered_to_a_question_that_is_not_asked_does_not_count() -> None:
    guide = CATALOGUE.in_force("hazchem_business_licence", TODAY)
    assert guide
    found = outlook(guide, {"has_storage": "none", "business_mode": ["retail"], "new_storage": "yes"}, TODAY)
    assert "new_storage" not in found.answers


def test_a_group_is_certain_as_soon_as_one_of_its_alternatives_is() -> None:
    guide = CATALOGUE.in_force("fireworks_retail_licence", TODAY)
    assert guide
    [premises] = [one for one in outlook(guide, {}, TODAY).requirements if one.part.key == "premises"]
    assert len(premises.part.alternatives) == 2
    own = outlook(guide, {"premises_right": "own"}, TODAY)
    assert [one.sure for one in own.requirements if one.part.key == "premises"] == [True]


def test_a_track_waits_for_a_track_that_is_only_possible() -> None:
    guide = small_guide.read()
    found = outlook(guide, {}, TODAY)
    assert [(one.part.id, one.sure, one.part.depends_on) for one in found.tracks] == [
        ("papers", True, ()),
        ("visit", False, ("papers",)),
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"all": [{"field": "a", "is": "1"}, {"field": "x", "is": "1"}]}, None),
        ({"all": [{"field": "a", "is": "2"}, {"field": "x", "is": "1"}]}, False),
        ({"any": [{"field": "a", "is": "1"}, {"field": "x", "is": "1"}]}, True),
        ({"any": [{"field": "a", "is": "2"}, {"field": "x", "is": "1"}]}, None),
        ({"not": {"field": "x", "is": "1"}}, None),
        ({"not": {"case": "known"}}, False),
        ({"case": "unknown"}, None),
        ({"field": "never_asked", "filled": True}, False),
    ],
)
def test_a_rule_is_unknown_only_where_the_open_field_decides(rule: dict[str, Any], expected: bool | None) -> None:
    assert likelihood(rule, {"a": "1"}, {"x"}, {"known": True, "unknown": None}) is expected


def test_all_parts_of_a_rich_guide_are_certain_once_it_is_known_how_large_the_shop_is() -> None:
    guide = rich_guide.read()
    open_, large = outlook(guide, {}, TODAY), outlook(guide, {"size": "big", "sign": "no"}, TODAY)
    assert [(one.part.id, one.sure) for one in open_.members] == [("retail", True), ("sign", False), ("fire", True)]
    assert [one.part.id for one in large.members] == ["retail", "fire"]
    assert [(one.part.after, one.part.value) for one in large.changes] == [("site_check", 45)]
    assert [one.sure for one in open_.intermediaries] == [False]
    assert [one.part.id for one in large.post_checks] == ["first_check", "yearly"]
    assert [one.part.since for one in large.seasons] == ["03-01"]


def test_another_level_leads_only_once_it_is_certain() -> None:
    guide = rich_guide.read()
    open_ = outlook(guide, {}, TODAY)
    assert (open_.level, open_.lead) == (None, "emb")
    for size, lead in (("big", "pbd"), ("small", "emb")):
        answers = {"size": size, "sign": "no"}
        assert outlook(guide, answers, TODAY).lead == needs(guide, answers, TODAY).lead == lead
        assert {one.part.office for one in outlook(guide, answers, TODAY).tracks} == {
            track.office for track in needs(guide, answers, TODAY).tracks
        }
