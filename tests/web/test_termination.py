"""The page of a termination: what is missing is said beside its field, two people act on it, and everybody reads the outcome."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from tests.at_window import DEREGISTERED, Town, beijing, pdf, settle
from tests.pages import Browser
from tests.web import people

pytestmark = pytest.mark.engines("sqlite")
NOW = beijing("2026-10-16 10:00")
SETTLE = settle
SAID = {"ground": "organisation_ended", "proof": "register", **DEREGISTERED}


@pytest.fixture
def page(app: Flask, town: Town) -> str:
    with app.app_context():
        return f"/terminations/{town.accepted('2026-10-12 09:00')}"


def test_proposed_at_the_window_and_confirmed_by_the_head(client: Browser, page: str):
    case_id = page.rpartition("/")[2]
    people.sign_in(client, "zhou.min").get(f"/window/cases/{case_id}")
    assert page in client.page.links.values()
    client.get(page)
    assert "不适用终止" in client.page.words
    assert client.fill_in({"facts": "已经注销。"}, action=page).status_code == 422
    for missing in ("终止情形没有选", "用什么证明，没有选", "登记记录的名称没有填", "送达给谁，没有选"):
        assert missing in client.page.words
    assert client.fill_in(SAID | {"recipient": "", "dated": "2026-10-17"}, action=page).status_code == 422
    assert "受送达人姓名或者名称没有填。" in client.page.words
    assert "日期还没有到。" in client.page.words
    assert client.page.ids["address"].get("value") == SAID["address"]
    assert client.fill_in(SAID | {"proof": "file"}, action=page).status_code == 422
    assert "证明文件的扫描件没有选。" in client.page.words
    assert client.fill_in(SAID | {"successor": "continues"}, action=page).status_code == 409
    assert "第六十七条" in client.page.words
    assert client.fill_in(SAID, action=page, follow_redirects=True).status_code == 200
    assert "您提出的终止，由另一名负责人确认。" in client.page.words
    assert client.post(f"{page}/confirmation", data={}).status_code == 403

    people.sign_in(client, "han.weidong").get(f"/review/cases/{case_id}")
    assert "有人提出终止办理，还没有确认" in client.page.words
    client.get(page)
    assert client.fill_in({"confirm-opinion": ""}, action="/confirmation").status_code == 422
    assert (
        client.fill_in({"confirm-opinion": "同意。"}, action="/confirmation", follow_redirects=True).status_code == 200
    )
    for said in ("已终止办理", "郑怀民", "同意。", "终止办理程序决定书"):
        assert said in client.page.words
    assert client.post(f"{page}/confirmation", data={"confirm-opinion": "再来"}).status_code == 409


@pytest.mark.parametrize("english", [False, True])
def test_everybody_reads_the_outcome_in_plain_words(app: Flask, client: Browser, town: Town, english: bool):
    with app.app_context():
        case_id = town.terminated("2026-10-12 09:00")
    if english:
        people.speak_english(client)
    ended = "The proceedings are terminated" if english else "已经终止办理"
    people.sign_in(client, people.HANDLER).get(f"/my/cases/{case_id}")
    assert ended in client.page.words
    assert ("lawfully ended" if english else "法人或者其他组织依法终止") in client.page.words
    assert client.get(f"/terminations/{case_id}").status_code == 403
    assert client.get(f"/my/cases/{case_id}/remedies").status_code == 200
    assert ("Decision terminating the proceedings" if english else "终止办理程序决定书") in client.page.words
    people.sign_in(client, "su.ming").get(f"/terminations/{case_id}")
    assert (
        "The legal person or organisation has lawfully ended" if english else "登字〔2026〕第1182号"
    ) in client.page.words
    with client.get(f"/terminations/{case_id}/file") as paper:
        assert paper.get_data().startswith(b"%PDF")
    client.get("/supervision")
    assert ("Ended without a decision" if english else "没有作决定就结束的") in client.page.words
    people.sign_in(client, "zhou.min").get(f"/window/cases/{case_id}")
    assert ("Terminated" if english else "已终止办理") in client.page.words
    client.get(next(href for href in client.page.links.values() if "/window/services/" in href))
    assert "郑怀民" in client.page.words


def test_a_scan_that_cannot_be_read_is_said_beside_its_field(client: Browser, page: str):
    people.sign_in(client, "zhou.min").get(page)
    given = SAID | {"proof": "file", "scan": (io.BytesIO(b"no picture"), "证明.pdf")}
    assert client.fill_in(given, action=page, content_type="multipart/form-data").status_code == 422
    assert "证明.pdf" in client.page.words
    given["scan"] = (io.BytesIO(pdf("deregistered")), "证明.pdf")
    assert client.fill_in(given, action=page, content_type="multipart/form-data").status_code == 303
    client.get(page)
    assert (
        client.fill_in({"drop-reason": "注销登记已经撤销。"}, action="/drop", follow_redirects=True).status_code == 200
    )
    assert "提出终止" in client.page.words
