"""The office that leads answers with the credit lists of the day before it: the portal looks by itself, and hides nothing."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from portal.access import Denied
from portal.db import reading, transaction
from portal.models import CreditList, Enterprise, OutboxMessage
from portal.services import casefile, review
from portal.services.credit_lists import Entry
from tests import under_review
from tests.under_review import OPINIONS, Town, beijing
from workflows.case_facts import CreditLook
from workflows.refusal import Refusal

NEXT_DAY, IN_TERM, TOO_LATE = "2026-11-11 09:00", "2026-11-17 09:00", "2026-11-18 09:00"
"""A day, seven days and eight days after the look at acceptance, which holds for seven."""


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


@pytest.fixture
def case_id(town) -> str:
    made = town.apply("2026-11-09 15:42")
    town.accept(made, "2026-11-10 09:40")
    return made


def looks(town: Town, case_id: str) -> tuple[CreditLook, ...]:
    return casefile.casefile(case_id, by=town["chen.li"]).case.credit


def stages(town: Town, case_id: str) -> list[str]:
    return [look.stage for look in looks(town, case_id)]


def answered(town: Town, case_id: str) -> set[str]:
    return set(casefile.casefile(case_id, by=town["chen.li"]).case.answers)


def seq_of(town: Town, case_id: str) -> int:
    return casefile.casefile(case_id, by=town["chen.li"]).case.seq


def on_list(document: str = "某应急罚〔2026〕1号") -> Entry:
    with reading() as session:
        firm = session.scalars(select(Enterprise).order_by(Enterprise.id)).first()
    assert firm is not None
    facts = {"uscc": firm.uscc, "unit_name": firm.name, "decision_document": document}
    return Entry("瞒报事故", "某市应急管理局", date(2026, 11, 1), **facts)


def opinion(town: Town, case_id: str, at: str, expected_seq: int | None = None, by: str = "chen.li"):
    words = OPINIONS["agree"][0]
    told = {"by": town[by], "at": beijing(at), "expected_seq": expected_seq}
    return review.give_opinion(case_id, "documents", "agree", words, **told)


def test_a_look_that_still_holds_is_not_made_again(town, case_id):
    opinion(town, case_id, IN_TERM)
    assert stages(town, case_id) == ["intake"]


def test_a_look_that_is_too_old_is_made_again_with_the_opinion(town, case_id):
    case = opinion(town, case_id, TOO_LATE, seq_of(town, case_id))
    assert "documents" in case.answers
    assert stages(town, case_id) == ["intake", "review"]
    assert looks(town, case_id)[-1].on == date(2026, 11, 18)


def test_a_newer_version_that_says_the_same_is_looked_at_and_keeps_nobody(town, case_id):
    town.list_black(at="2026-11-11 06:00", version="2026-11-11")
    opinion(town, case_id, NEXT_DAY, seq_of(town, case_id))
    first, second = looks(town, case_id)
    assert (second.stage, second.result) == ("review", "none")
    assert first.lists != second.lists


def test_an_opinion_is_refused_once_where_the_lists_say_something_else_and_the_look_stays(town, case_id):
    town.list_black(on_list(), at="2026-11-11 06:00", version="2026-11-11")
    page = seq_of(town, case_id)
    with pytest.raises(Refusal, match="credit_changed"):
        opinion(town, case_id, NEXT_DAY, page)
    assert not answered(town, case_id)
    assert [look.result for look in looks(town, case_id)] == ["none", "black"]
    with pytest.raises(Refusal, match="stale"):
        opinion(town, case_id, NEXT_DAY, page)
    opinion(town, case_id, "2026-11-11 09:05", seq_of(town, case_id))
    assert answered(town, case_id) == {"documents"}
    assert stages(town, case_id) == ["intake", "review"]


def test_another_entry_in_the_place_of_the_one_that_was_seen_is_something_else(town):
    town.list_black(on_list(), at="2026-11-02 06:00", version="2026-11-02")
    case_id = town.apply("2026-11-09 15:42")
    town.accept(case_id, "2026-11-10 09:40")
    town.list_black(on_list(), at="2026-11-11 06:00", version="2026-11-11")
    town.list_black(on_list("某应急罚〔2026〕2号"), at="2026-11-11 07:00", version="2026-11-11b")
    with pytest.raises(Refusal, match="credit_changed"):
        opinion(town, case_id, NEXT_DAY)
    assert [len(look.entries) for look in looks(town, case_id)] == [1, 1]
    assert len({look.same for look in looks(town, case_id)}) == 2


def test_the_same_entry_in_a_newer_version_is_nothing_new(town):
    town.list_black(on_list(), at="2026-11-02 06:00", version="2026-11-02")
    case_id = town.apply("2026-11-09 15:42")
    town.accept(case_id, "2026-11-10 09:40")
    town.list_black(on_list(), at="2026-11-11 06:00", version="2026-11-11")
    opinion(town, case_id, NEXT_DAY)
    first, second = looks(town, case_id)
    assert first.entries != second.entries
    assert first.same == second.same != ""
    assert answered(town, case_id) == {"documents"}


def test_other_departments_answer_their_own_question_without_a_look(town, case_id):
    town.list_black(on_list(), at="2026-11-11 06:00", version="2026-11-11")
    town.answer(case_id, "fire", NEXT_DAY, by="qin.yue")
    assert stages(town, case_id) == ["intake"]


def test_who_may_not_answer_makes_no_look_nor_does_an_opinion_without_words(town, case_id):
    with pytest.raises(Denied):
        opinion(town, case_id, TOO_LATE, by="qin.yue")
    with pytest.raises(Refusal, match="opinion_missing"):
        review.give_opinion(case_id, "documents", "agree", " ", by=town["chen.li"], at=beijing(TOO_LATE))
    assert stages(town, case_id) == ["intake"]


def test_lists_that_are_gone_keep_no_opinion_and_are_asked_for_once(town, case_id):
    with transaction() as session:
        for one in session.scalars(select(CreditList)):
            one.current = False
    opinion(town, case_id, NEXT_DAY)
    officers = [town["he.siyuan"].id]
    town.answer(case_id, "fire", "2026-11-11 09:30", by="qin.yue")
    town.answer(case_id, "eco", "2026-11-11 10:00", by="bai.lu")
    town.answer(case_id, "site", "2026-11-11 16:00", by="chen.li", officers=officers)
    assert [look.result for look in looks(town, case_id)] == ["none", "unavailable"]
    with reading() as session:
        assert len(session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "check_credit")).all()) == 1
