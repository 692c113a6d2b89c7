"""The pages of a parcel: the applicant's address, the window's order and number, and what each reads of its state."""

from __future__ import annotations

import pytest
from flask import Flask

from portal import clock
from portal.services import casefile, delivery
from tests.at_window import Town, beijing, settle
from tests.pages import Browser, values
from tests.web import people
from tests.web.people import sign_in, speak_english

NOW = beijing("2026-10-20 10:00")
ADDRESS = "临江市滨江路 18 号 3 楼"
TO = {"name": "沈远航", "mobile": "13900001234", "address": ADDRESS}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return settle(app)


@pytest.fixture
def case_id(app: Flask, town: Town) -> str:
    with app.app_context():
        found = town.granted("2026-09-29 15:42")
        delivery.issue(found, by=town.clerk, at=beijing("2026-10-19 10:00"))
        return found


def fill(browser: Browser, page: str, action: str, **fields: str):  # type: ignore[no-untyped-def]
    browser.get(page)
    return browser.post(action, data={**dict(values(browser.page.form(action))), **fields})


def test_from_the_address_to_the_hand_over_by_hand(
    app: Flask, town: Town, case_id: str, client: Browser, browsers: type[Browser]
) -> None:
    handler, clerk = sign_in(client, people.HANDLER), sign_in(browsers(), "zhou.min")
    wish = f"/my/cases/{case_id}/courier"
    handler.get(wish)
    kept = handler.post(wish, data={**dict(values(handler.page.form())), **TO, "address": " ", "name": "甲乙"})
    assert kept.status_code == 422
    assert "甲乙" in kept.text
    handler.get(wish)
    assert handler.post(wish, data={**dict(values(handler.page.form())), **TO}).status_code == 303
    handler.get(f"/my/cases/{case_id}")
    assert "邮寄结果：要邮寄" in handler.page.words
    page = f"/window/deliveries/{case_id}"
    clerk.get(page)
    assert ADDRESS in clerk.page.words
    assert "约快递员揽收" not in clerk.page.words
    empty = fill(clerk, page, f"{page}/number", **{"sent-number": ""})
    assert empty.status_code == 422
    assert fill(clerk, page, f"{page}/number", **{"sent-number": "EMS1234567"}).status_code == 303
    clerk.get("/window/deliveries")
    assert "邮寄：等待揽收" in clerk.page.words
    handler.get(f"/my/cases/{case_id}")
    assert "EMS1234567" in handler.page.words
    early = {"move-state": "delivered", "move-on": "2026-10-01"}
    assert fill(clerk, page, f"{page}/parcel", **early).status_code == 409
    done = fill(clerk, page, f"{page}/parcel", **{**early, "move-on": "2026-10-20"})
    assert done.status_code == 303
    speak_english(handler)
    handler.get(f"/my/cases/{case_id}")
    assert "Handed over on" in handler.page.words
    with app.app_context():
        assert casefile.casefile(case_id, by=town.clerk).case.delivered_by_way == "courier"


def test_the_window_writes_an_address_down_and_the_applicant_does_without(
    case_id: str, client: Browser, browsers: type[Browser]
) -> None:
    handler, clerk = sign_in(client, people.HANDLER), sign_in(browsers(), "zhou.min")
    wish = f"/window/deliveries/{case_id}/courier"
    clerk.get(wish)
    assert clerk.post(wish, data={**dict(values(clerk.page.form())), **TO}).status_code == 303
    handler.get(f"/my/cases/{case_id}/courier")
    drop = f"/my/cases/{case_id}/courier/drop"
    assert handler.post(drop, data=dict(values(handler.page.form(drop)))).status_code == 303
    clerk.get(f"/window/deliveries/{case_id}")
    assert ADDRESS not in clerk.page.words


def test_others_get_no_address(case_id: str, client: Browser) -> None:
    stranger = sign_in(client, "chen.li")
    assert stranger.get(f"/my/cases/{case_id}/courier").status_code == 403
    assert stranger.get(f"/window/deliveries/{case_id}/courier").status_code == 403
