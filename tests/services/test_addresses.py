"""An e-mail address counts once its own person has used the link that went there; before that a slip of the finger harms nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from portal.actors import Actor
from portal.db import reading
from portal.models import AccountLink, OutboxMessage, User
from portal.services import account_links, accounts, addresses, lost_password, membership, profile
from portal.services.membership import SignUp
from portal.services.wrong_input import WrongInput
from tests import under_review
from tests.under_review import Town, beijing
from workflows.refusal import Refusal

NOW = beijing("2026-09-30 10:00")
PASSWORD = "a quiet long password"
TYPED, RIGHT = "gu@exmaple.cn", "gu@example.cn"


@pytest.fixture
def town(database) -> Town:
    town = under_review.settle()
    sign_up(TYPED, "13900007701")
    return town


def sign_up(email: str, mobile: str) -> None:
    asked = SignUp(
        uscc="91990101MA2HT5K72T", enterprise_name="临江恒泰化工贸易有限公司", legal_representative="沈远航", name="顾长宁",
        mobile=mobile, email=email, password=PASSWORD,
    )  # fmt: skip
    membership.sign_up(asked, at=NOW)


def person(login: str = TYPED) -> Actor:
    return accounts.authenticate(login, PASSWORD, at=NOW).actor


def link(email: str, kind: str = "email") -> str:
    """The token of the newest mail to an address."""
    with reading() as session:
        newest = session.query(AccountLink).filter_by(email=email, kind=kind).order_by(AccountLink.id.desc())
        return account_links.token_of(newest.first())


def links(kind: str) -> int:
    with reading() as session:
        return session.query(AccountLink).filter_by(kind=kind).count()


def address(login: str) -> str:
    with reading() as session:
        return session.query(User.email).filter_by(login=login).scalar()


def told() -> list[dict[str, Any]]:
    with reading() as session:
        return [
            one.payload for one in session.query(OutboxMessage).order_by(OutboxMessage.id) if "contact" in one.payload
        ]


def change(by: Actor, *, mobile: str = "13900007701", email: str = TYPED, password: str = "") -> None:
    profile.change(name="顾长宁", mobile=mobile, email=email, password=password, by=by, at=NOW)


def test_what_was_typed_at_sign_up_signs_in_and_gets_no_link_to_a_new_password(town):
    assert (person().kind, address(TYPED), addresses.waiting(by=person())) == ("handler", "", TYPED)
    lost_password.ask(TYPED, at=NOW)
    lost_password.ask("13900007701", at=NOW)
    assert links("password") == 0


def test_a_confirmed_address_gets_it(town):
    addresses.confirm(link(TYPED), by=person(), at=NOW)
    assert (address(TYPED), addresses.waiting(by=person())) == (TYPED, "")
    lost_password.ask(TYPED, at=NOW)
    assert links("password") == 1


def test_the_stranger_whose_address_was_typed_confirms_nothing(town):
    sign_up("stranger@example.cn", "13900007702")
    with pytest.raises(Refusal, match="link_over"):
        addresses.confirm(link(TYPED), by=person("stranger@example.cn"), at=NOW)
    assert address(TYPED) == ""


def test_a_link_works_once_and_for_a_week(town):
    token = link(TYPED)
    with pytest.raises(Refusal, match="link_over"):
        addresses.opened(token, by=person(), at=NOW + timedelta(days=7))
    addresses.confirm(token, by=person(), at=NOW)
    with pytest.raises(Refusal, match="link_over"):
        addresses.confirm(token, by=person(), at=NOW)


def test_another_address_takes_the_password_is_told_to_the_old_one_and_counts_when_confirmed(town):
    addresses.confirm(link(TYPED), by=person(), at=NOW)
    with pytest.raises(WrongInput):
        change(person(), email=RIGHT)
    change(person(), email=RIGHT, password=PASSWORD)
    assert (address(TYPED), told()[-1]["what"]) == (TYPED, "email"), "the old one still counts, and is told"
    change(person(), email=RIGHT)  # the form is sent once more: nothing new is asked for
    assert len(told()) == 1
    addresses.confirm(link(RIGHT), by=person(), at=NOW)
    assert address(RIGHT) == RIGHT, "it is the name to sign in with too"


def test_who_goes_back_to_the_old_address_leaves_the_link_to_the_new_one_without_use(town):
    addresses.confirm(link(TYPED), by=person(), at=NOW)
    change(person(), email=RIGHT, password=PASSWORD)
    change(person(), email=TYPED)
    with pytest.raises(Refusal, match="link_over"):
        addresses.confirm(link(RIGHT), by=person(), at=NOW)


def test_another_mobile_number_takes_the_password_and_is_told_to_the_address(town):
    addresses.confirm(link(TYPED), by=person(), at=NOW)
    with pytest.raises(WrongInput):
        change(person(), mobile="13900007709")
    change(person(), mobile="13900007709", password=PASSWORD)
    assert told()[-1]["what"] == "mobile"
    assert person("13900007709").kind == "handler"


def test_two_accounts_that_want_one_address_do_not_both_get_it(town):
    sign_up("other@example.cn", "13900007702")
    change(person(), email=RIGHT, password=PASSWORD)
    change(person("other@example.cn"), mobile="13900007702", email=RIGHT, password=PASSWORD)
    with reading() as session:
        first, second = session.query(AccountLink).filter_by(email=RIGHT).order_by(AccountLink.id)
        tokens = account_links.token_of(first), account_links.token_of(second)
    addresses.confirm(tokens[1], by=person("other@example.cn"), at=NOW)
    with pytest.raises(Refusal, match="address_taken"):
        addresses.confirm(tokens[0], by=person(), at=NOW)


def test_asking_once_more_sends_a_newer_link_and_the_earlier_one_is_over(town):
    token = link(TYPED)
    addresses.again(by=person(), at=NOW)
    with pytest.raises(Refusal, match="link_over"):
        addresses.confirm(token, by=person(), at=NOW)
    addresses.confirm(link(TYPED), by=person(), at=NOW)
    addresses.again(by=person(), at=NOW)
    assert links("email") == 2, "nothing waits any more"
