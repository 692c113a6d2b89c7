"""One enterprise under two records: an administrator joins them with a reason, nothing is lost, and it is logged."""

from __future__ import annotations

import pytest
from flask import Flask

from guides.identifiers import uscc_check_digit
from portal.access import Denied
from portal.services import applicants, casefile, drafts, enterprise_merge, walkin
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
    from portal.db import transaction
    from portal.services.applicants import ApplicantFacts

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
