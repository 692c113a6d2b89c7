"""A list that comes in while a case is looked up and decided: the look names one version whole, and there is one decision."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from portal.actors import SYSTEM
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import CreditEntry
from portal.services import casefile, credit_import, review, signed
from portal.services.credit_import import About
from tests import under_review
from tests.services.standstill import Scene
from tests.services.test_credit_import import NAME, UNIT, sheet
from tests.services.test_decision import grant, heard
from tests.under_review import Town, beijing
from workflows import commands as c
from workflows.case import State
from workflows.events import CreditLookedUp, DecisionSigned, Granted
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


LATER, DUE = beijing("2026-11-24 09:00"), beijing("2026-11-24 09:10")
"""Two weeks after the look at acceptance, which holds for seven days: who signs looks again first."""
LEFT = ["DecisionSigned", "Granted", "grant"]
ROUNDS = 3


@pytest.fixture
def scene(database: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setitem(database.config, "SETTINGS", replace(database.config["SETTINGS"], decision_undo_minutes=10))
    with Scene(database) as one:
        yield one


def sign(town: Town, case_id: str, by: str = "han.weidong", seq: int | None = None) -> str:
    said = c.Grant("经审查，符合第六条，准予。")
    signed.sign(case_id, said, by=town[by], at=LATER, expected_seq=seq)
    return "signed"


def look_again(town: Town, case_id: str) -> str:
    return review.look_up_credit(case_id, by=town["chen.li"], at=LATER).credit[-1].result


def story(town: Town, case_id: str) -> list[str]:
    """What the lists said each time that somebody looked, the signatures, the outcomes and their letters, in their order."""
    found = []
    for entry in casefile.casefile(case_id, by=town["chen.li"]).recorded:
        if isinstance(entry.event, CreditLookedUp):
            found.append(entry.event.result)
        elif isinstance(entry.event, DecisionSigned | Granted):
            found += [type(entry.event).__name__, *(kind for kind, _ in getattr(entry.event, "letters", ()))]
    return found


def leave(case_id: str) -> str:
    with reading() as session:
        number = session.scalars(select(CaseRow.id).where(CaseRow.public_id == case_id)).one()
    return signed.release(number, at=DUE)


@pytest.mark.engines("postgresql")  # SQLite lets one write at a time: there is nothing between
def test_a_list_that_is_still_coming_in_holds_up_no_signature_and_is_not_half_seen(town, scene):
    case_id = heard(town)
    coming = scene.acting(lambda: bring("2", UNIT), before="INSERT INTO credit_entries")
    assert scene.acting(lambda: sign(town, case_id)).end() == "signed"
    assert coming.end() == "2"
    assert leave(case_id) == "released"
    assert story(town, case_id) == ["none", "none", *LEFT]


@pytest.mark.engines("postgresql")
def test_a_list_that_comes_in_between_the_look_and_the_signature_leaves_one_decision_on_what_was_seen(town, scene):
    """What the decider saw holds for seven days (R99); the journal names the version that was seen."""
    case_id = heard(town)
    slow = scene.acting(lambda: sign(town, case_id), before="FOR UPDATE", passing=2)
    assert story(town, case_id) == ["none", "none"], "he looked, and did not sign yet"
    assert bring("2", UNIT) == "2"
    assert slow.end() == "signed"
    assert leave(case_id) == "released"
    assert story(town, case_id) == ["none", "none", *LEFT]


@pytest.mark.engines("postgresql")
def test_a_list_that_comes_in_before_the_look_stops_the_signature_and_that_of_the_colleague_who_waits(town, scene):
    under_review.join(town, "second.head", "方远", "han.weidong")
    case_id = heard(town)
    page = casefile.casefile(case_id, by=town["chen.li"]).case.seq
    slow = scene.acting(lambda: sign(town, case_id, seq=page), before="FROM credit_lists")
    others = [scene.acting(lambda seq=seq: sign(town, case_id, "second.head", seq)) for seq in (page, None)]
    scene.somebody_waits()
    assert bring("2", UNIT) == "2"
    assert [slow.end(), *(one.end() for one in others)] == ["credit_changed", "stale", "blocked"]
    assert leave(case_id) == ""
    assert story(town, case_id) == ["none", "black"]


def test_imports_looks_and_signatures_at_once_end_in_one_decision_or_in_none(town, scene, together):
    """Nobody signs past an entry that was seen, whoever saw it; and what is signed leaves once."""
    under_review.join(town, "second.head", "方远", "han.weidong")
    for round_ in range(ROUNDS):
        case_id = heard(town)
        *ends, _look, _list = together(
            partial(sign, town, case_id),
            partial(sign, town, case_id, "second.head"),
            partial(look_again, town, case_id),
            partial(bring, f"black {round_}", UNIT),
        )
        assert set(ends) <= {"signed", "credit_changed", "decision_signed", "blocked"}
        assert ends.count("signed") <= 1
        seen = story(town, case_id)
        assert seen.count("DecisionSigned") == ends.count("signed")
        if "DecisionSigned" not in seen:
            assert leave(case_id) == ""
        else:
            before, after = seen[: seen.index("DecisionSigned")], seen[seen.index("DecisionSigned") + 1 :]
            assert "black" not in before
            assert leave(case_id) == ("put_back" if "black" in after else "released")
        town.list_black(version=f"nobody {round_}")
