"""Without scripts everything works through buttons: rows, questions that appear, files, and marks at the desk."""

from __future__ import annotations

import pytest

from tests.browser import enterprise, window
from tests.browser.filler import GOODS, add_row, fill_section
from tests.browser.papers import paper
from tests.browser.town import CLERK, HANDLER
from tests.browser.window import Verdict

SECTIONS = "/sections/"


@pytest.fixture
def firm(town, newcomer):
    """The handler of the enterprise with a draft, in a browser without scripts."""
    return newcomer(scripts=False).sign_in(HANDLER).go(f"/apply/{enterprise.ITEM}").press("开始填写")


def section(visitor, name):
    """Go to a section of the draft that is open."""
    draft = visitor.path.split("/")[3]
    return visitor.go(f"/my/drafts/{draft}{SECTIONS}{name}")


def cell(visitor, row, column):
    return visitor.page.locator(f'[name="f-chemicals-{row}-{column}"]')


def names_of_goods(visitor):
    return [one.input_value() for one in visitor.page.locator('[name^="f-chemicals-"][name$="-name"]').all()]


def test_rows_are_added_and_removed_and_nothing_typed_is_lost(firm):
    section(firm, "goods")
    fill_section(firm, enterprise.guide(), "goods", {"chemicals": list(GOODS)})
    assert names_of_goods(firm) == ["甲苯", "丙酮", "乙醇"]
    add_row(firm, firm.page.locator('[data-question="chemicals"]'))
    firm.follow(firm.page.locator("[name=remove_row]").first)
    firm.press("只保存")
    assert names_of_goods(section(firm, "goods"))[:2] == ["丙酮", "乙醇"]
    assert cell(firm, 0, "cas").input_value() == "67-64-1"


def test_a_wrong_cell_is_named_in_the_summary_and_beside_itself(firm):
    section(firm, "goods")
    wrong = {**GOODS[0], "cas": "108-88-4"}
    fill_section(firm, enterprise.guide(), "goods", {"chemicals": [wrong]})
    firm.press("检查并进入下一步")
    assert firm.status == 422
    firm.page.locator(".ow-errors a").first.click()
    assert cell(firm, 0, "cas").input_value() == "108-88-4"
    assert "末位校验不对" in firm.page.locator("#f-chemicals-0-cas-error").inner_text()
    cell(firm, 0, "cas").fill("108-88-3")
    assert firm.press("检查并进入下一步").path.endswith("/sections/people")


def test_questions_that_an_answer_brings_up_come_with_the_next_page(firm):
    section(firm, "storage")
    assert not firm.page.locator('[data-question="lessor"]').is_visible()
    firm.page.locator('[name="f-has_storage"][value=leased]').check()
    firm.press("检查并进入下一步")
    assert firm.reads("根据刚才的回答，多了几项要填，请接着填完。")
    fill_section(firm, enterprise.guide(), "storage", enterprise.WITH_STORAGE)
    assert firm.press("检查并进入下一步").path.endswith("/sections/goods")


def test_files_are_handed_in_and_taken_back(firm):
    draft = firm.path.split("/")[3]
    firm.go(f"/my/drafts/{draft}/materials")
    item = firm.page.locator("#m-application")
    item.locator("input[type=file]:not([capture])").set_input_files(paper("申请书"))
    firm.follow(item.locator("form[data-upload] button[type=submit]"))
    assert "申请书.pdf" in item.inner_text()
    firm.follow(item.locator(".ow-files form button"))
    assert "申请书.pdf" not in item.inner_text()


def test_the_desk_marks_and_concludes(town, portal, newcomer):
    with portal.app.app_context():
        town.hand_in("2026-08-31 10:00")
    clerk = newcomer(scripts=False).sign_in(CLERK)
    window.open_desk(clerk)
    window.mark(clerk, Verdict("fix"))
    assert clerk.status == 422
    assert clerk.reads("标“需补正”要写明哪里不对、怎样改，申请人会照着补。")
    window.mark(clerk, Verdict("fix", "申请文件没有加盖企业印章，请盖章后重新上传。"))
    window.mark_all(clerk)
    window.conclude(clerk, "出具补正告知书")
    assert "申请文件没有加盖企业印章" in clerk.words
