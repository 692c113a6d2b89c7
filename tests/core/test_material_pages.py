"""How many pages a material is expected to have: what lies outside is asked about, and nothing is where the guide says nothing."""

from __future__ import annotations

import pytest

from guides.material import Pages


@pytest.mark.parametrize(
    ("said", "pages", "fault"),
    [
        ({"at_least": 2}, 1, "few"),
        ({"at_least": 2}, 2, ""),
        ({"at_most": 5}, 5, ""),
        ({"at_most": 5}, 6, "many"),
        ({"at_least": 3, "at_most": 3}, 2, "few"),
        ({"at_least": 3, "at_most": 3}, 4, "many"),
        ({"both_sides": True}, 1, "sides"),
        ({"both_sides": True}, 2, ""),
        ({"both_sides": True, "at_most": 2}, 3, "many"),
        ({}, 2000, ""),
    ],
)
def test_pages_are_told_by_the_guide_alone(said: dict[str, object], pages: int, fault: str) -> None:
    assert Pages(**said).fault(pages) == fault
