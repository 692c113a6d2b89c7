"""Terms of entries and of objections: no repair before the least term, no use after the longest, one longer period, and a mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.access import Denied
from portal.db import reading
from portal.models import CreditEntry, OutboxMessage, User
from portal.services import credit_acts, credit_entries, credit_file, credit_lists, credit_objections, outbox
from portal.services.credit_lists import Entry
from portal.services.credit_match import in_term
from portal.services.wrong_input import WrongInput
from tests import under_review
from tests.services.test_credit_entries import ENTRY, entry_id, handler
from tests.services.test_credit_import import HEAD
from tests.under_review import Town, beijing
from workflows.refusal import Refusal

NOW = beijing("2026-09-30 10:00")
GENERAL = replace(ENTRY, listed_on=date(2026, 7, 1), until=date(2027, 6, 30), grade="general")


@pytest.fixture
def town(database: Flask) -> Town:
    return under_review.settle()


def act(town: Town, what: str, on: str, at: str = "2026-12-31 10:00") -> None:
    said = (date.fromisoformat(on), "罚款已缴清", "临信修〔2026〕1号")
    credit_acts.act_on(entry_id(), what, *said, by=town["lin.jing"], at=beijing(at))


@pytest.mark.parametrize(
    ("grade", "early", "first"),
    [("minor", None, "2026-09-30"), ("general", "2026-12-29", "2026-12-30"), ("serious", "2027-09-29", "2027-09-30")],
)
@pytest.mark.engines("sqlite")
def test_nothing_is_repaired_before_the_least_term_of_its_grade(town: Town, grade: str, early: str | None, first: str):
    town.list_black(replace(ENTRY, listed_on=date(2026, 9, 30), until=None, grade=grade), version="2")
    if early:
        with pytest.raises(Refusal, match="credit_repair_early") as refused:
            act(town, "repaired", early, "2028-01-01 10:00")
        assert refused.value.facts["first"] == date.fromisoformat(first)
    act(town, "repaired", first, "2028-01-01 10:00")


def test_without_a_grade_the_strictest_counts_and_a_wrong_listing_is_taken_back_at_once(town: Town):
    town.list_black(replace(ENTRY, listed_on=date(2026, 9, 1)), version="2")
    with pytest.raises(Refusal, match="credit_repair_unnamed"):
        act(town, "repaired", "2026-12-31")
    with pytest.raises(Refusal, match="credit_removal_early"):
        act(town, "removed", "2026-12-31")
    act(town, "annulled", "2026-09-01")
    view = credit_entries.one(entry_id(), by=town["lin.jing"], on=date(2026, 12, 31))
    assert (view.line.state, view.ended) == ("annulled", True)


@pytest.mark.engines("sqlite")
def test_a_red_entry_knows_no_least_term(town: Town):
    more = {"rule_version": "133号", "by": under_review.SYSTEM, "at": NOW}
    credit_lists.import_list("red", "守信", "1", [replace(ENTRY, listed_on=date(2026, 9, 1))], **more)
    act(town, "removed", "2026-09-30")


@pytest.mark.parametrize(
    ("grade", "until", "last"),
    [
        ("minor", None, "2026-12-01"),
        ("serious", "2029-09-01", "2029-09-01"),
        ("", "2099-12-31", "2031-08-31"),
        ("", None, "2031-08-31"),
    ],
)
def test_an_entry_is_used_no_longer_than_grade_and_five_years_allow(grade: str, until: str | None, last: str):
    end, day = date.fromisoformat(until) if until else None, date.fromisoformat(last)
    row = CreditEntry(kind="black", listed_on=date(2026, 9, 1), until=end, removed_on=None, grade=grade)
    assert in_term(row, day)
    assert not in_term(row, date.fromordinal(day.toordinal() + 1))


@pytest.mark.parametrize(
    ("grade", "until", "fault"),
    [
        ("轻微", "2026-12-01", ""), ("轻微", "2026-12-02", "term"), ("一般", "2026-11-30", "term"), ("一般", "2027-09-01", ""),
        ("严重", "2029-09-02", "term"), ("serious", "", ""), ("很坏", "", "grade"), ("", "2050-01-01", ""),
    ],
)  # fmt: skip
def test_a_line_whose_term_does_not_fit_its_grade_is_refused(grade: str, until: str, fault: str):
    line = f"91990101MA2HT5K72T,甲,,,事由,文〔2026〕1号,某局,2026-09-01,{until},{grade}"
    found = credit_file.read(f"{HEAD},失信等级\r\n{line}\r\n".encode())
    assert [one.fault for one in found.refused] == ([fault] if fault else [])


def test_an_objection_takes_longer_once_with_reasons_and_before_its_last_day(town: Town):
    town.list_black(GENERAL, version="2")
    number = credit_objections.file(entry_id(), "决定已经撤销", by=handler(town), at=NOW)
    with pytest.raises(WrongInput):
        credit_objections.extend(number, " ", by=town["chen.li"], at=NOW)
    with pytest.raises(Denied):
        credit_objections.extend(number, "要函询", by=town["qin.yue"], at=NOW)
    due = credit_objections.extend(number, "要向列入机关函询", by=town["chen.li"], at=beijing("2026-10-12 10:00"))
    assert due == date(2026, 11, 3), "twenty working days after the filing"
    task = credit_objections.task(number, by=town["chen.li"], on=date(2026, 10, 20))
    assert (task.late, task.objection.extended_words) == (False, "要向列入机关函询")
    with pytest.raises(Refusal, match="credit_objection_extended"):
        credit_objections.extend(number, "还要", by=town["chen.li"], at=beijing("2026-10-13 10:00"))
    history = credit_entries.one(entry_id(), by=town["lin.jing"], on=date(2026, 10, 20)).history
    assert [one.act for one in history] == ["listed", "objected", "extended"]


@pytest.mark.engines("sqlite")
def test_a_period_that_is_over_is_extended_no_more(town: Town):
    town.list_black(GENERAL, version="2")
    number = credit_objections.file(entry_id(), "决定已经撤销", by=handler(town), at=NOW)
    with pytest.raises(Refusal, match="credit_objection_overdue"):
        credit_objections.extend(number, "要函询", by=town["chen.li"], at=beijing("2026-10-14 00:01"))
    credit_objections.answer(number, "rejected", "一致", by=town["chen.li"], at=beijing("2026-10-14 09:00"))
    with pytest.raises(Refusal, match="credit_objection_answered"):
        credit_objections.extend(number, "要函询", by=town["chen.li"], at=beijing("2026-10-14 10:00"))


def mailed(database: Flask) -> list[str]:
    """The mails about objections that went out, as they were kept."""
    with reading() as session:
        numbers = session.scalars(select(OutboxMessage.id).where(OutboxMessage.kind == "credit_objection")).all()
    for number in numbers:
        outbox.deliver(number, at=beijing("2026-12-01 10:00"))
    folder = Path(database.config["SETTINGS"].data) / "mail"
    return sorted(path.name for path in folder.glob("objection-*.eml"))


def test_whoever_objected_is_told_of_the_answer_and_of_a_longer_period(town: Town, database: Flask):
    town.list_black(GENERAL, version="2")
    with reading() as session:
        user = session.scalars(select(User).where(User.enterprise_id == town.firms[0])).first()
    by = replace(handler(town), id=user.id) if user else handler(town)
    number = credit_objections.file(entry_id(), "决定已经撤销", by=by, at=NOW)
    credit_objections.extend(number, "要函询", by=town["chen.li"], at=NOW)
    credit_objections.answer(number, "upheld", "查实", "临应急〔2026〕9号", by=town["chen.li"], at=NOW)
    with reading() as session:
        payloads = session.scalars(select(OutboxMessage.payload).where(OutboxMessage.kind == "credit_objection")).all()
    assert sorted(one["what"] for one in payloads) == ["answered", "extended"]
    mailed(database)


@pytest.mark.engines("sqlite")
def test_what_came_on_paper_is_answered_on_paper(town: Town, database: Flask):
    town.list_black(GENERAL, version="2")
    number = credit_objections.mark(entry_id(), "同名不同人", "来函", by=town["lin.jing"], at=NOW)
    credit_objections.answer(number, "rejected", "代码一致", by=town["chen.li"], at=NOW)
    assert mailed(database) == []


@pytest.mark.engines("sqlite")
def test_an_entry_by_hand_says_what_term_its_grade_allows(town: Town):
    wrong = Entry("事由", "某局", date(2026, 9, 1), until=date(2027, 9, 1), unit_name="甲", grade="minor")
    with pytest.raises(WrongInput) as found:
        credit_lists.add_by_hand("black", wrong, rule_version="36号", by=town["lin.jing"], at=NOW)
    assert found.value.fields == {"until": "term"}
