"""The pages of a publicity window: opened by the lead, read by everybody, commented on once, answered before the decision."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from portal.db import reading, transaction
from portal.models import OutboxMessage
from portal.services import casefile, outbox
from tests.services.cases import with_draft
from tests.under_review import beijing
from tests.web.people import sign_in

pytestmark = pytest.mark.engines("sqlite")
TODAY = beijing("2026-11-16 09:00")
TEXT = "拟准予仓储经营，储存设施构成四级重大危险源。"


@pytest.fixture
def case_id(app, town) -> str:
    """A case whose storage is a major hazard: its guide asks for publicity."""
    with app.app_context():
        case_id = town.apply("2026-11-09 15:42", answers={"major_hazard": "level4"})
        town.accept(case_id, "2026-11-10 09:40")
        with transaction() as session:  # the window's bar reads the draft of the case
            with_draft(session, casefile.row_of(session, case_id))
        return case_id


def opened(client, case_id: str) -> None:
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}/publicity")
    assert client.fill_in({"open-text": TEXT}, action="/publicity/open", follow_redirects=True).status_code == 200


def test_the_public_reads_what_is_about_to_be_decided_and_until_when(client, town, case_id, now):
    client.get("/publicity")
    assert "现在没有正在公示的申请" in client.page.words
    opened(client, case_id)
    client.get("/publicity")
    assert TEXT in client.page.words
    assert "2026年11月16日至 2026年11月24日（7 个工作日）" in client.page.words.replace("\u00a0", " ")
    now[0] = beijing("2026-11-25 09:00")
    client.get("/publicity")
    assert TEXT not in client.page.words
    assert client.get(f"/publicity/{case_id}/objection").status_code in (303, 404)


def test_a_text_that_was_wrong_is_shown_once_more_with_the_reason_and_the_public_reads_both(client, town, case_id, now):
    opened(client, case_id)
    now[0] = beijing("2026-11-18 09:00")
    page, other = f"/review/cases/{case_id}/publicity", "拟准予仓储经营，储存设施构成三级重大危险源。"
    sign_in(client, "chen.li").get(page)
    assert client.fill_in({"again-text": other, "again-reason": ""}, action="/publicity/again").status_code == 422
    assert other in client.page.html, "what was typed is kept"
    told = {"again-text": other, "again-reason": "原公示把等级写错了"}
    assert client.fill_in(told, action="/publicity/again", follow_redirects=True).status_code == 200
    client.get("/publicity")
    shown = client.page.words.replace("\u00a0", " ")
    assert other in shown
    assert TEXT not in shown
    assert "2026年11月18日至 2026年11月26日（7 个工作日）" in shown
    assert "原公示把等级写错了" in shown
    assert "以前的公示期：2026年11月16日至 2026年11月24日" in shown


def test_the_desk_and_the_lead_write_down_who_calls_and_the_lead_answers(app, client, town, case_id, now):
    opened(client, case_id)
    told = {"way": "phone", "received_on": "2026-11-16", "name": "李某", "contact": "13900000003", "words": "夜里太吵"}
    sign_in(client, "zhou.min").get(f"/window/cases/{case_id}/publicity")
    assert client.fill_in(told | {"received_on": "2026-11-13"}, action="/publicity").status_code == 409
    assert "不在公示期内" in client.page.words
    assert "夜里太吵" in client.page.html
    assert client.fill_in(told, action="/publicity", follow_redirects=True).status_code == 200
    sign_in(client, "han.weidong").get(f"/review/cases/{case_id}")
    assert "公示意见没有答复：第 1 条" in client.page.words
    assert "到决定前公示" in client.page.links
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}/publicity")
    assert "李某" in client.page.words
    answer = {"answer-1-outcome": "partly", "answer-1-words": "夜间停止装卸。"}
    assert client.fill_in(answer, action="/1/answer", follow_redirects=True).status_code == 200
    client.get(f"/review/cases/{case_id}/publicity")
    assert "夜间停止装卸。" in client.page.words
    assert "告知提出的人邮件：等待发出" in client.page.words
    undelivered(app, now[0])
    client.get(f"/review/cases/{case_id}/publicity")
    assert "邮件：没有送到：没有留邮箱" in client.page.words
    assert "提出意见的人没有留电子邮箱。请打电话、寄信或者当面告知" in client.page.words
    assert "再发一次" not in client.page.words, "there is nowhere to send it to"
    assert client.fill_in({"told-1-note": "谁接的"}, action="/1/told").status_code == 422
    assert client.fill_in({"told-1-way": "phone", "told-1-note": ""}, action="/1/told").status_code == 409
    done = {"told-1-way": "phone", "told-1-note": "11月16日下午，本人接听"}
    assert client.fill_in(done, action="/1/told", follow_redirects=True).status_code == 200
    client.get(f"/review/cases/{case_id}/publicity")
    assert "邮件：没有送到，已用别的办法告知" in client.page.words
    assert not [one for one in client.page.all("form") if one.get("action", "").endswith("/1/told")]


def undelivered(app, at: datetime) -> None:
    """Try to send what the objector is owed: no address was left."""
    with app.app_context():
        with reading() as session:
            wanted = select(OutboxMessage.id).where(OutboxMessage.kind == outbox.OBJECTION)
            found = list(session.scalars(wanted))
        assert [outbox.deliver(number, at=at) for number in found] == ["failed"]


def test_an_empty_text_or_answer_is_said_beside_the_field(client, town, case_id):
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}/publicity")
    assert client.fill_in({"open-text": ""}, action="/publicity/open").status_code == 422
    assert "公示内容没有写。" in client.page.links
