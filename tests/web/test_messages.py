"""The inbox, the choices, following a case and the webhook as an enterprise's people meet them, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from portal.actors import Role
from portal.db import reading
from portal.models import CaseFollow, MembershipRequest, Message, MessageChoice, OutboxMessage, User
from portal.services import outbox
from tests.at_window import Town, beijing, settle
from tests.pages import Browser
from tests.under_review import queries
from tests.web import people

NOW = beijing("2026-10-12 16:05")
SETTLE = settle
LIST, WAYS, HOOK = "/my/messages", "/my/messages/choices", "/my/messages/webhook"


@pytest.fixture
def case_id(app: Flask, town: Town) -> str:
    """A case whose applicant was told what to mend."""
    with app.app_context():
        case_id = town.hand_in("2026-09-29 15:42")
        town.mark(case_id, "2026-09-30 10:00", fix={"application": "经营品种与申请书不一致。"})
        town.conclude(case_id, "correction", "2026-09-30 10:00")
        return case_id


def first(app: Flask, kind: str) -> int:
    with app.app_context(), reading() as session:
        return session.scalars(select(Message.id).where(Message.kind == kind)).one()


def test_an_empty_inbox_says_what_will_be_there(browser: Browser):
    browser.get(f"{LIST}?topic=asked")
    assert "没有这样的消息" in browser.page.words
    browser.get("/my/cases")
    assert "消息" in browser.page.words


def test_a_message_leads_to_the_next_step_and_is_read_then(app: Flask, browser: Browser, case_id: str):
    browser.get(LIST)
    assert "请在 2026年" in browser.page.words
    assert "补正 1 项" in browser.page.words
    assert "沈远航" not in browser.page.words
    number = first(app, "CorrectionRequested")
    answer = browser.fill_in({}, action=f"{LIST}/{number}/open")
    assert (answer.status_code, answer.location) == (303, f"/my/cases/{case_id}")
    browser.get(f"{LIST}?unread=1")
    assert "补正 1 项" not in browser.page.words
    browser.get(LIST)
    answer = browser.fill_in({"read": "no"}, action=f"{LIST}/{number}/mark")
    assert answer.status_code == 303
    with app.app_context(), reading() as session:
        assert session.get_one(Message, number).read_at is None


def test_all_are_read_with_one_click_and_the_number_in_the_head_is_gone(app: Flask, browser: Browser, case_id: str):
    browser.get("/my/cases")
    assert "条未读" in browser.page.words
    browser.get(LIST)
    assert browser.fill_in({}, action=f"{LIST}/read").status_code == 303
    browser.get(LIST)
    assert "条未读" not in browser.page.words
    assert "没有未读消息" in browser.page.words


def test_the_number_in_the_head_is_one_statement_whatever_is_in_the_inbox(app: Flask, browser: Browser, case_id: str):
    browser.get("/account")
    with app.app_context(), queries() as sent:
        browser.get("/account")
    assert len([one for one in sent if "FROM messages" in one]) == 1


def test_the_inbox_takes_a_fixed_number_of_statements(app: Flask, town: Town, browser: Browser, case_id: str):
    browser.get(LIST)
    with app.app_context(), queries() as few:
        browser.get(LIST)
    with app.app_context():
        for day in (5, 6, 7):
            town.hand_in(f"2026-10-{day:02d} 10:00")
    with app.app_context(), queries() as many:
        browser.get(LIST)
    assert len(many) == len(few)


def test_somebody_elses_message_is_not_opened(app: Flask, browsers: type[Browser], town: Town, case_id: str):
    with app.app_context():
        people.join("gao@example.cn", "高帆", "13900000077", uscc="91990101MA2HT5K72X", firm="临江市别家商贸有限公司")
    stranger = people.sign_in(browsers(), "gao@example.cn")
    assert "还没有消息" in stranger.get(LIST).text
    stranger.get(WAYS)
    number = first(app, "CorrectionRequested")
    assert stranger.post(f"{LIST}/{number}/open").status_code == 403


def test_the_ways_are_chosen_and_what_is_wrong_stays_typed(app: Flask, browser: Browser):
    browser.get(WAYS)
    assert "依法应当告知您的" in browser.page.words
    unsaid = browser.fill_in({"step": "digest", "quiet": "house", "first": "22:00", "last": "7:00"}, action=WAYS)
    assert unsaid.status_code == 422, "hours beside another choice are not dropped"
    assert "请选“自己定”" in browser.page.words
    wrong = browser.fill_in({"step": "digest", "quiet": "own", "first": "9点", "last": "7:00"}, action=WAYS)
    assert wrong.status_code == 422
    assert "免打扰时段不对" in browser.page.words
    assert 'value="9点"' in wrong.text
    assert browser.fill_in({"first": "21:30"}, action=WAYS).status_code == 303
    with app.app_context(), reading() as session:
        row = session.scalars(select(MessageChoice)).one()
        assert (row.mail, row.quiet) == ({"step": "digest"}, "21:30-07:00")
    browser.get(WAYS)
    assert browser.fill_in({"locale": "en"}, action=WAYS).status_code == 303
    with app.app_context(), reading() as session:
        assert session.scalars(select(User.locale).where(User.login == people.HANDLER)).one() == "en"


def test_a_colleague_follows_a_case_on_its_page(app: Flask, browsers: type[Browser], town: Town, case_id: str):
    owner = people.sign_in(browsers(), people.HANDLER)
    with app.app_context():
        people.join("li@example.cn", "李岸", "13900000078")
    owner.get("/account/handlers")
    with app.app_context(), reading() as session:
        asked = session.scalars(select(MembershipRequest.id).where(MembershipRequest.state == "open")).one()
    owner.fill_in({"answer": "grant"}, action=f"/account/handlers/{asked}")
    colleague = people.sign_in(browsers(), "li@example.cn")
    colleague.get(f"/my/cases/{case_id}")
    assert "关注这件办件" in colleague.page.words
    assert colleague.fill_in({"wanted": "yes"}, action=f"/my/cases/{case_id}/follow").status_code == 303
    colleague.get(f"/my/cases/{case_id}")
    assert "取消关注这件办件" in colleague.page.words
    with app.app_context(), reading() as session:
        assert len(session.scalars(select(CaseFollow)).all()) == 1


def test_the_owner_sets_a_webhook_up_and_sees_its_secret_once(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
):
    browser.get(HOOK)
    refused = browser.fill_in({"url": "https://127.0.0.1/told"}, action=HOOK)
    assert refused.status_code == 422
    assert "不在公网上" in browser.page.words
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], webhook_private=True))
    browser.get(HOOK)
    assert browser.fill_in({"url": "http://127.0.0.1:1/told"}, action=HOOK).status_code == 200
    assert "只显示这一次" in browser.page.words
    browser.get(HOOK)
    assert "只显示这一次" not in browser.page.words
    assert browser.fill_in({}, action=f"{HOOK}/test").status_code == 303
    with app.app_context():
        with reading() as session:
            test = session.scalars(select(OutboxMessage).filter_by(kind="webhook")).one()
        assert outbox.deliver(test.id, at=NOW) == "failed"
    browser.get(HOOK)
    assert "没有送到" in browser.page.words
    assert "再发一次" not in browser.page.words, "a test is tried again by another test"
    assert browser.post(f"{HOOK}/sent/{test.id}/again").status_code == 404, "and it is about no case"
    browser.get(HOOK)
    assert browser.fill_in({"topics": []}, action=f"{HOOK}/kinds").status_code == 422
    assert "至少选一种" in browser.page.words
    assert browser.fill_in({"topics": ["decision"]}, action=f"{HOOK}/kinds").status_code == 303
    browser.get(HOOK)
    assert [one.get("value") for one in browser.page.all("input") if one.get("checked") is not None] == ["decision"]
    people.speak_english(browser).get(HOOK)
    assert "Sent last" in browser.page.words
    assert browser.fill_in({}, action=f"{HOOK}/remove").status_code == 303


def test_staff_see_what_was_told_and_what_failed(app: Flask, browsers: type[Browser], town: Town, case_id: str):
    clerk = people.sign_in(browsers(), Role.WINDOW)
    clerk.get(f"/window/cases/{case_id}")
    assert "告诉申请人的消息" in clerk.page.words
    admin = people.sign_in(browsers(), "admin")
    admin.get("/admin/systems")
    assert "没有送到的消息" in admin.page.words


def test_every_page_of_messages_is_whole_in_english(browser: Browser, case_id: str):
    for address in (LIST, f"{LIST}?topic=asked", f"{LIST}?unread=1", WAYS, HOOK):
        assert people.speak_english(browser).get(address).status_code == 200
