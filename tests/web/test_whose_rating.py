"""The pages on which somebody without an account shows to be the applicant, the device of a counter, and what is disowned."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from portal import clock
from portal.actors import Role
from portal.services import delivery, rating, rating_proof
from portal.services.rating import Said
from tests import at_window
from tests.at_window import Town, beijing
from tests.pages import Browser
from tests.web import people
from tests.web.test_public_lookup import look_up
from tests.web.test_rating import at_the_window, receipt

NOW = beijing("2026-10-19 10:05")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    known = replace(app.config["SETTINGS"], sms_url="http://127.0.0.1:9/")
    monkeypatch.setitem(app.config, "SETTINGS", known)


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return at_window.settle(app)


@pytest.fixture
def closed(app: Flask, town: Town) -> str:
    """A case of somebody without an account, collected at counter 1 this morning."""
    with app.app_context():
        case_id = town.granted("2026-10-12 09:00", window="1")
        delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 09:00"))
        said = {"recipient": "沈远航", "window": "1", "by": town.clerk}
        delivery.deliver(case_id, "counter", **said, at=beijing("2026-10-19 09:30"))  # type: ignore[arg-type]
    at_the_window(app, case_id)
    return case_id


def test_number_and_query_code_open_the_page_and_the_code_on_the_telephone_the_form(
    app: Flask, client: Browser, town: Town, closed: str
) -> None:
    assert client.get("/track/rating").status_code == 303
    assert client.post("/track/rating/code", data={"csrf_token": ""}).status_code in (303, 400)
    assert look_up(client, *receipt(app, town, closed)) == 200
    client.get("/track/rating")
    assert "尾号 0001" in client.page.words
    assert not [one for one in client.page.tree.iter("a") if one.get("href", "").endswith("/rate")]
    assert client.get("/track/rating/matter/rate").status_code == 303
    client.get("/track/rating")
    assert client.fill_in({}, action="/track/rating/code").status_code == 303
    client.get("/track/rating")
    assert "评价码已经交给短信平台发出" in client.page.words
    assert client.fill_in({"code": "00"}, action="/track/rating/proof").status_code == 422
    assert "评价码不对" in client.page.words
    with app.app_context():
        code = rating_proof.code_of(closed, 1)
    assert client.fill_in({"code": code}, action="/track/rating/proof").status_code == 303
    client.get("/track/rating/matter/rate")
    assert client.fill_in({"level": "2", "named": "yes"}).status_code == 303
    client.get("/track/rating")
    assert "不满意" in client.page.words
    assert "评价码评价" in client.page.words
    client.get("/track")
    assert closed not in client.page.html


def test_what_is_not_mine_is_disowned_and_the_supervisor_decides(app: Flask, browsers, town: Town, closed: str) -> None:
    with app.app_context():
        proof = rating_proof.Proof(closed, "phone")
        rating.rate(closed, "matter", Said(5), by=rating.VISITOR, at=NOW, proof=proof)
    handler, supervisor = browsers(), browsers()
    people.sign_in(handler, people.HANDLER).get(f"/my/cases/{closed}/rating/matter/contest")
    assert "这不是我评的" in handler.page.h1
    assert handler.fill_in({"words": "没有人评过"}).status_code == 303
    handler.get(f"/my/cases/{closed}/rating")
    assert "核实以前，这条评价不计入" in handler.page.words
    people.sign_in(supervisor, Role.SUPERVISOR).get("/follow-up")
    assert "待核实是谁评的" in supervisor.page.words
    supervisor.get(f"/follow-up/{closed}/matter")
    assert "没有人评过" in supervisor.page.words
    assert supervisor.fill_in({"reason": "问过"}, action="/contested").status_code == 422
    assert supervisor.fill_in({"verdict": "upheld", "reason": "问过"}, action="/contested").status_code == 303
    assert supervisor.get(f"/follow-up/{closed}/matter").status_code == 200
    handler.get(f"/my/cases/{closed}/rating")
    assert "经核实不是您作出的" in handler.page.words
    handler.get(f"/my/cases/{closed}/rating/matter/rate")
    assert handler.fill_in({"level": "1"}).status_code == 303
    clerk = people.sign_in(browsers(), Role.WINDOW)
    assert clerk.post(f"/follow-up/{closed}/matter/contested", data={"csrf_token": clerk.token}).status_code == 403


def test_the_clerk_calls_up_and_the_applicant_rates_on_the_device(browsers, town: Town, closed: str) -> None:
    administrator, clerk, screen = browsers(), browsers(), browsers()
    people.sign_in(administrator, Role.ADMINISTRATOR).get("/admin/windows/new")
    administrator.fill_in({"name_zh": "一号窗口", "code": "1", "comprehensive": "y"})
    administrator.get("/admin/windows/1")
    assert administrator.fill_in({}, action="/rating-device").status_code == 200
    key = next(one.text for one in administrator.page.tree.iter("span") if "ow-password" in one.get("class", ""))
    screen.get("/rating-device")
    assert screen.fill_in({"key": "wrong"}, action="/key").status_code == 422
    assert screen.fill_in({"key": key}, action="/key").status_code == 303
    screen.get("/rating-device")
    assert "现在没有要评价的办件" in screen.page.words
    people.sign_in(clerk, "zhou.min").get(f"/window/cases/{closed}")
    assert clerk.fill_in({}, action="/rating-device").status_code == 409, "no counter was chosen"
    clerk.get("/window/counters/1")
    clerk.get(f"/window/cases/{closed}")
    assert clerk.fill_in({}, action="/rating-device").status_code == 303
    screen.get("/rating-device")
    assert "领结果" in screen.page.h1
    assert screen.fill_in({}, action="/rate").status_code == 422
    assert screen.fill_in({"level": "4"}, action="/rate").status_code == 303
    screen.get("/rating-device")
    assert "评价已经收到" in screen.page.words
    assert "现在没有要评价的办件" in screen.page.words
    assert screen.post("/rating-device/rate", data={"csrf_token": screen.token, "level": "5"}).status_code == 303
    screen.get("/rating-device")
    assert "时间已经过了" in screen.page.words, "whoever sends what was never shown rates nothing"
    clerk.get("/rating-device")
    assert clerk.fill_in({"key": key}, action="/key").status_code == 403, "whoever is signed in rates for nobody"


def test_a_walk_in_rates_with_a_slip_that_the_clerk_prints(
    app: Flask, client: Browser, browsers, town: Town, closed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = people.sign_in(browsers(), Role.WINDOW)
    clerk.get(f"/window/cases/{closed}")
    assert "打印评价单" not in clerk.page.words, "a code on the telephone proves more"
    assert clerk.post(f"/window/cases/{closed}/rating-slip", data={"csrf_token": clerk.token}).status_code == 409
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], sms_url=""))
    assert look_up(client, *receipt(app, town, closed)) == 200
    client.get("/track/rating")
    assert "请窗口打印一张评价单" in client.page.words
    clerk.get(f"/window/cases/{closed}")
    answer = clerk.fill_in({}, action="/rating-slip")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    code = next(one.text for one in clerk.page.tree.iter("span") if "ow-printonly" in one.get("class", ""))
    clerk.get(f"/window/cases/{closed}")
    assert code not in clerk.page.html
    assert "第 1 张由" in clerk.page.words
    client.get("/track/rating")
    assert client.fill_in({"slip": code[:-1]}, action="/track/rating/slip").status_code == 422
    assert client.fill_in({"slip": code.lower()}, action="/track/rating/slip").status_code == 303
    client.get("/track/rating/matter/rate")
    assert client.fill_in({"level": "2"}).status_code == 303
    client.get("/track/rating")
    assert "评价单评价" in client.page.words
    client.get("/ratings")
    assert "凭评价单" in client.page.words
    assert client.post("/track/rating/slip", data={"csrf_token": client.token, "slip": code}).status_code == 422
