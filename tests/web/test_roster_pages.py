"""A list that the enterprise keeps is chosen as a file: its rows stand in the form to be looked over, and nothing typed is lost."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook

from portal.services import drafts
from tests.at_window import Town, beijing, settle
from tests.pages import Browser

NOW = beijing("2026-09-28 16:05")
SETTLE = settle
ITEM = "hazchem_production_safety_licence"


def book(*sheets: tuple[str, list[list[object]]]) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


SAFETY = [
    ["本单位安全管理人员"],
    ["序号", "姓名", "岗位", "学历", "证书编号", "有效期至（年月日）", "性别"],
    [1, "沈远航", "总经理", "本科", "A1", "2028-05-01", "男"],
    [2, "李 静", "安全总监", "本科", "A2", "2028.5.1", "女"],
]
TRADES = [["姓名", "准操项目", "操作证号", "有效期"], ["王强", "氯化工艺作业", "T1", "明年"]]
LISTS = book(("安全管理人员", SAFETY), ("特种作业台账", TRADES))


@pytest.fixture
def draft(app: Flask, town: Town) -> str:
    with app.app_context():
        return drafts.start(ITEM, by=town.handler, at=NOW, typed={"apply_kind": "first", "new_plant": "no"})


def raw(app: Flask, town: Town, draft: str) -> dict[str, object]:
    with app.app_context():
        return drafts.view(draft, by=town.handler).raw


def bring(browser: Browser, draft: str, data: bytes, name: str = "名单.xlsx", **typed: str) -> int:
    browser.get(f"/my/drafts/{draft}/sections/people")
    return browser.fill_in({**typed, "roster": (io.BytesIO(data), name)}, button="roster").status_code


def test_two_lists_in_one_file_fill_two_tables_and_what_was_typed_is_kept(app, town, browser, draft):
    assert bring(browser, draft, LISTS, **{"f-staff_total": "48"}) == 200
    assert "已填入主要负责人及安全生产管理人员 2 行、特种作业人员 1 行，请核对。" in browser.page.words.replace(
        "\xa0", " "
    )
    assert "没有用到的栏目：性别。" in browser.page.words
    typed = raw(app, town, draft)
    assert typed["staff_total"] == "48"
    assert [row["name"] for row in typed["principals"]] == ["沈远航", "李 静"], "the proposed first row gives way"
    assert typed["special_ops"] == [
        {"name": "王强", "category": "氯化工艺作业", "cert_no": "T1", "valid_until": "明年"}
    ]
    assert "f-special_ops-0-valid_until-error" in browser.page.ids, "what is no day is said beside its cell"


def test_the_same_file_twice_adds_nothing(app, town, browser, draft):
    bring(browser, draft, LISTS)
    bring(browser, draft, LISTS)
    assert len(raw(app, town, draft)["principals"]) == 2


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "还没有选文件"), (b"PK\x03\x04broken", "读不出来"), ("一,二\n1,2".encode(), "没有找到")]
)
def test_a_file_that_is_no_list_is_refused_beside_its_field(app, town, browser, draft, data, said):
    assert bring(browser, draft, data, "名单.xlsx" if data else "", **{"f-staff_total": "48"}) == 422
    assert said in browser.page.words
    assert raw(app, town, draft)["staff_total"] == "48", "what was typed is saved all the same"


def test_the_template_that_is_downloaded_comes_back_filled_in(app, town, browser, draft):
    answer = browser.get(f"/my/drafts/{draft}/sections/people/list.xlsx")
    made = load_workbook(io.BytesIO(answer.data))
    assert made.sheetnames == ["主要负责人及安全生产管理人员", "特种作业人员"]
    made["特种作业人员"].append(["王强", "氯化工艺作业", "T1", "2028-05-01"])
    out = io.BytesIO()
    made.save(out)
    assert bring(browser, draft, out.getvalue()) == 200
    assert raw(app, town, draft)["special_ops"][0]["cert_no"] == "T1"


def test_a_section_without_lists_and_a_visitor_get_no_template(app, browser, draft):
    assert browser.get(f"/my/drafts/{draft}/sections/safety/list.xlsx").status_code == 404
    assert app.test_client().get(f"/my/drafts/{draft}/sections/people/list.xlsx").status_code == 303


def test_a_list_whose_quotation_marks_do_not_pair_is_not_taken_in_part(app, town, browser, draft):
    text = '姓名,岗位,学历,证书编号\n沈远航,总经理,本科,"A1\n李静,安全总监,本科,A2\n'
    bring(browser, draft, text.encode(), "名单.csv", **{"f-staff_total": "48"})
    assert "从第 2 行起读不出来" in browser.page.words.replace("\xa0", " ")
    assert "李静" not in str(raw(app, town, draft))


def test_a_step_that_asks_nothing_yet_says_why(app, town, browser):
    with app.app_context():
        bare = drafts.start(ITEM, by=town.handler, at=NOW)
    browser.get(f"/my/drafts/{bare}/sections/people")
    assert "这一步现在没有要填的" in browser.page.words
    assert "roster" not in browser.page.ids
    with app.app_context():
        drafts.save(bare, {"apply_kind": "first", "new_plant": "no"}, by=town.handler, at=NOW)
    browser.get(f"/my/drafts/{bare}/sections/people")
    assert "这一步现在没有要填的" not in browser.page.words
    assert "roster" in browser.page.ids
