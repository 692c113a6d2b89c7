"""Natural persons at the window: one record a person, the number in it alone, its sign everywhere else, letters on paper."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import func, select

from guides.identifiers import id_check_digit, uscc_fault
from portal.db import reading
from portal.models import Enterprise, EnterpriseEntry, JournalEntry, OutboxMessage, Snapshot
from portal.services import casefile, desk, drafts, intake, letter_service, letters, persons, sittings, submission
from portal.services.applicants import ApplicantFacts
from portal.services.credit_lists import Entry
from portal.services.sittings import Agent
from portal.services.wrong_input import WrongInput
from tests.at_window import HAZCHEM, Town, beijing, day, settle
from tests.web.people import USCC
from workflows.refusal import Refusal

OPERATOR = "special_operator_certificate"
NUMBER = "990101198003073019"
AT = beijing("2026-09-29 10:00")
OTHER = "99010119900101123"


ANSWERS = {
    "apply_kind": "first",
    "applied_by": "self",
    "op_category": "electrician",
    "op_item": "低压电工作业",
    "exempt_train": "yes",
    "health_proof": "commitment",
    "person_name": "沈远航",
    "id_no": NUMBER,
    "gender": "male",
    "person_phone": "13900000001",
    "education_level": "senior",
    "exam_place": "临江市考试点",
    "health": "yes",
}


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def facts(number: str = NUMBER, name: str = "沈远航", **more: bool) -> ApplicantFacts:
    return ApplicantFacts(uscc=number, name=name, kind="natural_person", address="临江市澄江区", **more)


def begun(town: Town, said: ApplicantFacts | None = None, *items: str) -> str:
    """The draft of somebody who stands at the window."""
    sitting = sittings.begin(items or (OPERATOR,), said or facts(), Agent(), by=town.clerk, at=AT)
    return sittings.view(sitting, by=town.clerk).lines[0].draft_id


def handed_in(town: Town) -> str:
    """The certificate of an electrician, without papers yet."""
    draft = begun(town)
    drafts.save(draft, ANSWERS, by=town.clerk, at=AT)
    return submission.submit(draft, by=town.clerk, at=AT, incomplete=True).case_id


def people() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).where(Enterprise.kind == "natural_person")) or 0


def test_a_person_is_one_record_however_often_he_comes_and_however_the_number_is_written(town: Town) -> None:
    first = drafts.view(begun(town), by=town.clerk).applicant
    again = drafts.view(begun(town, facts("990101 19800307 3019", "")), by=town.clerk).applicant
    chosen = drafts.view(begun(town, facts(first.uscc, "")), by=town.clerk).applicant
    assert first.id == again.id == chosen.id
    assert people() == 1
    assert (first.name, first.kind) == ("沈远航", "natural_person")
    namesake = drafts.view(begun(town, facts(OTHER + id_check_digit(OTHER))), by=town.clerk).applicant
    assert namesake.id != first.id
    assert people() == 2


def test_the_number_stands_in_the_record_alone(town: Town) -> None:
    handed_in(town)
    with reading() as session:
        kept = session.scalars(select(Enterprise).where(Enterprise.kind == "natural_person")).one()
        assert (kept.legal_representative_id, kept.uscc) == (NUMBER, persons.sign_of(NUMBER))
        said = [*session.scalars(select(JournalEntry.payload))]
        said += [one["enterprise"] for one in session.scalars(select(Snapshot.content))]
        said += [*session.scalars(select(EnterpriseEntry.facts)), *session.scalars(select(OutboxMessage.payload))]
    assert NUMBER not in json.dumps(said, ensure_ascii=False) + repr(intake.queue(by=town.clerk, on=day("2026-09-29")))


def test_letters_say_you_to_a_person_hide_the_middle_and_go_out_on_paper(town: Town) -> None:
    case_id = handed_in(town)
    file = casefile.casefile(case_id, by=town.clerk)
    assert file.case.service == "paper"
    words = str(letters.letter(file.letters[0].public_id, by=town.clerk).letter)
    assert "身份证件号码" in words
    assert "9901**********3019" in words
    assert "你单位" not in words
    assert NUMBER not in words
    with pytest.raises(Refusal, match="no_inbox"):
        letter_service.choose(case_id, "electronic", by=town.clerk, at=AT)


def test_the_credit_lists_know_a_person_by_the_number(town: Town) -> None:
    listed = {"grounds": "伪造证书", "body": "临江市应急管理局", "listed_on": day("2026-01-05")}
    town.list_black(Entry(person_id=NUMBER, person_name="沈远航", **listed), version="2")
    case_id = handed_in(town)
    desk.look_up_credit(case_id, by=town.clerk, at=AT)
    assert casefile.casefile(case_id, by=town.clerk).case.credit[-1].result == "black"


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("99010119800307301", "length"),
        ("99010119800307301A", "alphabet"),
        ("990101198013073019", "birth"),
        ("990101198003073018", "check"),
        ("9901abcdefghij3019", "length"),
    ],
)
def test_a_number_that_cannot_be_is_told(town: Town, number: str, fault: str) -> None:
    with pytest.raises(WrongInput) as wrong:
        begun(town, facts(number))
    assert wrong.value.fields == {"uscc": fault}
    assert people() == 0


def test_what_only_organisations_apply_for_is_said_before_anything_is_written(town: Town) -> None:
    with pytest.raises(WrongInput) as wrong:
        begun(town, facts(), OPERATOR, HAZCHEM)
    assert wrong.value.fields == {"item": "firms"}
    assert people() == 0


def test_a_name_is_needed_once_and_a_new_one_is_asked_about(town: Town) -> None:
    with pytest.raises(WrongInput) as wrong:
        begun(town, facts(name=""))
    assert wrong.value.fields == {"name": "missing"}
    begun(town)
    with pytest.raises(WrongInput) as wrong:
        begun(town, facts(name="沈远帆"))
    assert wrong.value.fields == {"name": "differs"}
    renamed = drafts.view(begun(town, facts(name="沈远帆", renamed=True)), by=town.clerk).applicant
    assert (renamed.name, people()) == ("沈远帆", 1)


@pytest.mark.parametrize("number", [NUMBER, OTHER + id_check_digit(OTHER), "11010519491231002X"])
def test_a_sign_is_no_code_and_says_nothing_of_the_middle(app: Flask, number: str) -> None:
    with app.app_context():
        sign = persons.sign_of(number)
    assert persons.is_sign(sign)
    assert not persons.is_sign(number)
    assert uscc_fault(sign) is not None
    assert number[4:14] not in sign
    assert persons.shown(sign) == f"{number[:4]}{'*' * 10}{number[-4:]}"
    assert persons.shown(USCC) == USCC
