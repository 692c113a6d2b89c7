"""What registers say, on the pages of the applicant, the clerk, the reviewer and the administrator."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from portal.actors import Role
from portal.connectors.port import PortDown
from portal.connectors.register_reference import Reference
from portal.services import draft_sources, drafts, ports, submission
from tests.at_window import ANSWERS, HAZCHEM, Town, beijing, pdf, settle
from tests.outside import register_of, running
from tests.pages import Browser
from tests.web import people

NOW = beijing("2026-09-28 16:05")
SETTLE = settle
FIRM = {
    "uscc": people.USCC,
    "name": "临江恒泰化工贸易有限公司",
    "legal_representative": "沈远舟",
    "address": "临江市澄江区望江路218号602室",
    "status": "cancelled",
}


@pytest.fixture
def register(app: Flask, town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reference]:
    with running(register_of(FIRM)) as server:
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], register_url=server.url))
        yield server


@pytest.fixture
def draft(app: Flask, town: Town) -> str:
    with app.app_context():
        return drafts.start(HAZCHEM, by=town.handler, at=NOW)


def shown(browser: Browser, name: str) -> str:
    return next(one.get("value", "") for one in browser.page.all("input") if one.get("name") == name)


def kept(app: Flask, town: Town, draft: str) -> dict[str, str]:
    with app.app_context():
        return {name: one["state"] for name, one in drafts.view(draft, by=town.handler).stands.items()}


def handed_in(app: Flask, town: Town, draft: str) -> str:
    with app.app_context():
        view = drafts.view(draft, by=town.handler)
        draft_sources.refresh(view, by=town.handler, at=NOW)
        paper = io.BytesIO(pdf("licence"))
        asked = {"reason": "六月已经变更。", "filename": "新执照.pdf", "stream": paper, "by": town.handler, "at": NOW}
        draft_sources.dispute(draft, "legal_rep", "沈远航", **asked)  # type: ignore[arg-type]
        drafts.save(draft, ANSWERS, by=town.handler, at=NOW)
        town.bring(draft, (), NOW, by=town.handler)
        return submission.submit(draft, by=town.handler, at=NOW).case_id


def test_the_form_says_what_came_from_the_register_and_locks_it(app, town, register, browser, draft):
    browser.get(f"/my/drafts/{draft}/sections/enterprise")
    words = browser.page.words
    assert words.count("取自市场监管登记，") == 3
    assert "登记的状态是“注销”" in words
    assert shown(browser, "f-legal_rep") == "沈远舟"
    browser.fill_in({"f-legal_rep": "别人", "do": "save"})
    browser.get(f"/my/drafts/{draft}/sections/enterprise")
    assert shown(browser, "f-legal_rep") == "沈远舟"
    assert browser.fill_in({"confirm": "legal_rep"}).status_code == 303
    assert kept(app, town, draft)["legal_rep"] == "confirmed"
    people.speak_english(browser)
    browser.get(f"/my/drafts/{draft}/sections/enterprise")
    assert "From the business register, as of" in browser.page.words


def test_going_on_confirms_what_the_page_showed(app, town, register, browser, draft):
    browser.get(f"/my/drafts/{draft}/sections/enterprise")
    typed = {"f-legal_rep_id": ANSWERS["legal_rep_id"], "f-economic_type": "limited", "f-apply_type": "first"}
    assert browser.fill_in({**typed, "do": "next"}).status_code == 303
    assert set(kept(app, town, draft).values()) == {"confirmed"}


def test_a_dispute_is_mended_on_its_page_and_taken_back(app, town, register, browser, draft):
    browser.get(f"/my/drafts/{draft}/sections/enterprise")
    page = f"/my/drafts/{draft}/sources/legal_rep"
    browser.get(page)
    assert (
        browser.fill_in({"f-legal_rep": "沈远航", "reason": "变更了。", "do": "dispute"}, action=page).status_code
        == 422
    )
    assert "证明文件没有选" in browser.page.words
    assert shown(browser, "f-legal_rep") == "沈远航"
    file = (io.BytesIO(pdf("licence")), "新执照.pdf")
    sent = {"f-legal_rep": "沈远航", "reason": "变更了。", "do": "dispute", "file": file}
    assert browser.fill_in(sent, action=page).status_code == 303
    assert kept(app, town, draft)["legal_rep"] == "disputed"
    browser.get(f"/my/drafts/{draft}/check")
    assert "您提出登记的不对，以您的证明文件为准" in browser.page.words
    browser.get(page)
    assert "新执照.pdf" in browser.page.words
    assert browser.fill_in({"do": "take"}, action=page).status_code == 303
    assert kept(app, town, draft)["legal_rep"] == "confirmed"
    assert browser.get(f"/my/drafts/{draft}/sources/staff_total").status_code == 404


def test_a_register_that_is_down_is_said_and_keeps_nobody(app, town, browser, draft, monkeypatch):
    dead = replace(app.config["SETTINGS"], register_url="http://127.0.0.1:1")
    monkeypatch.setitem(app.config, "SETTINGS", dead)
    browser.get(f"/my/drafts/{draft}/sections/enterprise")
    assert "市场监管登记现在没有应答" in browser.page.words
    assert browser.get(f"/my/drafts/{draft}/check").status_code == 200


def test_clerk_and_reviewer_see_both_sides_and_open_the_document(app, town, register, client, draft):
    case_id = handed_in(app, town, draft)
    people.sign_in(client, Role.WINDOW)
    for page in (f"/window/cases/{case_id}", f"/window/queue/{case_id}?m=form:enterprise"):
        client.get(page)
        for words in ("沈远舟", "沈远航", "六月已经变更。", "新执照.pdf", "申请人提出登记的不对"):
            assert words in client.page.words, (page, words)
    client.get(f"/window/queue/{case_id}")
    assert "登记信息和申请表有 1 处不同" in client.page.words
    with app.app_context():
        town.mark(case_id, "2026-09-28 16:40")
        town.conclude(case_id, "accepted", "2026-09-28 16:45")
    people.sign_in(client, Role.REVIEWER)
    client.get(f"/review/cases/{case_id}")
    for words in ("登记信息对照", "沈远舟", "六月已经变更。", "新执照.pdf"):
        assert words in client.page.words, words
    people.sign_in(client, people.HANDLER)
    client.get(f"/my/cases/{case_id}")
    assert "申请已经照常收下" in client.page.words
    client.get(f"/my/cases/{case_id}/content")
    assert "新执照.pdf" in client.page.words


def test_a_stranger_comes_to_no_page_of_it(app, town, client, draft, request):
    with app.app_context():  # before there was a register that had to know the enterprise
        people.join("qian@example.cn", "钱某", "13900000077", uscc="91990101MA2KXN4U84", firm="别家公司", at=NOW)
    register = request.getfixturevalue("register")
    people.sign_in(client, "qian@example.cn")
    assert client.get(f"/my/drafts/{draft}/sources/legal_rep").status_code == 403
    assert register.asked == 0


def test_the_administrator_sees_the_breaker_and_has_the_system_asked_again(app, town, register, client):
    with app.app_context():
        for minute in range(3):
            with pytest.raises(PortDown), ports.asking("register", at=NOW + timedelta(minutes=minute - 2)):
                raise PortDown("down")
    people.sign_in(client, Role.ADMINISTRATOR)
    client.get("/admin/systems")
    assert "连续 3 次没有应答" in client.page.words
    assert client.fill_in(action="/admin/systems/register/again").status_code == 303
    client.get("/admin/systems")
    assert "没有应答" not in client.page.words
