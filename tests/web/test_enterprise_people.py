"""One enterprise, many people: the owner invites, removes and hands on; links work once; removed people hear nothing more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.actors import Role
from portal.db import db, reading
from portal.models import AccountEntry, AccountLink, User
from portal.services.account_links import token_of
from tests.web import people

GU = "gu@example.cn"
NEW = {"name": "顾长宁", "mobile": "13900000002", "password": people.PASSWORD, "again": people.PASSWORD}


@pytest.fixture
def town(app):
    return people.settle(app)


def invite(browser, email=GU):
    browser.get("/account/handlers/invite")
    return browser.fill_in({"email": email}, action="")


def newest_link(app):
    with app.app_context(), reading() as session:
        return f"/invitations/{token_of(session.scalars(select(AccountLink).order_by(AccountLink.id.desc())).first())}"


def joined(app, browsers, email=GU, **changes):
    """The owner invites somebody, who makes an account and signs in."""
    boss, guest = browsers(), browsers()
    people.sign_in(boss, Role.HANDLER)
    assert invite(boss, email).status_code == 303
    guest.get(newest_link(app))
    assert guest.fill_in({**NEW, **changes}, action="").status_code == 303
    return boss, people.sign_in(guest, email)


def user(app, login):
    with app.app_context(), reading() as session:
        return session.scalars(select(User).where(User.login == login)).one()


def test_the_first_of_an_enterprise_owns_it(client, town):
    people.sign_in(client, Role.HANDLER).get("/account/handlers")
    assert "负责人" in client.page.words
    assert "您是负责人" in client.page.words


def test_who_is_invited_makes_an_account_and_works_for_the_enterprise(app, browsers, town):
    boss, guest = joined(app, browsers)
    guest.get("/account")
    assert people.FIRM in guest.page.words
    boss.get("/account/handlers")
    assert "顾长宁" in boss.page.words
    boss.get("/account/enterprise-log")
    assert "邀请了经办人" in boss.page.words
    assert "加入了企业" in boss.page.words


def test_an_invitation_works_once_and_for_a_week(app, browsers, town, monkeypatch):
    boss, _guest = joined(app, browsers)
    stranger = browsers()
    assert stranger.get(newest_link(app)).status_code == 409
    invite(boss, "late@example.cn")
    link = newest_link(app)
    later = datetime.now(UTC) + timedelta(days=7, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert stranger.get(link).status_code == 409


def test_an_invitation_that_is_taken_back_opens_nothing(app, browsers, town):
    boss, guest = browsers(), browsers()
    people.sign_in(boss, Role.HANDLER)
    invite(boss)
    link = newest_link(app)
    boss.get("/account/handlers")
    assert boss.fill_in(action="/end").status_code == 303
    assert guest.get(link).status_code == 409


def test_an_invitation_is_accepted_only_by_the_account_it_went_to(app, browsers, town):
    boss, other = browsers(), browsers()
    people.sign_in(boss, Role.HANDLER)
    with app.app_context():
        people.join("li@example.cn", "李岸", "13900000003", uscc="91990103MA3KQ8NN2R", firm="望山石化销售有限公司")
    invite(boss)
    link = newest_link(app)
    people.sign_in(other, "li@example.cn").get(link)
    assert other.fill_in(action="").status_code == 409
    assert "不是给这个账户的" in other.page.words
    invite(boss, "li@example.cn")
    other.get(newest_link(app))
    assert other.fill_in(action="").status_code == 409
    assert "属于另一家企业" in other.page.words


@pytest.mark.engines("sqlite")
def test_a_wrong_field_keeps_the_rest_and_the_link(app, browsers, town):
    boss, guest = browsers(), browsers()
    people.sign_in(boss, Role.HANDLER)
    invite(boss)
    guest.get(newest_link(app))
    assert guest.fill_in({**NEW, "mobile": "13900000001"}, action="").status_code == 422
    assert any(one.get("value") == "顾长宁" for one in guest.page.all("input"))
    assert guest.fill_in(NEW, action="").status_code == 303


def test_a_removed_handler_reaches_nothing_and_hears_nothing(app, browsers, town):
    boss, guest = joined(app, browsers)
    number = user(app, GU).id
    boss.get("/account/handlers")
    assert boss.fill_in(action=f"/{number}/remove").status_code == 303
    assert guest.get("/my/cases").status_code == 303
    people.sign_in(guest, GU)
    assert guest.get("/my/cases").status_code == 403
    assert guest.get("/my/appointments").status_code == 403
    assert guest.get("/account").status_code == 200
    guest.get("/account/enterprises")
    assert "没有加入企业" in guest.page.words
    assert people.FIRM not in guest.page.words


def test_only_the_owner_manages(app, browsers, town):
    _boss, guest = joined(app, browsers)
    guest.get("/account")
    first = town[people.HANDLER]
    for path in (f"/account/handlers/{first}/remove", f"/account/handlers/{first}/owner"):
        assert guest.post(path).status_code == 403
    for page in ("/account/handlers/invite", "/account/agents/new"):
        assert guest.get(page).status_code == 403
    assert guest.get("/account/handlers").status_code == 200
    assert "谁办了什么" not in guest.page.words
    assert guest.get("/account/enterprise-log").status_code == 403


def test_ownership_is_handed_over_and_there_is_one_owner(app, browsers, town):
    boss, guest = joined(app, browsers)
    boss.get("/account/handlers")
    boss.fill_in(action=f"/{user(app, GU).id}/owner")
    assert user(app, GU).owner
    assert not user(app, people.HANDLER).owner
    assert boss.get("/account/handlers/invite").status_code == 403
    guest.get("/account/handlers")
    assert guest.fill_in(action=f"/{town[people.HANDLER]}/remove").status_code == 303
    assert boss.get("/account").status_code == 303


def test_the_owner_cannot_remove_himself(client, town):
    people.sign_in(client, Role.HANDLER).get("/account")
    assert client.post(f"/account/handlers/{town[people.HANDLER]}/remove").status_code == 409


def test_an_administrator_names_the_owner_when_the_owner_is_gone(app, browsers, town):
    joined(app, browsers)
    admin = browsers()
    people.sign_in(admin, Role.ADMINISTRATOR).get(f"/admin/users/{user(app, GU).id}")
    assert admin.fill_in(action="/owner").status_code == 303
    assert user(app, GU).owner


def test_the_log_of_accounts_is_never_changed(app, client, town):
    people.sign_in(client, Role.HANDLER)
    with app.app_context(), db.engine.connect() as connection:
        assert connection.execute(select(AccountEntry.id)).first() is not None
        for act in ("UPDATE account_log SET kind = 'x'", "DELETE FROM account_log"):
            with pytest.raises(Exception, match="append-only"), connection.begin_nested():
                connection.exec_driver_sql(act)


def test_the_page_of_an_invitation_speaks_english_too(app, browsers, town):
    boss, guest = browsers(), browsers()
    people.sign_in(boss, Role.HANDLER)
    invite(boss)
    people.speak_english(guest).get(newest_link(app))
    assert guest.page.h1 == "Join an enterprise as a handler"
