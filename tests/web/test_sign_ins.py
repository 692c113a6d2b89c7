"""Where somebody is signed in: every device a line, ended one by one or all at once, and no page costs more for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from portal import clock
from portal.actors import Role
from portal.db import db, reading
from portal.devices import device_of
from portal.models import SignIn
from tests.web import people

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.50"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0"


@pytest.fixture
def town(app):
    return people.settle(app)


def signed_in(browser, agent):
    browser.environ_base["HTTP_USER_AGENT"] = agent
    return people.sign_in(browser, Role.HANDLER)


def rows(app):
    with app.app_context(), reading() as session:
        return session.query(SignIn).order_by(SignIn.id).all()


def test_each_sign_in_is_a_line_with_its_device(browsers, town):
    phone, desk = signed_in(browsers(), PHONE), signed_in(browsers(), DESK)
    assert phone.get("/account/sign-ins").status_code == 200
    desk.get("/account/sign-ins")
    assert "iPhone 微信" in desk.page.words
    assert "Windows 电脑 Edge 当前设备" in desk.page.words


def test_one_session_is_ended_and_the_others_go_on(browsers, town):
    phone, desk = signed_in(browsers(), PHONE), signed_in(browsers(), DESK)
    desk.get("/account/sign-ins")
    assert desk.fill_in(action="/end").status_code == 303
    assert phone.get("/account").status_code == 303
    assert desk.get("/account").status_code == 200
    desk.get("/account/sign-ins")
    assert "已结束" in desk.page.words
    assert "结束了一台设备上的登录" in desk.page.words


def test_nobody_ends_the_session_of_somebody_else(app, browsers, town):
    handler, clerk = signed_in(browsers(), PHONE), browsers()
    people.sign_in(clerk, Role.WINDOW).get("/account/sign-ins")
    assert clerk.post(f"/account/sign-ins/{rows(app)[0].id}/end").status_code == 403
    assert clerk.post("/account/sign-ins/999/end").status_code == 403
    assert handler.get("/account").status_code == 200


def test_signing_out_ends_the_line_and_a_copied_cookie_opens_nothing(app, client, town):
    signed_in(client, DESK).get("/account")
    kept = client.get_cookie("ow_session").value
    client.fill_in(action="/sign-out")
    assert rows(app)[0].ended_at is not None
    client.set_cookie("ow_session", kept)
    assert client.get("/account").status_code == 303


def test_signing_out_everywhere_closes_every_line(browsers, town):
    phone, desk = signed_in(browsers(), PHONE), signed_in(browsers(), DESK)
    desk.get("/account/sign-ins")
    desk.fill_in(action="/account/sign-out-everywhere")
    assert phone.get("/account").status_code == 303
    signed_in(desk, DESK).get("/account/sign-ins")
    assert desk.page.words.count("已结束") == 2


def test_the_last_use_is_noted_once_a_minute(app, client, town, monkeypatch):
    start = datetime.now(UTC)
    monkeypatch.setattr(clock, "now", lambda: start)
    signed_in(client, DESK)
    for seconds, noted in ((30, 0), (90, 90), (120, 90), (200, 200)):
        monkeypatch.setattr(clock, "now", lambda seconds=seconds: start + timedelta(seconds=seconds))
        client.get("/account")
        assert (rows(app)[0].seen_at - start).total_seconds() == noted


def test_who_is_at_the_screen_costs_two_statements_and_the_inbox_one(app, client, town):
    signed_in(client, DESK).get("/account")
    asked: list[str] = []

    def note(*facts):
        asked.append(facts[2])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        client.get("/account/password")  # a page that asks for nothing of its own
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len([one for one in asked if one.lstrip().startswith("SELECT")]) == 3, "\n".join(asked)


def test_no_address_of_the_network_is_kept():
    assert not [column.name for column in SignIn.__table__.columns if "ip" in column.name or "address" in column.name]


@pytest.mark.parametrize(
    ("agent", "code"),
    [
        (PHONE, "wechat/iphone"),
        (DESK, "edge/windows"),
        ("Mozilla/5.0 (Linux; HarmonyOS; ALN-AL00) Chrome/114 Safari/537.36", "chrome/harmony"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "firefox/linux"),
        ("", "other/other"),
        ("x" * 5000, "other/other"),
    ],
)
def test_a_device_is_two_words(agent, code):
    assert device_of(agent) == code


def test_a_session_that_ran_out_is_shown_as_ended(client, town, monkeypatch):
    signed_in(client, PHONE)
    later = datetime.now(UTC) + timedelta(minutes=121)
    monkeypatch.setattr(clock, "now", lambda: later)
    signed_in(client, DESK).get("/account/sign-ins")
    assert client.page.words.count("已结束") == 1
