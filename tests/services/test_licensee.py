"""Where an employer applies for a worker the licence is the worker's: on paper, in the register and in public (R108)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from guides.identifiers import id_check_digit
from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Case, Document, Enterprise, Licence
from portal.services import (
    delivery,
    law,
    letters,
    licence_acts,
    licence_chain,
    licence_payload,
    licence_register,
    licence_view,
    own_tasks,
    persons,
    publication,
    renewals,
)
from portal.services.licence_register import Asked
from portal.services.licences import verify
from portal.services.publication import published
from tests.after_licence import AFTER, granted
from tests.services.cases import Hall, at
from tests.services.test_persons import ANSWERS, NUMBER, OPERATOR
from tests.web import people
from workflows.refusal import Refusal
from workflows.terms import RenewalTerm

TODAY = date(2026, 5, 11)
VERSION = date(2026, 1, 1)
OTHER = "99010119900101123"


@pytest.fixture
def hall(keyed) -> Hall:
    return Hall(keyed)


@pytest.fixture
def case_id(hall) -> str:
    """The certificate of Lu Yuan, an electrician, for whom his employer applied; made out on 9 March."""
    answers = {**ANSWERS, "applied_by": "employer", "person_name": "陆远", "employer": people.FIRM}
    case_id = granted(hall, item=OPERATOR, answers=answers, version=VERSION)
    delivery.issue(case_id, by=hall.clerk, at=at("2026-03-09T10:00"), electronic=True)
    return case_id


def licence() -> Licence:
    with reading() as session:
        return session.scalars(select(Licence)).one()


def account_of(number: str, name: str) -> Actor:
    """Somebody who signs in for himself."""
    with transaction() as session:
        person = Enterprise(uscc=persons.sign_of(number), name=name, kind="natural_person")
        person.created_at = at("2026-03-01T08:00")
        session.add(person)
        session.flush()
        return Actor("handler", 77, frozenset({Role.HANDLER}), enterprise_id=person.id, name=name)


def test_the_register_and_the_certificate_name_the_worker_and_not_the_employer(hall, case_id):
    assert (licence().holder_name, licence().holder_code) == ("陆远", persons.sign_of(NUMBER))
    [line] = licence_register.listed(Asked(words="陆远"), by=hall.clerk, on=TODAY).rows
    assert line.holder == "陆远"
    assert not licence_register.listed(Asked(words="恒泰"), by=hall.clerk, on=TODAY).rows
    with reading() as session:
        paper = session.scalars(select(Document.public_id).where(Document.kind == "licence")).one()
    words = str(letters.letter(paper, by=hall.handler).letter)
    assert "陆远" in words
    assert "9901**********3019" in words
    assert people.FIRM not in words
    assert NUMBER not in words


def test_the_code_and_the_public_page_tell_the_family_name_alone(hall, case_id):
    told = licence_payload.prove(licence().payload).facts
    assert (told.holder, told.code) == ("陆*", "9901**********3019")
    found = verify(number=licence().number, on=TODAY)
    assert found is not None
    assert (found.holder, found.holder_code, found.representative, found.contents) == ("陆*", "", "", ())
    with transaction() as session:
        session.scalars(select(Licence)).one().scope = f"陆远（{NUMBER}）从事低压电工作业"
    found = verify(number=licence().number, on=TODAY)
    assert found is not None
    assert found.scope == "陆*（******）从事低压电工作业", "what the decision wrote is masked as on the public list"


def test_the_published_line_is_that_of_a_masked_natural_person(hall, case_id):
    with reading() as session:
        row_id = session.scalars(select(Case.id).where(Case.public_id == case_id)).one()
    publication.publish(row_id, at=at("2026-03-10T09:00"))
    [line] = published()[0]
    told = [line.fields[code] for code in ("XK_XDR_MC", "XK_XDR_LB", "XK_XDR_SHXYM", "XK_FRDB")]
    assert told == ["陆*", "自然人", "", ""]
    assert not published(search="陆远")[0]


def test_the_worker_sees_it_in_an_account_of_his_own_and_the_employer_as_applicant(hall, case_id):
    worker, stranger = account_of(NUMBER, "陆远"), account_of(OTHER + id_check_digit(OTHER), "陆远")
    for who in (worker, hall.handler):
        assert [one.number for one in licence_register.own(by=who, on=TODAY).rows] == [licence().number]
        assert licence_view.view(case_id, by=who, on=TODAY).holder == "陆远"
    assert not licence_register.own(by=stranger, on=TODAY).rows
    with pytest.raises(Denied):
        licence_view.view(case_id, by=stranger, on=TODAY)


def test_the_worker_defends_the_certificate_and_nobody_gives_it_up_for_him(hall, case_id):
    worker = account_of(NUMBER, "陆远")
    licence_acts.propose(
        case_id, "revoke", "fraud", facts="查实以他人照片骗取。", reason="不具备条件。", basis="《行政许可法》第六十九条第二款",
        by=hall.reviewer, at=at("2026-03-11T09:00"),
    )  # fmt: skip
    stranger = account_of(OTHER + id_check_digit(OTHER), "陆远")
    asks = {
        who.id: [one.task.code for one in own_tasks.tasks(by=who, on=date(2026, 3, 12))] for who in (worker, stranger)
    }
    assert asks == {worker.id: ["licence_defence"], stranger.id: []}, "the employer's other tasks are none of his"
    for asked in (
        lambda: licence_acts.defend(case_id, "", waive=True, by=hall.handler, at=at("2026-03-11T10:00")),
        lambda: licence_acts.ask_cancellation(case_id, "不用了", by=hall.handler, at=at("2026-03-11T10:00")),
    ):
        with pytest.raises(Refusal, match="holder_alone"):
            asked()
    said = licence_acts.defend(case_id, "照片是本人的。", hearing=True, by=worker, at=at("2026-03-11T11:00"))
    assert said.proposal is not None
    assert said.proposal.hearing_open
    with pytest.raises(Denied):
        licence_acts.defend(case_id, "x", by=stranger, at=at("2026-03-11T12:00"))


@pytest.mark.parametrize(
    ("number", "tied"), [(NUMBER, True), (OTHER + id_check_digit(OTHER), False)], ids=["himself", "somebody else"]
)
def test_a_renewal_and_a_change_know_the_certificate_by_the_worker_whoever_applies(hall, case_id, number, tied):
    guide, held = law.guide_of(OPERATOR, VERSION), licence()
    assert held.valid_to is not None
    answers = {**ANSWERS, "apply_kind": "change", "cert_no": held.number, "id_no": number}
    named = licence_chain.naming
    with transaction() as session:
        session.add(other := Enterprise(uscc="91330100MA2OTHER0X", name="别家公司", created_at=at("2026-03-01T12:00")))
        session.flush()
        found = named(session, other.id, guide, answers, ("change",), AFTER).former
        assert (found.licence if found else None) == (held.number if tied else None)
        term = RenewalTerm(held.valid_to, 60)
        renewed = renewals.licence_renewed(session, other.id, guide, answers, replace(AFTER, renewal=term))
        assert (renewed is not None) == tied


def test_who_applies_for_himself_is_the_holder_as_before(hall):
    case_id = granted(hall)
    delivery.issue(case_id, by=hall.clerk, at=at("2026-03-09T10:00"), electronic=True)
    assert (licence().holder_name, licence().holder_code) == (people.FIRM, people.USCC)
    assert licence_payload.prove(licence().payload).facts.holder == people.FIRM
