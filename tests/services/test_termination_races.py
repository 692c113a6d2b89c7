"""Races around a termination, with real threads on both databases: one outcome, one letter, whoever else acts at that moment."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select

from portal.db import reading
from portal.models import Document, JournalEntry
from portal.services import casefile, decision, termination, tracks
from tests import under_review
from tests.under_review import Town, beijing
from workflows import commands as c

NOW = beijing("2026-11-12 09:00")
ROUNDS = 3
SAID = {
    "facts": "该公司已经注销。",
    "reason": "没有承受人。",
    "successor": "none",
    "document": "登记机关的注销记录",
    "dated": "2026-11-11",
    "capacity": "liquidator",
    "recipient": "郑怀民",
    "address": "化工路18号",
}


@pytest.fixture
def town(database) -> Town:
    town = under_review.settle()
    under_review.join(town, "second.head", "方远", "han.weidong")
    return town


def heard(town: Town, number: int) -> str:
    case_id = town.apply(f"2026-11-09 15:{10 + number}")
    town.accept(case_id, "2026-11-10 09:40")
    town.heard(case_id, "2026-11-11")
    return case_id


def propose(town: Town, case_id: str, by: str = "chen.li") -> None:
    termination.propose(case_id, "organisation_ended", SAID, proof="register", by=town[by], at=NOW)


def confirm(town: Town, case_id: str, by: str = "han.weidong") -> None:
    termination.confirm(case_id, "同意终止。", by=town[by], at=NOW)


def outcome(case_id: str) -> tuple[list[str], list[str]]:
    """How the case ended, and the letters that say so."""
    fates = ("Granted", "Withdrawn", "Terminated", "TerminationDropped")
    with reading() as session:
        number = casefile.row_of(session, case_id).id
        of_case = (JournalEntry.case_id == number, JournalEntry.kind.in_(fates))
        kinds = ("grant", "refusal", "termination", "withdrawn")
        letters = select(Document.kind).where(Document.case_id == number, Document.kind.in_(kinds))
        return list(session.scalars(select(JournalEntry.kind).where(*of_case))), list(session.scalars(letters))


def test_two_heads_who_confirm_at_once_give_one_end_and_one_letter(town, together):
    for round_ in range(ROUNDS):
        case_id = heard(town, round_)
        propose(town, case_id)
        ended = together(
            partial(confirm, town, case_id),
            partial(confirm, town, case_id, "second.head"),
            partial(confirm, town, case_id),
        )
        assert sorted(ended) == ["done", "termination_late", "termination_late"]
        assert outcome(case_id) == (["Terminated"], ["termination"])


def test_a_proposal_and_a_decision_at_once_never_both_stand(town, together):
    for round_ in range(ROUNDS):
        case_id = heard(town, round_)
        proposed, granted = together(
            partial(propose, town, case_id),
            partial(decision.grant, case_id, reason="符合条件。", by=town["han.weidong"], at=NOW),
        )
        if granted == "done":
            assert proposed == "already_decided"
            assert outcome(case_id) == (["Granted"], ["grant"])
        else:
            assert (proposed, granted) == ("done", "blocked")
            confirm(town, case_id)
            assert outcome(case_id) == (["Terminated"], ["termination"])


def test_confirmed_dropped_and_withdrawn_at_once_end_in_one_way(town, together):
    for round_ in range(ROUNDS):
        case_id = heard(town, round_)
        propose(town, case_id)
        confirmed, withdrawn, opinion = together(
            partial(confirm, town, case_id),
            partial(town.do, case_id, c.Withdraw("不办了"), "2026-11-12 09:00"),
            partial(tracks.reopen, case_id, "site", "再看一次", by=town["chen.li"], at=NOW),
        )
        assert (confirmed == "done") != (withdrawn == "done")
        assert opinion in ("done", "not_in_review")
        acts, letters = outcome(case_id)
        assert (acts, letters) in ((["Terminated"], ["termination"]), (["Withdrawn"], ["withdrawn"]))


def test_two_officers_who_propose_at_once_give_one_proposal(town, together):
    case_id = heard(town, 0)
    ended = together(partial(propose, town, case_id), partial(propose, town, case_id, "he.siyuan"))
    assert sorted(ended) == ["done", "termination_open"]
