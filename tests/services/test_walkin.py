"""Walk-in applications: the enterprise found or created by its code, the same form, the receipt, the visit."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from guides.identifiers import uscc_check_digit
from portal.access import Denied
from portal.db import reading
from portal.models import Enterprise
from portal.services import casefile, drafts, submission, walkin
from portal.services.submission import SubmissionIncomplete
from portal.services.wrong_input import WrongInput
from tests.at_window import ANSWERS, HAZCHEM, Town, beijing, settle
from tests.web.people import USCC

AT = beijing("2026-09-29 10:00")
NEW = "91990101MA2WX1234"


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def stranger() -> str:
    return NEW + uscc_check_digit(NEW)


def enterprises() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(Enterprise)) or 0


def test_a_known_enterprise_is_found_by_its_code(town: Town) -> None:
    draft = walkin.start(HAZCHEM, f" {USCC.lower()} ", by=town.clerk, at=AT, name="写错的名字")
    view = drafts.view(draft, by=town.clerk)
    assert (view.applicant.uscc, view.applicant.name) == (USCC, "临江恒泰化工贸易有限公司")
    assert view.channel == "window"
    assert view.raw["unit_name"] == "临江恒泰化工贸易有限公司"
    assert enterprises() == 1


def test_a_new_enterprise_is_created_with_its_name(town: Town, stranger: str) -> None:
    with pytest.raises(WrongInput) as wrong:
        walkin.start(HAZCHEM, stranger, by=town.clerk, at=AT)
    assert wrong.value.fields == {"name": "missing"}
    draft = walkin.start(HAZCHEM, stranger, by=town.clerk, at=AT, name="望山石化𠮷公司", legal_representative="陆知行")
    again = walkin.start(HAZCHEM, stranger, by=town.clerk, at=AT)
    assert drafts.view(draft, by=town.clerk).applicant.id == drafts.view(again, by=town.clerk).applicant.id
    assert drafts.view(draft, by=town.clerk).applicant.name == "望山石化𠮷公司"


def test_a_code_with_a_wrong_check_digit_is_told(town: Town) -> None:
    with pytest.raises(WrongInput) as wrong:
        walkin.start(HAZCHEM, USCC[:-1] + "0", by=town.clerk, at=AT, name="甲")
    assert wrong.value.fields == {"uscc": "check"}


def test_only_a_clerk_begins_at_the_window(town: Town) -> None:
    for somebody in (town.handler, town.reviewer, town.supervisor):
        with pytest.raises(Denied):
            walkin.start(HAZCHEM, USCC, by=somebody, at=AT)


def test_handing_in_at_the_window_is_a_visit_and_gives_a_receipt(town: Town) -> None:
    draft = walkin.start(HAZCHEM, USCC, by=town.clerk, at=AT, typed=ANSWERS)
    town.bring(draft, [], AT, by=town.clerk)
    receipt = submission.submit(draft, by=town.clerk, at=AT)
    file = casefile.casefile(receipt.case_id, by=town.clerk)
    assert (file.case.channel, file.case.visits, file.handler_id) == ("window", 1, None)
    assert file.content["handler"]["name"] == "沈远航"
    assert len(receipt.query_code) == 9
    assert submission.submit(draft, by=town.clerk, at=AT).case_id == receipt.case_id


def test_what_lacks_materials_is_received_all_the_same_and_told_once(town: Town) -> None:
    draft = walkin.start(HAZCHEM, USCC, by=town.clerk, at=AT, typed=ANSWERS)
    town.bring(draft, ["rules_list"], AT, by=town.clerk)
    with pytest.raises(SubmissionIncomplete):
        submission.submit(draft, by=town.clerk, at=AT)
    case_id = submission.submit(draft, by=town.clerk, at=AT, incomplete=True).case_id
    town.mark(case_id, "2026-09-29 11:00", fix={"rules_list": "没有交目录清单，请补交。"})
    case = town.conclude(case_id, "correction", "2026-09-29 11:10")
    assert [mark.material for mark in case.noticed] == ["rules_list"]


def test_online_nothing_incomplete_is_handed_in(town: Town) -> None:
    draft = drafts.start(HAZCHEM, by=town.handler, at=AT, typed=ANSWERS)
    with pytest.raises(SubmissionIncomplete):
        submission.submit(draft, by=town.handler, at=AT, incomplete=True)
