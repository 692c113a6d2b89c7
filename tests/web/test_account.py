"""Signing up, signing in, staying signed in, and losing nothing when a session ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portal import clock
from portal.actors import Role
from portal.models import Enterprise, MembershipRequest, User
from portal.services import users
from tests.outside import register_of, running
from tests.web import people

SIGN_UP = {
    "uscc": people.USCC,
    "enterprise_name": people.FIRM,
    "legal_representative": "沈远航",
    "name": "沈远航",
    "mobile": "13900000001",
    "email": "Shen@Example.cn",
    "password": people.PASSWORD,
    "consent": "y",
}


@pytest.fixture
def town(app):
    return people.settle(app)


def sign_up(browser, **changes):
    browser.get("/sign-up")
    return browser.fill_in({**SIGN_UP, **changes})


def rows(app, table):
    from portal.db import reading

    with app.app_context(), reading() as session:
        return session.query(table).count()


def test_the_first_handler_of_an_enterprise_signs_up_and_signs_in(app, client):
    assert sign_up(client).status_code == 303
    client.get("/account")
    assert people.FIRM in client.page.words, "who is new is in at once"
    assert "账户待核验" in client.page.words, "and has shown nothing yet"
    client.fill_in(action="/sign-out")
    client.get("/sign-in")
    typed = {"account": "shen@example.cn", "password": people.PASSWORD}
    assert client.fill_in(typed, action="/sign-in").status_code == 303


def test_where_there_is_a_register_the_code_is_enough_of_the_enterprise(app, client, monkeypatch):
    facts = {"uscc": people.USCC, "name": people.FIRM, "legal_representative": "沈远舟", "address": "临江市澄江区"}
    own = {name: SIGN_UP[name] for name in ("name", "mobile", "email", "password", "consent")}
    with running(register_of(facts)) as server:
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], register_url=server.url))
        client.get("/sign-up?next=/my/cases")
        assert "经办人姓名" not in client.page.words
        assert client.fill_in({"uscc": "123"}, button="look").status_code == 422
        client.fill_in({"uscc": people.USCC}, button="look")
        assert f"{people.FIRM}法定代表人：沈远舟" in client.page.words
        assert client.fill_in({**own, "password": "short"}).status_code == 422
        assert f"{people.FIRM}法定代表人：沈远舟" in client.page.words, "what the register said stays confirmed"
        assert client.fill_in(own).location == "/my/cases"
    assert people.FIRM in client.get("/account").get_data(as_text=True)


def test_what_the_register_does_not_know_is_typed(app, client, monkeypatch):
    with running(register_of()) as server:
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], register_url=server.url))
        client.get("/sign-up")
        client.fill_in({"uscc": people.USCC}, button="look")
        assert "暂时没有查到" in client.page.words
        assert client.fill_in(SIGN_UP).location == "/sign-up/done", "and the window looks at the papers"


def test_signing_in_works_with_the_mobile_number_too(client, town):
    people.sign_in(client, "13900000001")
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("uscc", "91990101MA2HT5K72X", "“统一社会信用代码”的最后一位校验不符"),
        ("uscc", "", "“统一社会信用代码”没有填"),
        ("mobile", "1390000", "请写成“13900001234”这样"),
        ("email", "shen at example", "“电子邮箱”不像邮箱"),
        ("password", "short", "密码太短"),
        ("password", people.USCC, "密码不能是您的姓名"),
        ("consent", None, "没有勾选同意"),
    ],
)
@pytest.mark.engines("sqlite")
def test_a_wrong_field_says_how_to_mend_it_and_keeps_the_rest(client, field, typed, said):
    client.get("/sign-up")
    answers = {**SIGN_UP, field: typed}
    answer = client.fill_in({name: value for name, value in answers.items() if value is not None})
    assert answer.status_code == 422
    summary = client.page.all("div", "ow-errors")[0]
    assert said in "".join(summary.itertext())
    assert client.page.tree.find(".//title").text.startswith("错误：")
    assert any(one.get("value") == people.FIRM for one in client.page.all("input"))
    assert not any(one.get("value") for one in client.page.all("input") if one.get("type") == "password")


def test_codes_may_be_typed_with_spaces_and_full_width_letters(app, client):
    assert sign_up(client, uscc=" ９１990101 ma2ht5k72t").status_code == 303
    assert rows(app, Enterprise) == 1


def test_a_second_handler_sees_nothing_of_the_enterprise_until_the_first_confirms_him(app, browsers, town):
    first, second = browsers(), browsers()
    sign_up(second, name="顾长宁", mobile="13900000002", email="gu@example.cn")
    assert "账户待核验" in second.get("/account/handlers").text
    assert people.HANDLER not in second.page.words
    people.sign_in(first, Role.HANDLER).get("/account")
    assert "请求加入您的企业" in first.page.words
    first.get("/account/handlers")
    first.fill_in(action=first.page.all("form")[-1].get("action"), button="确认加入")
    assert people.HANDLER in second.get("/account/handlers").text, "the open session knows it at once"
    assert "账户待核验" not in second.page.words


def test_a_stranger_who_is_refused_cannot_sign_in_and_may_sign_up_again(app, browsers, town):
    first, second = browsers(), browsers()
    sign_up(second, name="顾长宁", mobile="13900000002", email="gu@example.cn")
    people.sign_in(first, Role.HANDLER)
    first.get("/account/handlers")
    first.fill_in(action=first.page.all("form")[-1].get("action"), button="不同意")
    assert second.get("/account").status_code == 303, "the session is over"
    second.get("/sign-in")
    second.post("/sign-in", data={"account": "gu@example.cn", "password": people.PASSWORD})
    assert "账户或密码不对" in second.page.words
    sign_up(second, name="顾长宁", mobile="13900000002", email="gu@example.cn")
    assert rows(app, MembershipRequest) == 3


def test_a_request_that_was_answered_is_not_answered_twice(app, browsers, town):
    first, admin = browsers(), browsers()
    with app.app_context():
        assert people.join("gu@example.cn", "顾长宁", "13900000002") == "open"
    people.sign_in(first, Role.HANDLER)
    people.sign_in(admin, Role.ADMINISTRATOR)
    for browser, page in ((first, "/account/handlers"), (admin, "/admin/users")):
        browser.get(page)
    admin.fill_in(action="/admin/requests/2", button="确认加入")
    answer = first.fill_in(action="/account/handlers/2", button="不同意")
    assert answer.status_code == 409
    assert "已经答复过" in first.page.words


def test_nobody_answers_for_another_enterprise(app, client, town):
    with app.app_context():
        people.join("gu@example.cn", "顾长宁", "13900000002")
        people.join("li@example.cn", "李岸", "13900000003", uscc="91990103MA3KQ8NN2R", firm="望山石化销售有限公司")
    people.sign_in(client, "li@example.cn").get("/account")
    assert client.post("/account/handlers/2", data={"answer": "grant"}).status_code == 403
    assert "这不是您单位的内容" in client.page.words


def test_nobody_learns_whose_account_exists(app, browsers, town):
    known = browsers()
    before = rows(app, User)
    assert sign_up(known).location == "/sign-up/done", "the page of everybody who has to wait"
    assert before == rows(app, User)
    answers = []
    for account in ("shen@example.cn", "never.was@example.cn"):
        known.get("/sign-in")
        known.fill_in({"account": account, "password": "not the password"}, action="/sign-in")
        answers.append(known.page.words.replace(account, ""))
    assert answers[0] == answers[1]


def test_signing_in_leads_back_to_the_page_that_asked_for_it(client, town):
    answer = client.get("/account/password?a=1")
    assert answer.location.startswith("/sign-in?next=/account/password")
    client.get(answer.location)
    answer = client.fill_in({"account": people.HANDLER, "password": people.PASSWORD}, action="/sign-in")
    assert answer.location == "/account/password?a=1"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"]
)
@pytest.mark.engines("sqlite")
def test_signing_in_never_leads_to_another_site(client, town, target):
    client.get("/sign-in")
    answer = client.fill_in({"account": people.HANDLER, "password": people.PASSWORD, "next": target}, action="/sign-in")
    assert answer.status_code == 303
    assert answer.location.startswith("/")
    assert "evil" not in answer.location


def test_a_session_ends_when_nobody_clicks_and_says_so(client, town, monkeypatch):
    people.sign_in(client, Role.HANDLER)
    later = datetime.now(UTC) + timedelta(minutes=121)
    monkeypatch.setattr(clock, "now", lambda: later)
    answer = client.get("/account")
    assert "reason=ended" in answer.location
    client.get(answer.location)
    assert "登录已经过期" in client.page.words


def test_every_click_keeps_a_session_alive(client, town, monkeypatch):
    people.sign_in(client, Role.HANDLER)
    start = datetime.now(UTC)
    for minutes in (100, 200, 300):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: start + timedelta(minutes=minutes))
        assert client.get("/account").status_code == 200


def test_what_was_typed_survives_a_session_that_ended(client, town, monkeypatch):
    people.sign_in(client, Role.HANDLER)
    client.get("/account")
    later = datetime.now(UTC) + timedelta(minutes=121)
    monkeypatch.setattr(clock, "now", lambda: later)
    typed = {"name": "沈远航（新）", "mobile": "13900000001", "email": people.HANDLER}
    answer = client.post("/account", data=typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 401
    assert "沈远航（新）" in client.page.words
    client.fill_in(action="/resume")
    client.fill_in({"account": people.HANDLER, "password": people.PASSWORD}, action="/sign-in")
    assert "接着提交" in client.page.words
    answer = client.fill_in(action="/account")
    assert answer.status_code == 303
    client.get("/account")
    assert any(one.get("value") == "沈远航（新）" for one in client.page.all("input"))


def test_a_wrong_password_on_the_way_does_not_lose_the_form(client, town):
    client.post("/account", data={"name": "沈远航（新）"}, headers={"Sec-Fetch-Site": "same-origin"})
    client.fill_in(action="/resume")
    client.fill_in({"account": people.HANDLER, "password": "wrong wrong wrong"}, action="/sign-in")
    client.fill_in({"account": people.HANDLER, "password": people.PASSWORD}, action="/sign-in")
    assert "沈远航（新）" in client.page.words


def test_a_form_from_a_foreign_page_is_never_offered_again(client, town):
    people.sign_in(client, Role.HANDLER)
    client.token = ""
    answer = client.post("/account", data={"name": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert "不是从本站页面发出" in client.page.words
    stranger = client.application.test_client()
    answer = stranger.post("/account", data={"name": "planted"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 401
    assert "planted" not in stranger.page.html
    assert 'name="kept"' not in stranger.page.html


def test_an_old_token_asks_to_send_again_with_everything_in_it(client, town):
    people.sign_in(client, Role.HANDLER)
    client.get("/account")
    typed = {"csrf_token": "stale", "name": "沈远航（改）", "mobile": "13900000001", "email": people.HANDLER}
    answer = client.post("/account", data=typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 400
    assert client.fill_in(action="/account").status_code == 303


def test_changing_the_password_ends_the_other_sessions(browsers, town):
    desk, phone = browsers(), browsers()
    people.sign_in(desk, Role.HANDLER)
    people.sign_in(phone, Role.HANDLER)
    desk.get("/account/password")
    new = "nine quiet harbours"
    assert desk.fill_in({"old": people.PASSWORD, "new": new, "again": new}).status_code == 303
    assert desk.get("/account").status_code == 200
    assert phone.get("/account").status_code == 303
    assert people.sign_in(phone, Role.HANDLER, new).get("/account").status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("not it at all", "nine quiet harbours", "现在的密码不对"),
        (people.PASSWORD, people.PASSWORD, "和现在的一样"),
        (people.PASSWORD, "short", "密码太短"),
        (people.PASSWORD, "13900000001", "密码不能是"),
    ],
)
@pytest.mark.engines("sqlite")
def test_a_bad_new_password_is_refused_with_its_reason(client, town, old, new, said):
    people.sign_in(client, Role.HANDLER)
    client.get("/account/password")
    assert client.fill_in({"old": old, "new": new, "again": new}).status_code == 422
    assert said in client.page.words


def test_signing_out_everywhere_ends_every_session(browsers, town):
    desk, phone = browsers(), browsers()
    people.sign_in(desk, Role.HANDLER)
    people.sign_in(phone, Role.HANDLER)
    desk.get("/account")
    desk.fill_in(action="/account/sign-out-everywhere")
    assert phone.get("/account").status_code == 303


def test_nobody_takes_the_mobile_of_another_account(app, client, town):
    with app.app_context():
        people.join("li@example.cn", "李岸", "13900000003", uscc="91990103MA3KQ8NN2R", firm="望山石化销售有限公司")
    people.sign_in(client, Role.HANDLER)
    client.get("/account")
    typed = {"name": "沈远航", "mobile": "13900000003", "email": people.HANDLER}
    answer = client.post("/account", data=typed)
    assert answer.status_code == 422
    assert "已经登记在另一个账户上" not in client.page.words, "whose number it is, is told to nobody at an open screen"
    answer = client.post("/account", data=typed | {"password": people.PASSWORD})
    assert answer.status_code == 422
    assert "已经登记在另一个账户上" in client.page.words


def test_the_language_switch_keeps_the_page_and_is_remembered(app, browsers, town):
    here, elsewhere = browsers(), browsers()
    people.sign_in(here, Role.HANDLER)
    here.get("/account?x=1")
    answer = here.get(here.page.links["English"])
    assert answer.location == "/account?x=1"
    here.get("/account")
    assert here.page.h1 == "My account"
    assert here.page.tree.get("lang") == "en"
    people.sign_in(elsewhere, Role.HANDLER)
    elsewhere.get("/account")
    assert elsewhere.page.h1 == "My account"


@pytest.mark.engines("sqlite")
def test_the_language_switch_on_an_answer_to_a_form_leads_to_a_page_that_can_be_looked_at(client, town):
    people.sign_in(client, Role.ADMINISTRATOR)
    client.get(f"/admin/users/{town['admin']}")
    before = {"Referer": f"http://localhost/admin/users/{town['admin']}"}
    client.post(f"/admin/users/{town['admin']}/state", data={"active": "0"}, headers=before)
    answer = client.get(client.page.links["English"])
    assert answer.location == f"/admin/users/{town['admin']}"


def test_large_type_is_a_switch_on_the_page(client):
    client.get("/sign-in")
    client.get(client.page.links["大字版"])
    client.get("/sign-in")
    assert client.page.tree.get("class") == "ow-large"
    assert "标准版" in client.page.links


def test_a_closed_account_is_told_so_only_with_the_right_password(app, client, town):
    with app.app_context():
        users.set_active(town[people.HANDLER], False, reason="离职", by=_administrator(town), at=clock.now())
    people.sign_in(client, Role.HANDLER, "not the password")
    assert "账户或密码不对" in client.page.words
    people.sign_in(client, Role.HANDLER)
    assert "已经停用" in client.page.words


def _administrator(town):
    from portal.actors import Actor

    return Actor(kind="officer", id=town["admin"], roles=frozenset({Role.ADMINISTRATOR}))
