"""What the lists say is read by whom it concerns, objected to online, answered by the office, and shown beside the entry."""

from __future__ import annotations

import io
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import select

from portal import clock
from portal.actors import SYSTEM, Role
from portal.db import reading
from portal.models import OutboxMessage
from portal.services import credit_lists, outbox
from portal.services.credit_lists import Entry
from tests.services.test_credit_entries import picture
from tests.under_review import beijing
from tests.web import people

ENTRY = Entry(
    uscc=people.USCC, unit_name=people.FIRM, grounds="未经许可经营", body="某市应急管理局",
    decision_document="某应急失信〔2026〕3号", listed_on=date(2026, 9, 1), until=date(2099, 8, 31),
)  # fmt: skip


@pytest.fixture
def listed(app):
    people.settle(app)
    with app.app_context():
        asked = {"rule_version": "11", "by": SYSTEM, "at": beijing("2026-09-01 09:00")}
        credit_lists.import_list("black", "失信名单", "1", [ENTRY], **asked)


def signed_in(browsers, role: Role):
    return people.sign_in(browsers(), role)


def test_an_applicant_objects_and_the_office_answers(listed, app, browsers):
    firm = signed_in(browsers, Role.HANDLER)
    firm.get("/my/credit")
    assert "未经许可经营" in firm.page.words
    assert firm.fill_in({"e1-words": ""}, action="/my/credit/1").status_code == 422
    firm.get("/my/credit")
    said = {"e1-words": "决定已经撤销", "e1-file": (io.BytesIO(picture()), "决定.png")}
    answer = firm.fill_in(said, action="/my/credit/1", content_type="multipart/form-data")
    assert answer.status_code == 303
    firm.get("/my/credit")
    assert "异议处理中" in firm.page.words
    with firm.get("/my/credit/objections/1/file") as file:
        assert file.data == picture()
    office = signed_in(browsers, Role.REVIEWER)
    office.get("/review/objections")
    assert people.FIRM in office.page.words
    office.get("/review/objections/1")
    nav = [one for one in office.page.all("a") if one.get("aria-current") and "/review" in one.get("href", "")]
    here = ["".join(one.itertext()).strip() for one in nav]
    assert here == ["信用异议"], "one room is marked, not the one whose address begins the same"
    assert (
        office.fill_in({"answer": "upheld", "answer_words": "查实"}, action="/review/objections/1").status_code == 422
    )
    assert "延长答复期限" in office.page.words
    longer = {"extend-words": "要向列入机关函询"}
    assert office.fill_in({"extend-words": ""}, action="/extension").status_code == 422
    office.get("/review/objections/1")
    assert office.fill_in(longer, action="/extension", follow_redirects=True).status_code == 200
    assert "<time" not in office.page.words
    firm.get("/my/credit")
    assert "要向列入机关函询" in firm.page.words
    given = {"answer": "upheld", "answer_words": "查实，已撤销", "answer_document": "某应急〔2026〕9号"}
    office.get("/review/objections/1")
    assert office.fill_in(given, action="/review/objections/1").status_code == 303
    firm.get("/my/credit")
    assert "查实，已撤销" in firm.page.words or "没有记录" in firm.page.words
    assert {subject for _to, subject in mails(app)} == {"信用异议已经答复", "信用异议的答复期限已经延长"}
    assert {to for to, _subject in mails(app)} == {people.HANDLER}


def mails(app) -> list[tuple[str, str]]:
    """To whom mails about objections went, with their subjects."""
    with app.app_context():
        with reading() as session:
            wanted = select(OutboxMessage.id).where(OutboxMessage.kind == "credit_objection")
            numbers = session.scalars(wanted).all()
        for number in numbers:
            outbox.deliver(number, at=clock.now())
        folder = Path(app.config["SETTINGS"].data) / "mail"
    kept = [message_from_bytes(path.read_bytes(), policy=default) for path in folder.glob("objection-*.eml")]
    return [(one["To"], one["Subject"]) for one in kept]


def test_a_file_that_is_no_document_comes_back_with_what_was_typed(listed, browsers):
    firm = signed_in(browsers, Role.HANDLER)
    firm.get("/my/credit")
    said = {"e1-words": "决定已经撤销", "e1-file": (io.BytesIO(b"nothing"), "x.pdf")}
    answer = firm.fill_in(said, action="/my/credit/1", content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "决定已经撤销" in answer.text


@pytest.mark.engines("sqlite")
def test_where_nothing_is_listed_the_page_says_so(app, client):
    people.settle(app)
    people.sign_in(client, Role.HANDLER).get("/my/credit")
    assert "没有记录" in client.page.words


def test_an_administrator_lists_one_by_hand_repairs_it_and_sees_the_history(listed, browsers):
    admin = signed_in(browsers, Role.ADMINISTRATOR)
    admin.get("/admin/credit/entries/new")
    assert admin.fill_in({"kind": "black"}, action="/admin/credit/entries/new").status_code == 422
    said = {
        "kind": "black", "unit_name": "望山石化销售有限公司", "grounds": "瞒报事故", "decision_document": "某〔2026〕4号",
        "body": "某局", "rule_version": "第11号令", "listed_on": "2026-09-02", "grade": "minor",
    }  # fmt: skip
    admin.get("/admin/credit/entries/new")
    answer = admin.fill_in({**said, "uscc": "91990101MA2HT5K720"}, action="/admin/credit/entries/new")
    assert answer.status_code == 422
    assert "统一社会信用代码不对" in admin.page.words
    admin.get("/admin/credit/entries/new")
    assert admin.fill_in(said, action="/admin/credit/entries/new").status_code == 303
    admin.get("/admin/credit/entries/2")
    words = {
        "act-act": "repaired",
        "act-day": "2026年10月1日",
        "act-document": "某修〔2026〕1号",
        "act-reason": "罚款已缴",
    }
    assert admin.fill_in({**words, "act-day": "2026-08-01"}, action="/admin/credit/entries/2/act").status_code == 422
    admin.get("/admin/credit/entries/2")
    assert admin.fill_in(words, action="/admin/credit/entries/2/act").status_code == 303
    admin.get("/admin/credit/entries/2")
    assert "已修复" in admin.page.words
    assert "某修〔2026〕1号" in admin.page.words
    admin.get("/admin/credit/entries")
    assert admin.fill_in({"q": "望山"}, action="/admin/credit/entries").status_code == 200
    assert people.FIRM not in admin.page.words


def test_an_objection_on_paper_is_marked_once(listed, browsers):
    admin = signed_in(browsers, Role.ADMINISTRATOR)
    admin.get("/admin/credit/entries/1")
    said = {"mark-words": "同名不同人", "mark-document": "来函 9 月 3 日"}
    assert admin.fill_in(said, action="/admin/credit/entries/1/objection").status_code == 303
    admin.get("/admin/credit/entries/1")
    assert "异议处理中" in admin.page.words
    assert "标注异议" not in admin.page.words


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.HANDLER, "/my/credit"),
        (Role.REVIEWER, "/review/objections"),
        (Role.ADMINISTRATOR, "/admin/credit/entries"),
        (Role.ADMINISTRATOR, "/admin/credit/entries/new"),
        (Role.ADMINISTRATOR, "/admin/credit/entries/1"),
        (Role.ADMINISTRATOR, "/admin/credit"),
    ],
)
def test_the_pages_speak_english(listed, client, role, address):
    people.speak_english(people.sign_in(client, role))
    assert client.get(address).status_code == 200
