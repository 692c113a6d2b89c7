"""Administrators keep users, roles and offices; the house is never left without one of them."""

from __future__ import annotations

import re

import pytest

from portal.actors import Role
from tests.web import people


@pytest.fixture
def town(app):
    return people.settle(app)


@pytest.fixture
def admin(client, town):
    return people.sign_in(client, Role.ADMINISTRATOR)


def one_time_password(browser):
    return browser.page.all("span", "ow-password")[0].text


@pytest.mark.parametrize(
    "page", ["/admin/users", "/admin/users/new", "/admin/offices", "/admin/offices/new", "/admin/users/1"]
)
@pytest.mark.parametrize("role", [role for role in people.BY_ROLE if role != Role.ADMINISTRATOR])
@pytest.mark.engines("sqlite")
def test_only_administrators_administer(client, town, page, role):
    people.sign_in(client, role)
    assert client.get(page).status_code == 403
    assert "系统管理员" in client.page.words


def test_users_are_found_by_what_one_knows_of_them(admin, town):
    for words, expected in [
        ("秦岳", 1),
        ("HAN.WEI", 1),
        ("应急管理局", 2),
        ("恒泰", 1),
        ("13900000001", 1),
        ("nobody", 0),
    ]:
        admin.get("/admin/users", query_string={"q": words})
        assert admin.page.h1 == f"用户 {expected} 人", words


def test_users_are_filtered_by_role_and_by_state(admin, town):
    admin.get("/admin/users?role=reviewer")
    assert admin.page.h1 == "用户 2 人"
    admin.get("/admin/users?role=handler&state=closed")
    assert admin.page.h1 == "用户 0 人"


def test_a_new_officer_gets_a_password_for_once(admin, browsers, town):
    admin.get("/admin/users/new")
    form = {
        "name": "何思远",
        "login": "He.Siyuan",
        "office_id": "2",
        "roles": ["reviewer", "decider"],
        "certificate_number": "L1",
    }
    assert admin.fill_in(form).status_code == 200
    given = one_time_password(admin)
    officer = people.sign_in(browsers(), "he.siyuan", given)
    assert officer.get("/account").location == "/account/password"
    officer.get("/account/password")
    officer.fill_in({"old": given, "new": people.PASSWORD, "again": people.PASSWORD})
    officer.get("/account")
    assert "审查人员" in officer.page.words
    assert "审批人" in officer.page.words


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "“姓名”没有填"),
        ("login", "zhou.min", "已经有人用了"),
        ("login", "1", "请写成“zhou.min”这样"),
        ("office_id", "", "所在部门没有选"),
        ("roles", [], "至少选一个"),
        ("mobile", "12", "请写成“13900001234”这样"),
        ("mobile", "13900000001", "已经登记在另一个账户上"),
    ],
)
@pytest.mark.engines("sqlite")
def test_a_wrong_field_of_an_officer_says_how_to_mend_it(admin, field, typed, said):
    admin.get("/admin/users/new")
    good = {"name": "何思远", "login": "he.siyuan", "office_id": "2", "roles": ["reviewer"]}
    assert admin.fill_in({**good, field: typed}).status_code == 422
    assert said in "".join(admin.page.all("div", "ow-errors")[0].itertext())


def test_losing_a_role_ends_the_sessions_of_the_officer(admin, browsers, town):
    officer = people.sign_in(browsers(), "zhou.min")
    assert officer.get("/account").status_code == 200
    admin.get(f"/admin/users/{town['zhou.min']}")
    assert admin.fill_in({"roles": ["supervisor"]}, action=f"/{town['zhou.min']}").status_code == 303
    assert officer.get("/account").status_code == 303


def test_a_closed_account_is_out_at_once_and_may_come_back(admin, browsers, town):
    number = town["zhou.min"]
    officer = people.sign_in(browsers(), "zhou.min")
    admin.get(f"/admin/users/{number}")
    closing = {"action": f"/{number}/state", "button": "停用这个账户"}
    assert admin.fill_in({"state-reason": " "}, **closing).status_code == 422
    assert "理由没有填" in admin.page.words
    assert officer.get("/account").status_code == 200
    admin.get(f"/admin/users/{number}")
    admin.fill_in({"state-reason": "调离窗口"}, **closing)
    assert officer.get("/account").status_code == 303
    admin.get(f"/admin/users/{number}")
    assert re.search("停用了账户.*周敏.*调离窗口.*林静", admin.page.words)
    admin.fill_in({"state-reason": "恢复岗位"}, action=f"/{number}/state", button="启用这个账户")
    assert people.sign_in(officer, "zhou.min").get("/account").status_code == 200
    officer.get("/account/sign-ins")
    assert re.search("启用了账户.*恢复岗位.*停用了账户.*调离窗口", officer.page.words)


def test_a_reset_password_ends_sessions_and_must_be_changed(admin, browsers, town):
    officer = people.sign_in(browsers(), "zhou.min")
    admin.get(f"/admin/users/{town['zhou.min']}")
    admin.fill_in(action="/password")
    assert officer.get("/account").status_code == 303
    people.sign_in(officer, "zhou.min", one_time_password(admin))
    assert officer.get("/account").location == "/account/password"


def test_administrators_keep_their_own_role_and_account(admin, town):
    number = town["admin"]
    admin.get(f"/admin/users/{number}")
    assert admin.fill_in({"roles": ["window"]}, action=f"/{number}").status_code == 409
    assert "不能改自己的管理员角色" in admin.page.words
    admin.get(f"/admin/users/{number}")
    closing = {"action": f"/{number}/state", "button": "停用这个账户"}
    assert admin.fill_in({"state-reason": "离职"}, **closing).status_code == 409


def test_the_last_administrator_stays(app, admin, browsers, town):
    """A closed administrator does not count: the other one may not be closed by a session that is still running."""
    from portal import clock
    from portal.actors import Actor
    from portal.services import users
    from workflows.refusal import Refusal

    gone = Actor(kind="officer", id=town["zhou.min"], roles=frozenset({Role.ADMINISTRATOR}))
    with app.app_context(), pytest.raises(Refusal) as refused:
        users.set_active(town["admin"], False, reason="离职", by=gone, at=clock.now())
    assert refused.value.rule == "last_administrator"


def test_the_details_of_a_handler_are_the_handlers_own(admin, town):
    number = town[people.HANDLER]
    admin.get(f"/admin/users/{number}")
    assert "资料由本人维护" in admin.page.words
    assert admin.post(f"/admin/users/{number}", data={"name": "x"}).status_code == 405


def test_an_office_is_made_and_changed_but_keeps_its_code(admin, town):
    admin.get("/admin/offices/new")
    office = {
        "code": "eco",
        "name_zh": "临江市生态环境局",
        "name_en": "Linjiang Ecology Bureau",
        "document_prefix": "临环许",
    }
    assert admin.fill_in(office).status_code == 303
    admin.get("/admin/offices")
    admin.get(admin.page.links["临江市生态环境局"])
    assert admin.fill_in({"name_zh": "临江市生态环境局（新）", "code": "other"}).status_code == 303
    admin.get("/admin/offices")
    assert "临江市生态环境局（新） eco 临环许" in admin.page.words


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("code", "emb", "这个部门代码已经有了"),
        ("code", "应急", "请写成“emb”这样"),
        ("name_zh", "", "“中文名称”没有填"),
        ("uscc", "11990100MB2F56132X", "“统一社会信用代码”的最后一位校验不符"),
    ],
)
@pytest.mark.engines("sqlite")
def test_a_wrong_field_of_an_office_says_how_to_mend_it(admin, field, typed, said):
    admin.get("/admin/offices/new")
    office = {"code": "eco", "name_zh": "临江市生态环境局", "name_en": "Linjiang Ecology Bureau"}
    assert admin.fill_in({**office, field: typed}).status_code == 422
    assert said in admin.page.words


def test_nobody_edits_what_is_not_there(admin):
    for page in ("/admin/users/999", "/admin/offices/999"):
        assert admin.get(page).status_code == 404


def test_staff_may_confirm_a_handler_at_the_window(app, admin, browsers, town):
    with app.app_context():
        people.join("gu@example.cn", "顾长宁", "13900000002")
    admin.get("/admin/users")
    admin.fill_in(action="/admin/requests/2", button="确认加入")
    assert people.sign_in(browsers(), "gu@example.cn").get("/account").status_code == 200


@pytest.mark.engines("sqlite")
def test_every_page_of_the_administration_speaks_english(admin, town):
    people.speak_english(admin)
    for page in (
        "users",
        "users/new",
        "users/1",
        f"users/{town[people.HANDLER]}",
        "offices",
        "offices/new",
        "offices/1",
    ):
        assert admin.get(f"/admin/{page}").status_code == 200
        assert admin.page.tree.get("lang") == "en"
    admin.get("/admin/users/new")
    assert admin.fill_in({}).status_code == 422
    assert admin.page.tree.find(".//title").text.startswith("Error: ")


def test_a_list_of_users_takes_the_same_number_of_queries_however_long_it_is(app, admin, town):
    from sqlalchemy import event

    from portal.db import db

    counted = []
    statements: list[str] = []

    def listen(*facts):
        statements.append(facts[2])

    for _round in range(2):
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", listen)
            admin.get("/admin/users")
            event.remove(db.engine, "before_cursor_execute", listen)
            counted.append(len(statements))
            statements.clear()
            for n in range(20):
                people.join(f"h{n}@example.cn", "顾长宁", f"137000000{n:02}", uscc=f"9199010{n:011}", firm=f"企业{n}")
    assert counted[0] == counted[1] <= 12
