"""Retention as data: nothing is deleted before its time, nor before the whole notice was given."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.retention import KINDS, PolicyError, Rule, load_policy

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def test_every_kind_has_its_rule_and_a_draft_is_announced():
    policy = load_policy()
    assert set(policy) == set(KINDS)
    assert policy["draft"].notice > 0


@given(changed=DAYS, late=st.integers(0, 400), days=st.integers(2, 900), notice=st.integers(0, 30))
def test_the_whole_notice_passes_however_late_it_was_given(changed: date, late: int, days: int, notice: int):
    rule = Rule(days, min(notice, days - 1))
    told = rule.told_from(changed) + timedelta(days=late)
    gone = rule.gone_on(changed, told)
    assert gone >= changed + timedelta(days=rule.days)
    assert gone >= told + timedelta(days=rule.notice)
    assert gone == max(changed + timedelta(days=rule.days), told + timedelta(days=rule.notice))


@pytest.mark.parametrize(
    "line",
    [
        "draft: {days: 14, notice: 14}",
        "draft: {days: 0, notice: 0}",
        "draft: {days: 9, notice: -1}",
        "draft: {days: true, notice: 0}",
        "draft: {days: 9}",
        "draft: 9",
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused(tmp_path, line: str):
    others = "\n".join(f"{kind}: {{days: 9, notice: 0}}" for kind in KINDS if kind != "draft")
    file = tmp_path / "retention.yaml"
    file.write_text(f"{line}\n{others}\n", "utf-8")
    with pytest.raises(PolicyError):
        load_policy(file)


def test_a_kind_that_is_missing_is_named(tmp_path):
    file = tmp_path / "retention.yaml"
    file.write_text("draft: {days: 9, notice: 1}\n", "utf-8")
    with pytest.raises(PolicyError, match="window_draft"):
        load_policy(file)
