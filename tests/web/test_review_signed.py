"""A signed decision on the pages: when it leaves, one click to take it back, what was written kept, and links that mend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urldefrag

import pytest

from portal import clock
from portal.models import Document
from portal.services import signed
from tests.under_review import Town, beijing, rows_of
from tests.web.people import sign_in, speak_english
from workflows import commands as c

pytestmark = pytest.mark.engines("sqlite")
TODAY = beijing("2026-11-22 10:00")
REASON = "经审查，符合《危险化学品经营许可证管理办法》第六条，准予。"
SIGN = {"decide-outcome": "grant", "decide-reason": REASON, "decide-scope": "甲苯", "step": "sign"}


@pytest.fixture(autouse=True)
def ten_minutes(app) -> Iterator[None]:
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, decision_undo_minutes=10)
    yield
    app.config["SETTINGS"] = before


@pytest.fixture
def case_id(app, town: Town) -> str:
    with app.app_context():
        case_id = town.apply("2026-11-16 15:42")
        town.accept(case_id, "2026-11-17 09:40")
        town.heard(case_id, "2026-11-19")
        town.do(case_id, c.LookUpCredit("review", "none"), "2026-11-21 09:00")
        return case_id


def page_of(case_id: str) -> str:
    return f"/review/cases/{case_id}"


def sign(client, case_id: str):
    head = sign_in(client, "han.weidong")
    head.get(f"{page_of(case_id)}/decision?outcome=grant")
    head.fill_in(SIGN, action="/decision")
    return head


def test_signing_says_when_it_leaves_and_no_letter_exists(app, client, case_id):
    with app.app_context():
        before = rows_of(Document)
    head = sign(client, case_id)
    head.get(page_of(case_id))
    assert "已签发：准予，还没有送出" in head.page.words
    assert "今天 10:10 送出，还有 10 分钟。" in head.page.words
    assert REASON in head.page.words
    with app.app_context():
        assert rows_of(Document) == before
    head.get("/review?desk=lead")
    assert "已签发，今天 10:10 送出" in head.page.words


def test_one_click_and_a_reason_take_it_back_and_the_words_are_still_there(client, case_id):
    head = sign(client, case_id)
    head.get(page_of(case_id))
    assert head.fill_in({"back-reason": ""}, action="/take-back").status_code == 422
    response = head.fill_in({"back-reason": "范围写错了"}, action="/take-back")
    assert response.status_code == 303
    head.get(response.location)
    assert "决定已撤回，没有送出任何文书" in head.page.words
    assert REASON in head.page.html
    assert "甲苯" in head.page.html


def test_an_old_page_does_not_take_back_what_has_left(app, client, case_id, monkeypatch):
    head = sign(client, case_id)
    head.get(page_of(case_id))
    monkeypatch.setattr(clock, "now", lambda: TODAY + timedelta(minutes=10))
    assert head.fill_in({"back-reason": "范围写错了"}, action="/take-back").status_code == 409
    assert "撤回的时间已过" in head.page.words
    with app.app_context():
        assert signed.release_due(at=TODAY + timedelta(minutes=10)) == 1
    head.get(page_of(case_id))
    assert "还没有送出" not in head.page.words


def test_others_see_it_and_cannot_take_it_back(app, client, case_id):
    sign(client, case_id)
    client.post("/sign-out")
    other = sign_in(app.test_client(), "chen.li")
    other.get(page_of(case_id))
    assert "送出前只有签发人可以撤回" in other.page.words
    assert other.post(f"{page_of(case_id)}/decision/take-back", data={"back-reason": "x"}).status_code == 403
    watching = sign_in(app.test_client(), "su.ming")
    watching.get(f"/supervision/cases/{case_id}")
    assert "已签发：准予，还没有送出" in watching.page.words
    speak_english(watching)
    watching.get(f"/supervision/cases/{case_id}")
    assert "Signed: granted, not sent yet" in watching.page.words


def test_what_did_not_leave_says_why_and_keeps_the_words(app, client, town, case_id):
    head = sign(client, case_id)
    with app.app_context():
        town.do(case_id, c.LookUpCredit("review", "black"), "2026-11-22 10:05")
        signed.release_due(at=TODAY + timedelta(minutes=10))
    head.get(page_of(case_id))
    assert "签发后查到黑名单，差第二人复核" in head.page.words
    head.get("/review?desk=lead")
    assert "签发的决定没有送出：签发后查到黑名单，差第二人复核" in head.page.words
    head.get(f"{page_of(case_id)}/decision")
    assert REASON in head.page.html


def test_every_blocker_leads_to_the_place_where_it_is_mended(app, client, town):
    with app.app_context():
        case_id = town.apply("2026-11-16 15:42", later=("premises",))
        town.accept(case_id, "2026-11-17 09:40", later=("premises",))
        town.answer(case_id, "documents", "2026-11-18 09:00", by="chen.li")
        town.answer(case_id, "fire", "2026-11-18 09:00", by="qin.yue", verdict="disagree")
        town.do(case_id, c.PauseClock("expert_review", 5, "专家评审"), "2026-11-19 09:00", by="chen.li")
        town.do(case_id, c.TellHearing("拟不予许可"), "2026-11-19 10:00", by="chen.li")
        town.do(case_id, c.LookUpCredit("review", "black"), "2026-11-19 11:00")
    head = sign_in(client, "han.weidong")
    head.get(f"{page_of(case_id)}/decision?outcome=refuse")
    refusing = places(head)
    head.get(page_of(case_id))
    granting = places(head)
    assert len(granting) == len(head.page.all("li", "no"))
    assert f"{page_of(case_id)}/record" in refusing, "nobody reviews legally before every opinion is in"
    for address in granting | refusing:
        page, heading = urldefrag(address)
        assert head.get(page).status_code == 200, address
        assert not heading or f'id="{heading}"' in head.page.html, address


def places(browser) -> set[str]:
    return {link.get("href", "") for line in browser.page.all("li", "no") for link in line.iter("a")}
