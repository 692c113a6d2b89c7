"""Somebody dies between the outcome of a case and its letter while others are about to decide it too: one outcome, one letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import Document, JournalEntry, OutboxMessage
from portal.services import decision, review, signed, sweep
from tests import under_review
from tests.services.standstill import COMMIT, Scene
from tests.under_review import Town, beijing
from workflows import commands as c

SIGNED, DUE = beijing("2026-11-12 09:00"), beijing("2026-11-12 09:10")
LETTER = "INSERT INTO documents"
POINTS = (LETTER, COMMIT)
"""The outcome is written and its letter is not; both are written and neither is committed."""


@pytest.fixture
def town(database) -> Town:
    town = under_review.settle()
    under_review.join(town, "second.head", "方远", "han.weidong")
    return town


@pytest.fixture
def ten_minutes(database: Flask) -> Iterator[None]:
    before = database.config["SETTINGS"]
    database.config["SETTINGS"] = replace(before, decision_undo_minutes=10)
    yield
    database.config["SETTINGS"] = before


@pytest.fixture
def scene(database: Flask) -> Iterator[Scene]:
    with Scene(database) as one:
        yield one


def heard(town: Town) -> str:
    case_id = town.apply("2026-11-09 15:42")
    town.accept(case_id, "2026-11-10 09:40")
    town.heard(case_id, "2026-11-11")
    return case_id


def signature(town: Town) -> tuple[str, int]:
    """A decision that was signed ten minutes ago: its case by both of its names."""
    case_id = heard(town)
    signed.sign(case_id, c.Grant("符合条件，准予。"), by=town["han.weidong"], at=SIGNED)
    with reading() as session:
        return case_id, session.scalars(select(CaseRow.id).where(CaseRow.public_id == case_id)).one()


def came_of(case_id: str) -> tuple[list[str], list[str], list[str]]:
    """The outcomes of a case, the letters that say so, and what is to be sent on account of them."""
    with reading() as session:
        row = session.scalars(select(CaseRow).where(CaseRow.public_id == case_id)).one()
        fates = ("Granted", "Refused", "DecisionPutBack")
        of_case = (JournalEntry.case_id == row.id, JournalEntry.kind.in_(fates))
        acts = list(session.scalars(select(JournalEntry.kind).where(*of_case)))
        letters = (Document.case_id == row.id, Document.kind.in_(("grant", "refusal")))
        kinds = list(session.scalars(select(Document.kind).where(*letters)))
        caused = OutboxMessage.key.like(f"{row.public_id}-{row.seq}-%")
        sent = list(session.scalars(select(OutboxMessage.kind).where(caused).order_by(OutboxMessage.kind)))
        return acts, kinds, sent


GRANTED = (["Granted"], ["grant"], ["letter", "mail", "publication"])
REFUSED = (["Refused"], ["refusal"], ["letter", "mail", "publication"])


@pytest.mark.parametrize("point", POINTS)
def test_a_process_killed_while_it_lets_a_decision_leave_hands_it_to_the_sweep_that_waits(
    town, database, ten_minutes, scene, point
):
    case_id, number = signature(town)
    worker = scene.dying(partial(signed.release, number, at=DUE), before=point)
    other = scene.acting(partial(sweep.run, at=DUE))
    scene.somebody_waits()
    worker.die()
    assert other.end().ran
    assert came_of(case_id) == GRANTED
    assert signed.release(number, at=DUE) == ""


def test_a_sweep_that_is_killed_keeps_no_other_worker_from_the_decision(town, database, ten_minutes, scene):
    """The lease of the dead sweep still stands: what waited for the case goes on, and a sweep ten minutes later finds nothing."""
    case_id, number = signature(town)
    dead = scene.dying(partial(sweep.run, at=DUE), before=LETTER)
    other = scene.acting(partial(signed.release, number, at=DUE))
    scene.somebody_waits()
    dead.die()
    assert other.end() == "released"
    assert not sweep.run(at=DUE).ran
    assert sweep.run(at=beijing("2026-11-12 09:20")).ran
    assert came_of(case_id) == GRANTED


@pytest.mark.engines("postgresql")
@pytest.mark.parametrize("point", POINTS)
def test_a_connection_cut_by_the_server_leaves_the_decision_to_whoever_waits(town, database, ten_minutes, scene, point):
    case_id, number = signature(town)
    release = partial(signed.release, number, at=DUE)
    first = scene.acting(release, before=point)
    others = [scene.acting(release), scene.acting(partial(sweep.run, at=DUE))]
    scene.somebody_waits()
    scene.cut(first.stand.backend)
    assert first.end() == "OperationalError"
    for one in others:
        one.end()
    assert came_of(case_id) == GRANTED


def decide(town: Town, case_id: str, outcome: str, login: str) -> Callable[[], object]:
    common = {"by": town[login], "at": beijing("2026-11-12 09:00")}
    if outcome == "grant":
        return lambda: decision.grant(case_id, reason="符合条件。", **common) and "granted"
    words = {"facts": "间距不足。", "reason": "不符合。", "basis": "第六条"}
    return lambda: decision.refuse(case_id, **words, **common) and "refused"


@pytest.mark.parametrize("point", POINTS)
def test_a_decider_whose_process_dies_in_the_very_act_has_decided_nothing(town, database, scene, point):
    """With no minutes to take a signature back, outcome and letter are one act; the colleague decides as if he were alone."""
    case_id = heard(town)
    lawyer = town[under_review.lawyer(town)]
    review.review_legally(case_id, "passed", "程序合法。", by=lawyer, at=beijing("2026-11-12 08:00"))
    first = scene.dying(decide(town, case_id, "grant", "han.weidong"), before=point)
    other = scene.acting(decide(town, case_id, "refuse", "second.head"))
    scene.somebody_waits()
    first.die()
    assert other.end() == "refused"
    assert came_of(case_id) == REFUSED


@pytest.mark.parametrize("point", POINTS)
def test_a_decider_who_only_was_slow_has_decided_and_the_other_is_told_so(town, database, scene, point):
    case_id = heard(town)
    first = scene.acting(decide(town, case_id, "grant", "han.weidong"), before=point)
    other = scene.acting(decide(town, case_id, "grant", "second.head"))
    scene.somebody_waits()
    assert first.end() == "granted"
    assert other.end() == "already_decided"
    assert came_of(case_id) == GRANTED


def take_back(town: Town, case_id: str) -> Callable[[], object]:
    at = beijing("2026-11-12 09:09")
    return lambda: signed.take_back(case_id, "范围写错了", by=town["han.weidong"], at=at) and "taken back"


@pytest.mark.parametrize("first", ["back", "leave"])
def test_whichever_of_taking_back_and_leaving_came_first_stands(town, database, ten_minutes, scene, first):
    case_id, number = signature(town)
    leave = partial(signed.release, number, at=DUE)
    back = take_back(town, case_id)
    slow = scene.acting(back if first == "back" else leave, before=COMMIT)
    other = scene.acting(leave if first == "back" else back)
    scene.somebody_waits()
    assert [slow.end(), other.end()] == (["taken back", ""] if first == "back" else ["released", "already_decided"])
    assert came_of(case_id)[:2] == (([], []) if first == "back" else (["Granted"], ["grant"]))


@pytest.mark.engines("postgresql")  # SQLite begins only when nobody else is in
def test_a_release_that_was_late_for_one_signature_is_no_release_of_the_next(town, database, ten_minutes, scene):
    """It was about to begin when the decision was taken back and signed anew: the new one has its own ten minutes."""
    case_id, number = signature(town)
    late = scene.acting(partial(signed.release, number, at=DUE), before="cases")
    take_back(town, case_id)()
    signed.sign(case_id, c.Grant("写对了。"), by=town["han.weidong"], at=beijing("2026-11-12 09:09"))
    assert late.end() == ""
    assert came_of(case_id)[:2] == ([], [])
    assert signed.release(number, at=beijing("2026-11-12 09:19")) == "released"
