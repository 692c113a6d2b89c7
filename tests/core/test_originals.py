"""Originals as the journal tells them: the first sight stays, a tick that is taken back is gone."""

from __future__ import annotations

import pytest

from tests.core.play import CLERK, REVIEWER, Play
from workflows import commands as c
from workflows import events as e
from workflows.events.telling import tells
from workflows.refusal import Refusal


def test_the_first_sight_stays_and_what_was_ticked_by_mistake_is_gone():
    play = Play().submitted(channel="window")
    first, second = _two(play)
    play.do(c.SeeOriginals((first,), "window"), "2026-03-02T10:00", CLERK)
    play.do(c.SeeOriginals((first, second), "site"), "2026-03-03T10:00", REVIEWER)
    assert {key: one.place for key, one in play.case.originals.items()} == {first: "window", second: "site"}
    play.do(c.SeeOriginals((), "window", (second,)), "2026-03-04T10:00", CLERK)
    assert set(play.case.originals) == {first}


def _two(play: Play) -> tuple[str, str]:
    first, second, *_ = (term.id for term in play.case.terms.materials if not term.shared)
    return first, second


@pytest.mark.parametrize("shared", [True, False])
def test_what_the_authority_fetches_has_no_original_of_the_applicants(shared: bool):
    play = Play().submitted(channel="window")
    key = next((term.id for term in play.case.terms.materials if term.shared), "none") if shared else "none"
    with pytest.raises(Refusal, match="no_such_original"):
        play.do(c.SeeOriginals((key,), "window"), "2026-03-02T10:00", CLERK)


def test_the_applicant_gets_no_message_of_a_tick():
    assert not tells(e.OriginalsSeen(("lease",), "window"))
