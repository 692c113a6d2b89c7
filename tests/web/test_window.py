"""The window's lists and the page of a case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.services import desk
from tests.at_window import CHINA, Town, settle
from tests.pages import Browser
from tests.web.people import sign_in, speak_english


def ago(days: int, at: str = "09:30") -> str:
    """The clock time of a day so many days before today, as the helpers of the town take it."""
    return f"{clock.now().astimezone(CHINA).date() - timedelta(days=days)} {at}"


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return settle(app)


@pytest.fixture
def clerk(town: Town, client: Browser) -> Browser:
    return sign_in(client, "zhou.min")


def test_the_queue_shows_what_waits_and_leads_to_the_desk(app: Flask, town: Town, clerk: Browser) -> None:
    with app.app_context():
        case_id = town.hand_in(ago(1))
    assert clerk.get("/window/queue").status_code == 200
    assert clerk.page.h1.endswith("1 件")
    assert clerk.page.links["临江恒泰化工贸易有限公司"] == f"/window/queue/{case_id}"
    assert clerk.get("/window/queue?light=nonsense&kind=nothing&page=99").status_code == 200
    assert clerk.get("/window/queue?q=没有这家").status_code == 200
    assert "没有符合条件的办件" in clerk.page.words


def test_empty_lists_say_what_would_be_there(clerk: Browser) -> None:
    for path in ("queue", "corrections", "deliveries", "cases"):
        assert clerk.get(f"/window/{path}").status_code == 200
        assert clerk.page.all("div", "ow-empty")


def test_corrections_and_deliveries_are_listed(app: Flask, town: Town, clerk: Browser) -> None:
    with app.app_context():
        case_id = town.hand_in(ago(3))
        town.mark(case_id, ago(2), fix={"rules_list": "没有施行日期"})
        town.conclude(case_id, "correction", ago(2))
        granted = town.granted("2026-09-29 15:42")
    clerk.get("/window/corrections")
    assert f"/window/cases/{case_id}" in clerk.page.links.values()
    clerk.get("/window/deliveries")
    assert f"/window/deliveries/{granted}" in clerk.page.links.values()


def test_a_case_is_found_by_number_and_shown_whole(app: Flask, town: Town, clerk: Browser) -> None:
    with app.app_context():
        case_id = town.accepted("2026-09-29 15:42")
    clerk.get("/window/cases?q=20260929-0001")
    assert f"/window/cases/{case_id}" in clerk.page.links.values()
    assert clerk.get(f"/window/cases/{case_id}").status_code == 200
    assert "受理通知书" in clerk.page.words
    assert "办事指南承诺" in clerk.page.words


def test_a_visit_is_recorded_from_the_page_of_the_case(app: Flask, town: Town, clerk: Browser) -> None:
    with app.app_context():
        case_id = town.accepted("2026-09-29 15:42")
    clerk.get(f"/window/cases/{case_id}")
    assert clerk.fill_in({}, action="/visits").status_code == 422
    assert "来做什么没有选" in clerk.page.words
    clerk.fill_in({"purpose": "original", "cause": "incomplete"}, action="/visits", follow_redirects=True)
    assert "到场 1" in clerk.page.words
    assert "到场已经记下" in clerk.page.words


def test_an_unknown_case_is_a_clear_page(clerk: Browser) -> None:
    for path in ("cases/nothing", "queue/nothing", "deliveries/nothing", "queue/nothing/outcome/accepted"):
        assert clerk.get(f"/window/{path}").status_code == 404
        assert "没有" in clerk.page.h1


@pytest.mark.parametrize("who", ["chen.li", "su.ming", "shen@example.cn"])
def test_the_window_is_for_clerks(app: Flask, town: Town, client: Browser, who: str) -> None:
    with app.app_context():
        case_id = town.hand_in(ago(1))
    sign_in(client, who)
    for path in ("queue", "corrections", "deliveries", "cases", f"cases/{case_id}", f"queue/{case_id}", "walk-in"):
        assert client.get(f"/window/{path}").status_code == 403
    assert client.post(f"/window/queue/{case_id}", data={"material": "application", "verdict": "ok"}).status_code == 403


def test_pages_of_files_are_images_and_downloads_attachments(app: Flask, town: Town, clerk: Browser) -> None:
    with app.app_context():
        case_id = town.hand_in(ago(1))
        file = desk.desk(case_id, by=town.clerk, at=clock.now()).materials[0].files[0]
    image = clerk.get(f"/window/files/{file.public_id}/pages/1.png")
    assert (image.status_code, image.mimetype, image.data[:4]) == (200, "image/png", b"\x89PNG")
    assert clerk.get(f"/window/files/{file.public_id}/pages/7.png").status_code == 404
    assert clerk.get(f"/window/files/{file.public_id}/pages").status_code == 200
    with clerk.get(f"/window/files/{file.public_id}") as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment")


def test_every_page_speaks_english(app: Flask, town: Town, clerk: Browser) -> None:
    with app.app_context():
        case_id = town.hand_in(ago(1), later=["training_proof"])
        town.mark(case_id, ago(1, "10:00"), later={"training_proof": "请补交"}, without=["plan_filing"])
        granted = town.granted("2026-09-29 15:42")
    speak_english(clerk)
    pages = ("queue", "corrections", "deliveries", "cases", "walk-in", f"cases/{case_id}", f"queue/{case_id}")
    more = (
        f"queue/{case_id}?view=form",
        f"queue/{case_id}/correct",
        f"cases/{case_id}/receipt",
        f"deliveries/{granted}",
    )
    outcomes = tuple(f"queue/{case_id}/outcome/{name}" for name in ("accepted", "accepted_deferred", "not_competent"))
    for path in (*pages, *more, *outcomes):
        assert clerk.get(f"/window/{path}").status_code == 200
