"""On the site the page itself opens again without a network, and what is noted arrives once; who leaves leaves nothing behind."""

from __future__ import annotations

from playwright.sync_api import expect

from portal.models import SiteEntry
from tests.browser import stages_review
from tests.browser.town import CLERK, REVIEWER
from tests.services.test_site_checks import picture

KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("ow-site:"));
  return (await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length))).reduce((a, b) => a + b, 0);
}"""

READY = """async () => {
  if (navigator.serviceWorker.controller?.state !== "activated") return false;
  const looks = await caches.open("ow-looks");
  const named = [...document.querySelectorAll("link[href*='?v='], script[src*='?v=']")].map((one) => one.href || one.src);
  return (await Promise.all(named.map((one) => looks.match(one)))).every(Boolean);
}"""
"""A script that says whether the worker is in charge and has everything that the page is drawn with."""


def test_a_page_opened_before_opens_again_without_network_and_everything_arrives_once(portal, town, newcomer):
    with portal.app.app_context():
        path = f"/review/cases/{stages_review.to_be_seen(town)}/site"
    portal.clock.set("2026-09-02 10:00")
    officer = newcomer(width=390)
    officer.thorough = False
    page = officer.sign_in(REVIEWER).go(path).page
    alone, listed = page.locator("[data-site-offline]"), page.locator("[data-site-list]")
    expect(alone).to_be_hidden()
    page.wait_for_function(f"async () => await ({KEPT})() === 1")
    page.wait_for_function(READY)

    officer.context.set_offline(True)
    page.reload()
    expect(alone).to_contain_text("没有网络。这一页是 2026年9月2日 10:00 存在这台设备上的")
    assert page.locator("body").evaluate("one => getComputedStyle(one).fontFamily") != "serif"
    page.locator("#site-words").fill("北侧围墙有缺口")
    name, image = picture()
    photo = {"name": name, "mimeType": "image/jpeg", "buffer": image.read()}
    page.locator("#site-photo").set_input_files(photo)
    page.get_by_role("button", name="记下").click()
    expect(page.locator("[data-site-state]")).to_contain_text("没有网络，1 条记在这台设备上")
    page.get_by_role("button", name="生成笔录").click()
    expect(alone).to_be_focused()
    page.reload()
    expect(page.locator("[data-site-state]")).to_contain_text("没有网络，1 条记在这台设备上")

    officer.context.set_offline(False)
    expect(listed).to_contain_text("北侧围墙有缺口")
    expect(listed.locator("figure")).to_have_count(1)
    expect(alone).to_be_hidden()
    assert portal.count(SiteEntry) == 1
    officer.go(path).press("退出", within="header")
    assert page.evaluate(KEPT) == 0

    officer.sign_in(REVIEWER).go(path)
    page.wait_for_function(f"async () => await ({KEPT})() === 1")
    officer.context.clear_cookies()
    officer.go("/sign-in").sign_in(CLERK)
    page.wait_for_function(f"async () => await ({KEPT})() === 0")
