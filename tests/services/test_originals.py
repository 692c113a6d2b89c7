"""Originals beside the files: ticked by whoever saw them, where, and taken back; nothing waits for a tick (R3)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from portal.access import Denied
from portal.services import casefile, delivery, originals
from portal.services.originals import OriginalLine
from tests.at_window import Town, beijing, settle
from workflows.refusal import Refusal

AT = beijing("2026-10-19 10:00")


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def lines(town: Town, case_id: str) -> dict[str, OriginalLine]:
    return {one.key: one for one in originals.lines(case_id, by=town.clerk)}


def see(town: Town, case_id: str, *keys: str, place: str = "window", seq: int | None = None, by=None) -> None:
    originals.see(case_id, keys, place, by=by or town.clerk, at=AT, expected_seq=seq)


def refused(rule: str, do, *args, **kwargs) -> None:
    with pytest.raises(Refusal) as said:
        do(*args, **kwargs)
    assert said.value.rule == rule


def test_a_tick_says_who_saw_the_original_where_and_when(town: Town) -> None:
    case_id = town.granted("2026-10-12 09:00")
    first, second, *_ = lines(town, case_id)
    see(town, case_id, first)
    see(town, case_id, first, second, place="site", by=town.reviewer)
    found = lines(town, case_id)
    assert [(found[key].sight.place, found[key].sight.by) for key in (first, second)] == [  # type: ignore[union-attr]
        ("window", town.clerk.reference),
        ("site", town.reviewer.reference),
    ]
    assert found[first].who is not None
    assert found[first].sight.at == AT  # type: ignore[union-attr]


def test_a_wrong_tick_is_taken_back_and_the_same_said_twice_is_nothing_new(town: Town) -> None:
    case_id = town.accepted("2026-10-12 09:00")
    first, second, *_ = lines(town, case_id)
    see(town, case_id, first)
    refused("originals_as_they_were", see, town, case_id, first)
    see(town, case_id, second)
    found = lines(town, case_id)
    assert (found[first].sight, found[second].sight is None) == (None, False)


def test_an_old_page_takes_back_no_colleagues_tick(town: Town) -> None:
    case_id = town.granted("2026-10-12 09:00")
    first, second, *_ = lines(town, case_id)
    seq = casefile.casefile(case_id, by=town.clerk).case.seq
    see(town, case_id, first, seq=seq)
    refused("stale", see, town, case_id, second, seq=seq)
    assert [key for key, one in lines(town, case_id).items() if one.sight] == [first]


def test_nothing_waits_for_an_original(town: Town) -> None:
    case_id = town.granted("2026-10-12 09:00")
    delivery.issue(case_id, by=town.clerk, at=AT)
    ended = delivery.deliver(case_id, "counter", recipient="沈远航", by=town.clerk, at=AT)
    assert ended.ended
    see(town, case_id, next(iter(lines(town, case_id))), place="delivery")


def test_what_the_guide_wants_seen_is_missing_until_somebody_saw_it_or_it_needs_no_look(town: Town) -> None:
    line = next(iter(lines(town, town.accepted("2026-10-12 09:00")).values()))
    assert not line.missing, "this guide asks for no original when the result is collected"
    assert replace(line, asked=True).missing
    assert not replace(line, asked=True, spared=True).missing


def test_nobody_ticks_for_what_nobody_brought_nor_from_another_room(town: Town) -> None:
    case_id = town.accepted("2026-10-12 09:00")
    first = next(iter(lines(town, case_id)))
    refused("no_such_original", see, town, case_id, "nonsense")
    refused("no_such_original", see, town, case_id, first, place="cellar")
    for who, place in (
        (town.reviewer, "window"),
        (town.clerk, "site"),
        (town.handler, "window"),
        (town.handler, "site"),
    ):
        with pytest.raises(Denied):
            see(town, case_id, first, place=place, by=who)
