"""Anybody may check a licence by its number or its QR code, and learns what the register says, and of no natural person more."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Document, Enterprise, Licence
from portal.services import delivery, letters, licences
from portal.services.licences import verify
from tests import at_window
from tests.at_window import Town, beijing

ISSUED = date(2026, 10, 19)


@pytest.fixture
def town(database: Flask) -> Town:
    return at_window.settle(database)


@pytest.fixture
def licence(town: Town) -> Licence:
    return issued(town)


def issued(town: Town) -> Licence:
    """A licence made out on 19 October 2026."""
    case_id = town.granted("2026-10-12 09:00")
    delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 10:00"), electronic=True)
    with reading() as session:
        return session.scalars(select(Licence)).one()


def test_the_number_opens_what_the_register_says(licence: Licence) -> None:
    found = verify(number=licence.number, on=ISSUED)
    assert found is not None
    assert found.standing == "valid"
    assert found.holder == "临江恒泰化工贸易有限公司"
    assert found.holder_code == "91990101MA2HT5K72T"
    assert found.representative == "沈远航"
    assert found.scope == "甲苯"
    assert (found.valid_from, found.valid_to) == (ISSUED, date(2029, 10, 18))
    assert str(found.office) == "临江市应急管理局"
    assert str(found.document) == "危险化学品经营许可证"
    assert found.days_left == 1095


def test_the_lines_of_the_licence_name_goods_and_places_but_no_person(licence: Licence) -> None:
    found = verify(number=licence.number, on=ISSUED)
    assert found is not None
    lines = {str(label): str(words) for label, words in found.contents}
    assert lines["许可范围"] == "甲苯"
    assert lines["经营方式"] == "批发（无储存）"
    assert "沈远航" not in "".join(lines.values())


def test_the_token_of_the_qr_code_opens_the_same(licence: Licence) -> None:
    assert verify(token=licence.token, on=ISSUED) == verify(number=licence.number, on=ISSUED)


@pytest.mark.parametrize(
    "typed",
    ["临危化经字[2026]0001", "临危化经字〔2026〕0001号", "  临危化经字 （２０２６） 0001 ", "临危化经字【2026】0001"],
)
def test_a_number_is_found_however_its_brackets_are_typed(licence: Licence, typed: str) -> None:
    found = verify(number=typed, on=ISSUED)
    assert found is not None
    assert found.number == licence.number


def test_a_number_that_begins_with_brackets_keeps_them() -> None:
    assert "(临)LS〔2026〕00001" in licences.spellings("（临）LS（2026）00001")


@pytest.mark.parametrize(
    "number", ["", "   ", "临危化经字〔2026〕0002", "%", "临危化经字〔2026〕0001' OR '1'='1", "x" * 500]
)
def test_what_is_not_in_the_register_is_not_found(licence: Licence, number: str) -> None:
    assert verify(number=number, on=ISSUED) is None
    assert verify(token=number, on=ISSUED) is None


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2026, 10, 18), "not_yet"),
        (ISSUED, "valid"),
        (date(2029, 10, 18), "valid"),
        (date(2029, 10, 19), "expired"),
    ],
)
def test_a_licence_is_good_from_its_first_to_its_last_day(licence: Licence, on: date, standing: str) -> None:
    found = verify(number=licence.number, on=on)
    assert found is not None
    assert found.standing == standing


def test_what_the_register_recorded_goes_before_the_printed_days() -> None:
    row = Licence(state="revoked", valid_from=ISSUED, valid_to=None, state_before="valid")
    assert licences.standing_of(row, ISSUED) == "revoked"


def test_of_a_trader_under_the_own_name_the_family_name_alone_is_told(town: Town) -> None:
    with transaction() as session:
        session.execute(update(Enterprise).values(kind="individual_business", name="沈远航"))
    found = verify(number=issued(town).number, on=ISSUED)
    assert found is not None
    assert (found.holder, found.holder_code, found.representative) == ("沈**", "", "")
    assert found.contents == ()


def test_the_digest_of_the_original_is_told_once_it_was_made(town: Town, licence: Licence) -> None:
    before = verify(number=licence.number, on=ISSUED)
    assert before is not None
    assert before.sha256 == ""
    with reading() as session:
        case_id = session.scalars(select(CaseRow.id)).one()
        wanted = [one.id for one in session.scalars(select(Document).where(Document.case_id == case_id))]
        names = list(session.scalars(select(Document.public_id).where(Document.kind == "licence")))
    for one in wanted:
        letters.render(one, at=beijing("2026-10-19 10:01"))
    (original,) = [letters.pdf(name, by=town.clerk, at=beijing("2026-10-19 10:02"))[1] for name in names]
    after = verify(number=licence.number, on=ISSUED)
    assert after is not None
    assert after.sha256 == hashlib.sha256(original).hexdigest()
