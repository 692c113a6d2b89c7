"""The page that confirms a mobile number: forms alone, in both languages, and nothing of it where there is no gateway."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.actors import Role
from portal.db import reading
from portal.models import MobileCode
from portal.services import mobiles
from tests.web import people

NEW = "13900007709"


@pytest.fixture
def gateway(app, client, monkeypatch):
    """A site with a gateway, where the handler has just given another number."""
    people.settle(app)
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], sms_url="http://127.0.0.1:9/"))
    people.sign_in(client, Role.HANDLER)
    client.get("/account")
    typed = {"name": "沈远航", "mobile": NEW, "email": people.HANDLER, "password": people.PASSWORD}
    assert client.post("/account", data=typed).location == "/account/mobile"
    return client


def code(app) -> str:
    with app.app_context(), reading() as session:
        kept = session.scalars(select(MobileCode)).one()
        return mobiles.code_of(kept.user_id, kept.nonce)


def test_a_new_number_is_confirmed_with_its_code_and_until_then_the_old_one_is_used(app, gateway):
    gateway.get("/account")
    assert f"手机号 {NEW} 还没有确认" in gateway.page.words
    assert "现在仍用 13900000001" in gateway.page.words
    gateway.get("/my/messages/choices")
    assert "确认以前不发短信" in gateway.page.words
    page = gateway.get("/account/mobile")
    assert page.headers["Cache-Control"] == "no-store"
    assert NEW in gateway.page.words
    assert code(app) not in page.get_data(as_text=True)
    wrong = "000000" if code(app) != "000000" else "111111"
    assert gateway.fill_in({"one_time_code": wrong}, action="/account/mobile").status_code == 422
    assert "确认码不对，或者已经失效" in gateway.page.words
    assert gateway.fill_in(action="/account/mobile/code").status_code == 409, "one has just been sent"
    gateway.get("/language/en?next=/account/mobile")
    gateway.get("/account/mobile")
    assert "no SMS but the code is sent to this number" in gateway.page.words
    assert gateway.fill_in({"one_time_code": code(app)}, action="/account/mobile").location == "/account"
    assert f'value="{NEW}"' in gateway.get("/account").get_data(as_text=True)
    assert "not confirmed yet" not in gateway.page.words


def test_where_there_is_no_gateway_the_page_says_what_happens(app, client):
    people.settle(app)
    people.sign_in(client, Role.HANDLER)
    client.get("/account")
    assert "本站没有接短信平台，不发短信" in client.page.words
    assert client.get("/account/mobile").status_code == 200
    assert "没有等待确认的手机号" in client.page.words
