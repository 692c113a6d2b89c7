"""Files on their way: a line that is cut goes on, also after the page was closed; files are dragged, pasted and photographed."""

from __future__ import annotations

import base64
import io
import random

import pytest
from PIL import Image
from playwright.sync_api import expect

from portal.models import PartialUpload
from tests.browser import enterprise
from tests.browser.town import HANDLER

DROP = """(item, [kind, name, type, content]) => {
  const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type }));
  const event = kind === "paste" ? new ClipboardEvent(kind, { clipboardData: carried, bubbles: true, cancelable: true })
    : new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true });
  item.dispatchEvent(event);
}"""
"""A script that lets go of a file over an element, or pastes it there."""


PATIENCE = 20_000
"""Milliseconds: the script itself tries twice more, a moment and then a little later."""


@pytest.fixture
def firm(town, newcomer):
    """The handler with the list of materials of a new application, on a phone."""
    visitor = newcomer(width=390).sign_in(HANDLER).go(f"/apply/{enterprise.ITEM}").press("开始填写")
    return visitor.go(f"/my/drafts/{visitor.path.split('/')[3]}/materials")


def scan(megabytes: float) -> bytes:
    """A picture that is hard to pack: of about so many megabytes."""
    side = int((megabytes * (1 << 20) / 3) ** 0.5)
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), random.Random(1).randbytes(side * side * 3)).save(out, "PNG", compress_level=0)
    return out.getvalue()


def cut_and_come_back(firm, portal, item, count, waiting):
    """Send a file on a line that is cut after two parts, close the page, and open it again: the rest goes by itself."""
    parts = []

    def cut(route):
        parts.append(route.request.url)
        route.abort() if len(parts) > 2 else route.continue_()

    firm.page.route("**/my/parts/*?at=*", cut)
    picture = {"name": "扫描.png", "mimeType": "image/png", "buffer": scan(1.5)}
    firm.page.locator(f"{item} input[type=file]:not([capture])").set_input_files(picture)
    expect(firm.page.locator(item).get_by_role("alert")).to_contain_text("“扫描.png”传到 33% 断了", timeout=PATIENCE)
    assert portal.count(PartialUpload) == 1
    address, asked = firm.path, []
    firm.page.close()
    firm.page = firm._watched(firm.context.new_page())
    firm.page.on("request", lambda request: asked.append(request.url) if "?at=" in request.url else None)
    firm.go(address)
    expect(firm.page.locator(waiting)).to_have_count(count, timeout=PATIENCE)
    assert asked[0].endswith(f"?at={2 * 256 * 1024}")
    assert portal.count(PartialUpload) == 0


def test_a_line_that_was_cut_goes_on_after_the_page_was_closed(town, portal, firm):
    with portal.app.app_context():
        case_id = town.hand_in("2026-08-26 10:00")
        town.mark(case_id, "2026-08-26 11:00", fix={"rules_list": "清单缺少隐患排查治理制度。"})
        town.conclude(case_id, "correction", "2026-08-26 11:00")
    cut_and_come_back(firm, portal, "#m-application", 1, "#m-application .ow-files li")
    firm.go(f"/my/cases/{case_id}/correction")
    cut_and_come_back(firm, portal, "#m-rules_list", 1, "#m-rules_list .ow-files form")
    firm.press("交回补正")
    assert firm.reads("补正已经交回")


def test_files_are_dropped_pasted_and_photographed_and_become_one_pdf(firm):
    item = firm.page.locator("#m-application")
    content = base64.b64encode(scan(0.02)).decode()
    for number, kind in enumerate(("drop", "paste"), 1):
        item.locator("h3").evaluate("head => { head.tabIndex = -1; head.focus(); }")
        item.locator("h3").evaluate(DROP, [kind, f"{number}.png", "image/png", content])
        expect(item.locator(".ow-files li")).to_have_count(number)
    item.locator("summary", has_text="再传一个文件").click()
    photo = {"name": "3.png", "mimeType": "image/png", "buffer": scan(0.02)}
    item.locator("input[capture]").set_input_files(photo)
    expect(item.locator(".ow-files li")).to_have_count(3)
    firm.inspect()
    item.locator("summary", has_text="合成一个 PDF").click()
    firm.press("合成一个 PDF", within="#m-application form .ow-order + button, #m-application form:has(.ow-order)")
    assert firm.reads("图片已经合成一个 PDF。")
    assert firm.page.locator("#m-application .ow-files li").count() == 1


def test_what_was_chosen_is_under_way_at_once_and_the_next_step_waits_for_it(firm):
    held = []
    firm.page.route("**/my/drafts/*/files", lambda route: held.append(route))
    item = firm.page.locator("#m-application")
    scanned = {"name": "申请书.png", "mimeType": "image/png", "buffer": scan(0.02)}
    item.locator("input[type=file]:not([capture])").set_input_files(scanned)
    expect(item.locator("form[data-upload] button[type=submit]")).to_be_hidden()
    there = firm.path
    firm.page.get_by_role("link", name="下一步").click()
    expect(firm.page.get_by_text("还有文件正在上传，传完自动进入下一步")).to_be_visible()
    assert firm.path == there
    held[0].continue_()
    firm.page.wait_for_url("**/check*", timeout=PATIENCE)
    firm.go(there)
    expect(item.locator(".ow-files li")).to_have_count(1)


def test_a_file_that_is_not_taken_keeps_the_applicant_on_the_page(firm):
    there, item = firm.path, firm.page.locator("#m-application")
    wrong = {"name": "申请书.pdf", "mimeType": "application/pdf", "buffer": b"PK\x03\x04 another kind" * 40}
    firm.page.route("**/my/drafts/*/files", lambda route: (firm.page.wait_for_timeout(500), route.continue_()))
    item.locator("input[type=file]:not([capture])").set_input_files(wrong)
    firm.page.get_by_role("link", name="下一步").click()
    expect(item.get_by_role("alert")).to_contain_text("“申请书.pdf”")
    expect(firm.page.get_by_text("还有文件正在上传")).to_have_count(0)
    assert firm.path == there


def test_the_list_of_what_is_to_be_mended_says_at_once_what_has_come(town, portal, firm):
    with portal.app.app_context():
        case_id = town.hand_in("2026-08-26 10:00")
        town.mark(case_id, "2026-08-26 11:00", fix={"rules_list": "缺一项制度。", "application": "没有盖章。"})
        town.conclude(case_id, "correction", "2026-08-26 11:00")
    firm.go(f"/my/cases/{case_id}/correction")
    jumps = firm.page.locator(".ow-jumps")
    expect(jumps.get_by_text("还没有改")).to_have_count(2)
    scanned = {"name": "制度.png", "mimeType": "image/png", "buffer": scan(0.02)}
    firm.page.locator("#m-rules_list input[type=file]:not([capture])").set_input_files(scanned)
    expect(firm.page.locator("#m-rules_list .ow-files form")).to_have_count(1, timeout=PATIENCE)
    expect(jumps.get_by_text("还没有改")).to_have_count(1)
    expect(jumps.locator(".is-done")).to_have_count(1)
