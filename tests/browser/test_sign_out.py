"""Signing out at a device that others use: nothing that was typed stays behind, and nothing unsent is thrown away unasked."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import enterprise
from tests.browser.town import HANDLER
from tests.browser.typist import KEPT

WORDS = "只在这台设备上的字"
ASKED = "还有您填的内容或者选的文件没有存到平台，只在这台设备上。"


def test_what_is_not_sent_is_asked_about_and_then_gone_for_everybody(town, newcomer):
    firm = newcomer(width=390)
    firm.thorough = False
    firm.sign_in(HANDLER).go(f"/apply/{enterprise.ITEM}").press("开始填写")
    section = f"/my/drafts/{firm.path.split('/')[3]}/sections/enterprise"
    firm.go(section)
    firm.context.set_offline(True)
    firm.page.locator("[name=f-unit_name]").fill(WORDS)
    firm.page.wait_for_function(f"() => ({KEPT})().length === 1")
    firm.page.close(run_before_unload=False)
    firm.context.set_offline(False)
    firm.page = firm.context.new_page()
    firm.go("/account")
    leave = firm.named("退出").first
    leave.click()
    asked = firm.page.get_by_role("alert").filter(has_text=firm.say(ASKED))
    expect(asked).to_be_focused()
    expect(asked.get_by_role("link", name="先回去存好")).to_have_attribute("href", section)
    asked.get_by_role("button", name="不退出").click()
    expect(asked).to_have_count(0)
    assert firm.page.evaluate(KEPT), "who stays signed in loses nothing"
    leave.click()
    with firm.page.expect_navigation():
        asked.get_by_role("button", name="删除并退出").click()
    assert firm.page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('ow-'))") == []
    firm.sign_in(HANDLER).go(section)
    assert WORDS not in firm.page.locator("[name=f-unit_name]").input_value()


def test_who_has_sent_everything_is_asked_nothing_and_a_stranger_finds_nothing(town, newcomer):
    firm = newcomer(width=390)
    firm.thorough = False
    firm.sign_in(HANDLER).go(f"/apply/{enterprise.ITEM}").press("开始填写")
    firm.go(f"/my/drafts/{firm.path.split('/')[3]}/sections/enterprise")
    firm.page.locator("[name=f-unit_name]").fill(WORDS)
    firm.page.wait_for_function(f"() => ({KEPT})().length === 0", timeout=30_000)
    foreign = "ow-kept:999:/my/drafts/x"
    firm.page.evaluate(
        f"() => localStorage.setItem('{foreign}', JSON.stringify({{ fields: {{ a: 1 }}, at: Date.now() }}))"
    )
    firm.go("/account").press("退出")
    assert firm.path == "/sign-in"
    assert firm.page.evaluate("() => Object.keys(localStorage)") == [foreign], (
        "another account's unsent words are not ours to delete"
    )
