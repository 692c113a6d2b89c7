"""Opening hours on pages: brought in by an administrator, said to the public, and beside the last days at a counter (R31)."""

from __future__ import annotations

import io

import pytest

from portal.actors import SYSTEM, Role
from portal.services import opening_hours
from tests.services.cases import at
from tests.web import people
from tests.web.people import speak_english

HOURS = """
since: 2026-01-01
source: 临政服公告〔2025〕8号
week: {mon-fri: ["09:00-12:00", "13:30-17:00"]}
seasons: [{from: "06-15", until: "09-15", week: {mon-fri: ["08:30-12:00", "14:30-17:30"]}}]
"""


@pytest.fixture
def admin(client, app):
    people.settle(app)
    return people.sign_in(client, Role.ADMINISTRATOR)


def choose(admin, text, **more):
    admin.get("/admin/calendar/hours")
    return admin.fill_in(
        {"file": (io.BytesIO(text.encode()), "centre.yaml"), **more}, content_type="multipart/form-data"
    )


def brought(app):
    with app.app_context():
        opening_hours.bring_in(HOURS, file="x.yaml", at=at("2026-01-01T09:00"), by=SYSTEM)


def test_hours_are_looked_at_and_then_brought_in(admin):
    admin.get("/admin/calendar/hours")
    assert "还没有导入对外时间" in admin.page.words
    assert choose(admin, HOURS).status_code == 200
    assert "星期一至星期五 9:00–12:00，13:30–17:00" in admin.page.words
    assert "6月15日至9月15日：星期一至星期五 8:30–12:00，14:30–17:30" in admin.page.words
    assert admin.fill_in(button="import").status_code == 303
    admin.get("/admin/calendar/hours")
    assert "对外时间已经导入" in admin.page.words
    assert "正在实行" in admin.page.words
    choose(admin, HOURS)
    assert "导入不会有变化" in admin.page.words


def test_a_file_that_cannot_be_right_says_why_and_nothing_is_brought_in(admin):
    assert choose(admin, HOURS.replace("17:00", "25:00")).status_code == 409
    assert "不是 08:30-12:00 这样的时间" in admin.page.words
    admin.get("/admin/calendar/hours")
    assert admin.fill_in().status_code == 422
    assert "还没有选文件" in admin.page.words


def test_the_administrators_page_speaks_english(admin, app):
    brought(app)
    speak_english(admin).get("/admin/calendar/hours")
    assert "15 June to 15 September: Monday to Friday 8:30–12:00, 14:30–17:30" in admin.page.words
    admin.get("/admin/calendar")
    assert "The region (regional statutory holidays)" in admin.page.words


def test_the_public_reads_when_the_counters_are_open(client, app):
    people.settle(app)
    brought(app)
    client.get("/about")
    assert "6月15日至9月15日" in client.page.words
    assert "今天对外时间：" in client.page.words or "今天窗口不对外" in client.page.words
    client.get("/guides/hazchem_business_licence")
    assert "算下一个工作日收到" in client.page.words or "今天窗口不对外" in client.page.words
    speak_english(client).get("/guides/hazchem_business_licence")
    assert "Open today:" in client.page.words or "The counter is closed today" in client.page.words
