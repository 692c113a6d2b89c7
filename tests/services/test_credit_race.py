"""A list that comes in while a case is looked up and decided: the look names one version whole, and there is one decision."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask

from portal.actors import SYSTEM
from portal.db import reading
from portal.models import CreditEntry
from portal.services import casefile, credit_import, review
from portal.services.credit_import import About
from tests import under_review
from tests.services.test_credit_import import NAME, UNIT, sheet
from tests.services.test_decision import grant, heard
from tests.under_review import Town, beijing
from workflows.case import State
from workflows.events import CreditLookedUp, Granted
from workflows.refusal import Refusal

OTHER = UNIT.replace("91990101MA2HT5K72T", "91990101MA2GL5678J")


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


def at_once(app: Flask, *acts: Callable[[], object]) -> list[object]:
    """Do all of these at the same moment, each in a thread of its own; what each gave, a refusal by its rule."""
    begun = threading.Barrier(len(acts))
    given: list[object] = [None] * len(acts)

    def do(number: int) -> None:
        with app.app_context():
            begun.wait(30)
            try:
                given[number] = acts[number]()
            except Refusal as refusal:
                given[number] = refusal.rule

    threads = [threading.Thread(target=do, args=(number,)) for number in range(len(acts))]
    for one in threads:
        one.start()
    for one in threads:
        one.join(90)
    return given


def bring(version: str, *lines: str) -> object:
    at = beijing("2026-11-12 09:00")
    about = About("black", NAME, version, "11")
    return credit_import.bring_in_bytes(about, "x.csv", sheet(*lines), by=SYSTEM, at=at).version


def test_a_list_imported_during_a_decision_gives_one_decision_on_what_was_seen_before(town, database):
    case_id = heard(town)

    def decide() -> object:
        return grant(town, case_id).state

    given = at_once(database, decide, lambda: bring("2", UNIT), decide)
    assert given[1] == "2"
    assert State.GRANTED in (given[0], given[2])
    file = casefile.casefile(case_id, by=town["chen.li"])
    kinds = [type(entry.event) for entry in file.recorded]
    assert kinds.count(Granted) == 1
    (look,) = file.case.credit
    assert (look.result, look.entries) == ("none", ())


def test_a_look_during_imports_names_one_version_and_only_its_entries(town, database):
    case_id = heard(town)

    def look() -> object:
        return review.look_up_credit(case_id, by=town["chen.li"], at=beijing("2026-11-12 09:00")).credit[-1].result

    given = at_once(database, look, *(partial(bring, f"v{n}", UNIT if n % 2 else OTHER) for n in range(4)), look)
    assert given[1:-1] == ["v0", "v1", "v2", "v3"]
    with reading() as session:
        lists = {row.id: row.list_id for row in session.query(CreditEntry)}
    for entry in casefile.casefile(case_id, by=town["chen.li"]).recorded:
        if isinstance(entry.event, CreditLookedUp):
            assert len(entry.event.lists) == 1
            (seen,) = {int(one.split(":")[1]) for one in entry.event.lists}
            assert all(lists[int(one.split(":")[2])] == seen for one in entry.event.entries)
            assert (entry.event.result == "black") == bool(entry.event.entries)


def test_a_look_that_is_too_old_stops_the_decision_until_somebody_looks_again(town):
    """A list that came in since is seen by the look that the decision needs (R99)."""
    case_id = heard(town)
    bring("2", UNIT)
    stale = beijing("2026-11-24 09:00")
    with pytest.raises(Refusal, match="blocked"):
        grant(town, case_id, at="2026-11-24 09:00")
    looked = review.look_up_credit(case_id, by=town["han.weidong"], at=stale)
    assert looked.credit[-1].result == "black"
