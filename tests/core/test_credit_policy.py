"""The terms of bad credit information are data: months that a file says, each with its source."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from workflows.credit_policy import FILE, PolicyError, load_policy
from workflows.ledger import months_after


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-09-01", 36, "2029-09-01"),
        ("2026-12-31", 0, "2026-12-31"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_a_shorter_month(day: str, months: int, expected: str):
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_the_terms_of_each_grade_stand_with_their_sources():
    policy = load_policy()
    terms = {code: (grade.least, grade.most) for code, grade in policy.grades.items()}
    assert terms == {"minor": (0, 3), "general": (3, 12), "serious": (12, 36)}
    assert (policy.early_removal.months, policy.longest.months) == (12, 60)
    assert "36" in policy.repair.source
    assert "11" in policy.early_removal.source


def test_an_entry_ends_with_its_own_term_and_never_later_than_its_grade_allows():
    policy, listed = load_policy(), date(2026, 9, 1)
    assert policy.last_day("minor", listed, None) == date(2026, 12, 1)
    assert policy.last_day("minor", listed, date(2026, 10, 1)) == date(2026, 10, 1)
    assert policy.last_day("general", listed, date(2029, 9, 1)) == date(2027, 9, 1)
    assert policy.last_day("", listed, None) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("least: 3, most: 12", "least: 13, most: 12"),
        ("least: 3, most: 12", "least: three, most: 12"),
        ("least: 3, most: 12", "least: 3"),
        ("unnamed: serious", "unnamed: grave"),
        ("months: 60", "months: 600"),
        ("  since: 2026-04-01", "  since: soon"),
        ("longest:", "shortest:"),
    ],
)
def test_terms_that_cannot_be_are_named(tmp_path: Path, old: str, new: str):
    file = tmp_path / "credit.yaml"
    file.write_text(FILE.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(PolicyError):
        load_policy(file)
