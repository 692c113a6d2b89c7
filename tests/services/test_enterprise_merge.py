"""One enterprise under two records: an administrator joins them with a reason, nothing is lost, and it is logged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from guides.identifiers import uscc_check_digit
from portal.access import Denied
from portal.actors import SYSTEM
from portal.db import Base, reading, transaction
from portal.models import Enterprise
from portal.services import (
    applicants,
    appointments,
    authority,
    casefile,
    complaints,
    drafts,
    enterprise_log,
    enterprise_merge,
    service_windows,
    slot_rules,
    walkin,
)
from portal.services.applicants import ApplicantFacts
from portal.services.service_windows import WindowFacts
from portal.services.slot_rules import SlotFacts
from portal.services.wrong_input import WrongInput
from tests.at_window import HAZCHEM, Town, beijing, settle
from tests.web.people import FIRM, USCC

AT = beijing("2026-09-29 10:00")
OLD = "91990101MA2WX1234" + uscc_check_digit("91990101MA2WX1234")


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def test_cases_drafts_and_accounts_go_over_and_both_codes_find_the_record(town: Town) -> None:
    case_id = town.hand_in("2026-09-28 10:00")
    draft = walkin.start(HAZCHEM, OLD, by=town.clerk, at=AT, name="临江恒泰化工（老）")
    handed = casefile.casefile(case_id, by=town.clerk)
    moved = enterprise_merge.merge(USCC, OLD, "登记机关证明：同一家，代码已换发。", by=town.administrator, at=AT)
    assert moved == 3  # the case, its draft, the account of the handler
    file = casefile.casefile(case_id, by=town.clerk)
    assert file.enterprise_id == drafts.view(draft, by=town.clerk).applicant.id != handed.enterprise_id
    assert (file.content, file.recorded) == (handed.content, handed.recorded)
    assert [one.uscc for one in applicants.find(USCC, by=town.clerk).candidates] == [OLD]
    line = enterprise_merge.log(by=town.administrator)[0]
    assert (line.kind, line.uscc, line.facts["from"], line.by) == ("merged", OLD, USCC, "林静")
    assert line.reason.startswith("登记机关证明")


def test_records_of_one_name_stand_together(town: Town) -> None:
    assert enterprise_merge.doubles(by=town.administrator) == ()
    with transaction() as session:
        applicants.settle(session, ApplicantFacts(uscc=OLD, name=FIRM, another=True), by=town.clerk, at=AT)
    assert [[one.uscc for one in group] for group in enterprise_merge.doubles(by=town.administrator)] == [[USCC, OLD]]
    enterprise_merge.merge(OLD, USCC, "同一家", by=town.administrator, at=AT)
    assert enterprise_merge.doubles(by=town.administrator) == ()
    with pytest.raises(WrongInput) as wrong:
        enterprise_merge.merge(OLD, USCC, "再一次", by=town.administrator, at=AT)
    assert wrong.value.fields == {"from_uscc": "unknown"}


def test_a_merge_needs_a_reason_two_records_and_an_administrator(town: Town) -> None:
    for codes, reason, fields in (
        ((USCC, OLD), " ", {"reason": "missing"}),
        ((USCC, USCC), "同一家", {"into_uscc": "same"}),
        ((USCC, OLD), "同一家", {"into_uscc": "unknown"}),
    ):
        with pytest.raises(WrongInput) as wrong:
            enterprise_merge.merge(*codes, reason, by=town.administrator, at=AT)
        assert wrong.value.fields == fields
    for somebody in (town.clerk, town.supervisor, town.handler):
        with pytest.raises(Denied):
            enterprise_merge.merge(USCC, OLD, "同一家", by=somebody, at=AT)


def test_every_table_that_points_to_an_enterprise_goes_over_or_says_why_not() -> None:
    """A new table cannot be forgotten, neither here nor where an account's own record is joined to the enterprise's."""
    pointing = {
        table.name
        for table in Base.metadata.tables.values()
        if any(key.column.table.name == "enterprises" for key in table.foreign_keys)
    }
    handed = {one.__tablename__ for one in enterprise_merge.HOLDING}
    assert handed | set(enterprise_merge.OTHERWISE) == pointing
    assert not handed & set(enterprise_merge.OTHERWISE)
    of_an_account_alone = {"mandates"}  # such an account gives no authority
    assert {one.__tablename__ for one in authority.HOLDING} == handed - of_an_account_alone


def test_appointments_complaints_and_promises_go_over_too_and_the_log_is_read_whole(town: Town) -> None:
    rule = SlotFacts(first=date(2026, 1, 1), last=None, opens=540, closes=720, minutes=30, capacity=1)
    facts = WindowFacts(code="3", name_zh="三号", name_en="Three", comprehensive=False, items=(HAZCHEM,))
    window = service_windows.create(facts, by=SYSTEM)
    slot_rules.add(window, rule, by=SYSTEM)
    appointments.book(HAZCHEM, window, date(2026, 9, 30), 540, by=town.handler, at=AT)
    complaints.file("extra_material", "要了一份指南上没有的证明。", once="one", by=town.handler, at=AT)
    town.deferred("2026-09-21 09:00", "2026-09-21 10:00")
    with transaction() as session:
        applicants.settle(session, ApplicantFacts(uscc=OLD, name=FIRM, another=True), by=town.clerk, at=AT)
        lost, kept = (
            session.scalars(select(Enterprise.id).where(Enterprise.uscc == code)).one() for code in (USCC, OLD)
        )
    enterprise_merge.merge(USCC, OLD, "同一家", by=town.administrator, at=AT)
    moved = enterprise_merge.log(by=town.administrator)[0].facts["moved"]
    assert [len(moved[name]) for name in ("appointments", "complaints", "case_promises")] == [1, 1, 1]
    with reading() as session:
        for model in enterprise_merge.HOLDING:
            assert not session.scalar(select(func.count()).select_from(model).where(model.enterprise_id == lost)), model
    owner = replace(town.handler, owner=True, enterprise_id=kept)
    acts = enterprise_log.of_enterprise(by=owner, on=AT.date()).page.rows
    assert "appointment_booked" in {one.kind for one in acts}, "the log of the record that was is read with it"
