"""Proof by a fresh sign-in at the provider, for accounts that have no password to give again."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from sqlalchemy import select

from portal import clock
from portal.actors import Actor
from portal.db import reading
from portal.models import SignIn, User
from portal.services import proofs
from portal.services.wrong_input import WrongInput
from tests.openid_provider import with_claims
from tests.web import people
from tests.web.openid_steps import NEW, back, sign_in, sign_up
from tests.web.test_second_factor import key_on

ONE_ENGINE = pytest.mark.engines("sqlite")
PAGE = "/account/second-factor"


@pytest.fixture
def town(app):
    return people.settle(app)


@pytest.fixture
def wei(client, provider, set_up, town):
    """Somebody who came through the provider and has no password here."""
    set_up()
    provider.change = ago(hours=1)
    sign_up(client, provider, "wei", name="魏青")
    return client


def ago(**by):
    """The provider says that the person signed in there that long ago."""
    return with_claims(auth_time=int(time.time() - timedelta(**by).total_seconds()))


def prove(browser, provider, subject="wei"):
    """Press the button of the form; the provider is asked to recognise the person anew, and sends them back."""
    asked = browser.get(f"/sign-in/openid?next={PAGE}&again=1").location
    told = parse_qs(urlsplit(asked).query)
    assert (told["prompt"], told["max_age"]) == (["login"], ["0"])
    return back(browser, provider.say_yes(asked, subject))


def switch_on(browser):
    """Set the second step up with a right code; there is no password to type."""
    browser.get(PAGE)
    return browser.fill_in({"one_time_code": pyotp.TOTP(key_on(browser.page)).at(clock.now())})


def rename_address(browser):
    """Ask for letters to go to another address."""
    browser.get("/account")
    typed = {"name": "魏青", "mobile": NEW["mobile"], "email": "new@example.cn"}
    return browser.post("/account", data=typed)


@ONE_ENGINE
def test_who_has_no_password_is_told_to_sign_in_at_the_provider_again(wei, provider):
    wei.get(PAGE)
    assert "这个账户没有密码。请先到统一身份认证平台重新登录一次" in wei.page.words
    assert "登录密码" not in wei.page.words
    assert switch_on(wei).status_code == 422
    assert "请通过统一身份认证再确认一次" in wei.page.words
    assert "密码不对" not in wei.page.words


def test_a_fresh_sign_in_at_the_provider_is_proof_for_some_minutes(wei, provider, app):
    provider.change = ago(seconds=3)
    assert prove(wei, provider).location == PAGE
    wei.get(PAGE)
    assert "已通过统一身份认证确认" in wei.page.words
    assert switch_on(wei).status_code == 200
    assert "恢复码" in wei.page.words
    wei.get("/account/sign-ins")
    assert "通过统一身份认证再次确认本人" in wei.page.words
    assert "统一身份认证 两步验证" in wei.page.words, "the way in stays what it was"


@ONE_ENGINE
@pytest.mark.parametrize("change", [ago(minutes=6), with_claims(auth_time=None), ago(minutes=-30)])
def test_an_old_session_at_the_provider_is_no_proof(wei, provider, change):
    provider.change = change
    assert prove(wei, provider).status_code == 403
    assert "统一身份认证没有让您重新登录" in wei.page.words
    assert switch_on(wei).status_code == 422


@ONE_ENGINE
def test_somebody_elses_sign_in_there_proves_nothing(wei, provider):
    provider.change = ago(seconds=1)
    assert prove(wei, provider, "mother-in-law").status_code == 403
    assert "统一身份认证里是另一个人" in wei.page.words
    assert switch_on(wei).status_code == 422


@ONE_ENGINE
def test_proof_is_good_in_its_own_session_alone(wei, browsers, provider, app):
    other = browsers()
    provider.change = ago(hours=1)
    sign_in(other, provider, "wei")
    provider.change = ago(seconds=1)
    prove(wei, provider)
    assert switch_on(other).status_code == 422
    with app.app_context(), reading() as session:
        proven = sorted(one for one in session.scalars(select(SignIn.proven_at)) if one)
        assert len([one for one in proven if clock.now() - one < timedelta(minutes=5)]) == 1


@ONE_ENGINE
def test_a_sign_in_that_the_provider_says_was_just_now_counts_too(wei, browsers, provider):
    other = browsers()
    provider.change = ago(seconds=1)
    sign_in(other, provider, "wei")
    assert switch_on(other).status_code == 200


@ONE_ENGINE
def test_another_address_for_letters_takes_proof(wei, provider):
    assert rename_address(wei).status_code == 422
    assert "填好的内容还在" in wei.page.words
    assert any(one.get("value") == "new@example.cn" for one in wei.page.all("input"))
    provider.change = ago(seconds=1)
    prove(wei, provider)
    assert rename_address(wei).status_code == 303


@ONE_ENGINE
def test_proof_ends_with_its_minutes_and_a_password_is_still_a_password(wei, app, town):
    now = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    with app.app_context(), reading() as session:
        user = session.scalars(select(User).where(User.password_hash == "")).one()
        by = Actor("handler", user.id, proven_at=now)
        assert proofs.check(user, "", by=by, at=now + timedelta(minutes=4, seconds=59)) == "openid"
        for by_, minutes in ((by, 5), (Actor("handler", user.id), 0)):
            with pytest.raises(WrongInput, match="provider"):
                proofs.check(user, "", by=by_, at=now + timedelta(minutes=minutes))
        own = session.get_one(User, town[people.HANDLER])
        with pytest.raises(WrongInput, match="wrong"):
            proofs.check(own, "", by=Actor("handler", own.id, proven_at=now), at=now)
