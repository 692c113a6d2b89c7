"""Number and query code together open the state of a case; either alone opens nothing, and nobody is named."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import pytest
from flask import Flask

from portal.services import case_status, receipts, tracking, visits
from portal.services.case_status import find, status
from tests import at_window
from tests.at_window import Town, beijing

MONDAY = date(2026, 10, 12)


@pytest.fixture
def town(database: Flask) -> Town:
    return at_window.settle(database)


def receipt(town: Town, case_id: str) -> receipts.Receipt:
    return receipts.receipt(case_id, by=town.handler)


def test_number_and_code_open_the_case(town: Town) -> None:
    case_id = town.hand_in("2026-10-12 09:00")
    paper = receipt(town, case_id)
    assert find(paper.number, paper.query_code) == case_id


@pytest.mark.parametrize("written", ["{0}-{1}", "{0}{1}", " {0} {1} ", "{0}—{1}"])
def test_the_last_twelve_digits_are_enough_however_they_are_written(town: Town, written: str) -> None:
    paper = receipt(town, town.hand_in("2026-10-12 09:00"))
    short = written.format(paper.number[-12:-4], paper.number[-4:])
    assert find(short, paper.query_code.lower().replace("-", " ")) == paper.case_id


def test_neither_a_wrong_code_nor_a_wrong_number_opens_anything(town: Town) -> None:
    first, second = (receipt(town, town.hand_in(f"2026-10-12 09:{n:02d}")) for n in (0, 1))
    assert find(first.number, second.query_code) is None
    assert find(second.number[:-1] + "9", second.query_code) is None
    for number, code in [("", ""), (first.number, ""), ("", first.query_code), ("%", "%"), ("_" * 12, "x" * 9999)]:
        assert find(number, code) is None


def test_the_code_of_a_case_without_code_is_not_the_empty_one(town: Town) -> None:
    paper = receipt(town, town.hand_in("2026-10-12 09:00"))
    assert find(paper.number, "-") is None


def test_a_case_that_waits_at_the_window_says_so_and_until_when(town: Town) -> None:
    found = status(town.hand_in("2026-10-12 09:00"), on=MONDAY)
    assert found is not None
    assert found.turn.code == "answer"
    assert found.clock is not None
    assert (found.clock.name, found.clock.due.on) == ("notice_promised", date(2026, 10, 13))
    assert found.days == (("received", MONDAY),)


def test_a_case_under_review_names_the_departments(town: Town) -> None:
    found = status(town.accepted("2026-10-12 09:00"), on=date(2026, 10, 13))
    assert found is not None
    assert found.turn.code == "opinions"
    assert "临江市应急管理局" in [str(office) for office in found.offices]
    assert found.clock is not None
    assert found.clock.left == 10


def test_a_case_that_has_ended_has_no_clock_any_more(town: Town) -> None:
    case_id = town.hand_in("2026-10-12 09:00")
    town.conclude(case_id, "not_required", "2026-10-12 10:00", reason="厂区内销售自产产品")
    found = status(case_id, on=MONDAY)
    assert found is not None
    assert found.clock is None
    assert found.turn.code == "not_required"
    assert found.days[-1] == ("ended", MONDAY)


def test_the_status_names_no_applicant(town: Town) -> None:
    found = status(town.accepted("2026-10-12 09:00"), on=date(2026, 10, 13))
    assert found is not None
    shown = str({name: value for name, value in asdict(found).items() if name != "case"})
    assert "恒泰" not in shown
    assert "沈" not in shown


def test_a_case_that_is_gone_has_no_status(database: Flask) -> None:
    assert status("no such case", on=MONDAY) is None
    assert case_status.find("202610120001", "K7QM-2XRD") is None


def test_looking_up_takes_the_same_steps_for_a_number_that_does_not_exist(town: Town) -> None:
    assert beijing("2026-10-12 09:00")
    assert len(case_status._meant("20261012-0001")) == len(case_status._meant("99991231-9999")) > 1


def test_whoever_looks_a_case_up_reads_whose_turn_it_is_as_the_applicant_does(town: Town) -> None:
    case_id, on = town.accepted("2026-10-12 09:00"), date(2026, 10, 14)
    idle = status(case_id, on=on)
    assert idle is not None
    assert (idle.asked, idle.may_act) == (None, False)
    ask = {"place": "window", "purpose": "original", "reason": "看租赁合同原件", "instead": "扫描件看不清"}
    visits.ask(case_id, **ask, plan_on=date(2026, 10, 16), by=town.reviewer, at=beijing("2026-10-14 09:00"))
    public, own = status(case_id, on=on), tracking.tracking(case_id, by=town.handler, at=beijing("2026-10-14 10:00"))
    assert public is not None
    assert public.asked == tracking.asked_now(own.file.case, own.turn, own.tasks)
    assert public.asked is not None
    assert (public.asked.code, public.asked.due) == ("visit", date(2026, 10, 16))


def test_a_promised_material_is_the_applicants_turn_in_public_as_well(town: Town) -> None:
    found = status(town.deferred("2026-10-12 09:00", "2026-10-13 09:40"), on=date(2026, 10, 14))
    assert found is not None
    assert "applicant" in found.turn.parties
    assert (found.turn.code, found.asked) == ("supply", None), "the turn itself says it"
