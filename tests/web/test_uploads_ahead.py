"""Uploads in parts as the scripts of a page ask for them: of corrections and supplements, and ahead of other forms."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from guides.guide import Pages
from guides.plan import Requirement
from portal.db import reading
from portal.models import PartialUpload
from portal.services import law, partial_uploads, precheck
from portal.services.casefile import FileFacts
from portal.web import precheck_words, requirement_words
from tests.at_window import HAZCHEM, Town, beijing, pdf, settle
from tests.pages import Browser

NOW = beijing("2026-10-12 16:05")
SETTLE = settle
FILE = pdf("new", 2)
HALF = len(FILE) // 2


@pytest.fixture
def noticed(app: Flask, town: Town) -> str:
    """A case whose applicant was told what to mend."""
    with app.app_context():
        case_id = town.hand_in("2026-09-29 15:42")
        town.mark(case_id, "2026-09-30 10:00", fix={"rules_list": "清单缺少隐患排查治理制度。"})
        town.conclude(case_id, "correction", "2026-09-30 10:00")
        return case_id


def begin(browser: Browser, address: str, material: str = "") -> Any:
    facts = {"material": material, "key": "k", "name": "新.pdf", "size": len(FILE)}
    return browser.post(address, data=facts, headers={"Accept": "application/json"})


def add(browser: Browser, part: str, at: int, content: bytes) -> Any:
    headers = {"Accept": "application/json", "X-CSRFToken": browser.token}
    return browser.post(f"/my/parts/{part}?at={at}", data=content, headers=headers)


def count(app: Flask) -> int:
    with app.app_context(), reading() as session:
        return session.query(PartialUpload).count()


def test_a_correction_that_was_cut_says_so_and_goes_on(browser: Browser, noticed: str):
    address = f"/my/cases/{noticed}/correction"
    browser.get(address)
    assert browser.page.html.count(f'data-parts="{address}/parts"') == 1
    part = begin(browser, f"{address}/parts", "rules_list").json["id"]
    assert add(browser, part, 0, FILE[:HALF]).json == {"received": HALF}
    assert add(browser, part, 0, FILE[:HALF]).json == {"received": HALF}  # the same part twice
    browser.get(address)
    assert "“新.pdf”传到 50% 断了" in browser.page.words
    add(browser, part, HALF, FILE[HALF:])
    for _time in ("once", "once more"):
        assert browser.post(f"/my/parts/{part}/finish", data={"name": "新.pdf"}).status_code == 200
    browser.get(address)
    assert "已上传新文件" in browser.page.words
    assert browser.fill_in(action="/correction").status_code == 303


def test_what_comes_when_the_correction_is_over_is_kept_and_said(
    app: Flask, town: Town, browser: Browser, noticed: str
):
    browser.get(f"/my/cases/{noticed}/correction")
    part = begin(browser, f"/my/cases/{noticed}/correction/parts", "rules_list").json["id"]
    add(browser, part, 0, FILE)
    with app.app_context():
        town.correct(noticed, "2026-10-12 11:00", "rules_list")
    late = browser.post(f"/my/parts/{part}/finish", data={"name": "新.pdf"})
    assert (late.status_code, "没有交上" in late.json["errors"][0]) == (409, True)
    browser.get(f"/my/cases/{noticed}")
    assert "没有交的文件" in browser.page.words
    answer = browser.get(f"/my/files/{part}")
    assert answer.data == FILE
    answer.close()
    browser.get(f"/my/cases/{noticed}")
    browser.fill_in(action=f"/my/files/{part}/remove", follow_redirects=True)
    assert "没有交的文件" not in browser.page.words


def test_a_promised_material_waits_with_the_case_until_it_is_handed_in(app: Flask, town: Town, browser: Browser):
    with app.app_context():
        case_id = town.deferred("2026-09-29 15:42", "2026-09-30 09:30")
    browser.get(f"/my/cases/{case_id}/supplement")
    part = begin(browser, f"/my/cases/{case_id}/supplement/parts", "training_proof").json["id"]
    add(browser, part, 0, FILE)
    assert browser.post(f"/my/parts/{part}/finish").status_code == 200
    browser.get(f"/my/cases/{case_id}")
    assert "传上来了，还没有交" in browser.page.words
    browser.get(f"/my/cases/{case_id}/supplement")
    assert browser.fill_in(action="/supplement").status_code == 303
    assert browser.post(f"/my/cases/{case_id}/supplement").status_code == 409


def test_a_form_with_a_mistake_keeps_the_file_that_went_ahead(app: Flask, browser: Browser):
    browser.get("/account/agents/new")
    part = begin(browser, "/my/parts").json["id"]
    facts = {"email": "agent@example.cn", "valid_from": "2026-10-12", "valid_until": "x", "part-file": part}
    add(browser, part, 0, FILE[:HALF])
    assert browser.fill_in({**facts, "valid_until": "2026-12-31"}).status_code == 422  # half a file is none
    assert "还没有选文件" in browser.page.words
    add(browser, part, HALF, FILE[HALF:])
    assert browser.fill_in(facts).status_code == 422
    assert "“新.pdf”已经传上来，不用再选。" in browser.page.words
    assert browser.fill_in({"valid_until": "2026-12-31"}).status_code == 303
    assert count(app) == 0
    assert browser.get("/account/handlers").status_code == 200
    assert "等代理人接受" in browser.page.words


def test_a_file_that_is_not_ones_own_goes_with_no_form(app: Flask, town: Town, browser: Browser):
    with app.app_context():
        other = town.clerk
        part = partial_uploads.begin(partial_uploads.FORM, "", "k", "a.pdf", 3, by=other, at=NOW)
    browser.get("/account/agents/new")
    assert browser.fill_in({"part-file": part.public_id}).status_code == 403
    assert add(browser, part.public_id, 0, b"abc").status_code == 403


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("language", "few", "expected"),
    [
        ("zh", "传了 1 页，一般至少 2 页", "2–4 页，正反两面"),
        ("en", "page count 1, usually at least 2", "2–4 pages, front and back"),
    ],
)
def test_pages_that_the_guide_does_not_expect_are_named_in_both_languages(
    app: Flask, town: Town, language: str, few: str, expected: str
):
    guide = law.catalogue().in_force(HAZCHEM, law.catalogue().versions(HAZCHEM)[-1].effective_from)
    assert guide is not None
    material = guide.materials[0].model_copy(update={"pages": Pages(at_least=2, at_most=4)})
    one = FileFacts("f", material.id, "a.jpg", "image/jpeg", 9, "s", 1, "draft", NOW, "", "", ())
    with app.test_request_context(headers={"Cookie": f"ow_language={language}"}):
        (line,) = precheck_words.of_files(precheck.of_files([(Requirement("m", (material,)), (one,))]))
        assert (line.target, few in line.text) == ("#m-m", True)
        assert requirement_words.pages_words(Pages(at_least=2, at_most=4, both_sides=True)) == expected
