"""The pages of appointments: online first, a time, a code, a number, a call, and a screen without names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from portal import clock
from portal.actors import SYSTEM
from portal.clock import business_day
from portal.services import appointments, service_windows, slot_rules, slots, tickets
from portal.services.service_windows import WindowFacts
from portal.services.slot_rules import SlotFacts
from tests.at_window import HAZCHEM, Town, settle
from tests.pages import Browser
from tests.web.people import FIRM, sign_in, speak_english

ALWAYS = SlotFacts(first=date(2020, 1, 1), last=None, opens=0, closes=1439, minutes=60, capacity=1)


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return settle(app)


@pytest.fixture
def window(app: Flask, town: Town) -> int:
    with app.app_context():
        made = service_windows.create(WindowFacts(code="3", name_zh="三号", name_en="Three"), by=SYSTEM)
        slot_rules.add(made, ALWAYS, by=SYSTEM)
    return made


def first_slot(app: Flask) -> str:
    with app.app_context():
        return slots.offered(HAZCHEM, at=clock.now())[0].value


def test_an_enterprise_books_moves_and_cancels(app: Flask, town: Town, window: int, client: Browser) -> None:
    firm = sign_in(client, "shen@example.cn")
    assert firm.get("/my/appointments").status_code == 200
    assert "还没有预约" in firm.page.words
    firm.get(f"/my/appointments/new?item={HAZCHEM}")
    assert firm.page.words.index("网上办") < firm.page.words.index("约这个时间")
    assert firm.fill_in({}, action="/new").status_code == 422
    firm.get(f"/my/appointments/new?item={HAZCHEM}")
    firm.fill_in({"slot": first_slot(app)}, action="/new", follow_redirects=True)
    assert "预约成功" in firm.page.words
    with app.app_context():
        (found,) = appointments.mine(by=town.handler)
    assert found.code in firm.page.words
    file = firm.get(f"/my/appointments/{found.public_id}/appointment.ics")
    assert "BEGIN:VEVENT" in file.text
    assert f"{found.at:%Y}" in file.text
    firm.get(f"/my/appointments/{found.public_id}/move")
    firm.fill_in({"slot": first_slot(app)}, action="/move", follow_redirects=True)
    assert "已经改期" in firm.page.words
    firm.fill_in({}, action="/cancel", follow_redirects=True)
    assert "预约已经取消" in firm.page.words
    assert speak_english(firm).get("/my/appointments").status_code == 200


def test_a_time_that_was_taken_meanwhile_is_said_with_what_to_do(
    app: Flask, town: Town, window: int, client: Browser
) -> None:
    firm, slot = sign_in(client, "shen@example.cn"), first_slot(app)
    firm.get(f"/my/appointments/new?item={HAZCHEM}")
    number, day, starts = slot.split("/")
    with app.app_context():
        appointments.book(HAZCHEM, int(number), date.fromisoformat(day), int(starts), by=town.handler, at=clock.now())
    assert firm.fill_in({"slot": slot}, action="/new").status_code == 409
    assert "这个时间约不到了" in firm.page.words
    assert firm.fill_in({"slot": "9/nonsense"}, action="/new").status_code == 409


def test_an_appointment_for_a_case_belongs_to_its_enterprise(
    app: Flask, town: Town, window: int, client: Browser
) -> None:
    with app.app_context():
        case_id = town.accepted("2026-09-29 15:42")
    firm = sign_in(client, "shen@example.cn")
    assert firm.get(f"/my/appointments/new?case={case_id}&purpose=original").status_code == 200
    firm.fill_in({"slot": first_slot(app)}, action="/new", follow_redirects=True)
    assert f"/my/cases/{case_id}" in firm.page.links.values()
    assert firm.get("/my/appointments/new?case=nothing").status_code == 404
    assert firm.get("/my/appointments/nothing").status_code == 404


def test_the_reception_gives_numbers_and_a_counter_calls_them(
    app: Flask, town: Town, window: int, browsers: type[Browser]
) -> None:
    clerk, anybody = sign_in(browsers(), "zhou.min"), browsers()
    clerk.get("/window/counters")
    clerk.fill_in({"item": HAZCHEM}, action="/tickets", follow_redirects=True)
    assert "W001" in clerk.page.words
    clerk.get(f"/window/counters/{window}")
    clerk.fill_in({}, action="/next", follow_redirects=True)
    assert "W001" in clerk.page.words
    assert anybody.get("/screen").status_code == 200
    assert "W001" in anybody.page.words
    assert FIRM not in anybody.page.words
    clerk.get(f"/window/counters/{window}")
    assert clerk.fill_in({}, action="/missed").status_code == 409
    clerk.get(f"/window/counters/{window}")
    clerk.fill_in({}, action="/again", follow_redirects=True)
    assert clerk.fill_in({"number": "20260101-9999"}, action="/served").status_code == 409
    clerk.get(f"/window/counters/{window}")
    clerk.fill_in({}, action="/served", follow_redirects=True)
    assert "已办完" in clerk.page.words
    assert clerk.fill_in({}, action="/next").status_code == 409
    assert speak_english(clerk).get(f"/window/counters/{window}").status_code == 200


def test_serving_with_the_number_of_a_case_records_the_visit(
    app: Flask, town: Town, window: int, client: Browser
) -> None:
    with app.app_context():
        case_id = town.accepted("2026-09-29 15:42")
        tickets.take(HAZCHEM, "original", by=town.clerk, at=clock.now())
        tickets.call_next(window, by=town.clerk, at=clock.now())
    clerk = sign_in(client, "zhou.min")
    clerk.get(f"/window/counters/{window}")
    clerk.fill_in({"number": "20260929-0001"}, action="/served", button="visit", follow_redirects=True)
    assert "到场已经记在办件上" in clerk.page.words
    clerk.get(f"/window/cases/{case_id}")
    assert "到场 1" in clerk.page.words


def test_somebody_checks_in_with_the_code_without_signing_in(
    app: Flask, town: Town, window: int, client: Browser
) -> None:
    assert client.get("/check-in").status_code == 200
    assert client.fill_in({"code": ""}, action="/check-in").status_code == 422
    client.get("/check-in")
    assert client.fill_in({"code": "WRONG234"}, action="/check-in").status_code == 409
    client.get("/check-in?code=ABCDEFGH")
    assert "ABCDEFGH" in client.get("/check-in?code=ABCDEFGH").text
    assert speak_english(client).get("/screen").status_code == 200


def test_an_administrator_keeps_windows_and_slots(app: Flask, town: Town, client: Browser) -> None:
    admin = sign_in(client, "admin")
    assert admin.get("/admin/windows").status_code == 200
    assert "还没有设窗口" in admin.page.words
    admin.get("/admin/windows/new")
    assert admin.fill_in({}, action="/windows/new").status_code == 422
    admin.get("/admin/windows/new")
    named = {"code": "1", "name_zh": "一号", "name_en": "One"}
    admin.fill_in(named, action="/windows/new", follow_redirects=True)
    assert "已保存" in admin.page.words
    wrong = {"opens": "25:00"}
    assert admin.fill_in(wrong, action="/slots").status_code == 422
    assert "时间要写成 9:00 这样" in admin.page.words
    today = business_day(clock.now())
    season = {"first": today.isoformat(), "last": (today + timedelta(days=30)).isoformat()}
    hours = {"opens": "9:00", "closes": "12:00", "minutes": "30", "capacity": "2"}
    admin.fill_in({**season, **hours}, action="/slots", follow_redirects=True)
    assert "时段已经增加" in admin.page.words
    assert admin.fill_in({**season, **hours}, action="/slots").status_code == 409
    admin.get("/admin/windows/1")
    admin.fill_in({}, action="/remove", follow_redirects=True)
    assert "时段已经删掉" in admin.page.words
    assert speak_english(admin).get("/admin/windows/1").status_code == 200
    assert admin.get("/admin/windows/99").status_code == 404
