"""What must not get in through the provider, what happens when it is down, and what people do with tabs and back buttons."""

from __future__ import annotations

import logging
import re
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from portal import clock
from portal.actors import Role
from portal.db import reading
from portal.models import AccountEntry, Identity, SignIn, User
from portal.web import openid_state
from tests.openid_provider import moved, with_claims
from tests.web import people
from tests.web.openid_steps import back, go, sign_in

pytestmark = pytest.mark.engines("sqlite")  # nothing here depends on the database


@pytest.fixture
def town(app, set_up):
    numbers = people.settle(app)
    with app.app_context():
        from portal.db import transaction

        with transaction() as session:
            session.add(
                Identity(
                    user_id=numbers[people.HANDLER],
                    issuer=app.config["SETTINGS"].oidc_issuer,
                    subject="shen",
                    linked_at=clock.now(),
                    linked_by="handler:1",
                )
            )
    return numbers


def is_in(browser):
    """Whether somebody is signed in."""
    return browser.get("/account").status_code == 200


def asked_of(address):
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_it_is_the_code_flow_with_pkce_and_an_address_from_the_settings(app, client, provider, town):
    address = go(client)
    asked = asked_of(client.get("/sign-in/openid", headers={"Host": "evil.example"}).location)
    assert urlsplit(address).path == "/oauth2/authorize"
    assert asked["redirect_uri"] == app.config["SETTINGS"].base_url + "/sign-in/openid/back"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert len(asked["code_challenge"]) == 43
    assert asked["state"] != asked_of(address)["state"]
    assert asked["nonce"] != asked_of(address)["nonce"]
    cookie = client.get_cookie("ow_session").value
    assert asked["nonce"] not in cookie


def test_it_gets_in_when_all_is_well(client, provider, town):
    assert sign_in(client, provider, "shen").location == "/my/cases"
    assert is_in(client)


@pytest.mark.parametrize("state", ["", "made-up", "a" * 5000])
def test_a_state_that_nobody_was_given_opens_nothing(client, provider, town, state):
    address = provider.say_yes(go(client), "shen")
    answer = client.get("/sign-in/openid/back", query_string={"code": asked_of(address)["code"], "state": state})
    assert answer.status_code == 400
    assert not is_in(client)
    assert "POST /oauth2/token" not in provider.asked


def test_an_answer_that_another_browser_began_opens_nothing(browsers, provider, town):
    """Somebody is sent the attacker's own answer, to work in the attacker's account without knowing it."""
    attacker, victim = browsers(), browsers()
    address = provider.say_yes(go(attacker), "shen")
    go(victim)
    assert back(victim, address).status_code == 400
    assert not is_in(victim)


def test_a_code_of_another_state_is_not_taken(client, provider, town):
    first, second = (asked_of(provider.say_yes(go(client), "shen")) for _ in range(2))
    answer = client.get("/sign-in/openid/back", query_string={"code": first["code"], "state": second["state"]})
    assert answer.status_code == 400
    assert not is_in(client)


def test_a_code_is_good_once(app, browsers, provider, town):
    first, second = browsers(), browsers()
    address = provider.say_yes(go(first), "shen")
    second.set_cookie("ow_session", first.get_cookie("ow_session").value)
    assert back(first, address).status_code == 303
    assert back(second, address).status_code == 400
    assert not is_in(second)
    assert is_in(first)


def test_a_double_click_on_the_way_back_leaves_one_session_open(app, client, provider, town):
    address = provider.say_yes(go(client), "shen")
    assert back(client, address).status_code == 303
    assert back(client, address).location == "/start"
    assert is_in(client)
    with app.app_context(), reading() as session:
        assert session.query(SignIn).count() == 1


def test_the_slower_of_two_clicks_does_not_end_the_session_of_the_first(browsers, provider, town):
    """Both are sent with the same cookie; the second is refused and must not write a cookie of its own."""
    first, second = browsers(), browsers()
    address = provider.say_yes(go(first), "shen")
    second.set_cookie("ow_session", first.get_cookie("ow_session").value)
    back(first, address)
    answer = back(second, address)
    assert "ow_session" not in str(answer.headers.getlist("Set-Cookie"))
    assert "可能第一次已经登录成功" in second.page.words


def test_two_tabs_may_be_open_at_once(client, provider, town):
    one, two = go(client, "/account/ways"), go(client, "/account/sign-ins")
    assert back(client, provider.say_yes(two, "shen")).location == "/account/sign-ins"
    assert back(client, provider.say_yes(one, "shen")).location == "/start"
    assert is_in(client)


def test_the_first_of_two_tabs_works_too(client, provider, town):
    one, _two = go(client, "/account/ways"), go(client, "/account/sign-ins")
    assert back(client, provider.say_yes(one, "shen")).location == "/account/ways"


def test_only_a_few_tabs_are_remembered(client, provider, town):
    addresses = [go(client) for _ in range(openid_state.OPEN + 1)]
    assert back(client, provider.say_yes(addresses[0], "shen")).status_code == 400
    assert back(client, provider.say_yes(addresses[1], "shen")).status_code == 303


def test_back_after_a_refusal_begins_again(client, provider, town):
    assert (
        back(client, provider.say_no(go(client))).status_code == 400
    )  # it came without the state that the standard asks for
    state = asked_of(go(client))["state"]
    answer = client.get("/sign-in/openid/back", query_string={"error": "access_denied", "state": state})
    assert answer.location == "/sign-in?reason=cancelled"
    client.get(answer.location)
    assert "取消了登录" in client.page.words
    assert sign_in(client, provider, "shen").status_code == 303


def test_ten_minutes_are_enough(client, provider, town, monkeypatch):
    address = provider.say_yes(go(client), "shen")
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert back(client, address).status_code == 400


@pytest.mark.parametrize("mood", ["forged", "none", "shared"])
def test_a_token_that_is_not_signed_by_the_provider_is_worth_nothing(client, provider, town, mood):
    provider.mood = mood
    assert sign_in(client, provider, "shen").status_code == 400
    assert "没有确认这次登录" in client.page.words
    assert not is_in(client)


@pytest.mark.parametrize(
    "change",
    [
        with_claims(nonce="of-another-sign-in"),
        with_claims(nonce=None),
        with_claims(iss="https://evil.example"),
        with_claims(aud="another-portal"),
        with_claims(aud=["onewindow", "another-portal"]),
        with_claims(aud=["onewindow", "another-portal"], azp="another-portal"),
        with_claims(sub=None),
        with_claims(sub=""),
        with_claims(sub=7),
        with_claims(exp=None),
        with_claims(at_hash="AAAA"),
        moved(hours=-2),
        moved(minutes=10),
    ],
)
def test_a_token_that_says_something_else_is_worth_nothing(client, provider, town, change):
    provider.change = change
    assert sign_in(client, provider, "shen").status_code == 400
    assert not is_in(client)


@pytest.mark.parametrize(("seconds", "taken"), [(-3600 - 30, True), (-3600 - 90, False), (30, True), (90, False)])
def test_clocks_may_differ_by_a_minute(client, provider, town, seconds, taken):
    provider.change = moved(seconds=seconds)
    assert sign_in(client, provider, "shen").status_code == (303 if taken else 400)


def test_an_answer_of_another_provider_is_not_taken(client, provider, town):
    address = provider.say_yes(go(client), "shen") + "&iss=https%3A%2F%2Fevil.example"
    assert back(client, address).status_code == 400
    assert "POST /oauth2/token" not in provider.asked


def test_keys_may_be_turned_while_the_portal_runs(client, browsers, provider, town, monkeypatch):
    assert sign_in(browsers(), provider, "shen").status_code == 303
    provider.turn_key()
    later = clock.now() + timedelta(seconds=20)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert sign_in(client, provider, "shen").status_code == 303
    assert provider.asked.count("GET /jwks") == 2


@pytest.mark.parametrize("mood", ["broken", "garbage", "foreign", "slow"])
def test_a_provider_that_gives_no_answer_leaves_the_password_road_open(client, provider, set_up, town, mood):
    set_up(timeout=1)
    provider.mood = mood
    started = time.monotonic()
    assert client.get("/sign-in/openid").status_code == 503
    assert time.monotonic() - started < 6
    assert "暂时没有响应" in client.page.words
    assert client.page.links["去登录页"] == "/sign-in"
    asked = len(provider.asked)
    assert client.get("/sign-in/openid").status_code == 503
    assert len(provider.asked) == asked  # not again at once
    assert people.sign_in(client, Role.HANDLER).get("/account").status_code == 200


@pytest.mark.parametrize("mood", ["broken", "garbage", "slow", "redirecting"])
def test_a_provider_that_stops_answering_on_the_way_back_signs_nobody_in(client, provider, set_up, town, mood):
    address = provider.say_yes(go(client), "shen")
    set_up(timeout=1 if mood == "slow" else 5)
    provider.mood = mood
    assert back(client, address).status_code == 503
    assert not is_in(client)


def test_it_is_asked_again_when_it_is_back(client, provider, town, monkeypatch):
    provider.mood = "broken"
    assert client.get("/sign-in/openid").status_code == 503
    provider.mood = "well"
    later = clock.now() + timedelta(seconds=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert sign_in(client, provider, "shen").status_code == 303


def test_coming_back_in_vain_again_and_again_is_stopped(client, provider, town):
    codes = [client.get(f"/sign-in/openid/back?state=s{n}&code=c").status_code for n in range(11)]
    assert codes == [400] * 10 + [429]


def test_nothing_of_a_token_or_a_claim_is_kept_or_logged(app, client, provider, set_up, town, caplog):
    caplog.set_level(logging.DEBUG, "portal")
    caplog.set_level(logging.DEBUG, "authlib")
    set_up(scope="openid profile phone email")
    provider.knows(
        "shen", name="沈远航真名", phone_number="13912345678", email="secret@example.cn", idcard="990101198001010018"
    )
    assert sign_in(client, provider, "shen").status_code == 303
    provider.mood = "forged"
    sign_in(client, provider, "shen")
    said = " ".join(
        one.getMessage() for one in caplog.records if not one.name.startswith(("werkzeug", "oidc", "authlib.o"))
    )
    with app.app_context(), reading() as session:
        tables = (User, Identity, SignIn, AccountEntry)
        kept = " ".join(str(vars(row)) for table in tables for row in session.query(table))
    for secret in ("沈远航真名", "13912345678", "secret@example.cn", "990101198001010018", "eyJ"):
        assert secret not in said
        assert secret not in kept
    assert "sign-in by OpenID Connect: token" in said


def test_what_waits_in_the_cookie_cannot_be_read(client, provider, town):
    provider.knows("new", name="魏青")
    sign_in(client, provider, "new")
    from itsdangerous import base64_decode

    cookie = client.get_cookie("ow_session").value
    part = cookie.lstrip(".").split(".")[0]
    import zlib

    raw = base64_decode(part)
    text = (zlib.decompress(raw) if cookie.startswith(".") else raw).decode()
    assert re.search('"proven"', text)
    assert "new" not in re.sub("[A-Za-z0-9_=-]{30,}", "", text)
    assert "魏青" not in text
