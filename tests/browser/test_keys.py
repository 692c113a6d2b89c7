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


def press(clerk, *keys):
    for key in keys:
        clerk.page.keyboard.press(key)


def saved(clerk, left):
    """Wait until so many materials and sections are left to mark."""
    expect(clerk.page.locator(".ow-matnav .todo")).to_have_count(left)


def test_a_whole_notice_with_an_answer_to_correct_goes_out_without_a_mouse(clerk, portal):
    page = clerk.page
    left = page.locator(".ow-matnav .todo").count()
    while page.locator("form[data-fields]").count() == 0:
        here = open_material(clerk)
        press(clerk, *(["y"] * page.locator(".ow-points > li").count()), "1")
        left -= 1
        saved(clerk, left)
        press(clerk, "j")
        expect(page.locator(f'.ow-matnav a[aria-current][data-material="{here}"]')).to_have_count(0)
    press(clerk, "2")
    expect(page.locator("[data-why] input").first).to_be_focused()
    page.keyboard.type("与营业执照不一致，请改为一致。")
    press(clerk, "Escape", "a")
    left -= 1
    saved(clerk, left)
    while left:
        here = open_material(clerk)
        press(clerk, "j")
        expect(page.locator(f'.ow-matnav a[aria-current][data-material="{here}"]')).to_have_count(0)
        press(clerk, "a")
        left -= 1
        saved(clerk, left)
    expect(page.locator("[data-conclude]")).to_be_enabled()
    clerk.inspect()
    with page.expect_navigation():
        press(clerk, "Control+Enter")
    assert "全部内容（共1项）一次告知" in clerk.words
    assert "与营业执照不一致，请改为一致。" in clerk.words
    button = page.get_by_role("button", name="出具补正告知书")
    while not button.evaluate("(one) => one === document.activeElement"):
        press(clerk, "Tab")
    with page.expect_navigation():
        press(clerk, "Enter")
    assert clerk.path.startswith("/window/cases/"), clerk.words


def test_pages_are_turned_enlarged_and_remembered_with_keys(clerk):
    image = clerk.page.locator(".pages img")
    press(clerk, "r")
    expect(image).to_have_attribute("data-turn", "90")
    press(clerk, "+")
    expect(image).to_have_class("ow-page is-z-150")
    press(clerk, "w")
    expect(image).to_have_class("ow-page is-z-width")
    first = open_material(clerk)
    press(clerk, "j")
    expect(clerk.page.locator(f'.ow-matnav a[aria-current][data-material="{first}"]')).to_have_count(0)
    press(clerk, "k")
    expect(clerk.page.locator(f'.ow-matnav a[aria-current][data-material="{first}"]')).to_have_count(1)
    expect(clerk.page.locator(".pages img")).to_have_attribute("data-turn", "90")
