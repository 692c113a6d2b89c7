"""What goes wrong between a person and a portal: each fault has its sentence, and nothing that was typed is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from portal.models import Case
from portal.services import drafts
from tests.at_window import ANSWERS, beijing
from tests.browser import enterprise, window
from tests.browser.papers import paper
from tests.browser.town import CLERK, COLLEAGUE, HANDLER
from tests.browser.window import Verdict
from tests.web import people

YESTERDAY = "2026-08-31 10:00"
WORDS = "清单缺少隐患排查治理制度，请补充后重新上传。"
TOO_LONG_AWAY = 121
"""Minutes after which a session is over."""


@pytest.fixture
def services(portal, town):
    """A context in which a test may use the services of the town."""
    with portal.app.app_context():
        yield town


@pytest.fixture
def complete(services):
    """A draft that lacks nothing; its opaque name."""
    when = beijing(YESTERDAY)
    draft = drafts.start(enterprise.ITEM, by=services.handler, at=when)
    drafts.save(draft, ANSWERS, by=services.handler, at=when)
    services.bring(draft, (), when, by=services.handler)
    return draft


def submit_button(visitor):
    visitor.page.locator("main form [type=checkbox]").first.check()
    return visitor.named("提交申请")


# ---- handing in ----


def test_a_double_click_hands_in_once(portal, complete, newcomer):
    firm = newcomer().sign_in(HANDLER).go(f"/my/drafts/{complete}/check")
    submit_button(firm).dblclick()
    firm.page.wait_for_url(re.compile("/receipt$"))
    firm.inspect()
    assert portal.count(Case) == 1


def test_the_back_button_after_handing_in_leads_to_the_case(portal, complete, newcomer):
    firm = newcomer().sign_in(HANDLER).go(f"/my/drafts/{complete}/check")
    firm.follow(submit_button(firm))
    firm.page.go_back()
    if firm.path.endswith("/check"):  # the browser kept the page: pressing once more finds the receipt
        firm.follow(submit_button(firm))
    assert re.fullmatch(r"/my/cases/[^/]+(/receipt)?", firm.path)
    assert portal.count(Case) == 1


def test_a_file_that_is_not_what_it_says_is_refused_beside_its_field(services, newcomer):
    firm = newcomer().sign_in(HANDLER).go(f"/apply/{enterprise.ITEM}").press("开始填写")
    firm.go(f"/my/drafts/{firm.path.split('/')[3]}/materials")
    item = firm.page.locator("#m-application")
    word = {
        "name": "申请书.pdf",
        "mimeType": "application/pdf",
        "buffer": b"PK\x03\x04 a document of another kind" * 40,
    }
    item.locator("input[type=file]:not([capture])").set_input_files(word)
    expect(item.get_by_role("alert")).to_contain_text("“申请书.pdf”")
    expect(item.get_by_role("alert")).to_contain_text("另存为 PDF")
    expect(item.locator(".ow-files li")).to_have_count(0)
    firm.inspect()


def test_an_upload_that_is_cut_off_says_so_and_can_be_made_again(services, newcomer):
    firm = newcomer().sign_in(HANDLER).go(f"/apply/{enterprise.ITEM}").press("开始填写")
    firm.go(f"/my/drafts/{firm.path.split('/')[3]}/materials")
    item = firm.page.locator("#m-application")
    firm.context.set_offline(True)
    item.locator("input[type=file]:not([capture])").set_input_files(paper("申请书"))
    expect(item.get_by_role("alert")).to_contain_text("“申请书.pdf”没有传上去")
    firm.context.set_offline(False)
    enterprise.upload(item, "申请书")


def test_the_case_of_another_enterprise_stays_closed(services, newcomer):
    case_id = services.hand_in(YESTERDAY)
    people.join("gu@example.cn", "顾长宁", "13900000077", uscc=enterprise.USCC, firm=enterprise.FIRM)
    other = newcomer().sign_in("gu@example.cn")
    for page in ("", "/content", "/receipt", "/correction", "/withdrawal"):
        assert other.go(f"/my/cases/{case_id}{page}").status == 403, page
    assert other.reads("这不是您单位的内容") or other.reads("这件办件您不能查看")


# ---- a session that ended ----


def test_what_was_typed_survives_a_session_that_ended(portal, services, newcomer):
    firm = newcomer().sign_in(HANDLER).go(f"/apply/{enterprise.ITEM}").press("开始填写")
    portal.clock.pass_(minutes=TOO_LONG_AWAY)
    firm.page.locator('[name="f-legal_rep"]').fill("沈远航（更正）")
    expect(firm.page.locator("[data-lost-here]")).to_contain_text("登录已经结束，内容还没有存")
    firm.inspect()
    assert firm.press("检查并进入下一步").status == 401
    assert "沈远航（更正）" in firm.words
    firm.press("去登录").sign_in(HANDLER)
    firm.press("接着提交")
    assert firm.page.locator('[name="f-legal_rep"]').input_value() == "沈远航（更正）"


def test_what_was_typed_while_the_line_was_down_is_saved_when_it_is_back(services, newcomer):
    firm = newcomer().sign_in(HANDLER).go(f"/apply/{enterprise.ITEM}").press("开始填写")
    firm.context.set_offline(True)
    firm.page.locator('[name="f-legal_rep"]').fill("沈远航（更正）")
    expect(firm.page.locator("[data-lost-here]")).to_contain_text("网络断了")
    firm.context.set_offline(False)
    expect(firm.page.locator("[data-save]")).to_contain_text("已自动保存")
    assert firm.go(firm.path).page.locator('[name="f-legal_rep"]').input_value() == "沈远航（更正）"


def test_the_desk_keeps_the_words_of_an_officer_whose_session_ended(portal, services, newcomer):
    services.hand_in(YESTERDAY)
    clerk = newcomer().sign_in(CLERK)
    window.open_desk(clerk)
    portal.clock.pass_(minutes=TOO_LONG_AWAY)
    clerk.page.locator("[name=verdict][value=fix]").check()
    clerk.field("告知申请人的话").fill(WORDS)
    expect(clerk.page.locator("[data-status]")).to_contain_text("登录已经结束，没有保存")
    assert clerk.field("告知申请人的话").input_value() == WORDS


# ---- two officers ----


def test_a_desk_page_that_became_old_says_who_and_keeps_the_words(services, newcomer):
    case_id = services.hand_in(YESTERDAY)
    clerk = newcomer().sign_in(CLERK)
    window.open_desk(clerk)
    services.mark(case_id, "2026-09-01 09:40", by=services.colleague)
    services.clerk = services.colleague
    services.conclude(case_id, "accepted", "2026-09-01 09:41")
    clerk.page.locator("[name=verdict][value=fix]").check()
    clerk.field("告知申请人的话").fill(WORDS)
    clerk.page.locator("[data-save]").click()
    expect(clerk.page.locator("main [role=alert]")).to_contain_text("吴涛")
    assert WORDS in clerk.words
    clerk.inspect()


def test_two_officers_do_not_write_over_each_other(newcomer, services):
    services.hand_in(YESTERDAY)
    first, second = newcomer().sign_in(CLERK), newcomer().sign_in(COLLEAGUE)
    for one in (first, second):
        window.open_desk(one)
    window.mark(first, Verdict("ok"))
    expect(first.page.locator(".ow-matnav .ok")).to_have_count(1)
    second.page.locator("[name=verdict][value=fix]").check()
    second.field("告知申请人的话").fill(WORDS)
    second.page.locator("[data-save]").click()
    expect(second.page.locator("main [role=alert]")).to_contain_text("这份材料刚刚有人标过")
    expect(second.page.locator("main [role=alert]")).to_contain_text("周敏")
    assert second.field("告知申请人的话").input_value() == WORDS
    second.inspect()
