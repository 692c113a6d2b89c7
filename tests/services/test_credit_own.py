"""What an enterprise reads of the lists is its own: a name that it shares with somebody opens neither his entry nor his words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.demo.identity import credit_code
from portal.models import CreditEntry, Enterprise, User
from portal.services import authority, credit_objections, credit_view, membership, messages
from portal.services.credit_lists import Entry
from portal.services.membership import SignUp
from tests import under_review
from tests.under_review import Town, beijing

NOW = beijing("2026-09-30 10:00")
SHEN = "990101198003073019"
LISTED = {
    "grounds": "发生事故后瞒报", "body": "望海市应急管理局", "decision_document": "望应急失信〔2026〕7号",
    "listed_on": date(2026, 9, 1), "until": date(2029, 8, 31),
}  # fmt: skip
CODES = tuple(credit_code(960 + nth, of="91") for nth in range(2))


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


def made_up(nth: int) -> Actor:
    """The handler of a firm that somebody signs up with the name of 沈远航 as its legal representative."""
    asked = SignUp(
        uscc=CODES[nth], enterprise_name=f"编造的第{nth}家公司", legal_representative="沈远航", name="某人",
        mobile=f"1380000000{nth}", email=f"made-up-{nth}@example.test", password="a quiet long password",
    )  # fmt: skip
    assert membership.sign_up(asked, at=NOW) == "open"
    with reading() as session:
        firm = session.query(Enterprise.id).filter_by(uscc=CODES[nth]).one()[0]
    return Actor("handler", 90 + nth, frozenset({Role.HANDLER}), enterprise_id=firm)


def own(town: Town) -> Actor:
    """The handler of the enterprise whose legal representative is the listed one, by the number that the register knows."""
    return Actor("handler", 1, frozenset({Role.HANDLER}), enterprise_id=town.firms[0])


def entry_id() -> int:
    with reading() as session:
        return max(session.query(CreditEntry.id).all())[0]


@pytest.mark.parametrize("number", [SHEN, ""], ids=["the list has his number", "the list has his name alone"])
def test_whoever_shares_a_name_reads_no_entry_and_objects_to_none(town, number):
    town.list_black(Entry(**LISTED, person_name="沈远航", person_id=number), version="2")
    by = made_up(0)
    assert credit_view.own(by=by, at=NOW) == ()
    with pytest.raises(Denied):
        credit_objections.file(entry_id(), "同名不同人", by=by, at=NOW)
    assert [one.entry.way for one in credit_view.own(by=own(town), at=NOW)] == (["person_id"] if number else [])


def test_a_unit_name_without_a_code_opens_nothing_either(town):
    town.list_black(Entry(**LISTED, unit_name="临江恒泰化工贸易有限公司"), version="2")
    assert credit_view.own(by=own(town), at=NOW) == ()


def test_a_person_marked_with_his_unit_is_recognised_by_the_code_of_the_unit(town):
    with reading() as session:
        uscc = session.get_one(Enterprise, town.firms[0]).uscc
    town.list_black(Entry(**LISTED, person_name="沈远航", uscc=uscc), version="2")
    assert [one.entry.way for one in credit_view.own(by=own(town), at=NOW)] == ["uscc"]


def test_of_the_objection_of_another_nothing_is_read_but_that_there_is_one(town):
    town.list_black(Entry(**LISTED, person_name="沈远航", person_id=SHEN), version="2")
    credit_objections.mark(entry_id(), "本人的来信，住址某街一号", "来函 9 月 3 日", by=town["lin.jing"], at=NOW)
    (seen,) = credit_view.own(by=own(town), at=NOW)
    assert (seen.objections, seen.marked, seen.may_object) == ((), True, True)


def test_each_has_an_objection_of_its_own_and_reads_its_own_words(town):
    town.list_black(Entry(**LISTED, person_name="沈远航", person_id=SHEN), version="2")
    credit_objections.mark(entry_id(), "本人的来信", "来函 9 月 3 日", by=town["lin.jing"], at=NOW)
    mine = credit_objections.file(entry_id(), "处罚决定已经撤销", by=own(town), at=NOW)
    (seen,) = credit_view.own(by=own(town), at=NOW)
    assert ([one.words for one in seen.objections], seen.may_object) == (["处罚决定已经撤销"], False)
    credit_objections.answer(mine, "rejected", "没有撤销", by=town["chen.li"], at=NOW)
    (seen,) = credit_view.own(by=own(town), at=NOW)
    assert (seen.marked, seen.may_object) == (True, True)


def test_who_objected_finds_in_the_inbox_that_the_answer_takes_longer_and_that_it_is_there(town):
    by = made_up(0)
    with transaction() as session:  # somebody at the window has let him act for the enterprise
        user = session.scalars(select(User).where(User.enterprise_id == by.enterprise_id)).one()
        authority.admit(session, user, None, by=town["zhou.min"], at=NOW)
        by = replace(by, id=user.id)
    town.list_black(Entry(**LISTED, unit_name="编造的第0家公司", uscc=CODES[0]), version="2")
    mine = credit_objections.file(entry_id(), "处罚决定已经撤销", by=by, at=NOW)
    credit_objections.extend(mine, "还要向望海核实", by=town["chen.li"], at=NOW)
    credit_objections.answer(mine, "rejected", "没有撤销", by=town["chen.li"], at=NOW)
    told = [(one.kind, one.topic) for one in messages.inbox(by=by).rows if one.topic != "account"]
    assert told == [("ObjectionAnswered", "decision"), ("ObjectionExtended", "date")]
