"""What protects every page: headers, tokens, limits, and sessions that cannot be planted."""

from __future__ import annotations

import pytest

from portal import clock
from portal.actors import Role
from portal.services import casefile
from tests import at_window
from tests.at_window import beijing
from tests.web import people

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def town(app):
    return people.settle(app)


def test_every_answer_carries_the_protective_headers(client, town):
    for page in ("/sign-in", "/nowhere", "/static/theme.css"):
        with client.get(page) as answer:
            headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]


def test_https_is_asked_for_only_where_it_is_spoken(client):
    assert "Strict-Transport-Security" not in client.get("/sign-in").headers
    assert "max-age=" in client.get("/sign-in", base_url="https://localhost").headers["Strict-Transport-Security"]


def test_pages_of_signed_in_people_are_kept_nowhere(client, town):
    assert client.get("/sign-in").headers["Cache-Control"] == "private, no-cache"
    people.sign_in(client, Role.HANDLER)
    assert client.get("/account").headers["Cache-Control"] == "no-store"


def test_letters_that_are_downloaded_are_kept_nowhere(app, client, monkeypatch):
    """`send_file` asks for a copy on the disk that is looked at again: at a computer of the hall the next person finds it."""
    monkeypatch.setattr(clock, "now", lambda: beijing("2026-10-12 16:05"))
    with app.app_context():
        town = at_window.settle(app)
        case_id = town.accepted("2026-09-29 15:42")
        letter = casefile.casefile(case_id, by=town.handler).letters[0].public_id
    people.sign_in(client, Role.HANDLER)
    for address in (f"/letters/{letter}.pdf", f"/letters/{letter}"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store", address
        answer.close()


def test_addresses_that_are_given_away_never_name_the_host_of_a_request(client, town):
    people.sign_in(client, Role.REVIEWER).get("/account/calendar")
    kept = client.get_cookie("ow_session")
    client.set_cookie("ow_session", kept.value, domain="evil.example")
    assert client.post("/account/calendar", base_url="http://evil.example").status_code == 200
    assert "/calendars/" in client.page.words
    assert "evil.example" not in client.page.words


def test_versioned_files_are_kept_for_a_year(client):
    client.get("/sign-in")
    for sheet in client.page.tree.iter("link"):
        with client.get(sheet.get("href")) as answer:
            assert answer.status_code == 200
            assert "immutable" in answer.headers["Cache-Control"]


def test_pages_ask_no_other_host_for_anything(client):
    client.get("/sign-in")
    for element in client.page.tree.iter():
        for name in ("src", "href", "action"):
            assert not (element.get(name) or "").startswith(("http:", "https:", "//"))


def test_the_session_is_out_of_reach_of_scripts_and_other_sites(client, town):
    client.get("/sign-in")
    answer = client.fill_in({"account": people.HANDLER, "password": people.PASSWORD}, action="/sign-in")
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("ow_session="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_signing_in_begins_a_new_session(client, town):
    """A session that somebody planted before is worth nothing after signing in, and neither is its token."""
    client.get("/sign-in")
    planted = client.token
    people.sign_in(client, Role.HANDLER)
    with client.session_transaction() as session:
        assert session["sid"]
    answer = client.post("/account/sign-out-everywhere", data={"csrf_token": planted})
    assert answer.status_code == 400
    assert client.get("/account").status_code == 200


def test_an_old_cookie_is_worthless_after_signing_out_everywhere(client, town):
    people.sign_in(client, Role.HANDLER)
    stolen = client.get_cookie("ow_session").value
    client.get("/account")
    client.fill_in(action="/account/sign-out-everywhere")
    client.set_cookie("ow_session", stolen)
    assert client.get("/account").status_code == 303


def test_a_post_without_a_token_does_nothing(client, town):
    people.sign_in(client, Role.ADMINISTRATOR)
    client.token = ""
    assert client.post(f"/admin/users/{town['zhou.min']}/state", data={"active": "0"}).status_code == 400
    client.get(f"/admin/users/{town['zhou.min']}")
    assert "停用这个账户" in client.page.words


def test_passwords_cannot_be_tried_out(client, town):
    client.get("/sign-in")
    answers = [
        client.post("/sign-in", data={"account": people.HANDLER, "password": f"guess number {n}"}).status_code
        for n in range(11)
    ]
    assert answers == [422] * 10 + [429]
    assert "请等一会儿再试" in client.page.words
    assert int(client.get("/sign-in").headers.get("Retry-After", 0)) >= 0


def test_one_account_cannot_be_tried_out_from_many_addresses(client, town):
    client.get("/sign-in")
    for n in range(31):
        address = {"REMOTE_ADDR": f"10.0.0.{n}"}
        guess = {"account": people.HANDLER, "password": f"guess number {n}"}
        answer = client.post("/sign-in", data=guess, environ_overrides=address)
    assert answer.status_code == 429


def test_signing_in_with_the_right_password_is_not_limited(client, town):
    for _n in range(12):
        people.sign_in(client, Role.HANDLER)
        assert client.get("/account").status_code == 200
        client.fill_in(action="/sign-out")


def test_limits_go_on_counting_in_memory_when_redis_is_gone(app, tmp_path, monkeypatch):
    from portal import create_app, schema
    from portal.config import read_settings
    from portal.security import limiter
    from tests.pages import Browser

    for name, value in vars(limiter).items():  # one limiter serves every application of a process
        monkeypatch.setattr(limiter, name, value)
    settings = read_settings({"ONEWINDOW_SECRET_KEY": "x" * 40}, data=tmp_path, redis_url="redis://127.0.0.1:1/0")
    lonely = create_app(settings)
    with lonely.app_context():
        schema.upgrade()
    lonely.test_client_class = Browser
    browser = lonely.test_client()
    browser.get("/sign-in")
    guess = {"account": "nobody", "password": "guess after guess"}
    assert [browser.post("/sign-in", data=guess).status_code for _n in range(11)] == [422] * 10 + [429]
    assert {browser.get("/sign-in").status_code for _n in range(12)} == {200}


def test_looking_at_the_sign_in_page_is_not_limited(client):
    assert {client.get("/sign-in").status_code for _ in range(40)} == {200}


def test_an_upload_that_is_too_large_is_told_so(app, client, town):
    people.sign_in(client, Role.HANDLER)
    client.get("/account")
    limit = app.config["MAX_CONTENT_LENGTH"]
    answer = client.post("/account", data=b"x" * (limit + 1), content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "文件太大" in client.page.words


def test_scripts_that_ask_for_json_get_json(client, town):
    answer = client.post("/account", data={}, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json["error"] == "请先登录"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_failure_has_a_clear_page_in_both_languages(app, client, town, language):
    client.set_cookie("ow_language", language)
    people.sign_in(client, Role.HANDLER)
    client.set_cookie("ow_language", language)
    for page, status in (("/nowhere", 404), ("/admin/users", 403), ("/sign-out", 405)):
        assert client.get(page).status_code == status
        assert client.page.h1
        assert client.page.all("div", "ow-fail")
        assert client.page.all("a", "btn")


def test_a_bug_shows_a_page_that_asks_nobody(app, client, town, monkeypatch):
    from portal.services import sign_ins

    people.sign_in(client, Role.HANDLER)

    def lost(*_facts, **_more):
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(sign_ins, "person_of", lost)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        assert client.get("/account").status_code == 500
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = None
    assert "这一页出错了" in client.page.words


def test_demo_accounts_are_shown_in_demo_mode_only(app, client, town, monkeypatch):
    import dataclasses
    import json

    from portal.services.accounts import DEMO_FILE

    settings = app.config["SETTINGS"]
    shown = [{"role": "window", "account": "zhou.min", "password": "demo-password-1", "name": "周敏", "house": "临江"}]
    file = settings.data / DEMO_FILE
    file.write_text(json.dumps(shown), encoding="utf-8")
    try:
        client.get("/sign-in")
        assert "demo-password-1" not in client.page.words
        monkeypatch.setitem(app.config, "SETTINGS", dataclasses.replace(settings, demo=True))
        client.get("/sign-in")
        assert "demo-password-1" in client.page.words
    finally:
        file.unlink()
