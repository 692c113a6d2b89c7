"""An interested party is told in letters of its own, served on it, whose name the journal and the applicant never see (R141)."""

from __future__ import annotations

import json
from datetime import date, datetime, time

import pytest
from sqlalchemy import select

from portal.access import Denied
from portal.db import reading
from portal.documents.letter import words
from portal.models import Document, JournalEntry
from portal.services import casefile, hearings, interested, letter_service, letters
from portal.services.wrong_input import WrongInput
from tests.services.cases import Hall, at
from tests.services.test_hearings import set_day
from tests.services.test_letters import public_id
from workflows.calendar import SHANGHAI
from workflows.refusal import Refusal

NAME, ADDRESS = "望山石化销售有限公司", "临江市望江区港前路 9 号"


@pytest.fixture
def case_id(hall: Hall) -> str:
    found = public_id(hall.heard())
    hearings.tell(found, "拟准予许可", by=hall.reviewer, at=at("2026-03-06T09:00"))
    return found


def tell(hall: Hall, case_id: str, name: str = NAME) -> None:
    hearings.tell_interested(case_id, name, ADDRESS, by=hall.reviewer, at=at("2026-03-06T10:00"))


def letter_of(kind: str) -> str:
    with reading() as session:
        return session.scalars(select(Document.public_id).where(Document.kind == kind)).one()


def letters_of(kind: str) -> list[str]:
    with reading() as session:
        found = select(Document.public_id).where(Document.kind == kind).order_by(Document.seq)
        return list(session.scalars(found))


def said(hall: Hall, kind: str) -> str:
    return "".join(words(letters.letter(letter_of(kind), by=hall.clerk).letter))


def test_a_letter_names_the_matter_the_right_and_the_way_and_is_served_at_its_address(hall: Hall, case_id: str):
    tell(hall, case_id)
    text = said(hall, "interested_right")
    for phrase in (NAME, "第三十六条", "陈述和申辩", "第四十七条", "5个工作日", "拟准予许可"):
        assert phrase in text
    for phrase in ("不通过网站送达", "当面或者书面交到", "邮寄到该地址", "咨询电话", "不需要在网站注册"):
        assert phrase in text
    assert "电子方式" not in text
    assert "查询密码" not in text
    one = letter_of("interested_right")
    letter_service.serve(one, "counter", date(2026, 3, 9), names="顾女士", by=hall.clerk, at=at("2026-03-09T10:00"))
    proof = said(hall, "service")
    assert NAME in proof
    assert ADDRESS in proof


def test_the_day_of_the_hearing_is_told_in_a_letter_of_its_own_too(hall: Hall, case_id: str):
    tell(hall, case_id)
    hearings.request(case_id, by=hall.handler, at=at("2026-03-09T09:00"))
    set_day(hall, case_id)
    text = said(hall, "interested_notice")
    for phrase in (NAME, "2026年3月19日", "9:30", "三楼会议室", "请你方参加", "不通过网站送达"):
        assert phrase in text
    assert "电子方式" not in text


def test_neither_the_journal_nor_the_applicant_learns_name_and_address(hall: Hall, case_id: str):
    tell(hall, case_id)
    with reading() as session:
        kept = [json.dumps(one, ensure_ascii=False) for one in session.scalars(select(JournalEntry.payload))]
    assert not any(NAME in one or ADDRESS in one for one in kept)
    with pytest.raises(Denied):
        letters.letter(letter_of("interested_right"), by=hall.handler)
    assert not [one for one in letter_service.of_case(case_id, by=hall.handler) if one.document == "interested_right"]
    assert [one for one in letter_service.of_case(case_id, by=hall.clerk) if one.document == "interested_right"]
    seen = casefile.casefile(case_id, by=hall.handler)
    assert not [one for one in seen.letters if one.kind == "interested_right"]


def test_name_and_address_are_both_asked_for(hall: Hall, case_id: str):
    with pytest.raises(WrongInput):
        hearings.tell_interested(case_id, NAME, " ", by=hall.reviewer, at=at("2026-03-06T10:00"))
    with pytest.raises(Denied):
        hearings.tell_interested(case_id, NAME, ADDRESS, by=hall.handler, at=at("2026-03-06T10:00"))


def views(hall: Hall, case_id: str, when: str) -> list[tuple]:
    found = interested.parties(casefile.casefile(case_id, by=hall.reviewer), by=hall.reviewer, at=at(when))
    return [(one.number, one.name, one.said, one.last_on, one.called) for one in found]


def test_each_of_two_stands_by_itself_with_its_own_last_day(hall: Hall, case_id: str):
    other = "港前仓储有限公司"
    tell(hall, case_id)
    tell(hall, case_id, other)
    assert [one[2:4] for one in views(hall, case_id, "2026-03-06T11:00")] == [("silent", None)] * 2
    for letter, day in zip(letters_of("interested_right"), (date(2026, 3, 9), date(2026, 3, 11)), strict=True):
        noon = datetime.combine(day, time(12), SHANGHAI)
        letter_service.serve(letter, "counter", day, names="签收", by=hall.clerk, at=noon)
    hearings.waive(case_id, "书面放弃", party="1", by=hall.clerk, at=at("2026-03-12T09:00"))
    assert views(hall, case_id, "2026-03-18T09:00") == [
        ("1", NAME, "waived", date(2026, 3, 16), ""),
        ("2", other, "silent", date(2026, 3, 18), ""),
    ]
    assert [one[2] for one in views(hall, case_id, "2026-03-19T09:00")] == ["waived", "over"]
    with pytest.raises(Refusal, match="hearing_waived_already"):
        hearings.request(case_id, party="1", by=hall.clerk, at=at("2026-03-13T09:00"))
    case = hearings.request(case_id, party="2", by=hall.clerk, at=at("2026-03-18T10:00"))
    assert case.hearing.requests == ("2",)


def test_one_that_comes_by_itself_is_called_to_the_hearing_at_the_address_it_gave(hall: Hall, case_id: str):
    asked = {"party": "interested", "name": NAME, "address": ADDRESS, "by": hall.clerk}
    hearings.request(case_id, **asked, at=at("2026-03-09T09:00"))
    with pytest.raises(Refusal, match="hearing_requested_already"):
        hearings.request(case_id, **asked, at=at("2026-03-09T10:00"))
    set_day(hall, case_id)
    assert NAME in said(hall, "interested_notice")
    assert [one[-1] for one in views(hall, case_id, "2026-03-10T10:00")] == ["yes"]


def test_a_known_name_told_at_another_address_is_the_same_party(hall: Hall, case_id: str):
    tell(hall, case_id)
    moved = {"by": hall.reviewer, "at": at("2026-03-09T10:00")}
    case = hearings.tell_interested(case_id, NAME, "临江市望江区港后路 1 号", **moved)
    assert [(one.number, one.told_on) for one in case.hearing.parties] == [("1", date(2026, 3, 9))]
    (seen,) = interested.parties(casefile.casefile(case_id, by=hall.clerk), by=hall.clerk, at=at("2026-03-09T11:00"))
    assert seen.address == "临江市望江区港后路 1 号"


def test_only_who_sees_the_whole_file_sees_who_they_are(hall: Hall, case_id: str):
    tell(hall, case_id)
    with pytest.raises(Denied):
        interested.parties(casefile.casefile(case_id, by=hall.handler), by=hall.handler, at=at("2026-03-09T10:00"))
