"""`when` rules: what holds, what is refused, what a rule names, and what a browser can be given."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.conditions import Rule, faults, holds, inlined, is_filled, mentions

ANSWERS: dict[str, Any] = {
    "storage": "leased",
    "modes": ["retail", "warehouse"],
    "area": "99.5",
    "note": "   ",
    "address": {"region": "临江市", "detail": ""},
    "nowhere": {"region": "", "detail": " "},
    "goods": [{"name": "甲苯", "toxic": "no"}, {"name": "氰化钠", "toxic": "yes", "tons": "3"}],
}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (None, True),
        ({"field": "storage", "is": "leased"}, True),
        ({"field": "storage", "is": "own"}, False),
        ({"field": "unasked", "is": "own"}, False),
        ({"field": "storage", "in": ["own", "leased"]}, True),
        ({"field": "storage", "in": ["none"]}, False),
        ({"field": "modes", "has": "retail"}, True),
        ({"field": "modes", "has": "station"}, False),
        ({"field": "storage", "has": "leased"}, False),
        ({"field": "modes", "is": "retail"}, False),
        ({"field": "area", "at_least": 99.5}, True),
        ({"field": "area", "at_least": 100}, False),
        ({"field": "area", "at_most": "99.5"}, True),
        ({"field": "area", "at_most": 99}, False),
        ({"field": "storage", "at_least": 1}, False),
        ({"field": "unasked", "at_most": 1}, False),
        ({"field": "storage", "filled": True}, True),
        ({"field": "note", "filled": True}, False),
        ({"field": "note", "filled": False}, True),
        ({"field": "address", "filled": True}, True),
        ({"field": "nowhere", "filled": True}, False),
        ({"field": "goods", "any_row": {"field": "toxic", "is": "yes"}}, True),
        ({"field": "goods", "any_row": {"field": "name", "is": "丙酮"}}, False),
        (
            {"field": "goods", "any_row": {"all": [{"field": "toxic", "is": "no"}, {"field": "tons", "filled": True}]}},
            False,
        ),
        ({"all": [{"field": "storage", "is": "leased"}, {"field": "area", "at_least": 50}]}, True),
        ({"all": [{"field": "storage", "is": "leased"}, {"field": "area", "at_least": 500}]}, False),
        ({"any": [{"field": "storage", "is": "own"}, {"field": "area", "at_least": 50}]}, True),
        ({"not": {"field": "storage", "is": "own"}}, True),
        ({"not": {"field": "unasked", "is": "own"}}, True),
        ({"case": "stored"}, True),
        ({"case": "toxic"}, False),
    ],
)
def test_a_rule_holds_or_not(rule: Rule | None, expected: bool) -> None:
    assert holds(rule, ANSWERS, {"stored"}) is expected


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(["storage", "modes", "area", "goods"])
comparisons = st.one_of(
    st.builds(lambda field, value: {"field": field, "is": value}, names, st.text(max_size=5)),
    st.builds(lambda field, values: {"field": field, "in": values}, names, st.lists(st.text(max_size=5), min_size=1)),
    st.builds(lambda field, value: {"field": field, "has": value}, names, st.text(max_size=5)),
    st.builds(lambda field, value: {"field": field, "at_least": value}, names, st.integers()),
    st.builds(lambda field, value: {"field": field, "filled": value}, names, st.booleans()),
    st.builds(lambda field: {"field": field, "any_row": {"field": "toxic", "is": "yes"}}, names),
    st.builds(lambda case: {"case": case}, st.sampled_from(["stored", "toxic"])),
)
rules = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=6,
)


@given(rules, st.dictionaries(names, anything))
def test_every_well_formed_rule_can_be_asked_of_any_answers(rule: Rule, answers: dict[str, Any]) -> None:
    assert not list(faults(rule))
    assert holds(rule, answers) is not holds({"not": rule}, answers)


@given(anything)
def test_whatever_is_written_as_a_rule_is_judged_without_an_error(rule: Any) -> None:
    if not list(faults(rule)):
        assert holds(rule, ANSWERS) in (True, False)
        assert all(one.kind in ("case", "field") for one in mentions(rule))


@given(rules, st.dictionaries(names, anything))
def test_a_rule_with_its_cases_written_out_says_the_same(rule: Rule, answers: dict[str, Any]) -> None:
    cases: dict[str, Rule | None] = {
        "stored": {"field": "storage", "is": "leased"},
        "toxic": {"not": {"case": "stored"}},
    }
    found = {name for name in ("stored", "toxic") if holds(inlined(cases[name], cases), answers)}
    flat = inlined(rule, cases)
    assert not [one for one in mentions(flat) if one.kind == "case"]
    assert holds(flat, answers) is holds(rule, answers, found)


def test_a_rule_names_its_fields_columns_and_cases_with_their_places() -> None:
    rule = {
        "any": [{"case": "stored"}, {"not": {"field": "goods", "any_row": {"field": "toxic", "in": ["yes", "no"]}}}]
    }
    found = [(one.path, one.kind, one.name, one.table, one.values) for one in mentions(rule)]
    assert found == [
        (("any", 0, "case"), "case", "stored", None, ()),
        (("any", 1, "not", "field"), "field", "goods", None, ()),
        (("any", 1, "not", "any_row", "field"), "field", "toxic", "goods", ("yes", "no")),
    ]


def test_an_always_present_case_becomes_a_rule_that_always_holds() -> None:
    assert holds(inlined({"case": "always"}, {"always": None}), {}) is True


@pytest.mark.parametrize("blank", [None, "", "  ", [], [""], [{"a": ""}], {}, {"region": " "}])
def test_blanks_say_nothing(blank: Any) -> None:
    assert not is_filled(blank)


@pytest.mark.parametrize("said", ["0", 0, False, ["", "a"], [{"a": "b"}], {"region": "临江市"}])
def test_anything_written_says_something(said: Any) -> None:
    assert is_filled(said)


def test_a_rule_that_is_none_is_a_bug_of_the_caller() -> None:
    with pytest.raises(ValueError, match="not a rule"):
        holds({"field": "storage", "resembles": "own"}, ANSWERS)
    with pytest.raises(ValueError, match="not a rule"):
        holds({"perhaps": []}, ANSWERS)
