"""Signing in through a real provider: known, unknown, linked, unlinked, entered beforehand, and never by e-mail alone."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
import requests
from werkzeug.serving import make_server

from portal import clock
from portal.actors import Role
from portal.db import reading
from portal.models import Identity, User
from portal.services import second_factor
from tests.pages import Page
from tests.web import people
from tests.web.openid_steps import NEW, back, go, sign_in, sign_up

ONE_ENGINE = pytest.mark.engines("sqlite")  # for what does not depend on the database


@pytest.fixture
def town(app):
    return people.settle(app)


def identities(app):
    with app.app_context(), reading() as session:
        return {row.subject: row.user_id for row in session.query(Identity)}


def linked(browser, provider, who, subject):
    """Link a subject from inside the account."""
    people.sign_in(browser, who)
    assert sign_in(browser, provider, subject, "/account/ways").location == "/account/ways/link"
    browser.get("/account/ways/link")
    assert browser.fill_in({"password": people.PASSWORD}).status_code == 303
    return browser


def entered(browser, town, login, subject, reason="看过工作证"):
    """An administrator enters a subject beforehand."""
    people.sign_in(browser, Role.ADMINISTRATOR).get(f"/admin/users/{town[login]}")
    return browser.fill_in({"identity-subject": subject, "identity-reason": reason}, action="/identity")


@ONE_ENGINE
def test_without_a_provider_nothing_of_it_is_to_be_seen(client, town):
    client.get("/sign-in")
    assert "统一身份认证" not in client.page.words
    assert {client.get(f"/sign-in/openid{part}").status_code for part in ("", "/back", "/new")} == {404}
    assert client.get("/sign-out/openid").status_code == 404
    people.sign_in(client, Role.HANDLER).get("/account/ways")
    assert "统一身份认证" not in client.page.words


def test_somebody_new_makes_an_account_and_comes_back_to_it(app, browsers, provider, set_up, town):
    here, there = browsers(), browsers()
    provider.knows("wei", name="魏青", phone_number="+86 139-0000-0777", email="wei@example.cn")
    here.get("/sign-in")
    assert here.page.links["统一身份认证登录"] == "/sign-in/openid"
    sign_in(here, provider, "wei", "/my/cases")
    here.get("/sign-in/openid/new")
    assert "魏青" in here.page.words
    filled = {one.get("name"): one.get("value") for one in here.page.all("input")}
    assert filled["mobile"] == ""  # the phone was not among the scopes that are asked for
    assert filled["email"] == ""
    assert "name" not in filled
    answer = here.fill_in(NEW)
    assert answer.status_code == 303
    here.get("/account/ways")
    assert "没有设" in here.page.words
    assert sign_in(there, provider, "wei", "/my/cases?page=1").location == "/my/cases?page=1"
    there.get("/account/sign-ins")
    assert "统一身份认证" in there.page.words
    assert "用统一身份认证登录" in there.page.words
    with app.app_context(), reading() as session:
        user = session.get(User, identities(app)["wei"])
        assert (user.name, user.password_hash, user.owner) == ("魏青", "", False)


def test_what_the_provider_says_fills_fields_and_links_nothing(app, client, provider, set_up, town):
    set_up(scope="openid profile phone email", uscc_claim="uscc", phone_claim="phone_number")
    provider.knows("double", name="沈远航", phone_number="13900000001", email=people.HANDLER, uscc=people.USCC)
    sign_in(client, provider, "double")
    client.get("/sign-in/openid/new")
    filled = {one.get("name"): one.get("value") for one in client.page.all("input")}
    assert (filled["mobile"], filled["uscc"]) == ("13900000001", people.USCC)
    assert client.fill_in({**NEW, "mobile": "13900000001", "email": people.HANDLER}).status_code == 422
    assert "这个手机号已经登记在另一个账户上" in client.page.words
    assert not identities(app)
    client.get("/account")
    assert client.get("/account").status_code == 303


def test_a_code_that_the_provider_has_checked_lets_the_first_of_an_enterprise_in(app, client, provider, set_up):
    set_up(scope="openid profile", uscc_claim="uscc", uscc_proves="yes")
    provider.knows("wei", name="魏青", uscc=NEW["uscc"])
    sign_up(client, provider, "wei")
    client.get("/account/handlers")
    assert "您是负责人" in client.page.words


def test_a_code_that_only_fills_a_field_lets_nobody_in(app, browsers, provider, set_up):
    client, later = browsers(), browsers()
    set_up(scope="openid profile", uscc_claim="uscc")
    provider.knows("wei", name="魏青", uscc=NEW["uscc"])
    sign_up(client, provider, "wei")
    assert "账户待核验" in client.get("/account/handlers").text
    set_up(scope="openid profile", uscc_claim="uscc", uscc_proves="yes")
    sign_in(later, provider, "wei")
    assert "您是负责人" in later.get("/account/handlers").text, "and the next sign-in does, once the house believes it"


def test_who_names_an_enterprise_that_has_people_waits_for_its_owner(app, browsers, provider, set_up, town):
    newcomer, owner = browsers(), browsers()
    answer = sign_up(newcomer, provider, "wei", uscc=people.USCC, name="魏青")
    assert answer.status_code == 303
    assert people.HANDLER not in newcomer.get("/account/handlers").text
    assert "账户待核验" in newcomer.page.words
    people.sign_in(owner, Role.HANDLER).get("/account/handlers")
    (form,) = [one for one in owner.page.all("form") if re.search(r"/account/handlers/\d+$", one.get("action", ""))]
    owner.post(form.get("action"), data={"answer": "grant"})
    assert sign_in(newcomer, provider, "wei").status_code == 303
    assert people.HANDLER in newcomer.get("/account/handlers").text


def test_a_refused_newcomer_may_begin_again(app, browsers, provider, set_up, town):
    newcomer, owner = browsers(), browsers()
    sign_up(newcomer, provider, "wei", uscc=people.USCC, name="魏青")
    people.sign_in(owner, Role.HANDLER).get("/account/handlers")
    (form,) = [one for one in owner.page.all("form") if re.search(r"/account/handlers/\d+$", one.get("action", ""))]
    owner.post(form.get("action"), data={"answer": "refuse"})
    assert sign_in(newcomer, provider, "wei").location == "/sign-in/openid/new"


def test_two_clicks_on_the_form_make_one_account(app, browsers, provider, set_up, town):
    first = browsers()
    sign_in(first, provider, "wei")
    first.get("/sign-in/openid/new")
    cookie, form = first.get_cookie("ow_session").value, {**NEW, "name": "魏青", "csrf_token": first.token}
    answers = []
    for _click in range(2):
        browser = browsers()
        browser.set_cookie("ow_session", cookie)
        answers.append(browser.post("/sign-in/openid/new", data=form).status_code)
    assert answers == [303, 303]
    with app.app_context(), reading() as session:
        assert session.query(User).filter(User.login == NEW["email"]).count() == 1


def test_linking_takes_the_own_password_and_unlinking_too(app, browsers, provider, set_up, town):
    here, there = browsers(), browsers()
    people.sign_in(here, Role.HANDLER)
    sign_in(here, provider, "shen", "/account/ways")
    here.get("/account/ways/link")
    assert here.fill_in({"password": "not it at all"}).status_code == 422
    assert not identities(app)
    assert here.fill_in({"password": people.PASSWORD}).status_code == 303
    assert identities(app) == {"shen": town[people.HANDLER]}
    assert (
        sign_in(here, provider, "shen", "/account/ways").location == "/account/ways"
    )  # linked already: nothing is asked
    assert sign_in(there, provider, "shen").location == "/my/cases"
    here.get("/account/ways")
    assert here.fill_in({"password": "not it at all"}, action="/unlink").status_code == 422
    assert here.fill_in({"password": people.PASSWORD}, action="/unlink").status_code == 303
    assert not identities(app)
    here.get("/account/sign-ins")
    assert re.search("解除了统一身份认证的绑定.*绑定了统一身份认证", here.page.words)


@ONE_ENGINE
def test_an_identity_belongs_to_one_account_and_an_account_has_one(app, browsers, provider, set_up, town):
    set_up(audience="both")
    linked(browsers(), provider, Role.HANDLER, "shen")
    other = people.sign_in(browsers(), "zhou.min")
    sign_in(other, provider, "shen", "/account/ways")
    other.get("/account/ways/link")
    assert other.fill_in({"password": people.PASSWORD}).status_code == 409
    assert "已经绑定在另一个账户上" in other.page.words
    again = people.sign_in(browsers(), Role.HANDLER)
    sign_in(again, provider, "another", "/account/ways")
    again.get("/account/ways/link")
    assert again.fill_in({"password": people.PASSWORD}).status_code == 409


@ONE_ENGINE
def test_the_last_way_in_is_never_taken_away(app, client, provider, set_up, town):
    sign_up(client, provider, "wei", name="魏青")
    client.get("/account/ways")
    assert "唯一的登录方式" in client.page.words
    (number,) = _numbers(app)
    client.get("/account")
    answer = client.post(f"/account/ways/{number}/unlink", data={"password": "x" * 12})
    assert answer.status_code == 409


def _numbers(app):
    with app.app_context(), reading() as session:
        return [row.id for row in session.query(Identity)]


@ONE_ENGINE
def test_nobody_unlinks_the_identity_of_somebody_else(app, browsers, provider, set_up, town):
    linked(browsers(), provider, Role.HANDLER, "shen")
    with app.app_context():
        people.join("other@example.cn", "何", "13900000033", uscc=NEW["uscc"], firm="临江新港物流有限公司")
    stranger = people.sign_in(browsers(), "other@example.cn")
    stranger.get("/account")
    answer = stranger.post(f"/account/ways/{_numbers(app)[0]}/unlink", data={"password": people.PASSWORD})
    assert answer.status_code == 403
    assert identities(app) == {"shen": town[people.HANDLER]}


def test_staff_are_known_by_an_entry_of_the_administrator_and_never_make_themselves(
    app, browsers, provider, set_up, town
):
    set_up(audience="staff")
    clerk, admin = browsers(), browsers()
    provider.knows("u-8842", name="周敏", email="zhou.min@linjiang.example")
    assert sign_in(clerk, provider, "u-8842").status_code == 403
    assert "还没有绑定工作人员账户" in clerk.page.words
    assert clerk.get("/sign-in/openid/new").status_code == 303
    assert entered(admin, town, "zhou.min", "u-8842", reason=" ").status_code == 422
    assert entered(admin, town, "zhou.min", " u-8842 ").status_code == 303
    admin.get(f"/admin/users/{town['zhou.min']}")
    assert re.search("登记了统一身份认证的身份标识.*看过工作证.*林静", admin.page.words)
    assert "u-8842" not in admin.page.words
    assert sign_in(clerk, provider, "u-8842").location == "/window/queue"
    assert entered(admin, town, "chen.li", "u-8842").status_code == 422
    admin.get(f"/admin/users/{town['zhou.min']}")
    assert admin.fill_in({"unlink-reason": "调离"}, action="/identity/remove").status_code == 303
    assert clerk.get("/window/queue").status_code == 303
    assert sign_in(clerk, provider, "u-8842").status_code == 403


@ONE_ENGINE
def test_each_audience_keeps_the_others_out(browsers, provider, set_up, town):
    set_up(audience="both")
    handler, clerk, admin = browsers(), browsers(), browsers()
    linked(browsers(), provider, Role.HANDLER, "shen")
    entered(admin, town, "zhou.min", "u-1")
    set_up(audience="staff")
    assert sign_in(handler, provider, "shen").status_code == 403
    set_up(audience="enterprises")
    assert sign_in(clerk, provider, "u-1").status_code == 403
    assert "没有向这一类账户开放" in clerk.page.words
    assert sign_in(people.sign_in(clerk, "zhou.min"), provider, "u-9", "/account/ways").status_code == 403


@ONE_ENGINE
def test_a_closed_account_is_closed_this_way_too_and_its_session_ends(browsers, provider, set_up, town):
    set_up(audience="both")
    clerk, admin = browsers(), browsers()
    entered(admin, town, "zhou.min", "u-1")
    sign_in(clerk, provider, "u-1")
    assert clerk.get("/window/queue").status_code == 200
    admin.get(f"/admin/users/{town['zhou.min']}")
    admin.fill_in({"state-reason": "调离"}, action="/state", button="停用这个账户")
    assert clerk.get("/window/queue").status_code == 303
    assert sign_in(clerk, provider, "u-1").status_code == 403
    assert "已经停用" in clerk.page.words


def second_step(app, number):
    """Give somebody a second step; returns its key."""
    with app.app_context():
        from portal.services import accounts

        by, at = accounts.person(number).actor, clock.now()
        made = second_factor.offer(by=by)
        key = made.key.replace(" ", "")
        second_factor.confirm(made.sealed, people.PASSWORD, pyotp.TOTP(key).at(at), by=by, at=at)
    return key


@ONE_ENGINE
@pytest.mark.parametrize(("strong", "asked"), [("", True), ("otp,mfa", True), ("gold,otp", False)])
def test_the_second_step_is_asked_for_unless_the_house_trusts_the_providers(
    app, browsers, provider, set_up, town, strong, asked
):
    set_up(audience="both", strong=strong)
    provider.knows("u-1", name="周敏", acr="gold")
    entered(browsers(), town, "zhou.min", "u-1")
    key, clerk = second_step(app, town["zhou.min"]), browsers()
    answer = sign_in(clerk, provider, "u-1", "/account/ways")
    assert answer.location == ("/sign-in/code?next=/account/ways" if asked else "/account/ways")
    assert clerk.get("/window/queue").status_code == (303 if asked else 200)
    if asked:
        clerk.get(answer.location)
        assert "统一身份认证已经确认了您" in clerk.page.words
        given = pyotp.TOTP(key).at(int(datetime.now(UTC).timestamp()) + 30)
        assert clerk.fill_in({"one_time_code": given}, action="/sign-in/code").location == "/account/ways"
        clerk.get("/account/sign-ins")
        assert "统一身份认证 两步验证" in clerk.page.words


@ONE_ENGINE
def test_a_level_that_is_too_low_does_not_get_in(client, provider, set_up, town):
    set_up(level_claim="acr", levels="2,3")
    provider.knows("low", name="甲", acr="1")
    assert sign_in(client, provider, "low").status_code == 403
    assert "实名认证级别不够" in client.page.words
    provider.knows("high", name="乙", acr=3)
    assert sign_in(client, provider, "high").location == "/sign-in/openid/new"


@ONE_ENGINE
def test_signing_out_offers_to_sign_out_there_too(client, provider, set_up, town):
    sign_up(client, provider, "wei", name="魏青")
    client.get("/account")
    answer = client.fill_in(action="/sign-out")
    client.get(answer.location)
    assert client.page.links["公用电脑请一并退出"] == "/sign-out/openid"
    there = urlsplit(client.get("/sign-out/openid").location)
    assert there.path == "/oauth2/end_session"
    asked = parse_qs(there.query)
    assert asked["client_id"] == ["onewindow"]
    assert asked["post_logout_redirect_uri"][0].endswith("/sign-in")
    assert "id_token_hint" not in asked


@ONE_ENGINE
def test_the_button_speaks_both_languages(browsers, set_up, town):
    set_up(label="浙江政务服务网登录", label_en="Sign in with Zhejiang Services")
    chinese, english = browsers(), people.speak_english(browsers())
    chinese.get("/sign-in")
    english.get("/sign-in?next=/account")
    assert "浙江政务服务网登录" in chinese.page.links
    assert english.page.links["Sign in with Zhejiang Services"] == "/sign-in/openid?next=/account"


@ONE_ENGINE
def test_an_http_client_walks_the_whole_way_between_two_servers(app, provider, set_up, town):
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    base, visitor = f"http://127.0.0.1:{server.server_port}", requests.Session()
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], base_url=base)
    provider.knows("wei", name="魏青")
    try:
        asked = visitor.get(f"{base}/sign-in/openid?next=/my/cases", timeout=10)
        assert asked.url.startswith(f"{provider.url}/oauth2/authorize?")
        page = visitor.post(asked.url, data={"sub": "wei"}, timeout=10)
        assert page.url == f"{base}/sign-in/openid/new"
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        first = visitor.post(page.url, data={**NEW, "csrf_token": token}, timeout=10)
        assert (first.status_code, first.history[0].status_code) == (200, 303)
        again = requests.Session()
        asked = again.get(f"{base}/sign-in/openid?next=/account/ways", timeout=10)
        landed = again.post(asked.url, data={"sub": "wei"}, timeout=10)
        assert landed.url == f"{base}/account/ways"
        assert "魏青" in Page(landed.text).words or "登录方式" in Page(landed.text).h1
    finally:
        server.shutdown()
        server.server_close()


@ONE_ENGINE
def test_next_leads_to_own_pages_only(client, provider, set_up, town):
    linked(client, provider, Role.HANDLER, "shen")
    client.get("/account")
    client.fill_in(action="/sign-out")
    for foreign in ("https://evil.example/", "//evil.example", "/%5C%5Cevil.example", "javascript:alert(1)"):
        answer = back(client, provider.say_yes(go(client, foreign), "shen"))
        assert answer.location == "/my/cases", foreign
        client.get("/account")
        client.fill_in(action="/sign-out")
