"""Correction and supplement as pages: exactly what has to be mended, beside the words of the office, saved bit by bit."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask

from portal import clock
from portal.actors import SYSTEM
from portal.services import casefile, desk
from tests.at_window import Town, beijing, pdf, settle
from tests.pages import Browser, said
from tests.web import people

NOW = beijing("2026-10-12 16:05")
NOTICED = "2026-09-30 10:00"


@pytest.fixture
def town(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with app.app_context():
        return settle(app)


@pytest.fixture
def browser(client: Browser, town: Town) -> Browser:
    return people.sign_in(client, people.HANDLER)


def noticed(app: Flask, town: Town, **words: str) -> str:
    """A case whose applicant was told these things, by the key of an answer or a material."""
    with app.app_context():
        case_id = town.hand_in("2026-09-29 15:42")
        town.mark(case_id, NOTICED, fix=words)
        town.conclude(case_id, "correction", NOTICED)
        return case_id


def described(browser: Browser, control: Any) -> str:
    """What a screen reader says of a control beyond its name."""
    return " ".join(said(browser.page.ids[name]) for name in control.get("aria-describedby", "").split())


def test_the_officers_words_stand_at_the_very_field_with_what_was_handed_in(app, town, browser):
    words = {
        "field:staff_total": "与人员名册不一致。",
        "field:legal_rep": "与营业执照不一致。",
        "rules_list": "缺一项制度。",
    }
    case_id = noticed(app, town, **words)
    browser.get(f"/my/cases/{case_id}/correction")
    ways = {name: href for href, name in ((one.get("href"), said(one)) for one in browser.page.tree.iter("a"))}
    assert ways["从业人员总数"] == "#f-staff_total"
    assert ways["安全生产规章制度和岗位操作规程目录清单"] == "#m-rules_list"
    there = next(href for name, href in ways.items() if name.startswith("改这一栏：从业人员总数"))
    assert there.endswith("/correction/people#f-staff_total")
    assert "缺一项制度。" in described(browser, browser.page.ids["file-rules_list"])

    browser.get(there.partition("#")[0])
    field = browser.page.ids["f-staff_total"]
    assert "与人员名册不一致。" in described(browser, field)
    assert "与营业执照不一致。" not in browser.page.words, "words stand at their own field alone"
    [beside] = [one for one in browser.page.all("div", "is-said") if field in one.iter()]
    assert "原来填的12" in " ".join(said(one) for one in beside.iter("div"))
    [way] = [one for one in browser.page.tree.iter("a") if one.get("href") == "#f-staff_total"]
    assert said(way) == "从业人员总数"


@pytest.mark.parametrize("field", ["reg_address", "toxic_goods", "chemicals"])
def test_words_describe_every_kind_of_field(app, town, browser, field):
    case_id = noticed(app, town, **{f"field:{field}": "写的和证照不一致。"})
    browser.get(f"/my/cases/{case_id}/correction")
    there = next(href for href in browser.page.links.values() if "/correction/" in href)
    browser.get(there.partition("#")[0])
    assert there.partition("#")[2] in browser.page.ids, "the link leads to a control"
    telling = [one for one in browser.page.tree.iter() if f"f-{field}-said" in one.get("aria-describedby", "")]
    assert telling, "a screen reader hears the words at the field"
    assert "写的和证照不一致。" in described(browser, telling[0])


def test_ticks_and_words_are_still_there_when_somebody_comes_back(app, town, browser):
    page = f"/my/cases/{noticed(app, town, rules_list='缺一项制度。')}/correction"
    browser.get(page)
    [tick] = [one for one in browser.page.tree.iter("input") if one.get("name") == "keep"]
    version = next(one for one in browser.page.tree.iter("input") if one.get("name") == "version").get("value")
    sent = {"version": version, "keep": tick.get("value"), "words": "第 3 页\r\n已补", "csrf_token": browser.token}
    saved = browser.post(page, data=sent, headers={"Accept": "application/json"}).get_json()
    assert "已自动保存" in saved["words"]
    browser.get(page)
    assert browser.page.ids[tick.get("id")].get("checked") is not None
    assert said(browser.page.ids["words"]) == "第 3 页 已补"
    mine = {**sent, "words": "另一个人写的", "do": "save"}
    assert browser.post(page, data=mine).status_code == 409, "an older tab writes over nobody"
    assert said(browser.page.ids["words"]) == "另一个人写的", "what was typed stays on the page"
    assert "说明在别处改过了" in browser.page.words
    fresh = next(one for one in browser.page.tree.iter("input") if one.get("name") == "version").get("value")
    assert browser.post(page, data={**mine, "version": fresh}).status_code == 303
    browser.get(page)
    assert said(browser.page.ids["words"]) == "另一个人写的"
    assert browser.fill_in({"words": "长" * 1001}, action="/correction").status_code == 422
    assert "说明超过 1,000 个字" in browser.page.words or "说明超过 1000 个字" in browser.page.words
    assert said(browser.page.ids["words"]) == "长" * 1001, "what is too long is kept all the same"


def test_a_supplement_stands_beside_the_windows_words_and_goes_in_with_one_button(app, town, browser):
    with app.app_context():
        case_id = town.deferred("2026-09-29 15:42", "2026-09-30 09:30")
    page = f"/my/cases/{case_id}/supplement"
    browser.get(f"/my/cases/{case_id}")
    assert page in browser.page.links.values(), "the turn of the case leads there"
    browser.get(page)
    assert "请在 10月16日 24:00 前补交" in browser.page.words
    assert browser.fill_in({"words": "人事部后来补了两个人。", "do": "save"}, action="/supplement").status_code == 303
    assert browser.fill_in(action="/supplement").status_code == 422
    assert "还没有上传文件" in said(browser.page.all("div", "ow-errors")[0])
    sent = {"key": "training_proof", "material": "training_proof"}
    bad = {**sent, "file": [(io.BytesIO(b"PK\x03\x04"), "a.docx")]}
    assert browser.post(f"{page}/files", data=bad, content_type="multipart/form-data").status_code == 422
    assert "另存为 PDF" in browser.page.words
    good = {**sent, "file": [(io.BytesIO(pdf()), "培训.pdf")]}
    assert browser.post(f"{page}/files", data=good, content_type="multipart/form-data").status_code == 303
    browser.get(page)
    assert "已上传，还没有交" in browser.page.words
    assert said(browser.page.ids["words"]) == "人事部后来补了两个人。"
    assert browser.fill_in(action="/supplement").status_code == 303
    browser.get(f"/my/cases/{case_id}")
    assert "已补交，窗口正在核对" in browser.page.words
    with app.app_context():
        file = casefile.casefile(case_id, by=SYSTEM)
        assert file.content["note"] == "人事部后来补了两个人。"
        desk.reject_supplement(case_id, "training_proof", reason="缺考核结果。", by=town.clerk, at=NOW)
    browser.get(page)
    assert "缺考核结果。" in described(browser, browser.page.ids["file-training_proof"])
    assert "培训.pdf" in browser.page.words, "what came before stands beside the words"
    assert said(browser.page.ids["words"]) == ""
