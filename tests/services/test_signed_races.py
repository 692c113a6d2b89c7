"""Races around a signed decision, with real threads on both databases: never two outcomes, never one without its letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import Document, JournalEntry
from portal.services import signed, sweep, tracks, users
from tests import under_review
from tests.under_review import Town, beijing
from workflows import commands as c
from workflows.refusal import Refusal

SIGNED, DUE = beijing("2026-11-12 09:00"), beijing("2026-11-12 09:10")
JUST_BEFORE = beijing("2026-11-12 09:09")
GRANT = c.Grant("经审查，符合第六条，准予。")
ROUNDS = 4


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


@pytest.fixture(autouse=True)
def ten_minutes(database: Flask) -> Iterator[None]:
    before = database.config["SETTINGS"]
    database.config["SETTINGS"] = replace(before, decision_undo_minutes=10)
    yield
    database.config["SETTINGS"] = before


def heard(town: Town, number: int) -> str:
    case_id = town.apply(f"2026-11-09 15:{10 + number}")
    town.accept(case_id, "2026-11-10 09:40")
    town.heard(case_id, "2026-11-11")
    return case_id


def sign(town: Town, case_id: str, said=GRANT):
    return signed.sign(case_id, said, by=town["han.weidong"], at=SIGNED)


def take_back(town: Town, case_id: str):
    return signed.take_back(case_id, "范围写错了", by=town["han.weidong"], at=JUST_BEFORE)


def number_of(case_id: str) -> int:
    with reading() as session:
        return session.scalars(select(CaseRow.id).where(CaseRow.public_id == case_id)).one()


def outcome(case_id: str) -> tuple[list[str], int]:
    """What became of the signature, and how many letters of a decision there are."""
    number = number_of(case_id)
    fates = ("Granted", "Refused", "DecisionTakenBack", "DecisionPutBack")
    with reading() as session:
        of_case = (JournalEntry.case_id == number, JournalEntry.kind.in_(fates))
        acts = list(session.scalars(select(JournalEntry.kind).where(*of_case).order_by(JournalEntry.seq)))
        kinds = ("grant", "refusal")
        letters = select(Document.id).where(Document.case_id == number, Document.kind.in_(kinds))
        return acts, len(session.scalars(letters).all())


def test_taken_back_or_left_at_the_same_instant_but_never_both(town, together):
    for round_ in range(ROUNDS):
        case_id = heard(town, round_)
        sign(town, case_id)
        number = number_of(case_id)
        back, release, again = together(
            partial(take_back, town, case_id),
            partial(signed.release, number, at=DUE),
            partial(signed.release, number, at=DUE),
        )
        acts, letters = outcome(case_id)
        assert (acts, letters) in ((["Granted"], 1), (["DecisionTakenBack"], 0))
        if acts == ["Granted"]:
            assert (back, sorted((release, again))) == ("already_decided", ["", "released"])
        else:
            assert (back, release, again) == ("done", "", "")


def test_two_who_sign_at_once_give_one_signature(town, together):
    under_review.join(town, "second.head", "方远", "han.weidong")
    for round_ in range(ROUNDS):
        case_id = heard(town, round_)
        ended = together(
            partial(sign, town, case_id),
            partial(signed.sign, case_id, GRANT, by=town["second.head"], at=SIGNED),
            partial(sign, town, case_id, replace(GRANT, scope="苯")),
        )
        assert sorted(ended) == ["decision_signed", "decision_signed", "done"]
        assert signed.release(number_of(case_id), at=DUE) == "released"
        assert outcome(case_id) == (["Granted"], 1)


def test_an_opinion_asked_again_while_the_decision_leaves(town, together):
    for round_ in range(ROUNDS):
        case_id = heard(town, round_)
        sign(town, case_id)
        number = number_of(case_id)
        reopen, release = together(
            partial(tracks.reopen, case_id, "site", "再看一次", by=town["chen.li"], at=DUE),
            partial(signed.release, number, at=DUE),
        )
        assert reopen in ("decision_signed", "already_decided")
        assert release == "released"
        assert outcome(case_id) == (["Granted"], 1)


def test_a_right_taken_away_while_the_decision_leaves(town, together):
    for round_ in range(ROUNDS):
        case_id = heard(town, round_)
        users.set_active(town["han.weidong"].id, True, reason="回岗", by=town["lin.jing"], at=DUE)
        sign(town, case_id)
        number = number_of(case_id)
        _closed, release = together(
            partial(users.set_active, town["han.weidong"].id, False, reason="调离", by=town["lin.jing"], at=DUE),
            partial(signed.release, number, at=DUE),
        )
        fate = {"released": (["Granted"], 1), "put_back": (["DecisionPutBack"], 0)}
        assert outcome(case_id) == fate[release]


def test_a_withdrawal_and_a_release_at_once_end_in_one_of_them(town, together):
    for round_ in range(ROUNDS):
        case_id = heard(town, round_)
        sign(town, case_id)
        number = number_of(case_id)
        withdrawn, release = together(
            partial(town.do, case_id, c.Withdraw("不办了"), "2026-11-12 09:10"),
            partial(signed.release, number, at=DUE),
        )
        assert (withdrawn == "done") != (release == "released")
        assert outcome(case_id) == ((["Granted"], 1) if release == "released" else ([], 0))


def test_two_sweeps_and_a_worker_at_once_release_each_decision_once(town, together):
    cases = [heard(town, number) for number in range(3)]
    for case_id in cases:
        sign(town, case_id)
    together(
        partial(sweep.run, at=DUE),
        partial(sweep.run, at=DUE),
        partial(signed.release_due, at=DUE),
    )
    assert [outcome(case_id) for case_id in cases] == [(["Granted"], 1)] * 3


def test_a_click_that_comes_late_neither_signs_again_nor_takes_the_next_signature_back(town):
    """The second click of a page, or its page opened again: what it was about is over, whatever stands there now."""
    case_id, head = heard(town, 0), town["han.weidong"]
    with reading() as session:
        page = session.get_one(CaseRow, number_of(case_id)).seq
    first = signed.sign(case_id, GRANT, by=head, at=SIGNED, expected_seq=page)
    signed.take_back(case_id, "范围写错了", by=head, at=JUST_BEFORE, expected_seq=first.seq)
    with pytest.raises(Refusal, match="stale"):
        signed.sign(case_id, GRANT, by=head, at=JUST_BEFORE, expected_seq=page)
    signed.sign(case_id, replace(GRANT, scope="苯"), by=head, at=JUST_BEFORE)
    with pytest.raises(Refusal, match="stale"):
        signed.take_back(case_id, "范围写错了", by=head, at=JUST_BEFORE, expected_seq=first.seq)
    assert signed.release(number_of(case_id), at=beijing("2026-11-12 09:19")) == "released"
    assert outcome(case_id) == (["DecisionTakenBack", "Granted"], 1)
