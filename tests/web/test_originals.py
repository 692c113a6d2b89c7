"""The ticks of originals on the pages of the window, of the delivery and of the reviewers."""

from __future__ import annotations

import pytest
from flask import Flask

from portal import clock
from portal.services import originals
from tests import at_window
from tests.at_window import Town, beijing
from tests.web import people


@pytest.fixture
def town(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: beijing("2026-10-19 10:05"))
    with app.app_context():
        return at_window.settle(app)


def test_the_clerk_ticks_the_delivery_too_and_the_reviewer_reads_it(app: Flask, browsers, town: Town) -> None:
    with app.app_context():
        case_id = town.granted("2026-10-12 09:00")
        first, second, *_ = (one.key for one in originals.lines(case_id, by=town.clerk))
    clerk = people.sign_in(browsers(), "zhou.min")
    clerk.get(f"/window/cases/{case_id}")
    assert clerk.fill_in({}, action="/originals").status_code == 409, "nothing was ticked"
    assert "没有改动" in clerk.page.words
    clerk.get(f"/window/cases/{case_id}")
    assert clerk.fill_in({"original": first}, action="/originals").status_code == 303
    clerk.get(f"/window/deliveries/{case_id}")
    assert "在窗口核对了原件" in clerk.page.words
    assert clerk.fill_in({"original": [first, second]}, action="/originals").status_code == 303
    clerk.get(f"/window/cases/{case_id}")
    assert "领结果时核对了原件" in clerk.page.words
    reviewer = people.sign_in(browsers(), "chen.li")
    reviewer.get(f"/review/cases/{case_id}/materials?m={first}")
    assert "在窗口核对了原件" in reviewer.page.words
    assert reviewer.fill_in({"original": [second]}, action="/originals").status_code == 303
    assert clerk.post(f"/review/cases/{case_id}/originals", data={"csrf_token": clerk.token}).status_code == 403
    supervisor = people.sign_in(browsers(), "su.ming")
    supervisor.get(f"/supervision/cases/{case_id}/materials")
    assert "保存核对" not in supervisor.page.words
    reviewer.get(f"/review/cases/{case_id}/materials")
    people.speak_english(reviewer).get(f"/review/cases/{case_id}/materials")
    assert "Original seen at collection" in reviewer.page.words
