"""The queue by keys alone: move, take, look for, open; and without scripts by Tab."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.town import CLERK, COLLEAGUE


@pytest.fixture
def clerk(portal, town, newcomer):
    """The clerk before a queue of three applications."""
    with portal.app.app_context():
        for n in range(3):
            town.hand_in(f"2026-08-31 10:0{n}")
    return newcomer().sign_in(CLERK).go("/window/queue?owner=all")


def test_the_whole_queue_is_worked_with_keys(clerk):
    page, keys = clerk.page, clerk.page.keyboard
    links = page.locator("a[data-open]")
    keys.press("j")
    expect(links.nth(0)).to_be_focused()
    keys.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    keys.press("k")
    expect(links.nth(0)).to_be_focused()
    keys.press("t")
    expect(page.locator("tr[data-row]").nth(0)).to_contain_text("我")
    expect(links.nth(0)).to_be_focused()
    keys.press("?")
    expect(page.locator(".ow-keys-all")).to_have_attribute("open", "")
    clerk.inspect()
    keys.press("?")
    keys.press("/")
    expect(page.locator("#q")).to_be_focused()
    keys.type("jt")
    expect(page.locator("#q")).to_have_value("jt")
    keys.press("Escape")
    expect(links.nth(0)).to_be_focused()
    keys.press("Enter")
    page.wait_for_url("**/window/queue/*")


def test_a_colleague_sees_who_has_the_desk_open(clerk, newcomer):
    address = clerk.page.locator("a[data-open]").first.get_attribute("href")
    clerk.go(address)
    other = newcomer().sign_in(COLLEAGUE).go(address)
    expect(other.page.locator("[data-presence]")).to_contain_text("起正在办理")
    clerk.go("/window/queue?owner=all")
    other.go("/window/queue?owner=all")
    expect(other.page.locator(".ow-busy")).to_have_count(0)
