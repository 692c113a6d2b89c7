"""Administrators bring a credit list in on a page: first what would change, then the import; wrong files are said in a sentence."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from portal import clock
from portal.actors import Role
from portal.services import credit_arrivals
from portal.services.credit_import import About
from tests.at_window import pdf
from tests.services.test_credit_import import PERSON, UNIT, sheet
from tests.web import people

ABOUT = {"kind": "black", "name": "失信名单", "version": "2026-10-08", "rule_version": "应急管理部令第11号"}


def zipped() -> bytes:
    """A list in an ordinary archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("名单.csv", sheet(UNIT))
    return out.getvalue()


@pytest.fixture
def admin(client, app):
    people.settle(app)
    return people.sign_in(client, Role.ADMINISTRATOR)


def choose(admin, data: bytes, **more):
    admin.get("/admin/credit")
    chosen = {"file": (io.BytesIO(data), "名单.csv"), **ABOUT, **more}
    return admin.fill_in(chosen, action="/admin/credit", content_type="multipart/form-data")


@pytest.mark.engines("sqlite")
def test_without_any_list_the_page_says_what_follows(admin):
    admin.get("/admin/credit")
    assert "还没有名单" in admin.page.words


def test_a_list_is_previewed_and_then_imported_and_kept_as_it_came(admin):
    assert choose(admin, sheet(UNIT, PERSON)).status_code == 200
    assert "新增 2 条，变化 0 条，去掉 0 条" in admin.page.words
    assert "990101198003073019" not in admin.page.words
    assert admin.fill_in(button="import", action="/admin/credit").status_code == 303
    admin.get("/admin/credit")
    assert "“失信名单”2026-10-08 版从现在起使用" in admin.page.words
    with admin.get("/admin/credit/lists/1/file") as answer:
        assert answer.data == sheet(UNIT, PERSON)
    choose(admin, sheet(UNIT.replace("2029/8/31", "2028/8/31")), version="2")
    assert "新增 0 条，变化 1 条，去掉 1 条" in admin.page.words


def test_refused_lines_are_listed_and_left_out_only_when_somebody_says_so(admin):
    choose(admin, sheet(UNIT, PERSON.replace("3019", "3010")))
    assert "第 3 行身份证号不对" in admin.page.words
    assert admin.fill_in(button="import", action="/admin/credit").status_code == 409
    assert "文件里有读不了的行" in admin.page.words
    assert "勾选“有错的行不导入”" in admin.page.words
    assert "--partly" not in admin.page.words
    assert admin.fill_in({"partly": "y"}, button="import", action="/admin/credit").status_code == 303


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "还没有选文件|空文件"),
        (b"PK\x03\x04", "不是 Excel 工作簿"),
        (pdf(), "这是 PDF，读不出名单"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "这是图片，读不出名单"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "这是图片，读不出名单"),
        (zipped(), "这是压缩包，没有打开"),
        (sheet(), "没有一行名单"),
        ("单位名称\r\n甲".encode(), "缺少这些列：列入事由、列入机关、列入日期"),
    ],
)
def test_a_wrong_file_is_said_in_a_sentence_and_what_was_typed_stays(admin, data, said):
    answer = choose(admin, data)
    assert answer.status_code == 422
    assert any(one in admin.page.words for one in said.split("|"))
    assert 'value="失信名单"' in answer.text


def test_the_empty_workbook_is_filled_in_and_comes_back_as_a_list(admin):
    answer = admin.get("/admin/credit/template.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["名单", "填写示例"]
    example = [cell.value for cell in [*book["填写示例"].iter_rows()][1]]
    out = io.BytesIO()
    book["名单"].append(example)
    book.save(out)
    assert choose(admin, answer.data).status_code == 422, "empty, it holds no line"
    assert choose(admin, out.getvalue(), sheet="名单").status_code == 200
    assert "新增 1 条，变化 0 条，去掉 0 条" in admin.page.words
    assert admin.fill_in(button="import", action="/admin/credit").status_code == 303
    assert choose(admin, out.getvalue(), sheet="别的").status_code == 422
    assert "文件里有：名单、填写示例" in admin.page.words


def test_a_list_that_came_by_itself_is_brought_in_by_a_person(app, admin):
    about = About("black", "失信名单", "7", "")
    with app.app_context():
        for version in ("7", "8"):
            about = replace(about, version=version, name=f"名单{version}")
            credit_arrivals.arrive("folder", f"名单@{version}.csv", sheet(UNIT), about, at=clock.now())
    admin.get("/admin/credit")
    assert "有 2 份自动收到的名单等您确认" in admin.page.words
    admin.get("/admin/credit/arrivals")
    assert "这个名称的名单以前没有" in admin.page.words
    admin.get("/admin/credit/arrivals/1")
    assert "先看会改变什么" in admin.page.words, "the rule is not known yet"
    said = {"rule_version": "应急管理部令第11号"}
    assert admin.fill_in(said, action="/admin/credit").status_code == 200
    assert "新增 1 条" in admin.page.words
    assert admin.fill_in(button="import", action="/admin/credit").status_code == 303
    admin.get("/admin/credit/arrivals/1")
    assert "已导入" in admin.page.words
    with admin.get("/admin/credit/arrivals/2/file") as answer:
        assert answer.data == sheet(UNIT)
    admin.get("/admin/credit/arrivals/2")
    away = "/admin/credit/arrivals/2/dismissal"
    assert admin.fill_in({"words": ""}, action=away).status_code == 422
    admin.get("/admin/credit/arrivals/2")
    assert admin.fill_in({"words": "重复"}, action=away).status_code == 303
    assert "没有等确认的名单" in admin.get("/admin/credit/arrivals").text
    assert admin.get("/admin/credit/arrivals/99").status_code == 404


@pytest.mark.engines("sqlite")
def test_the_page_speaks_english(admin):
    people.speak_english(admin)
    choose(admin, sheet(UNIT, PERSON.replace("3019", "3010")))
    assert "Row 3" in admin.page.words


@pytest.mark.engines("sqlite")
def test_a_version_that_came_in_is_never_said_to_hold_something_else(admin):
    choose(admin, sheet(UNIT, PERSON))
    admin.fill_in(button="import", action="/admin/credit")
    assert choose(admin, sheet(UNIT)).status_code == 422
    assert "这个版本已经导入过，内容和这份文件不同" in admin.page.words
    assert choose(admin, sheet(UNIT, PERSON)).status_code == 200, "the same file again changes nothing"
    assert choose(admin, sheet(UNIT), version="2026-10-08 更正").status_code == 200
