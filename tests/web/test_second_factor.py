"""The second factor: set up, asked for, never taken twice, replaced by recovery codes, reset with a reason."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from portal import clock
from portal.actors import Role
from portal.db import reading
from portal.models import RecoveryCode, User
from tests.pages import said
from tests.web import people

START = datetime(2026, 11, 24, 9, 0, 5, tzinfo=UTC)


class Watch:
    """The time of the portal, which a test moves on."""

    def __init__(self):
        self.now = START

    def later(self, **by):
        self.now += timedelta(**by)


@pytest.fixture
def watch(monkeypatch):
    one = Watch()
    monkeypatch.setattr(clock, "now", lambda: one.now)
    return one


@pytest.fixture
def town(app, watch):
    return people.settle(app, at=watch.now)


def key_on(page):
    return re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page.words)[0].replace(" ", "")


def codes_on(page):
    return [said(one) for one in page.all("span", "ow-password")]


def code_at(key, moment):
    return pyotp.TOTP(key).at(moment)


def set_up(browser, watch):
    """Switch it on; returns the key and the recovery codes."""
    browser.get("/account/second-factor")
    key = key_on(browser.page)
    answer = browser.fill_in({"one_time_code": code_at(key, watch.now), "password": people.PASSWORD})
    assert answer.status_code == 200
    return key, codes_on(browser.page)


def half(browser, who=Role.HANDLER):
    """Give the password; the page then asks for the code."""
    people.sign_in(browser, who)
    assert browser.page.h1 == "输入验证码"


def give(browser, code):
    return browser.fill_in({"one_time_code": code}, action="/sign-in/code")


def test_signing_in_asks_for_the_code_after_the_password(browsers, town, watch):
    here, there = browsers(), browsers()
    key, codes = set_up(people.sign_in(here, Role.HANDLER), watch)
    assert len(codes) == 10
    assert here.get("/account").status_code == 200
    half(there)
    assert there.get("/account").status_code == 303
    there.get("/sign-in/code")
    watch.later(seconds=30)
    assert give(there, code_at(key, watch.now)).status_code == 303
    assert there.get("/account").status_code == 200


def test_setting_it_up_ends_the_other_sessions(browsers, town, watch):
    here, there = (people.sign_in(browsers(), Role.HANDLER) for _ in range(2))
    set_up(here, watch)
    assert there.get("/account").status_code == 303


def test_a_code_is_never_taken_twice(browsers, town, watch):
    first, second = browsers(), browsers()
    key, _codes = set_up(people.sign_in(first, Role.HANDLER), watch)
    half(second)
    assert give(second, code_at(key, watch.now)).status_code == 422
    assert "已经用过" in second.page.words
    watch.later(seconds=30)
    code = code_at(key, watch.now)
    assert give(second, code).status_code == 303
    third = browsers()
    half(third)
    assert give(third, code).status_code == 422


@pytest.mark.parametrize(("seconds", "taken"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
@pytest.mark.engines("sqlite")
def test_a_clock_may_be_one_step_wrong_and_no_more(browsers, town, watch, seconds, taken):
    here, there = browsers(), browsers()
    key, _codes = set_up(people.sign_in(here, Role.HANDLER), watch)
    watch.later(minutes=10)
    half(there)
    answer = give(there, code_at(key, watch.now + timedelta(seconds=seconds)))
    assert answer.status_code == (303 if taken else 422)


def test_a_recovery_code_is_good_once_and_is_kept_as_a_digest(app, browsers, town, watch):
    here, there, again = browsers(), browsers(), browsers()
    _key, codes = set_up(people.sign_in(here, Role.HANDLER), watch)
    with app.app_context(), reading() as session:
        kept = [row.code_hash for row in session.query(RecoveryCode)]
        assert not any(code.replace("-", "") in text for code in codes for text in kept)
    half(there)
    assert give(there, codes[0].upper()).status_code == 303
    half(again)
    assert give(again, codes[0]).status_code == 422
    assert give(again, codes[1].replace("-", " ")).status_code == 303
    again.get("/account/second-factor")
    assert "还剩 8 个" in again.page.words


def test_the_key_is_not_readable_in_the_database(app, client, town, watch):
    key, _codes = set_up(people.sign_in(client, Role.HANDLER), watch)
    with app.app_context(), reading() as session:
        kept = session.get(User, town[people.HANDLER]).totp_secret
    assert kept
    assert key not in kept


def test_switching_it_off_needs_password_and_code(client, town, watch):
    key, _codes = set_up(people.sign_in(client, Role.HANDLER), watch)
    watch.later(seconds=30)
    code = code_at(key, watch.now)
    for password, given in (("not it at all", code), (people.PASSWORD, "000000")):
        client.get("/account/second-factor")
        answer = client.fill_in({"password": password, "one_time_code": given}, button="off")
        assert answer.status_code == 422
    client.get("/account/second-factor")
    assert client.fill_in({"password": people.PASSWORD, "one_time_code": code}, button="off").status_code == 303
    people.sign_in(client, Role.HANDLER)
    assert client.get("/account").status_code == 200
    client.get("/account/sign-ins")
    assert "关闭了两步验证" in client.page.words


def test_new_recovery_codes_replace_the_old_ones(browsers, town, watch):
    here, there = browsers(), browsers()
    key, old = set_up(people.sign_in(here, Role.HANDLER), watch)
    watch.later(seconds=30)
    here.get("/account/second-factor")
    here.fill_in({"password": people.PASSWORD, "one_time_code": code_at(key, watch.now)}, button="codes")
    new = codes_on(here.page)
    assert len(new) == 10
    half(there)
    assert give(there, old[0]).status_code == 422
    assert give(there, new[0]).status_code == 303


def test_a_wrong_first_code_keeps_the_key_that_was_scanned(client, town, watch):
    people.sign_in(client, Role.HANDLER).get("/account/second-factor")
    key = key_on(client.page)
    answer = client.fill_in({"one_time_code": "123456", "password": people.PASSWORD})
    assert answer.status_code == 422
    assert key_on(client.page) == key
    answer = client.fill_in({"one_time_code": code_at(key, watch.now), "password": people.PASSWORD})
    assert answer.status_code == 200


@pytest.mark.engines("sqlite")
def test_the_password_alone_is_forgotten_after_five_minutes(browsers, town, watch):
    here, there = browsers(), browsers()
    key, _codes = set_up(people.sign_in(here, Role.HANDLER), watch)
    half(there)
    watch.later(minutes=6)
    give(there, code_at(key, watch.now))
    assert "请从头登录" in there.page.words
    assert there.get("/account").status_code == 303


@pytest.mark.engines("sqlite")
def test_codes_cannot_be_tried_out(browsers, town, watch):
    here, there = browsers(), browsers()
    set_up(people.sign_in(here, Role.HANDLER), watch)
    half(there)
    tried = [give(there, f"{n:06d}").status_code for n in range(11)]
    assert tried[:10] == [422] * 10
    assert tried[10] == 429


def test_an_administrator_resets_it_with_a_reason_that_is_logged(browsers, town, watch):
    owner, admin = browsers(), browsers()
    set_up(people.sign_in(owner, Role.HANDLER), watch)
    people.sign_in(admin, Role.ADMINISTRATOR)
    address = f"/admin/users/{town[people.HANDLER]}"
    admin.get(address)
    assert admin.fill_in({"reason": " "}, action="/second-factor").status_code == 422
    assert "理由没有填" in admin.page.words
    admin.get(address)
    assert admin.fill_in({"reason": "带身份证到窗口核对"}, action="/second-factor").status_code == 303
    assert owner.get("/account").status_code == 303
    admin.get(address)
    assert "带身份证到窗口核对" in admin.page.words
    assert people.sign_in(owner, Role.HANDLER).get("/account").status_code == 200


def test_nobody_resets_the_own_factor(client, town, watch):
    people.sign_in(client, Role.ADMINISTRATOR)
    set_up(client, watch)
    client.get("/admin/users")
    answer = client.post(f"/admin/users/{town['admin']}/second-factor", data={"reason": "x"})
    assert answer.status_code == 409


def test_the_house_may_ask_it_of_some_roles(app, browsers, town, watch):
    decider, handler = browsers(), browsers()
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, second_factor="decider")
    try:
        people.sign_in(decider, Role.DECIDER)
        assert decider.get("/review").location == "/account/second-factor"
        key, _codes = set_up(decider, watch)
        assert decider.get("/review").status_code == 200
        watch.later(seconds=30)
        decider.get("/account/second-factor")
        code = code_at(key, watch.now)
        answer = decider.post(
            "/account/second-factor", data={"password": people.PASSWORD, "one_time_code": code, "do": "off"}
        )
        assert answer.status_code == 409
        assert people.sign_in(handler, Role.HANDLER).get("/account").status_code == 200
    finally:
        app.config["SETTINGS"] = before


def test_what_was_typed_survives_the_second_step_too(client, town, watch):
    people.sign_in(client, Role.HANDLER)
    key, _codes = set_up(client, watch)
    watch.later(minutes=121)
    typed = {"name": "沈远航（新）", "mobile": "13900000007", "email": people.HANDLER}
    client.get("/")
    client.post("/account", data=typed, headers={"Sec-Fetch-Site": "same-origin"})
    client.fill_in(action="/resume")
    client.fill_in({"account": people.HANDLER, "password": people.PASSWORD}, action="/sign-in")
    give(client, code_at(key, watch.now))
    assert "沈远航（新）" in client.page.words
