"""The head corrects and withdraws a published decision; the public reads what changed and takes the list as a workbook."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from portal import clock
from portal.actors import Role
from portal.db import reading, transaction
from portal.models import Case, Publication
from portal.services import publication
from portal.services.publication_fields import FIELDS
from tests import at_window
from tests.at_window import Town, beijing
from tests.pages import Browser
from tests.web import people

NOW = beijing("2026-10-20 16:00")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return at_window.settle(app)


@pytest.fixture
def case_id(app: Flask, town: Town) -> str:
    with app.app_context():
        case_id = town.granted("2026-10-12 09:00")
        with reading() as session:
            number = session.scalars(select(Case.id)).one()
        publication.publish(number, at=beijing("2026-10-19 16:00"))
        return case_id


@pytest.fixture
def head(client: Browser, case_id: str) -> Browser:
    return people.sign_in(client, Role.DECIDER)


def public_page(browser: Browser) -> str:
    browser.get("/published")
    return next(href for href in browser.page.links.values() if href.startswith("/published/"))


def workbook(browser: Browser) -> Any:
    answer = browser.get("/published.xlsx")
    assert "published.xlsx" in answer.headers["Content-Disposition"]
    return load_workbook(io.BytesIO(answer.data))


def test_a_correction_is_made_once_and_read_by_everybody(head: Browser, case_id: str, app: Flask) -> None:
    page = f"/review/cases/{case_id}/publication"
    head.get(f"/review/cases/{case_id}")
    assert page in head.page.links.values()
    head.get(page)
    answer = head.fill_in({"line-XK_NR": "甲苯、丙酮", "line-reason": ""}, action=page)
    assert answer.status_code == 422
    assert "甲苯、丙酮" in answer.text
    assert head.fill_in({"line-XK_JDRQ": "下周", "line-reason": "写错"}, action=page).status_code == 422
    assert "日期看不懂" in head.page.words
    head.get(page)
    assert head.fill_in({"line-reason": "写错"}, action=page).status_code == 409
    assert "没有改动任何一项" in head.page.words
    head.get(page)
    said = {"line-XK_NR": "甲苯、丙酮", "line-reason": "许可内容漏写一种。"}
    assert head.fill_in(said, action=page).status_code == 303
    head.get(public_page(head))
    words = head.page.words
    assert all(one in words for one in ("已更正", "更正于", "甲苯、丙酮", "许可内容漏写一种", "临江市应急管理局"))
    sheet = workbook(head)["行政许可"]
    titles, line = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert titles == list(FIELDS.values())
    assert dict(zip(FIELDS, line, strict=True))["XK_NR"] == "甲苯、丙酮"
    assert dict(zip(FIELDS, line, strict=True))["BZ"] == "2026-10-20更正：许可内容"


def test_a_withdrawn_line_keeps_its_address_and_says_why(head: Browser, case_id: str) -> None:
    address = public_page(head)
    page = f"/review/cases/{case_id}/publication"
    head.get(page)
    assert head.fill_in({}, action=f"{page}/withdraw").status_code == 422
    assert "请选择为什么撤下" in head.page.words
    head.get(page)
    said = {"off-ground": "decision_revoked", "off-reason": "许可已撤销。"}
    assert head.fill_in(said, action=f"{page}/withdraw").status_code == 303
    head.get(page)
    assert "撤下于" in head.page.words
    assert "更正公示" not in head.page.words
    head.get("/published")
    assert "还没有公示的决定" in head.page.words
    for browser in (head, people.speak_english(head)):
        browser.get(address)
        assert "甲苯" not in browser.page.words
    assert "Linjiang Emergency Management Bureau" in head.page.words
    assert workbook(head)["行政许可"].max_row == 1


def test_a_cell_of_the_workbook_is_never_a_formula(app: Flask, head: Browser) -> None:
    with app.app_context(), transaction() as session:
        line = session.scalars(select(Publication)).one()
        line.fields = {**line.fields, "XK_NR": '=HYPERLINK("http://evil")'}
    kinds = {cell.data_type for row in workbook(head)["行政许可"].iter_rows() for cell in row if cell.value}
    assert kinds == {"s"}


@pytest.mark.engines("sqlite")
def test_nobody_else_corrects_and_nothing_is_guessed(browsers: Any, case_id: str) -> None:
    reviewer = people.sign_in(browsers(), Role.REVIEWER)
    reviewer.get(f"/review/cases/{case_id}/publication")
    assert "由作出决定的部门负责人办理" in reviewer.page.words
    assert browsers().get("/published/nothing-like-this-at-all").status_code == 404
