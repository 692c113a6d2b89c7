"""Applicants at the counter: found by what is typed or scanned, created once, doubts asked and every change logged."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from guides.identifiers import uscc_check_digit
from portal.access import Denied
from portal.db import reading, transaction
from portal.models import Enterprise, EnterpriseEntry
from portal.services import applicants
from portal.services.applicants import ApplicantFacts
from portal.services.wrong_input import WrongInput
from tests.at_window import Town, beijing, settle
from tests.web.people import FIRM, USCC

AT = beijing("2026-09-29 10:00")


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def code(body: str) -> str:
    return body + uscc_check_digit(body)


NEW, OTHER = code("91990101MA2WX1234"), code("91990101MA2WX5678")


def settled(town: Town, **facts: Any) -> int:
    with transaction() as session:
        return applicants.settle(session, ApplicantFacts(**facts), by=town.clerk, at=AT)


def logged() -> list[tuple[str, dict[str, Any]]]:
    with reading() as session:
        return [(one.kind, one.facts) for one in session.scalars(select(EnterpriseEntry).order_by(EnterpriseEntry.id))]


@pytest.mark.parametrize(
    "scanned",
    [
        USCC,
        f" {USCC.lower()[:9]} {USCC.lower()[9:]} ",
        f"http://www.gsxt.gov.cn/index.html?uniscid={USCC}&scan=1",
        f"名称：{FIRM}；统一社会信用代码：{USCC}；住所：临江市澄江区化工路18号",
        "".join(chr(ord(one) + 0xFEE0) for one in USCC),
    ],
)
def test_an_enterprise_is_found_by_what_the_scanner_types(town: Town, scanned: str) -> None:
    found = applicants.find(scanned, by=town.clerk)
    assert (found.code, found.fault, [one.name for one in found.candidates]) == (USCC, None, [FIRM])


def test_an_enterprise_is_found_by_parts_of_its_name(town: Town) -> None:
    assert [one.uscc for one in applicants.find("恒泰 化工", by=town.clerk).candidates] == [USCC]
    assert applicants.find("没有这家", by=town.clerk).candidates == ()
    assert applicants.find("%", by=town.clerk).candidates == ()


def test_a_wrong_code_says_which_character_is_wrong_and_what_it_must_be(town: Town) -> None:
    fault = applicants.find(f"{USCC[:-1]}0", by=town.clerk).fault
    assert fault is not None
    assert (fault.kind, fault.at, fault.found, fault.expected) == ("check", 18, "0", "T")
    fault = applicants.find(f"{USCC[:4]}O{USCC[5:]}", by=town.clerk).fault
    assert fault is not None
    assert (fault.kind, fault.at, fault.found) == ("alphabet", 5, "O")
    fault = applicants.find(USCC[:-1], by=town.clerk).fault
    assert fault is not None
    assert (fault.kind, fault.at) == ("length", 17)


@pytest.mark.parametrize("at", range(18))
def test_one_character_copied_wrongly_never_passes(at: int) -> None:
    from guides.identifiers import USCC_ALPHABET, uscc_fault

    wrong = [USCC[:at] + other + USCC[at + 1 :] for other in USCC_ALPHABET if other != USCC[at]]
    assert all(uscc_fault(one) for one in wrong)


def test_a_new_enterprise_keeps_rare_characters_and_is_logged(town: Town) -> None:
    number = settled(town, uscc=NEW, name="𠮷林石化（临江）有限公司", kind="branch", legal_representative="陆知行")
    found = applicants.find("𠮷林", by=town.clerk).candidates
    assert [(one.id, one.name, one.kind) for one in found] == [(number, "𠮷林石化（临江）有限公司", "branch")]
    assert settled(town, uscc=NEW) == number
    assert [kind for kind, _facts in logged()] == ["created"]


def test_a_known_code_under_another_name_is_asked_about_and_renamed_with_a_log(town: Town) -> None:
    with pytest.raises(WrongInput) as wrong:
        settled(town, uscc=USCC, name="临江恒泰新材料有限公司")
    assert wrong.value.fields == {"name": "differs"}
    settled(town, uscc=USCC, name="临江恒泰新材料有限公司", renamed=True)
    assert [one.name for one in applicants.find(USCC, by=town.clerk).candidates] == ["临江恒泰新材料有限公司"]
    assert logged() == [("renamed", {"from": FIRM, "to": "临江恒泰新材料有限公司"})]


def test_brackets_and_blanks_do_not_make_another_name(town: Town) -> None:
    number = settled(town, uscc=NEW, name="望山（临江）公司")
    assert settled(town, uscc=NEW, name="望山 (临江) 公司") == number
    with pytest.raises(WrongInput):
        settled(town, uscc=OTHER, name="望山(临江)公司")


def test_a_name_that_another_code_bears_is_asked_about_before_a_second_record_is_made(town: Town) -> None:
    with pytest.raises(WrongInput) as wrong:
        settled(town, uscc=NEW, name=FIRM)
    assert wrong.value.fields == {"name": "twice"}
    assert [one.uscc for one in applicants.namesakes(FIRM, by=town.clerk, but=NEW)] == [USCC]
    settled(town, uscc=NEW, name=FIRM, another=True)
    both = applicants.find(FIRM, by=town.clerk).candidates
    assert [(one.uscc, one.twice) for one in both] == [(USCC, True), (NEW, True)]


def test_a_merged_code_leads_to_the_record_that_stands(town: Town) -> None:
    lost = settled(town, uscc=NEW, name="望山公司")
    with transaction() as session:
        kept = session.scalars(select(Enterprise).where(Enterprise.uscc == USCC)).one()
        session.get_one(Enterprise, lost).merged_into = kept.id
        number = kept.id
    assert settled(town, uscc=NEW) == number
    assert [one.uscc for one in applicants.find(NEW, by=town.clerk).candidates] == [USCC]
    assert applicants.find("望山", by=town.clerk).candidates == ()


def test_only_who_works_at_a_counter_looks_for_applicants(town: Town) -> None:
    assert applicants.find(USCC, by=town.point).candidates
    for somebody in (town.handler, town.reviewer, town.supervisor):
        with pytest.raises(Denied):
            applicants.find(USCC, by=somebody)
