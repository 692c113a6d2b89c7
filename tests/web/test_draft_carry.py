"""A draft whose guide was replaced opens on the new version, says in words what changed, and keeps what is no longer asked."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from flask import Flask

from portal import clock
from portal.services import drafts, guide_versions, uploads, users
from tests.at_window import Town, beijing, pdf, settle
from tests.pages import Browser
from tests.services.guide_desk import DAY, KIOSK, GuideDesk, person
from tests.services.test_draft_carry import BEGUN, LATER, NEWER, NEXT
from tests.web import people


class Clock:
    """The hands of the clock of this test."""

    at: datetime = BEGUN


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Clock:
    hands = Clock()
    monkeypatch.setattr(clock, "now", lambda: hands.at)
    return hands


@pytest.fixture
def town(app: Flask, hands: Clock) -> Town:
    with app.app_context():
        return settle(app)


@pytest.fixture
def desk(app: Flask, town: Town) -> GuideDesk:
    with app.app_context():
        desk = GuideDesk(*(person(users.find(login).rows[0].id) for login in ("ye.qing", "ji.wen")))
        desk.publish()
        return desk


def begun(app: Flask, town: Town, desk: GuideDesk, *, at_window: bool = False) -> str:
    """A draft with an answer and a file that the version of 20 October no longer asks for."""
    by = town.clerk if at_window else town.handler
    given = {"channel": "window", "enterprise_id": town.handler.enterprise_id} if at_window else {}
    with app.app_context():
        draft = drafts.start(KIOSK, by=by, at=BEGUN, **given)
        drafts.save(draft, {"size": "big", "area": "120"}, by=by, at=BEGUN)
        uploads.attach(draft, "lease", "租赁.pdf", io.BytesIO(pdf()), by=by, at=BEGUN)
        desk.publish(NEWER, NEXT)
    return draft


@pytest.mark.parametrize("english", [False, True])
def test_a_draft_that_is_opened_goes_over_and_says_what_changed(app, town, desk, client: Browser, hands, english):
    draft = begun(app, town, desk)
    hands.at = LATER
    browser = people.sign_in(client, people.HANDLER)
    if english:
        people.speak_english(browser)
    assert browser.get(f"/my/drafts/{draft}/sections/kiosk").status_code == 200
    assert ("see what changed" if english else "看改了什么") in browser.page.words
    browser.get(f"/my/drafts/{draft}")
    said = browser.page.words.replace("\xa0", " ")
    for words in (
        ("1 more thing to fill in", "1 more document", "Site lease", "no longer needed")
        if english
        else (
            "新增要填的 1 项",
            "新增要交的 1 份材料",
            "场地租赁合同",
            "不再要交的 1 份材料",
            "不再需要的内容 2 项",
            "120",
            "租赁.pdf",
        )
    ):
        assert words in said, words


def test_the_note_goes_when_it_was_read_and_what_is_kept_stays(app, town, desk, client: Browser, hands):
    draft = begun(app, town, desk)
    hands.at = LATER
    browser = people.sign_in(client, people.HANDLER)
    browser.get(f"/my/drafts/{draft}")
    assert browser.fill_in(action="/carried").status_code == 303
    browser.get(f"/my/drafts/{draft}")
    assert "看过了，不再提示" not in browser.page.words
    assert "不再需要的内容" in browser.page.words


def test_a_page_opened_before_does_not_submit_under_the_old_version(app, town, desk, client: Browser, hands):
    draft = begun(app, town, desk)
    hands.at = LATER
    browser = people.sign_in(client, people.HANDLER)
    browser.get("/account")
    assert browser.post(f"/my/drafts/{draft}/check", data={"true": "y", "version": "1"}).status_code == 409
    assert "办事指南已经更新" in browser.page.h1
    browser.get(f"/my/drafts/{draft}/check")
    assert "办事指南更新了" in browser.page.words


def test_a_draft_at_the_window_goes_over_in_the_same_way(app, town, desk, client: Browser, hands):
    draft = begun(app, town, desk, at_window=True)
    hands.at = LATER
    browser = people.sign_in(client, "zhou.min")
    browser.get(f"/window/drafts/{draft}")
    assert "场地租赁合同" in browser.page.words
    assert browser.fill_in(action="/carried").status_code == 303


def test_a_stopped_guide_is_said_on_its_page_on_its_drafts_and_at_the_start(
    app, town, desk, client: Browser, browsers, hands
):
    with app.app_context():
        draft = drafts.start(KIOSK, by=town.handler, at=BEGUN)
        guide_versions.withdraw(KIOSK, DAY, "条款有误", by=desk.second, at=BEGUN)
    for english in (False, True):
        browser = people.sign_in(browsers(), people.HANDLER)
        stopped = "no longer in use" if english else "已停止使用"
        if english:
            people.speak_english(browser)
        assert browser.get(f"/guides/{KIOSK}").status_code == 200
        assert stopped in browser.page.words
        assert "/apply/" not in " ".join(browser.page.links.values())
        browser.get(f"/my/drafts/{draft}")
        assert stopped in browser.page.words
        assert browser.get(f"/apply/{KIOSK}").status_code == 409
        browser.get("/guides")
        assert KIOSK not in " ".join(browser.page.links.values())


def test_an_announced_version_can_be_read_before_its_day(app, town, desk, client: Browser, hands):
    with app.app_context():
        desk.publish(NEWER, NEXT, at="2026-10-10 10:00")
    client.get(f"/guides/{KIOSK}")
    assert "新版指南从" in client.page.words
    assert client.get(f"/guides/{KIOSK}?version={NEXT.isoformat()}").status_code == 200
    assert "这一版还没有施行" in client.page.words
    hands.at = beijing("2026-10-20 00:00")
    client.get(f"/guides/{KIOSK}")
    assert "场地租赁合同" in client.page.words
