"""The fewest questions, every path of answers through them, and what is told of a path that ends nowhere."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guides.guide import Guide
from guides.load import load_catalogue
from guides.outlook import outlook
from guides.paths import dead_ends, longest, paths
from guides.plan import needs
from tests.core.small_guide import changed, read

TODAY = date(2026, 11, 22)
CATALOGUE = load_catalogue()
ASKED_TWICE = changed(
    ("questions: [size]", "questions: [size, area]"),
    ("  when: {field: size, is: big}\n  deferrable", "  when: {case: huge}\n  deferrable"),
)


def codes(guide: Guide) -> set[str]:
    return {one.code for one in dead_ends(guide, TODAY)}


@pytest.mark.parametrize("guide", CATALOGUE.guides, ids=lambda guide: f"{guide.item}@{guide.version}")
def test_every_path_of_every_guide_ends_in_a_list_a_limit_and_a_department(guide: Guide) -> None:
    walked = 0
    for answers in paths(guide, max(TODAY, guide.effective_from)):
        found = needs(guide, answers, max(TODAY, guide.effective_from))
        assert found.missing(()), answers
        assert found.tracks, answers
        assert {"promised", "statutory"} <= set(found.limits), answers
        walked += 1
    assert walked
    assert [*dead_ends(guide, max(TODAY, guide.effective_from))] == []


@pytest.mark.parametrize("guide", CATALOGUE.guides, ids=lambda guide: f"{guide.item}@{guide.version}")
def test_what_is_not_asked_could_not_have_changed_anything(guide: Guide) -> None:
    for answers in list(paths(guide, TODAY))[:60]:
        found = outlook(guide, answers, TODAY)
        sure = [one.part.key for one in found.requirements], [one.part.id for one in found.tracks]
        for name in set(guide.questions) - set(answers):
            for value in _some_answers(guide, name):
                more = outlook(guide, {**answers, name: value}, TODAY)
                assert ([one.part.key for one in more.requirements], [one.part.id for one in more.tracks]) == sure


def _some_answers(guide: Guide, name: str) -> list[Any]:
    field = guide.fields[name]
    values = [option.value for option in field.options] or ["yes", "no"]
    return [[value] for value in values] if field.type == "multichoice" else values


def test_a_question_is_left_out_once_nothing_hangs_on_it() -> None:
    guide = read(ASKED_TWICE)
    assert outlook(guide, {}, TODAY).asked == ("size",)
    assert outlook(guide, {"size": "big"}, TODAY).asked == ("size", "area")
    small = outlook(guide, {"size": "small"}, TODAY)
    assert small.asked == ("size",)
    assert small.settled


def test_numbers_are_tried_on_both_sides_of_every_bound() -> None:
    found = list(paths(read(ASKED_TWICE), TODAY))
    assert {"size": "small"} in found
    assert [answers["area"] for answers in found if "area" in answers] == ["99", "100", "101"]


def test_a_path_without_any_material_is_told() -> None:
    guide = read(changed(("  necessity: required\n", "  necessity: conditional\n  when: {field: size, is: big}\n")))
    assert [(one.answers, one.code) for one in dead_ends(guide, TODAY)] == [({"size": "small"}, "path_empty")]


def test_a_path_without_a_limit_or_a_department_is_told() -> None:
    promise = "- {kind: promised, value: 10, unit: working_day, start: accepted,"
    guide = read(
        changed(
            (promise, f"{promise} when: {{field: size, is: big}},"),
            ("    days: 2\n", "    days: 2\n    when: {case: large}\n"),
        )
    )
    assert codes(guide) == {"path_limitless", "path_nobody"}


def test_a_path_whose_steps_or_deferral_outlast_its_promise_is_told() -> None:
    promise = "- {kind: promised, value: 10, unit: working_day, start: accepted,"
    guide = read(changed((promise, promise.replace("10", "4"))))
    found = [(one.answers, one.code, one.facts) for one in dead_ends(guide, TODAY)]
    assert ({"size": "big"}, "path_steps", {"steps": 7, "promised": 4}) in found
    assert {"path_steps", "path_deferral"} == {code for _, code, _ in found}


def test_a_proof_that_takes_too_many_paths_says_so() -> None:
    guide = CATALOGUE.in_force("hazchem_business_licence", TODAY)
    assert guide
    assert [one.code for one in dead_ends(guide, TODAY, most=10)] == ["paths_many"]


def test_the_longest_chain_counts_halves_of_days() -> None:
    guide = read(changed(("    days: 2\n", "    days: 0.5\n")))
    assert longest(needs(guide, {"size": "big"}, TODAY)) == 3.5
    assert longest(needs(guide, {"size": "small"}, TODAY)) == 0.5
