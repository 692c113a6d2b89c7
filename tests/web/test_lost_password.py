"""A lost password: one link by mail, once, for half an hour; the same answer for everybody; the second factor stays."""

from __future__ import annotations

import email
import re
from email import policy

import pyotp
import pytest
from sqlalchemy import select

from portal import clock
from portal.actors import SYSTEM, Role
from portal.db import reading
from portal.models import AccountLink, OutboxMessage
from portal.services import outbox, users
from portal.services.account_mail import PATHS
from tests.web import people
from tests.web.test_second_factor import Watch, give, set_up

NEW = "nine quiet harbours"


@pytest.fixture
def watch(monkeypatch):
    one = Watch()
    monkeypatch.setattr(clock, "now", lambda: one.now)
    return one


@pytest.fixture
def town(app, watch):
    return people.settle(app, at=watch.now)


def ask(browser, account=people.HANDLER):
    browser.get("/sign-in/forgotten")
    return browser.fill_in({"account": account}, action="")


def mails(app, watch):
    """Everything that waits is sent; returns the texts of the mails about accounts, the oldest first."""
    folder = app.config["SETTINGS"].data / "mail"
    with app.app_context():
        with reading() as session:
            waiting = session.scalars(
                select(OutboxMessage.id).where(OutboxMessage.kind == "account", OutboxMessage.state == "queued")
            ).all()
        for number in waiting:
            assert outbox.deliver(number, at=watch.now) in ("sent", "withheld")
    paths = sorted(folder.glob("account-*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [email.message_from_bytes(path.read_bytes(), policy=policy.default).get_content() for path in paths]


def link_in(text):
    return re.search(r"https?://\S+?(/(?:sign-in|invitations)/\S+)", text)[1]


def set_new(browser, link, new=NEW):
    assert browser.get(link).status_code == 200
    return browser.fill_in({"new": new, "again": new})


def test_a_link_by_mail_sets_a_new_password_and_ends_every_session(app, browsers, town, watch):
    phone, lost = browsers(), browsers()
    people.sign_in(phone, Role.HANDLER)
    assert ask(lost).status_code == 303
    link = link_in(mails(app, watch)[0])
    assert set_new(lost, link).status_code == 303
    assert phone.get("/account").status_code == 303
    assert people.sign_in(phone, Role.HANDLER).page.h1 == "登录"
    assert people.sign_in(phone, Role.HANDLER, NEW).get("/account").status_code == 200
    assert "刚刚用邮件里的链接重新设定" in mails(app, watch)[-1]


def test_a_link_works_once(app, client, town, watch):
    ask(client)
    link = link_in(mails(app, watch)[0])
    set_new(client, link)
    assert client.get(link).status_code == 409
    assert "这个链接不能用了" in client.page.words
    client.get("/sign-in")
    assert client.post(link, data={"new": "another one of them", "again": "another one of them"}).status_code == 409


def _changes_it(browser):
    browser.get("/account/password")
    return browser.fill_in({"old": people.PASSWORD, "new": NEW, "again": NEW}, action="")


def _ends_every_session(browser):
    browser.get("/account")
    return browser.post("/account/sign-out-everywhere")


@pytest.mark.parametrize("done", [_changes_it, _ends_every_session])
def test_a_link_asked_for_before_opens_nothing_once_the_account_is_made_safe(app, browsers, town, watch, done):
    """Whoever reads the mailbox would take the account back with it, in the half hour after its person locked him out."""
    here, lost = browsers(), browsers()
    ask(lost)
    link = link_in(mails(app, watch)[0])
    assert done(people.sign_in(here, Role.HANDLER)).status_code == 303
    assert lost.get(link).status_code == 409


def test_a_link_asked_for_before_opens_nothing_after_an_administrators_password(app, client, town, watch):
    ask(client)
    link = link_in(mails(app, watch)[0])
    with app.app_context():
        users.reset_password(town[people.HANDLER], by=SYSTEM, at=watch.now)
    assert client.get(link).status_code == 409


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (30, 409), (31, 409)])
@pytest.mark.engines("sqlite")
def test_a_link_works_for_half_an_hour(app, client, town, watch, minutes, status):
    ask(client)
    link = link_in(mails(app, watch)[0])
    watch.later(minutes=minutes)
    assert client.get(link).status_code == status


def test_a_second_link_ends_the_first(app, client, town, watch):
    ask(client)
    first = link_in(mails(app, watch)[0])
    ask(client)
    second = link_in(mails(app, watch)[-1])
    assert client.get(first).status_code == 409
    assert client.get(second).status_code == 200


def test_a_bad_password_is_refused_and_the_link_still_works(app, client, town, watch):
    ask(client)
    link = link_in(mails(app, watch)[0])
    assert set_new(client, link, "short").status_code == 422
    assert set_new(client, link).status_code == 303


@pytest.mark.parametrize("account", ["nobody@example.cn", "13900000099", people.HANDLER, "admin"])
def test_nobody_learns_which_account_exists(app, client, town, watch, account):
    answer = ask(client, account)
    assert answer.location == "/sign-in/forgotten/done"
    client.get(answer.location)
    assert account not in client.page.words
    assert len(mails(app, watch)) == (1 if account == people.HANDLER else 0)  # the administrator has no address


def test_the_second_factor_is_asked_for_all_the_same(app, browsers, town, watch):
    here, lost = browsers(), browsers()
    key, _codes = set_up(people.sign_in(here, Role.HANDLER), watch)
    ask(lost)
    set_new(lost, link_in(mails(app, watch)[-1]))
    people.sign_in(lost, Role.HANDLER, NEW)
    assert lost.page.h1 == "输入验证码"
    assert lost.get("/account").status_code == 303
    lost.get("/sign-in/code")
    watch.later(seconds=30)
    assert give(lost, pyotp.TOTP(key).at(watch.now)).status_code == 303


def test_the_database_alone_opens_nothing(app, client, town, watch):
    ask(client)
    token = link_in(mails(app, watch)[0]).removeprefix(PATHS["password"])
    with app.app_context(), reading() as session:
        link = session.query(AccountLink).filter_by(kind="password").one()
        parcel = session.query(OutboxMessage).order_by(OutboxMessage.id.desc()).first()
        kept = [link.token_hash, link.nonce, str(link.facts), str(parcel.payload), parcel.key]
    assert not any(token in text for text in kept)


@pytest.mark.engines("sqlite")
def test_links_cannot_be_asked_for_again_and_again(client, town, watch):
    answers = [ask(client, "nobody@example.cn").status_code for _ in range(4)]
    assert answers == [303, 303, 303, 429]


def test_a_mail_that_waited_too_long_is_not_sent(app, client, town, watch):
    ask(client)
    watch.later(minutes=31)
    assert mails(app, watch) == []


def test_the_page_of_the_link_speaks_english_too(app, client, town, watch):
    ask(client)
    link = link_in(mails(app, watch)[0])
    people.speak_english(client).get(link)
    assert client.page.h1 == "Set a new password"
