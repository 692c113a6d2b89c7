"""A case is opened by number and code together and by nothing else; a licence is checked by its number or its QR code."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal import clock
from portal.db import reading, transaction
from portal.models import Case, Licence
from portal.services import delivery, receipts, visits
from portal.services.receipts import Receipt
from tests import at_window
from tests.at_window import Town, beijing
from tests.pages import Browser
from tests.web import people

NOW = beijing("2026-10-19 16:00")
WRONG = "编号和查询密码对不上"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return at_window.settle(app)


@pytest.fixture
def paper(app: Flask, town: Town) -> Receipt:
    """The receipt of an application that waits at the window."""
    with app.app_context():
        return receipts.receipt(town.hand_in("2026-10-19 09:00"), by=town.handler)


@pytest.fixture
def licence(app: Flask, town: Town) -> Licence:
    """A licence made out today."""
    with app.app_context():
        delivery.issue(town.granted("2026-10-12 09:00"), by=town.clerk, at=NOW, electronic=True)
        with reading() as session:
            return session.scalars(select(Licence)).one()


def tight(browser: Browser) -> str:
    return "".join(browser.page.words.split())


def look_up(browser: Browser, number: str, code: str) -> int:
    browser.get("/track")
    return browser.fill_in({"number": number, "code": code}, action="/track", follow_redirects=True).status_code


def test_number_and_code_show_state_days_and_next_step(client: Browser, paper: Receipt) -> None:
    assert look_up(client, paper.number, paper.query_code) == 200
    words = tight(client)
    assert client.page.h1 == "危险化学品经营许可证核发"
    assert "待受理窗口承诺在10月20日24:00前告知是否受理" in words
    assert "还剩1个工作日" in words
    assert "收到申请2026年10月19日" in words


def test_a_request_to_come_is_the_applicants_turn_without_a_word_of_what_is_asked(
    app: Flask, client: Browser, town: Town
) -> None:
    with app.app_context():
        case_id = town.accepted("2026-10-14 09:00")
        paper = receipts.receipt(case_id, by=town.handler)
        ask = {"place": "window", "purpose": "original", "reason": "看租赁合同原件", "instead": "扫描件看不清"}
        visits.ask(case_id, **ask, plan_on=date(2026, 10, 21), by=town.reviewer, at=beijing("2026-10-16 09:00"))
    look_up(client, paper.number, paper.query_code)
    words = tight(client)
    assert "请申请人在10月21日24:00前办理" in words
    assert "与此同时" in words
    for unsaid in ("不用做什么", "租赁合同", "原件", "扫描件"):
        assert unsaid not in words


def test_the_code_is_in_no_address(client: Browser, paper: Receipt) -> None:
    client.get("/")
    answer = client.fill_in({"number": paper.number, "code": paper.query_code}, action="/track")
    assert answer.status_code == 303
    assert answer.location == "/track/status"
    client.get(answer.location)
    assert paper.query_code not in client.page.html


def test_nobody_is_named(client: Browser, paper: Receipt) -> None:
    look_up(client, paper.number, paper.query_code)
    for name in (people.FIRM, people.USCC, "沈远航", "周敏", "13900000001"):
        assert name not in client.page.html


def test_wrong_number_and_wrong_code_get_the_same_answer(client: Browser, paper: Receipt) -> None:
    pages = []
    for number, code in ((paper.number, "AAAA-AAAA"), (paper.number[:-1] + "9", paper.query_code), ("x", "y")):
        assert look_up(client, number, code) == 422
        assert WRONG in client.page.words
        pages.append(client.page.words)
    assert len(set(pages)) == 1


def test_what_was_typed_stays_and_what_is_missing_is_said(client: Browser, paper: Receipt) -> None:
    assert look_up(client, paper.number, "") == 422
    assert "查询密码没有填。请照收件凭证填写。" in client.page.words
    assert client.page.ids["number"].get("value") == paper.number
    assert look_up(client, "9" * 200, "") == 422
    assert "办件编号太长" in client.page.words


def test_a_status_page_without_number_and_code_shows_nothing(client: Browser, paper: Receipt) -> None:
    client.get("/track/status", follow_redirects=True)
    assert client.page.h1 == "查办理进度"
    assert "请填办件编号和查询密码" in client.page.words


def test_a_status_closes_by_itself_after_half_an_hour(
    client: Browser, paper: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up(client, paper.number, paper.query_code)
    monkeypatch.setattr(clock, "now", lambda: beijing("2026-10-19 16:31"))
    client.get("/track/status", follow_redirects=True)
    assert client.page.h1 == "查办理进度"


def test_a_status_can_be_closed_on_a_shared_computer(client: Browser, paper: Receipt) -> None:
    look_up(client, paper.number, paper.query_code)
    client.fill_in(action="/track/close", follow_redirects=True)
    assert "已经关闭" in client.page.words
    client.get("/track/status", follow_redirects=True)
    assert client.page.h1 == "查办理进度"


def test_one_browser_does_not_open_the_case_for_another(browsers: type[Browser], paper: Receipt) -> None:
    look_up(browsers(), paper.number, paper.query_code)
    other = browsers()
    other.get("/track/status", follow_redirects=True)
    assert other.page.h1 == "查办理进度"


@pytest.mark.parametrize(
    ("road", "words"),
    [
        ("accepted", "审查中"),
        ("granted", "已准予，正在制证"),
        ("refused", "结果应在"),
    ],
)
def test_every_stage_has_its_words_in_both_languages(
    app: Flask, town: Town, browsers: type[Browser], road: str, words: str
) -> None:
    with app.app_context():
        paper = receipts.receipt(getattr(town, road)("2026-10-12 09:00"), by=town.handler)
    browser = browsers()
    assert look_up(browser, paper.number, paper.query_code) == 200
    assert words in browser.page.words
    assert look_up(people.speak_english(browsers()), paper.number, paper.query_code) == 200


def test_a_number_is_verified_with_its_verdict_in_title_and_heading(client: Browser, licence: Licence) -> None:
    assert client.get("/verify", query_string={"number": "临危化经字[2026]0001"}).status_code == 200
    assert client.page.h1 == "许可证有效"
    assert client.page.tree.findtext("head/title") == "许可证有效 · 证照核验 · 一窗"
    words = tight(client)
    assert "证书编号临危化经字〔2026〕0001" in words
    assert "持证人临江恒泰化工贸易有限公司" in words
    assert "有效期2026年10月19日至2029年10月18日" in words
    assert "许可范围甲苯" in words
    assert "发证机关临江市应急管理局" in words


def test_the_qr_code_opens_the_same(client: Browser, licence: Licence) -> None:
    assert client.get(f"/verify/{licence.token}").status_code == 200
    assert client.page.h1 == "许可证有效"
    assert "年度执法计划检查" in client.page.words


def test_an_expired_licence_is_not_green(client: Browser, licence: Licence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: beijing("2029-10-19 08:00"))
    client.get(f"/verify/{licence.token}")
    assert client.page.h1 == "许可证已过期"
    assert client.page.all("section", "is-bad")
    assert "年度执法计划检查" not in client.page.words, "nobody checks on a licence that is over"


@pytest.mark.parametrize("state", ["suspended", "revoked", "withdrawn", "penal_revoked", "cancelled"])
def test_a_licence_that_was_taken_away_says_so(app: Flask, client: Browser, licence: Licence, state: str) -> None:
    with app.app_context(), transaction() as session:
        session.execute(update(Licence).values(state=state))
    client.get(f"/verify/{licence.token}")
    assert client.page.h1.startswith("许可证已")
    assert "登记状态不是有效，请不要采信" in client.page.words


@pytest.mark.parametrize(
    "path", ["/verify?number=临危化经字〔2026〕9999", "/verify/AAAAAAAAAAAAAAAAAAAAAAAA", "/verify?number=<b>"]
)
def test_what_the_register_does_not_hold_is_not_found(client: Browser, licence: Licence, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.page.h1 == "查不到这张证"
    assert "报告可疑证书" in client.page.links


def test_an_empty_number_asks_for_one(client: Browser) -> None:
    assert client.get("/verify?number=%20").status_code == 200
    assert client.page.h1 == "核验证照"


def test_the_case_behind_a_licence_is_told_to_nobody(app: Flask, client: Browser, licence: Licence) -> None:
    with app.app_context(), reading() as session:
        row = session.scalars(select(Case)).one()
    client.get(f"/verify/{licence.token}")
    assert row.number not in client.page.html
    assert row.public_id not in client.page.html


@pytest.mark.parametrize("path", ["/track", "/verify?number=x", "/verify/x"])
def test_looking_up_is_limited(app: Flask, client: Browser, path: str) -> None:
    often = int(app.config["SETTINGS"].lookup_limit.split()[0])
    answers = [client.get(path).status_code for _ in range(often + 1)]
    assert answers[-1] == 429
    assert 429 not in answers[:-1]


def test_verification_speaks_english(client: Browser, licence: Licence) -> None:
    people.speak_english(client).get(f"/verify/{licence.token}")
    assert client.page.h1 == "This licence is valid"
    client.get("/verify/none")
    assert client.page.h1 == "No such licence"
