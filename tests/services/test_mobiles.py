"""A mobile number counts once its own person has typed the code that went there; before that nothing else is sent to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.actors import Actor
from portal.connectors.mail import NobodyToTell
from portal.connectors.sms import Sms, SmsGateway
from portal.db import reading, transaction
from portal.models import AccountEntry, MobileCode, OutboxMessage, User
from portal.services import accounts, membership, mobile_sms, mobiles, profile
from portal.services.membership import SignUp
from portal.services.outbox import Parcel
from portal.services.wrong_input import WrongInput
from tests import under_review
from tests.under_review import beijing
from workflows.refusal import Refusal

NOW = beijing("2026-09-30 10:00")
PASSWORD = "a quiet long password"
FIRST, OTHER, THIRD = "13900007701", "13900007702", "13900007703"
EMAIL, RIVAL = "gu@example.cn", "other@example.cn"


@pytest.fixture
def gateway(database, monkeypatch) -> list[Sms]:
    """A gateway that keeps what it is handed."""
    under_review.settle()
    known = replace(database.config["SETTINGS"], sms_url="http://127.0.0.1:9/")
    monkeypatch.setitem(database.config, "SETTINGS", known)
    kept: list[Sms] = []
    monkeypatch.setattr(SmsGateway, "send", lambda self, sms: kept.append(sms) or True)
    sign_up(EMAIL, FIRST)
    return kept


def sign_up(email: str, mobile: str) -> str:
    asked = SignUp(
        uscc="91990101MA2HT5K72T", enterprise_name="临江恒泰化工贸易有限公司", legal_representative="沈远航", name="顾长宁",
        mobile=mobile, email=email, password=PASSWORD,
    )  # fmt: skip
    return membership.sign_up(asked, at=NOW)


def person(login: str = EMAIL) -> Actor:
    return accounts.authenticate(login, PASSWORD, at=NOW).actor


def minutes(n: int) -> Any:
    return NOW + timedelta(minutes=n)


def parcels() -> list[Parcel]:
    with reading() as session:
        rows = session.query(OutboxMessage).filter_by(kind=mobiles.KIND).order_by(OutboxMessage.id)
        return [Parcel(one.key, one.kind, None, dict(one.payload)) for one in rows]


def code(login: str = EMAIL) -> str:
    """The code that went out last, as its reader has it."""
    with reading() as session:
        kept = session.query(MobileCode).join(User, User.id == MobileCode.user_id).filter(User.login == login).one()
        return mobiles.code_of(kept.user_id, kept.nonce)


def stands(login: str = EMAIL) -> tuple[str | None, bool]:
    with reading() as session:
        mobile, counts = session.query(User.mobile, User.mobile_proven).filter_by(login=login).one()
    return mobile, counts


def proven(login: str = EMAIL, at=NOW) -> None:
    mobiles.send(by=person(login), at=at)
    mobiles.confirm(code(login), by=person(login), at=at)


def change(mobile: str, *, at=NOW, login: str = EMAIL) -> None:
    profile.change(name="顾长宁", mobile=mobile, email=login, password=PASSWORD, by=person(login), at=at)


def test_a_number_of_the_sign_up_gets_nothing_until_its_code_was_typed(gateway):
    assert (stands(), parcels()) == ((FIRST, False), []), (
        "nobody's telephone is rung by a form that anybody may fill in"
    )
    with reading() as session:
        assert mobiles.reached(session.query(User).filter_by(login=EMAIL).one()) == ""
    mobiles.send(by=person(), at=NOW)
    mobile_sms.carry(parcels()[0], NOW)
    (sms,) = gateway
    assert (sms.to, sms.parameters, code() in sms.text) == (FIRST, {"code": code()}, True)
    mobiles.confirm(f" {code()[:3]} {code()[3:]}", by=person(), at=minutes(9))
    assert (stands(), mobiles.waiting(by=person(), at=NOW).mobile) == ((FIRST, True), "")
    with reading() as session:
        assert mobiles.reached(session.query(User).filter_by(login=EMAIL).one()) == FIRST


def test_the_code_stands_in_no_table_and_in_no_log(gateway, caplog):
    caplog.set_level("DEBUG")
    mobiles.send(by=person(), at=NOW)
    mobile_sms.carry(parcels()[0], NOW)
    with reading() as session:
        kept = session.query(MobileCode).one()
        said = [*vars(kept).values(), *(one.payload for one in session.query(OutboxMessage))]
        said += [one.facts for one in session.query(AccountEntry)]
    assert not [one for one in said if code() in str(one)]
    assert code() not in caplog.text
    assert FIRST not in caplog.text


def test_a_code_lives_ten_minutes_five_tries_and_once(gateway):
    mobiles.send(by=person(), at=NOW)
    with pytest.raises(WrongInput):
        mobiles.confirm(code(), by=person(), at=minutes(10))
    mobiles.send(by=person(), at=minutes(11))
    wrong = "000000" if code() != "000000" else "111111"
    for _ in range(mobiles.MOST_TRIES):
        with pytest.raises(WrongInput):
            mobiles.confirm(wrong, by=person(), at=minutes(12))
    with pytest.raises(WrongInput):
        mobiles.confirm(code(), by=person(), at=minutes(12))
    assert stands() == (FIRST, False)
    mobiles.send(by=person(), at=minutes(13))
    mobiles.confirm(code(), by=person(), at=minutes(13))
    with pytest.raises(WrongInput):
        mobiles.confirm(code(), by=person(), at=minutes(13))


def test_codes_are_sent_once_a_minute_five_a_day_and_ten_to_one_number(gateway):
    mobiles.send(by=person(), at=NOW)
    with pytest.raises(Refusal, match="mobile_code_just_sent"):
        mobiles.send(by=person(), at=NOW)
    for n in range(1, mobiles.MOST_A_DAY):
        mobiles.send(by=person(), at=minutes(n))
    with pytest.raises(Refusal, match="mobile_codes_enough"):
        mobiles.send(by=person(), at=minutes(30))
    for nth in range(2):
        sign_up(f"n{nth}@example.cn", FIRST)
    for n in range(mobiles.MOST_A_DAY):
        mobiles.send(by=person("n0@example.cn"), at=minutes(n))
    with pytest.raises(Refusal, match="mobile_codes_enough"):
        mobiles.send(by=person("n1@example.cn"), at=minutes(30))
    mobiles.send(by=person("n1@example.cn"), at=NOW + timedelta(days=1))


def test_a_newer_code_ends_the_one_before_and_what_is_over_is_not_sent(gateway):
    mobiles.send(by=person(), at=NOW)
    earlier = code()
    mobiles.send(by=person(), at=minutes(2))
    if earlier != code():
        with pytest.raises(WrongInput):
            mobiles.confirm(earlier, by=person(), at=minutes(2))
    first, second = parcels()
    with pytest.raises(NobodyToTell):
        mobile_sms.carry(first, minutes(2))
    with pytest.raises(NobodyToTell):
        mobile_sms.carry(second, minutes(12))
    assert gateway == []


def test_another_number_waits_beside_the_one_that_counts(gateway):
    proven()
    change(OTHER, at=minutes(5))
    assert (stands(), mobiles.waiting(by=person(), at=minutes(5)).mobile) == ((FIRST, True), OTHER)
    assert len(parcels()) == 2, "its code goes there at once"
    change(OTHER, at=minutes(6))  # the form is sent once more: nothing new is asked for
    assert len(parcels()) == 2
    mobiles.confirm(code(), by=person(), at=minutes(7))
    assert stands() == (OTHER, True)
    with reading() as session:
        kinds = [one.kind for one in session.query(AccountEntry).order_by(AccountEntry.id)]
    assert [kind for kind in kinds if kind.startswith("mobile")] == [
        "mobile_confirmed",
        "mobile_asked",
        "mobile_changed",
    ]


def test_who_goes_back_to_the_old_number_leaves_the_code_to_the_new_one_without_use(gateway):
    proven()
    change(OTHER, at=minutes(5))
    sent = code()
    change(FIRST, at=minutes(6))
    with pytest.raises(WrongInput):
        mobiles.confirm(sent, by=person(), at=minutes(6))
    assert (stands(), mobiles.waiting(by=person(), at=minutes(6)).mobile) == ((FIRST, True), "")


def test_a_change_within_the_minute_is_kept_and_its_code_is_asked_for_later(gateway):
    proven()
    change(OTHER, at=minutes(5))
    sent = code()
    change(THIRD, at=minutes(5))
    assert mobiles.waiting(by=person(), at=minutes(5)) == mobiles.Waiting(THIRD)
    with pytest.raises(WrongInput):
        mobiles.confirm(sent, by=person(), at=minutes(5))
    mobiles.send(by=person(), at=minutes(6))
    mobiles.confirm(code(), by=person(), at=minutes(6))
    assert stands() == (THIRD, True)


def test_whoever_wrote_down_somebody_elses_number_keeps_nobody_out_and_loses_it(gateway):
    assert sign_up(RIVAL, FIRST) == "open", "the number may be his"
    with pytest.raises(accounts.SignInRefused):
        accounts.authenticate(FIRST, PASSWORD, at=NOW)
    proven(RIVAL)
    assert (stands(RIVAL), stands()) == ((FIRST, True), (None, False))
    assert accounts.authenticate(FIRST, PASSWORD, at=NOW).login == RIVAL
    assert sign_up("third@example.cn", FIRST) == "known"
    with pytest.raises(WrongInput):
        change(FIRST, at=minutes(3))


def test_two_who_ask_for_one_number_do_not_both_get_it(gateway):
    sign_up(RIVAL, OTHER)
    proven()
    proven(RIVAL)
    change(THIRD, at=minutes(5))
    change(THIRD, at=minutes(5), login=RIVAL)
    mobiles.confirm(code(RIVAL), by=person(RIVAL), at=minutes(6))
    with pytest.raises(Refusal, match="mobile_taken"):
        mobiles.confirm(code(), by=person(), at=minutes(6))


def test_without_a_gateway_a_number_signs_in_and_no_code_is_owed(gateway, database, monkeypatch):
    monkeypatch.setitem(database.config, "SETTINGS", replace(database.config["SETTINGS"], sms_url=""))
    with pytest.raises(Refusal, match="mobile_code_nowhere"):
        mobiles.send(by=person(), at=NOW)
    change(OTHER)
    assert (stands(), parcels(), person(OTHER).id) == ((OTHER, False), [], person().id)
    assert sign_up(RIVAL, OTHER) == "known", "as before: a number stands with one account"


def test_a_closed_account_lets_its_numbers_go(gateway):
    mobiles.send(by=person(), at=NOW)
    with transaction() as session:
        membership.close(session, session.query(User).filter_by(login=EMAIL).one())
    with reading() as session:
        assert session.query(MobileCode).count() == 0
