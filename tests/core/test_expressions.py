"""What the answers alone can decide: in three values, and never more than they say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guides.expression_shape import expression_faults
from guides.expression_words import words_of_expression
from guides.expressions import World, fields, judge, moved
from tests.core.small_guide import TEXT, errors, read

TODAY = date(2026, 10, 12)
ANSWERS: dict[str, Any] = {
    "name": "临江 化工 有限公司",
    "other": "临江化工有限公司",
    "issued": "2026-03-01",
    "expires": "2026-10-12",
    "area": "120",
    "toxic": "no",
    "staff": [
        {"name": "甲", "until": "2027-01-01", "number": "2"},
        {"name": "乙", "until": "2026-10-11", "number": "3.5"},
    ],
    "half": [{"name": "甲", "until": "2027-01-01", "number": ""}, {"name": ""}],
}


def said(expression: dict[str, Any], **answers: Any) -> bool | None:
    assert not list(expression_faults(expression)), expression
    return judge(expression, World({**ANSWERS, **answers}, frozenset({"large"}), TODAY))


@pytest.mark.parametrize(
    ("expression", "truth"),
    [
        ({"field": "name", "same_as": {"field": "other"}}, True),
        ({"field": "name", "same_as": {"field": "issued"}}, False),
        ({"field": "name", "same_as": {"field": "absent"}}, None),
        ({"field": "expires", "not_before": "today"}, True),
        ({"field": "expires", "not_before": {"day": "today", "days": 1}}, False),
        ({"field": "issued", "not_before": {"day": "today", "months": -12}}, True),
        ({"field": "issued", "not_after": {"field": "expires"}}, True),
        ({"field": "absent", "not_after": "today"}, None),
        ({"field": "area", "at_least": 120}, True),
        ({"field": "area", "at_most": {"total": "staff.number"}}, False),
        ({"total": "staff.number", "equals": "5.50"}, True),
        ({"total": "half.number", "at_least": 1}, None),
        ({"rows": "staff", "equals": 2}, True),
        ({"rows": "half", "equals": 1}, True),
        ({"rows": "absent", "at_least": 1}, False),
        ({"field": "staff", "every_row": {"field": "until", "not_before": "today"}}, False),
        ({"field": "staff", "any_row": {"field": "until", "not_before": {"field": "expires"}}}, True),
        ({"field": "half", "every_row": {"field": "number", "at_least": 1}}, None),
        ({"field": "absent", "every_row": {"field": "number", "at_least": 1}}, None),
        ({"field": "toxic", "is": "no"}, True),
        ({"field": "absent", "is": "no"}, None),
        ({"field": "absent", "filled": False}, True),
        ({"case": "large"}, True),
        ({"not": {"field": "absent", "is": "no"}}, None),
        ({"any": [{"field": "absent", "is": "no"}, {"case": "large"}]}, True),
        ({"all": [{"field": "absent", "is": "no"}, {"case": "small"}]}, False),
    ],
)
def test_an_expression_is_true_false_or_not_known(expression: dict[str, Any], truth: bool | None):
    assert said(expression) is truth


def test_what_nobody_can_read_is_not_known_and_never_an_accident():
    assert said({"field": "area", "at_least": 1}, area="many") is None
    assert said({"field": "issued", "not_after": "today"}, issued="soon") is None
    assert said({"field": "staff", "every_row": {"field": "until", "not_before": "today"}}, staff=["x", 3]) is None
    assert said({"total": "staff.number", "at_least": 1}, staff="x") is None


def test_months_end_with_the_month_and_time_has_ends():
    assert moved(date(2026, 3, 31), months=-1) == date(2026, 2, 28)
    assert moved(date(2028, 2, 29), months=12) == date(2029, 2, 28)
    assert moved(date(2026, 1, 1), months=10**6) == date.max
    assert moved(date(2026, 1, 1), days=-(10**7)) == date.min


@pytest.mark.parametrize(
    "expression",
    [
        "area > 1",
        {},
        {"field": "area"},
        {"field": "area", "at_least": 1, "at_most": 2},
        {"field": "area", "at_least": True},
        {"field": "area", "at_least": {"field": "x", "months": 1}},
        {"field": "day", "not_before": "someday"},
        {"field": "day", "not_before": {"day": "today", "years": 1}},
        {"field": "day", "not_before": {"total": "t.c"}},
        {"total": "staff", "at_least": 1},
        {"total": "staff.number", "is": "5"},
        {"rows": "staff", "filled": True},
        {"field": "a", "same_as": "b"},
        {"all": []},
        {"every": [{"case": "x"}]},
        {"field": "t", "any_row": {"field": "u", "any_row": {"field": "v", "filled": True}}},
    ],
)
def test_what_is_no_expression_is_refused(expression: Any):
    assert list(expression_faults(expression))


def test_the_questions_it_rests_on_are_named_once_and_tables_for_their_columns():
    rule = {
        "all": [{"field": "t", "every_row": {"field": "c", "at_least": {"field": "a"}}}, {"total": "t.c", "equals": 1}]
    }
    assert fields(rule) == ("t",)
    assert fields({"field": "a", "same_as": {"field": "b"}}) == ("a", "b")


POINT = "{zh: 在租期内, en: In force}"


def with_point(holds: str) -> str:
    return TEXT.replace(POINT, POINT[:-1] + f", holds: {holds}}}")


def with_check(text: str) -> str:
    return TEXT.replace("result:\n", f"checks:\n- {text}\nresult:\n", 1)


def test_a_guide_keeps_the_expression_of_its_review_points_and_its_checks():
    found = read(with_point("{field: area, at_least: 10}"))
    assert found.material("lease").review_points[0].holds == {"field": "area", "at_least": 10}
    said = "{id: daily, holds: {rows: papers, at_least: 1}, message: {zh: 报刊没有填, en: No papers}}"
    (check,) = read(with_check(said)).checks
    assert (check.severity, check.concerns) == ("warning", ("papers",))


@pytest.mark.parametrize(
    ("holds", "code"),
    [
        ("{field: width, at_least: 10}", "rule_field"),
        ("{field: size, at_least: 10}", "rule_type"),
        ("{field: size, is: huge}", "rule_option"),
        ("{field: papers, every_row: {field: title, not_before: today}}", "rule_type"),
        ("{field: papers, every_row: {field: colour, filled: true}}", "rule_column"),
        ("{total: papers.area, at_least: 1}", "rule_column"),
        ("{field: area, at_least: {field: owner}}", "rule_type"),
        ("{case: tiny}", "rule_case"),
        ("{field: area, larger: 3}", "rule_unknown"),
    ],
)
def test_an_expression_about_what_is_not_there_is_refused_at_its_place(holds: str, code: str):
    (error,) = errors(with_point(holds))
    assert (error.code, error.key.startswith("materials[lease].review_points[0].holds")) == (code, True)


def test_a_check_stands_at_questions_of_the_form():
    assert [one.code for one in errors(with_check("{id: a, holds: {case: large}, message: 不对}"))] == ["check_nowhere"]
    wrong = "{id: a, holds: {case: large}, message: 不对, fields: [width]}"
    assert [one.code for one in errors(with_check(wrong))] == ["rule_field"]


def test_an_expression_is_said_with_the_names_of_the_form():
    guide = read()
    rule = {
        "all": [{"field": "area", "at_least": 10}, {"field": "papers", "every_row": {"field": "daily", "is": "yes"}}]
    }
    said = words_of_expression(guide, rule)
    assert said.zh == "面积不少于 10，并且报刊每一行：日报：是"
    assert said.en == "Area at least 10, and every row of Papers: Daily: yes"
    moved_day = words_of_expression(guide, {"field": "area", "not_after": {"day": "today", "months": -12}})
    assert moved_day.zh == "面积不晚于申请那天前 12 个月"
    assert moved_day.en == "Area not after the day of application minus 12 months"
    assert (
        words_of_expression(guide, {"rows": "papers", "equals": {"total": "papers.daily"}}).zh == "报刊行数等于日报合计"
    )
