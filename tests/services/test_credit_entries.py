"""One entry at a time: listed by hand, ended early or repaired, restored, objected to and answered, with a history that stays."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import select

from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import CreditEntry, OutboxMessage
from portal.services import (
    casefile,
    credit,
    credit_acts,
    credit_entries,
    credit_lists,
    credit_objections,
    credit_view,
    outbox,
)
from portal.services.credit_lists import Entry
from portal.services.wrong_input import WrongInput
from tests import under_review
from tests.under_review import Town, beijing
from workflows.refusal import Refusal

USCC = "91990101MA2HT5K72T"
ENTRY = Entry(
    uscc=USCC, unit_name="临江恒泰化工贸易有限公司", grounds="未经许可经营", body="临江市应急管理局",
    decision_document="临应急失信〔2026〕3号", listed_on=date(2025, 9, 1), until=date(2029, 8, 31),
)  # fmt: skip
NOW = beijing("2026-09-30 10:00")


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


def entry_id() -> int:
    with reading() as session:
        return max(session.query(CreditEntry.id).all())[0]


def handler(town: Town, firm: int = 0) -> Actor:
    return Actor("handler", 1, frozenset({Role.HANDLER}), enterprise_id=town.firms[firm])


def end(town: Town, act: str = "repaired", day: date = date(2026, 9, 29), number: int | None = None) -> None:
    words = ("罚款已缴清", "临信修〔2026〕1号")
    credit_acts.act_on(number or entry_id(), act, day, *words, by=town["lin.jing"], at=NOW)


def look(town: Town) -> str:
    """What a new application's look sees."""
    case_id = town.apply("2026-09-29 15:42")
    return town.accept(case_id, "2026-09-30 10:30").credit[-1].result


def acts(town: Town, number: int) -> list[str]:
    return [one.act for one in credit_entries.one(number, by=town["lin.jing"], on=date(2026, 9, 30)).history]


def test_what_is_listed_by_hand_counts_beside_the_lists_that_are_imported(town):
    number = credit_lists.add_by_hand("black", ENTRY, rule_version="应急管理部令第11号", by=town["lin.jing"], at=NOW)
    town.list_black(version="2026-09-30")
    assert look(town) == "black"
    assert acts(town, number) == ["listed"]
    with pytest.raises(Refusal, match="credit_entry_known"):
        credit_lists.add_by_hand("black", ENTRY, rule_version="11", by=town["lin.jing"], at=NOW)


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        (Entry(grounds="x", body="y", listed_on=date(2026, 1, 1)), {"uscc": "nobody"}),
        (Entry(grounds="x", body="y", listed_on=date(2026, 1, 1), uscc="1"), {"uscc": "wrong"}),
        (
            Entry(grounds="x", body="y", listed_on=date(2026, 1, 2), until=date(2026, 1, 1), unit_name="甲"),
            {"until": "reversed"},
        ),
    ],
)
def test_what_cannot_be_right_is_not_listed(town, entry, fields):
    with pytest.raises(WrongInput) as wrong:
        credit_lists.add_by_hand("black", entry, rule_version="11", by=town["lin.jing"], at=NOW)
    assert wrong.value.fields == fields


def test_a_repaired_entry_is_used_no_more_also_when_a_newer_list_still_has_it(town):
    town.list_black(ENTRY, version="2")
    end(town)
    assert look(town) == "none"
    town.list_black(ENTRY, version="3")
    assert look(town) == "none"
    assert acts(town, entry_id()) == ["listed", "repaired"]


def test_what_was_won_by_a_false_application_is_restored(town):
    town.list_black(ENTRY, version="2")
    end(town, "removed")
    end(town, "restored", date(2026, 9, 30))
    assert look(town) == "black"
    assert credit_entries.one(entry_id(), by=town["lin.jing"], on=date(2026, 9, 30)).line.state == "current"


def test_an_act_counts_from_its_day_on_and_never_twice(town):
    town.list_black(ENTRY, version="2")
    end(town, day=date(2026, 9, 30))
    with pytest.raises(Refusal, match="credit_act_not_now"):
        end(town, "removed")
    with reading() as session:
        key = session.get_one(CreditEntry, entry_id()).key
        assert credit_acts.ended(session, [key], date(2026, 9, 29)) == frozenset()
        assert credit_acts.ended(session, [key], date(2026, 9, 30)) == {key}


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("day", "code"), [(date(2026, 10, 1), "future"), (date(2025, 8, 31), "reversed"), (None, "missing")]
)
def test_the_day_of_an_act_lies_between_the_listing_and_today(town, day, code):
    town.list_black(ENTRY, version="2")
    with pytest.raises(WrongInput) as wrong:
        end(town, day=day)
    assert wrong.value.fields == {"day": code}


def test_an_old_look_keeps_what_it_saw_and_says_that_the_entry_ended_since(town):
    town.list_black(ENTRY, version="2")
    case_id = town.apply("2026-09-29 15:42")
    town.accept(case_id, "2026-09-30 09:40")
    end(town)
    (hit,) = credit.evidence(casefile.casefile(case_id, by=town["chen.li"])).on_black
    assert (hit.version, hit.until, hit.ended) == ("2", date(2029, 8, 31), "repaired")


def test_the_history_tells_every_version_in_which_the_entry_came_changed_and_went(town):
    town.list_black(ENTRY, version="2", at="2026-09-02 06:00")
    first = entry_id()
    town.list_black(replace(ENTRY, until=date(2027, 8, 31)), version="3", at="2026-09-03 06:00")
    town.list_black(version="4", at="2026-09-04 06:00")
    town.list_black(ENTRY, version="5", at="2026-09-05 06:00")
    assert acts(town, first) == ["listed", "changed", "gone", "back"]
    states = {
        one: credit_entries.one(one, by=town["lin.jing"], on=date(2026, 9, 30)).line.state
        for one in (first, entry_id())
    }
    assert states == {first: "gone", entry_id(): "current"}


@pytest.mark.engines("sqlite")
def test_entries_are_found_by_code_by_part_of_a_name_and_by_whole_names(town):
    person = Entry(grounds="x", body="y", listed_on=date(2020, 1, 1), until=date(2023, 1, 1), person_name="沈远航")
    town.list_black(ENTRY, person, version="2")
    found = {
        asked: [one.state for one in credit_entries.find(asked, by=town["lin.jing"], on=date(2026, 9, 30)).rows]
        for asked in ("", USCC.lower(), "恒泰", "沈远航", "沈", "%")
    }
    assert found == {
        "": ["expired", "current"], USCC.lower(): ["current"], "恒泰": ["current"], "沈远航": ["expired"], "沈": [], "%": [],
    }  # fmt: skip


def test_the_applicant_sees_the_own_entry_objects_and_reads_the_answer(town):
    town.list_black(ENTRY, version="2")
    (own,) = credit_view.own(by=handler(town), at=NOW)
    number = credit_objections.file(own.entry.id, "决定已经撤销", by=handler(town), at=NOW)
    (task,) = credit_objections.tasks(by=town["chen.li"], on=date(2026, 9, 30))
    assert (task.objection.applicant, task.office, task.objection.due_on) == (
        "临江恒泰化工贸易有限公司", "emb", date(2026, 10, 13),
    )  # fmt: skip
    with pytest.raises(Refusal, match="credit_objection_open"):
        credit_objections.file(own.entry.id, "再说一遍", by=handler(town), at=NOW)
    with pytest.raises(Denied):
        credit_objections.answer(number, "upheld", "查实", "文", by=town["qin.yue"], at=NOW)
    with pytest.raises(WrongInput) as wrong:
        credit_objections.answer(number, "upheld", "查实", by=town["chen.li"], at=NOW)
    assert wrong.value.fields == {"answer_document": "document_missing"}
    assert look(town) == "black", "a mark is a mark: the entry counts until the objection is upheld"
    credit_objections.answer(number, "upheld", "查实，决定已经撤销", "临应急〔2026〕9号", by=town["chen.li"], at=NOW)
    assert look(town) == "none"
    with pytest.raises(Refusal, match="credit_objection_answered"):
        credit_objections.answer(number, "rejected", "不成立", by=town["han.weidong"], at=NOW)
    assert acts(town, own.entry.id) == ["listed", "objected", "upheld", "removed"]


def test_an_objection_that_is_rejected_leaves_the_entry_and_stands_beside_it(town):
    town.list_black(ENTRY, version="2")
    case_id = town.apply("2026-09-29 15:42")
    town.accept(case_id, "2026-09-30 09:40")
    number = credit_objections.file(entry_id(), "同名", by=handler(town), at=NOW)
    file = casefile.casefile(case_id, by=town["chen.li"])
    assert [one.disputed for one in credit.evidence(file).hits] == [True]
    credit_objections.answer(number, "rejected", "代码一致", by=town["chen.li"], at=NOW)
    (hit,) = credit.evidence(file).hits
    assert (hit.disputed, hit.ended, [one.answer for one in hit.objections]) == (False, "", ["rejected"])


def test_nobody_objects_to_an_entry_about_somebody_else(town):
    town.list_black(ENTRY, version="2")
    assert credit_view.own(by=handler(town, 1), at=NOW) == ()
    with pytest.raises(Denied):
        credit_objections.file(entry_id(), "与我无关", by=handler(town, 1), at=NOW)


def test_the_document_of_an_objection_is_read_by_whose_business_it_is(town):
    town.list_black(ENTRY, version="2")
    proof = ("决定.png", io.BytesIO(picture()))
    number = credit_objections.file(entry_id(), "决定已经撤销", proof=proof, by=handler(town), at=NOW)
    assert credit_objections.open_file(number, by=handler(town))[0].filename == "决定.png"
    assert credit_objections.open_file(number, by=town["chen.li"])[0].filename == "决定.png"
    for other in (handler(town, 1), town["qin.yue"]):
        with pytest.raises(Denied):
            credit_objections.open_file(number, by=other)


def picture() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (800, 600), "white").save(held, "PNG")
    return held.getvalue()


def test_two_officers_who_answer_at_once_give_one_answer(town, database):
    town.list_black(ENTRY, version="2")
    number = credit_objections.file(entry_id(), "同名", by=handler(town), at=NOW)
    begun, said = threading.Barrier(2), []

    def give(login: str, verdict: str) -> None:
        with database.app_context():
            begun.wait(20)
            try:
                credit_objections.answer(number, verdict, "理由", "文书", by=town[login], at=NOW)
                said.append(verdict)
            except Refusal as refusal:
                said.append(refusal.rule)

    pairs = (("chen.li", "upheld"), ("han.weidong", "rejected"))
    threads = [threading.Thread(target=give, args=one) for one in pairs]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert len(said) == 2
    assert said.count("credit_objection_answered") == 1


def test_only_administrators_change_entries(town):
    town.list_black(ENTRY, version="2")
    with pytest.raises(Denied):
        credit_acts.act_on(entry_id(), "repaired", date(2026, 9, 29), "x", "y", by=town["chen.li"], at=NOW)
    with pytest.raises(Denied):
        credit_lists.add_by_hand("black", ENTRY, rule_version="", by=town["chen.li"], at=NOW)


LIST = "全国安全生产严重失信主体名单"
BARE = replace(ENTRY, uscc="", decision_document="")


@pytest.mark.parametrize(
    "later", [replace(BARE, uscc=USCC), replace(BARE, decision_document="临应急失信〔2026〕3号"), ENTRY]
)
def test_an_entry_of_which_a_later_list_says_more_stays_what_it_was(town, later):
    town.list_black(BARE, version="2026-09-28")
    end(town)
    found = credit_lists.differences("black", LIST, [later])
    assert (found.new, found.gone, [one.after for one in found.changed]) == ((), (), [later])
    town.list_black(later, version="2026-09-30")
    assert look(town) == "none"
    assert acts(town, entry_id())[-1:] == ["repaired"]


@pytest.mark.parametrize(
    "later",
    [
        replace(BARE, listed_on=date(2026, 10, 8)),
        replace(BARE, listed_on=date(2025, 9, 2), grounds="重大事故隐患拒不整改"),
        replace(BARE, listed_on=date(2025, 9, 2), body="海东市应急管理局"),
        replace(ENTRY, unit_name="临江新泰化工贸易有限公司", uscc="91990101MA2GL5678J"),
        replace(BARE, person_name="沈远航"),
    ],
)
def test_another_listing_takes_nothing_over_from_one_that_is_gone(town, later):
    town.list_black(BARE, version="2026-09-28")
    found = credit_lists.differences("black", LIST, [later])
    assert (found.new, found.gone) == ((later,), (BARE,))


def test_an_entry_of_which_only_the_day_is_corrected_stays_what_it_was(town):
    town.list_black(BARE, version="2026-09-28")
    end(town)
    later = replace(BARE, listed_on=date(2025, 9, 2))
    found = credit_lists.differences("black", LIST, [later])
    assert (found.new, found.gone, [one.after for one in found.changed]) == ((), (), [later])
    town.list_black(later, version="2026-09-30")
    assert look(town) == "none"
    assert acts(town, entry_id())[-1:] == ["repaired"]


def test_of_two_corrected_days_that_could_be_it_neither_is(town):
    town.list_black(BARE, version="2026-09-28")
    two = [replace(BARE, listed_on=date(2025, 9, day)) for day in (2, 3)]
    assert len(credit_lists.differences("black", LIST, two).new) == 2
    beside = [BARE, replace(BARE, listed_on=date(2025, 9, 2))]
    assert credit_lists.differences("black", LIST, beside).new == (beside[1],)


def test_of_two_lines_that_could_be_it_neither_is(town):
    town.list_black(BARE, version="2026-09-28")
    two = [replace(BARE, decision_document=one) for one in ("临应急失信〔2026〕3号", "临应急失信〔2026〕4号")]
    assert len(credit_lists.differences("black", LIST, two).new) == 2


def settled(at: str) -> set[str]:
    with reading() as session:
        waiting = session.scalars(select(OutboxMessage.id).where(OutboxMessage.kind == credit_acts.SETTLED)).all()
    return {outbox.deliver(one, at=beijing(at)) for one in waiting}


@pytest.mark.parametrize(("verdict", "left"), [("upheld", "none"), ("not_concerned", "none"), ("rejected", "black")])
def test_what_an_objection_comes_to_reaches_the_cases_that_run(town, verdict, left):
    town.list_black(ENTRY, version="2026-09-28")
    case_id = town.apply("2026-09-29 15:42")
    assert town.accept(case_id, "2026-09-30 10:30").credit[-1].result == "black"
    number = credit_objections.file(entry_id(), "不是我单位", by=handler(town), at=NOW)
    credit_objections.answer(number, verdict, "查实", "临应急〔2026〕9号", by=town["chen.li"], at=NOW)
    assert settled("2026-09-30 11:00") == (set() if verdict == "rejected" else {"sent"})
    assert casefile.casefile(case_id, by=town["chen.li"]).case.credit[-1].result == left


def test_a_restored_entry_counts_again_in_the_cases_in_which_it_was_seen(town):
    town.list_black(ENTRY, version="2026-09-28")
    case_id = town.apply("2026-09-29 15:42")
    town.accept(case_id, "2026-09-30 10:30")
    end(town)
    settled("2026-09-30 11:00")
    words = ("申请材料虚假", "临信恢〔2026〕1号")
    credit_acts.act_on(
        entry_id(), "restored", date(2026, 9, 30), *words, by=town["lin.jing"], at=beijing("2026-09-30 12:00")
    )
    settled("2026-09-30 12:01")
    looks = casefile.casefile(case_id, by=town["chen.li"]).case.credit
    assert [one.result for one in looks][-3:] == ["black", "none", "black"]
