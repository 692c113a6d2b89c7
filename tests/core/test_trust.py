"""The trust level of a paper follows from how it came, and says how it may be used again (R58)."""

from __future__ import annotations

import itertools

import pytest

from guides.trust import Origin, TrustLevel, level_of, reuse_of


@pytest.mark.parametrize(
    ("origin", "level"),
    [(Origin.ISSUED, "A"), (Origin.FETCHED, "A"), (Origin.SEEN, "B"), (Origin.UPLOADED, "C")],
)
@pytest.mark.parametrize("grade", ["A", "B", "C"])
def test_how_a_paper_came_counts_and_not_what_the_guide_hopes_for(grade: str, origin: Origin, level: str) -> None:
    assert level_of(grade, origin) == level


def test_what_the_applicant_made_stays_so_whoever_looked_at_it_unless_the_portal_signed_it() -> None:
    assert [level_of("D", origin) for origin in Origin] == ["A", "A", "D", "D"]


def test_every_level_says_on_which_terms_it_is_used_again() -> None:
    assert [reuse_of(level) for level in TrustLevel] == ["as_it_is", "as_it_is", "original_unseen", "stated"]


def test_a_paper_never_loses_trust_by_being_seen() -> None:
    order = [Origin.UPLOADED, Origin.SEEN, Origin.ISSUED]
    for grade, (less, more) in itertools.product("ABCD", itertools.pairwise(order)):
        assert level_of(grade, more) <= level_of(grade, less)
