"""The head of pages on small and narrow screens, and what high contrast leaves of lights and marks."""

from __future__ import annotations

import pytest

from portal import clock
from portal.services import profile
from tests.browser.screens import TOO_WIDE
from tests.browser.town import CLERK, DECIDER, HANDLER, SUPERVISOR
from tests.web import people

LINES = """() => {
  const middles = [...document.querySelectorAll("header :is(a, button)")]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height > 1)
    .map((one) => one.getBoundingClientRect()).map((box) => box.top + box.height / 2).sort((a, b) => a - b);
  return middles.filter((middle, at) => at === 0 || middle - middles[at - 1] > 12).length;
}"""
"""A script that counts the lines of the head."""

COVERED = """() => {
  const boxes = [...document.querySelectorAll("header :is(a, button)")].filter((one) => one.checkVisibility())
    .map((one) => [one.textContent.trim(), one.getBoundingClientRect()]);
  return boxes.flatMap(([name, a], at) => boxes.slice(at + 1)
    .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
    .map(([other]) => `${name} and ${other}`));
}"""
"""A script that names what lies over one another in the head."""

CUT = """() => [...document.querySelectorAll(".ow-tools a:not(.ow-who)")].filter((one) => one.scrollWidth > one.clientWidth)
  .map((one) => one.textContent.trim())"""
"""A script that names the ways in the head whose words are cut; the name of whoever is signed in may be."""

OPINION = """() => {
  const table = document.createElement("table");
  table.className = "table ow-opinions";
  table.innerHTML = "<tbody><tr><td>Linjiang Emergency Management Bureau<br>responsibilities</td>"
    + "<td><b>Unconditionally</b>. Notwithstanding</td><td><time>12 September 2026, 10:12</time></td></tr></tbody>";
  document.querySelector("main").append(table);
}"""

SHAPES = """() => {
  const box = document.createElement("p");
  document.querySelector("main").append(box);
  return ["green", "yellow", "red", "dark", "grey"].filter((name) => {
    box.innerHTML = `<span class="ow-light is-${name}"><svg viewBox="0 0 16 16"><path d="M2 2h12v12H2z"/></svg>x</span>`;
    return getComputedStyle(box.querySelector("svg")).color !== getComputedStyle(document.body).color;
  });
}"""
"""A script that names the lights whose shape does not have the colour of words."""


def told(portal, town):
    """Give the handler ten messages that nobody has read: another address for letters, again and again."""
    own = {"name": "沈远航", "mobile": "13900000001", "password": people.PASSWORD, "by": town.handler}
    with portal.app.app_context():
        for email in ("other@example.cn", HANDLER) * 10:
            profile.change(**own, email=email, at=clock.now())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_head_takes_two_lines_at_most_on_a_phone(portal, town, newcomer, language):
    told(portal, town)
    for who, path in ((HANDLER, "/my/messages"), (CLERK, "/window/queue"), ("", "/")):
        one = newcomer(language, width=390)
        one.thorough = False
        (one.sign_in(who) if who else one).go(path)
        for width in (390, 320):
            one.page.set_viewport_size({"width": width, "height": 800})
            assert one.page.evaluate(LINES) <= 2, (path, width)
            assert not (found := one.page.evaluate(TOO_WIDE)), f"{path} {width}: {found}"
        if who == HANDLER:
            badge = one.page.locator(".ow-unread")
            assert badge.is_visible()
            assert badge.bounding_box()["x"] < 300, "the number is on the screen before anything is moved"


def test_english_heads_fit_a_narrow_desktop(portal, town, newcomer):
    told(portal, town)
    for who, path in ((HANDLER, "/my/messages"), (CLERK, "/window/queue"), (DECIDER, "/review")):
        one = newcomer("en", width=1024)
        one.thorough = False
        one.sign_in(who).go(path)
        assert not (found := one.page.evaluate(TOO_WIDE)), f"{path}: {found}"
        assert not (found := one.page.evaluate(COVERED)), f"{path}: {found}"
        assert one.page.evaluate(LINES) <= 3


def test_opinions_fit_the_smallest_phone_and_forced_colours_keep_every_light(town, newcomer):
    one = newcomer("en", width=320)
    one.thorough = False
    one.sign_in(DECIDER).go("/review")
    one.page.evaluate(OPINION)
    assert not (found := one.page.evaluate(TOO_WIDE)), found
    one.page.emulate_media(forced_colors="active")
    assert one.page.evaluate(SHAPES) == []
    current = "() => getComputedStyle(document.querySelector('header nav [aria-current]')).borderBottomWidth"
    assert one.page.evaluate(current) == "3px"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_head_of_the_staff_is_one_line_on_a_desktop(portal, town, newcomer, language):
    for who, path in ((CLERK, "/window/queue"), (DECIDER, "/review"), (SUPERVISOR, "/supervision")):
        one = newcomer(language, width=1280)
        one.thorough = False
        one.sign_in(who).go(path)
        assert one.page.evaluate(LINES) == 1, f"{path} in {language}"
        assert not (found := one.page.evaluate(COVERED)), f"{path}: {found}"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_the_page_of_the_account_no_other_word_of_the_head_is_cut(portal, town, newcomer, language):
    one = newcomer(language, width=1280)
    one.thorough = False
    one.sign_in(HANDLER).go("/account")
    assert one.page.locator(".ow-tools a").count() == 3
    assert not (found := one.page.evaluate(CUT)), found
