"""What is public proves nobody: an enterprise is owned by whom the window has seen papers of, and by nobody before."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import replace
from threading import Thread
from typing import Any

import pytest
from flask import current_app

from portal.access import Denied
from portal.actors import Actor, Role
from portal.connectors.register_reference import server
from portal.db import reading
from portal.demo.identity import credit_code
from portal.models import Enterprise, User
from portal.services import accounts, enterprise_claims, membership, sign_up_proof
from portal.services.accounts import SignInRefused
from portal.services.membership import SignUp
from portal.services.wrong_input import WrongInput
from tests import under_review
from tests.under_review import Town, beijing
from workflows.refusal import Refusal

NOW = beijing("2026-09-30 10:00")
USCC = credit_code(971, of="91")
KNOWN = {
    "uscc": USCC,
    "name": "临江启明（仓储）有限公司",
    "legal_representative": "阮承志",
    "address": "",
    "status": "normal",
}
PASSWORD = "a quiet long password"
PAPERS = {"name": "临江启明（仓储）有限公司", "legal_representative": "阮承志", "paper": "营业执照原件、身份证"}


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


@contextmanager
def register(**facts: Any):
    """A business register that knows the enterprise, with these facts."""
    with server([KNOWN | facts]) as asked:
        thread = Thread(target=asked.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        with settings(register_url=asked.url):
            yield asked
        asked.shutdown()
        thread.join()


@contextmanager
def settings(**wanted: Any):
    """The portal with these settings."""
    kept = current_app.config["SETTINGS"]
    current_app.config["SETTINGS"] = replace(kept, **wanted)
    yield
    current_app.config["SETTINGS"] = kept


def sign_up(nth: int = 0, *, name: str = KNOWN["name"], head: str = "阮承志") -> str:
    asked = SignUp(
        uscc=USCC, enterprise_name=name, legal_representative=head, name=f"经办人{nth}", mobile=f"1390000770{nth}",
        email=f"claim-{nth}@example.cn", password=PASSWORD,
    )  # fmt: skip
    return membership.sign_up(asked, at=NOW)


def claims(town: Town) -> list[int]:
    return [one.id for one in enterprise_claims.waiting(by=town["zhou.min"])]


def confirm(town: Town, number: int, **said: str) -> None:
    enterprise_claims.confirm(number, **PAPERS | said, by=town["zhou.min"], at=NOW)


def owner() -> str:
    with reading() as session:
        firm = session.query(Enterprise).filter_by(uscc=USCC, proven=True).one_or_none()
        return session.query(User.login).filter_by(enterprise_id=firm.id, owner=True).scalar() if firm else ""


def test_where_the_register_says_the_same_the_account_opens_and_owns_nothing(town):
    with register():
        assert sign_up(name="临江启明(仓储)有限公司") == "open", "wide and narrow brackets are one name"
    assert not accounts.authenticate("claim-0@example.cn", PASSWORD, at=NOW).proven
    assert owner() == ""
    (one,) = enterprise_claims.waiting(by=town["zhou.min"])
    assert one.why == "person", "and the window looks at who he is"


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("said", "known", "why"),
    [
        ({"head": "别人"}, {}, "differs"),
        ({"name": "临江启明贸易有限公司"}, {}, "differs"),
        ({}, {"status": "revoked"}, "ended"),
        ({}, {"legal_representative": ""}, "unknown"),
        ({}, {"uscc": credit_code(972, of="91")}, "unknown"),
    ],
)
def test_where_it_says_something_else_or_cannot_tell_the_account_waits_and_owns_nothing(town, said, known, why):
    with register(**known):
        assert sign_up(**said) == "waiting"
    (one,) = enterprise_claims.waiting(by=town["zhou.min"])
    assert (one.why, one.uscc) == (why, USCC)
    assert owner() == ""
    with pytest.raises(SignInRefused, match="waiting"):
        accounts.authenticate("claim-0@example.cn", PASSWORD, at=NOW)


def test_a_register_that_is_down_proves_nothing(town):
    with settings(register_url="http://127.0.0.1:9"):
        assert sign_up() == "open", "nobody is kept from applying by it"
    assert (enterprise_claims.waiting(by=town["zhou.min"])[0].why, owner()) == ("down", "")


@pytest.mark.engines("sqlite")
def test_without_a_register_the_operator_says_whether_papers_are_asked_for(town):
    with settings(sign_up_unproven="waiting"):
        assert sign_up() == "waiting"
    assert enterprise_claims.waiting(by=town["zhou.min"])[0].why == "unproven"
    assert sign_up_proof.ask(USCC, "", "", at=NOW).why == ""


def test_the_window_confirms_by_papers_and_the_enterprise_is_kept_as_its_licence_says(town):
    with register():
        sign_up(head="阮成志")
    (number,) = claims(town)
    with pytest.raises(WrongInput) as wrong:
        confirm(town, number, paper=" ")
    assert wrong.value.fields == {"paper": "missing"}
    confirm(town, number)
    with reading() as session:
        assert session.query(Enterprise.legal_representative).filter_by(uscc=USCC).scalar() == "阮承志"
    assert owner() == accounts.authenticate("claim-0@example.cn", PASSWORD, at=NOW).login
    with pytest.raises(Refusal, match="answered_request"):
        confirm(town, number)


def test_who_is_refused_leaves_the_code_and_the_address_to_whoever_it_is(town):
    with register():
        sign_up(head="别人")
        enterprise_claims.refuse(claims(town)[0], by=town["zhou.min"], at=NOW)
        assert sign_up() == "open"
    confirm(town, claims(town)[0])
    assert owner() == "claim-0@example.cn"


def test_once_somebody_owns_it_the_others_who_claimed_it_ask_him(town):
    with register():
        sign_up(0, head="别人")
        assert sign_up(1) == "open"
    confirm(town, claims(town)[1])
    assert claims(town) == []
    with reading() as session:
        firm, who = session.query(User.enterprise_id, User.id).filter_by(login="claim-1@example.cn").one()
    by = Actor("handler", who, frozenset({Role.HANDLER}), enterprise_id=firm, owner=True)
    assert [one.email for one in membership.requests(by=by)] == ["claim-0@example.cn"]


def test_an_enterprise_that_the_window_took_in_is_confirmed_at_the_window_too(town):
    with reading() as session:
        uscc, name = session.query(Enterprise.uscc, Enterprise.name).filter_by(id=town.firms[1]).one()
    asked = SignUp(
        uscc=uscc, enterprise_name="随便写的", legal_representative="随便写的", name="某人", mobile="13900007711",
        email="known@example.cn", password=PASSWORD,
    )  # fmt: skip
    assert membership.sign_up(asked, at=NOW) == "open"
    (one,) = enterprise_claims.waiting(by=town["zhou.min"])
    assert (one.why, one.name) == ("unowned", name)
    confirm(town, one.id, name="", legal_representative="")
    with reading() as session:
        assert session.query(Enterprise.name).filter_by(uscc=uscc, proven=True).scalar() == name


def test_two_officers_who_confirm_two_claims_at_once_make_one_owner(town, database):
    with register():
        sign_up(0, head="别人")
        sign_up(1, head="又一个")
    begun, said = threading.Barrier(2), []

    def give(number: int) -> None:
        with database.app_context():
            begun.wait(20)
            try:
                confirm(town, number)
                said.append("done")
            except Refusal as refusal:
                said.append(refusal.rule)

    threads = [threading.Thread(target=give, args=(one,)) for one in claims(town)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert sorted(said) == ["claim_owned", "done"]
    assert owner().startswith("claim-")


def test_only_the_window_and_the_administrators_see_who_waits(town):
    with pytest.raises(Denied):
        enterprise_claims.waiting(by=town["chen.li"])
