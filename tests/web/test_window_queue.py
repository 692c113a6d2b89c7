"""The pages of the queue: taking and handing over, views, scanned codes, who is at a desk, and stale pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.actors import SYSTEM, Role
from portal.db import reading
from portal.services import casefile, first_contact, presence, service_windows, users
from tests.at_window import CHINA, Town, settle
from tests.pages import Browser
from tests.web.people import sign_in, speak_english


def ago(days: int, at: str = "09:30") -> str:
    return f"{clock.now().astimezone(CHINA).date() - timedelta(days=days)} {at}"


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return settle(app)


@pytest.fixture
def case_id(app: Flask, town: Town) -> str:
    with app.app_context():
        return town.hand_in(ago(1))


@pytest.fixture
def clerk(town: Town, client: Browser) -> Browser:
    return sign_in(client, "zhou.min")


def number_of(app: Flask, case_id: str) -> str:
    with app.app_context(), reading() as session:
        return casefile.row_of(session, case_id).number


def test_a_case_is_taken_from_its_row_and_the_row_is_found_again(case_id: str, clerk: Browser) -> None:
    clerk.get("/window/queue?owner=unowned")
    answer = clerk.fill_in(action=f"/cases/{case_id}/take")
    assert (answer.status_code, answer.location) == (303, f"/window/queue?owner=unowned#row-{case_id}")
    clerk.get("/window/queue?owner=mine")
    assert clerk.page.h1 == "收件 1 件"
    assert not [form for form in clerk.page.all("form") if form.get("action", "").endswith("/take")]


def test_who_comes_second_reads_who_has_it(app: Flask, town: Town, case_id: str, clerk: Browser) -> None:
    clerk.get("/window/queue?owner=unowned")
    with app.app_context():
        first_contact.take(case_id, by=town.colleague, at=clock.now())
    assert clerk.fill_in(action=f"/cases/{case_id}/take").status_code == 409
    assert "这件已经有人领办" in clerk.page.words
    assert "吴涛" in clerk.page.words
    assert clerk.post(f"/window/cases/{case_id}/take", data={"back": "//evil.example/window/queue"}).status_code == 409
    assert "首问负责人" in clerk.page.words


def test_a_case_is_handed_over_from_its_page(app: Flask, town: Town, case_id: str, clerk: Browser) -> None:
    with app.app_context():
        first_contact.take(case_id, by=town.clerk, at=clock.now())
    clerk.get(f"/window/cases/{case_id}")
    assert f"/window/cases/{case_id}/hand-over" in clerk.page.links.values()
    clerk.get(f"/window/cases/{case_id}/hand-over")
    assert clerk.fill_in({"colleague": "", "reason": "本周轮岗"}, action="/hand-over").status_code == 422
    assert "同事没有选" in clerk.page.words
    assert "本周轮岗" in clerk.page.words
    assert clerk.fill_in({"colleague": str(town.colleague.id)}, action="/hand-over", follow_redirects=True)
    assert "吴涛" in clerk.page.words
    assert "理由：本周轮岗" in clerk.page.words
    assert clerk.get(f"/window/cases/{case_id}/hand-over").status_code == 403
    assert "这件不由您转办" in clerk.page.words


def test_a_stale_page_hands_nothing_over_and_keeps_the_reason(
    app: Flask, town: Town, case_id: str, clerk: Browser
) -> None:
    clerk.get(f"/window/cases/{case_id}/hand-over")
    with app.app_context():
        first_contact.take(case_id, by=town.colleague, at=clock.now())
    answer = clerk.fill_in({"colleague": str(town.colleague.id), "reason": "本周轮岗"}, action="/hand-over")
    assert answer.status_code == 409
    assert "领办了这件" in clerk.page.words or "这件不由您转办" in clerk.page.words
    assert "本周轮岗" in clerk.page.words


def test_the_supervisor_gives_to_somebody_what_nobody_answers_for(app: Flask, town: Town, case_id: str) -> None:
    with app.app_context():
        first_contact.take(case_id, by=town.clerk, at=clock.now())
        users.set_active(town.clerk.id, False, reason="调离", by=SYSTEM, at=clock.now())
    browser = sign_in(app.test_client(), Role.SUPERVISOR)  # type: ignore[arg-type]
    browser.get("/window/unowned")
    assert browser.page.h1 == "没有人负责的办件 1 件"
    assert "首问负责人已经离开窗口" in browser.page.words
    browser.get(f"/window/cases/{case_id}/hand-over")
    browser.fill_in(
        {"colleague": str(town.colleague.id), "reason": "周敏已调离"}, action="/hand-over", follow_redirects=True
    )
    assert "转办了这件" in browser.page.words
    browser.get("/window/unowned")
    assert "每一件都有人负责" in browser.page.words


def test_filters_become_a_view_and_the_queue_opens_with_it(case_id: str, clerk: Browser) -> None:
    clerk.get("/window/queue?owner=unowned&kind=new")
    assert clerk.fill_in({"name": ""}, action="/window/views").status_code == 422
    assert "名称没有写" in clerk.page.words
    answer = clerk.fill_in({"name": "没人的新件", "first": "y"}, action="/window/views")
    assert (answer.status_code, answer.location) == (303, "/window/queue?owner=unowned&kind=new")
    assert clerk.get("/window/queue").location == "/window/queue?owner=unowned&kind=new"
    clerk.get("/window/queue?owner=all")
    assert clerk.page.links["没人的新件 打开时先看"] == "/window/queue?owner=unowned&kind=new"
    clerk.fill_in(action="/drop")
    clerk.get("/window/queue?owner=all")
    assert "没人的新件" not in clerk.page.words


def test_a_scanned_code_opens_the_desk(app: Flask, case_id: str, clerk: Browser) -> None:
    number = number_of(app, case_id)
    for words in (number, f"{number[-12:-4]}-{number[-4:]}", f"http://localhost/track%3Fnumber%3D{number}"):
        assert clerk.get(f"/window/queue?q={words}").location == f"/window/queue/{case_id}", words
    assert clerk.get("/window/queue?q=恒泰").status_code == 200


def test_a_receipt_carries_a_code_of_its_number(case_id: str, clerk: Browser) -> None:
    clerk.get(f"/window/cases/{case_id}/receipt")
    assert "到窗口时出示，扫一下就能找到这件" in clerk.page.words


def test_who_works_on_a_case_is_told_at_the_desk_and_in_the_list(
    app: Flask, town: Town, case_id: str, clerk: Browser
) -> None:
    with app.app_context():
        presence.opened(case_id, by=town.colleague, at=clock.now(), beats=True)
    time = f"{clock.now().astimezone(CHINA):%H:%M}"
    clerk.get(f"/window/queue/{case_id}")
    assert f"吴涛 {time} 起正在办理" in clerk.page.words
    clerk.get("/window/queue?owner=all")
    assert f"吴涛 {time} 起正在办理" in clerk.page.words
    asked = clerk.post(f"/window/queue/{case_id}/presence", data={})
    assert asked.get_json() == {"others": [f"吴涛 {time} 起正在办理"]}
    assert clerk.post(f"/window/queue/{case_id}/presence", data={"closed": "1"}).get_json() == {"others": []}
    with app.app_context():
        assert presence.others(case_id, by=town.colleague, at=clock.now()) == ()


def test_the_applicant_reads_whom_to_ask(app: Flask, town: Town, case_id: str) -> None:
    with app.app_context():
        first_contact.take(case_id, by=town.clerk, at=clock.now())
    browser = sign_in(app.test_client(), Role.HANDLER)  # type: ignore[arg-type]
    browser.get(f"/my/cases/{case_id}")
    assert "首问负责人" in browser.page.words
    assert "周敏" in browser.page.words


def test_the_administrator_sets_windows_up(app: Flask, town: Town) -> None:
    browser = sign_in(app.test_client(), Role.ADMINISTRATOR)  # type: ignore[arg-type]
    browser.get("/admin/windows")
    assert "还没有设窗口" in browser.page.words
    browser.get("/admin/windows/new")
    form = {"name_zh": "2 号窗口", "comprehensive": []}
    assert browser.fill_in(form, action="/windows/new").status_code == 422
    assert "至少选一个事项" in browser.page.words
    chosen = {"name_zh": "2 号窗口", "comprehensive": [], "items": ["hazchem_business_licence"]}
    assert browser.fill_in({**chosen, "heads": [str(town.clerk.id)]}, action="/windows/new").status_code == 303
    browser.get("/admin/windows")
    assert "周敏" in browser.page.words
    with app.app_context():
        (row,) = service_windows.every()
    assert browser.get("/admin/windows/99").status_code == 404
    browser.get(f"/admin/windows/{row.id}")
    browser.fill_in({"active": []}, action=f"/windows/{row.id}", follow_redirects=True)
    browser.get("/admin/windows")
    assert "停用" in browser.page.words


def test_the_new_pages_speak_english(app: Flask, town: Town, case_id: str, clerk: Browser) -> None:
    speak_english(clerk)
    for path in (
        "/window/queue?owner=all&item=hazchem_business_licence",
        f"/window/queue/{case_id}",
        f"/window/cases/{case_id}",
        f"/window/cases/{case_id}/hand-over",
        f"/window/cases/{case_id}/receipt",
        "/window/unowned",
    ):
        assert clerk.get(path).status_code == 200, path
