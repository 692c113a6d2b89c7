"""Administrators bring in a holiday notice: first what would move, then the import; a wrong file says what is wrong with it."""

from __future__ import annotations

import io
import json

import pytest

from portal.actors import Role
from tests.web import people

NOTICE = json.dumps({"year": 2027, "papers": [], "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}]})


@pytest.fixture
def admin(client, app):
    people.settle(app)
    return people.sign_in(client, Role.ADMINISTRATOR)


def choose(admin, text, name="2027.json", **more):
    admin.get("/admin/calendar")
    chosen = {"file": (io.BytesIO(text if isinstance(text, bytes) else text.encode()), name), **more}
    return admin.fill_in(chosen, content_type="multipart/form-data")


def test_the_years_in_force_are_listed_with_what_is_still_provisional(admin):
    assert admin.get("/admin/calendar").status_code == 200
    assert "2027" in admin.page.words
    assert "暂定" in admin.page.words


def test_a_notice_is_previewed_and_then_brought_in(admin):
    assert choose(admin, NOTICE).status_code == 200
    assert "导入 2027 年之前先看" in admin.page.words
    assert admin.fill_in(button="import").status_code == 303
    admin.get("/admin/calendar")
    assert "2027 年的安排已经生效" in admin.page.words
    assert "第 1 版" in admin.page.words
    choose(admin, NOTICE)
    assert "这份安排已经在用" in admin.page.words


def test_a_file_that_cannot_be_right_says_what_is_wrong_in_the_language_of_the_page(admin):
    assert choose(admin, '{"year": 2027, "days": []}').status_code == 409
    assert "还没有公布" in admin.page.words
    admin.set_cookie("ow_language", "en")
    assert choose(admin, '{"year": 2027, "days": []}').status_code == 409
    assert "is not published yet" in admin.page.words


def test_without_a_file_the_form_comes_back(admin):
    admin.get("/admin/calendar")
    assert admin.fill_in().status_code == 422
    assert "还没有选文件" in admin.page.words


def test_a_file_in_another_encoding_is_refused(admin):
    assert choose(admin, "年".encode("gb18030"), "x.yaml").status_code == 422
    assert "UTF-8" in admin.page.words
