"""On the site, where there is no network: what is noted, and what is written for the record, outlives the page and the session."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import stages_review
from tests.browser.town import REVIEWER
from tests.web.people import PASSWORD

STATEMENT = "申请人：围墙缺口三日内补好"


def test_nothing_typed_on_the_site_is_lost_without_network_or_session(portal, town, newcomer):
    with portal.app.app_context():
        path = f"/review/cases/{stages_review.to_be_seen(town)}/site"
    portal.clock.set("2026-09-02 10:00")
    officer = newcomer(width=390)
    officer.thorough = False
    page, state = officer.sign_in(REVIEWER).go(path).page, officer.page.locator("[data-site-state]")

    def note(words: str) -> None:
        page.locator("#site-words").fill(words)
        page.get_by_role("button", name="记下").click()

    officer.context.set_offline(True)
    note("北侧围墙有缺口")
    expect(state).to_contain_text("没有网络，1 条记在这台设备上")
    page.locator("#site-words").fill("东门未查")
    page.locator("[name=record-statement]").fill(STATEMENT)
    page.locator("[name=record-signed][value=refused]").check()
    officer.context.set_offline(False)
    officer.go(path)
    expect(page.locator("[data-site-list]")).to_contain_text("北侧围墙有缺口")
    expect(page.locator("#site-words")).to_have_value("东门未查")
    expect(page.locator("[name=record-statement]")).to_have_value(STATEMENT)
    expect(page.locator("[name=record-signed][value=refused]")).to_be_checked()

    officer.context.clear_cookies()
    note("东门完好")
    expect(state).to_contain_text("登录已经结束，1 条记在这台设备上")
    again = officer.context.new_page()
    again.goto(f"{officer.address}/sign-in")
    again.locator("[name=account]").fill(REVIEWER)
    again.locator("[name=password]").fill(PASSWORD)
    again.get_by_role("button", name="登录").click()
    again.wait_for_url("**/review")
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(page.locator("[data-site-list]")).to_contain_text("东门完好")
    expect(page.locator("[name=record-statement]")).to_have_value(STATEMENT)
