"""The keys of the desk: a clerk marks a whole application without the mouse, and typing is never taken for a key."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import window
from tests.browser.town import CLERK


@pytest.fixture
def clerk(portal, town, newcomer):
    """The clerk at the desk with an application that nobody looked at."""
    with portal.app.app_context():
        town.hand_in("2026-08-31 10:00")
    visitor = newcomer().sign_in(CLERK)
    window.open_desk(visitor)
    return visitor


def open_material(clerk):
    return clerk.page.locator(".ow-matnav a[aria-current]").get_attribute("data-material")


def marked(clerk, number):
    expect(clerk.page.locator(".ow-matnav .ok")).to_have_count(number)


def test_materials_are_marked_and_left_with_keys(clerk):
    keys, first = clerk.page.keyboard, open_material(clerk)
    keys.press("1")
    marked(clerk, 1)
    keys.press("j")
    expect(clerk.page.locator(f'.ow-matnav a[aria-current][data-material="{first}"]')).to_have_count(0)
    keys.press("k")
    expect(clerk.page.locator(f'.ow-matnav a[aria-current][data-material="{first}"]')).to_have_count(1)
    keys.press("?")
    expect(clerk.page.locator(".ow-keys-all")).to_have_attribute("open", "")
    clerk.inspect()


def test_what_is_typed_is_never_taken_for_a_key(clerk):
    first, words = open_material(clerk), clerk.field("告知申请人的话")
    words.focus()
    clerk.page.keyboard.type("j k 1 2 3 y n")
    assert words.input_value() == "j k 1 2 3 y n"
    assert open_material(clerk) == first
    assert not clerk.page.locator("[name=verdict]:checked").count()


def test_the_keys_can_be_turned_off(clerk):
    clerk.page.locator(".ow-keys-all > summary").click()
    clerk.page.locator("[data-keys-off]").check()
    clerk.page.locator("h1").click()
    clerk.page.keyboard.press("1")
    assert not clerk.page.locator("[name=verdict]:checked").count()
