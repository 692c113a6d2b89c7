"""The portal in the hand: the larger, simpler mode (大字版), and what a page weighs on a slow line."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser import axe, enterprise
from tests.browser.screens import TOO_WIDE
from tests.browser.slow_line import visited
from tests.browser.town import HANDLER
from tests.browser.visitor import Visitor

HEAVIEST = 300_000
"""Bytes that a page may take over the wire when nothing of it is known yet."""

SEEN_WITHIN = 1500
"""Milliseconds until something is seen on slow 4G, worked out from what a page asks for."""

PRESSED = "header a, main .btn, main input:not([type=hidden], [tabindex='-1']), main select"
SMALL = (
    f"least => [...document.querySelectorAll(`{PRESSED}`)]"
    + """
  .map((one) => one.closest("label.ow-choice, .ow-pick") || one)
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .map((one) => [one.getBoundingClientRect().height, one.outerHTML.slice(0, 80)])
  .filter(([height]) => height < least - 0.5)"""
)
"""A script that names what is too small to press."""

BLOCKING = (
    "() => document.querySelectorAll('link[rel=stylesheet], head script:not([defer], [async], [type=module])').length"
)


def paths(visitor: Visitor) -> list[str]:
    """Home, a guide, a section of a form, the list of materials, the list of one's cases."""
    visitor.sign_in(HANDLER).go(f"/apply/{enterprise.ITEM}").press("开始填写")
    draft = f"/my/drafts/{visitor.path.split('/')[3]}"
    return ["/", f"/guides/{enterprise.ITEM}", f"{draft}/sections/goods", f"{draft}/materials", "/my/cases"]


@pytest.mark.parametrize(("language", "width"), [("zh", 390), ("en", 320)])
def test_the_larger_mode_is_larger_simpler_and_whole(town, newcomer, language, width):
    firm = newcomer(language, width=width)
    firm.thorough = False
    pages = paths(firm)
    assert firm.page.locator(".ow-tools a", has_text=firm.say("大字版")).is_visible()
    firm.press("大字版", within="header")
    for path in pages:
        firm.go(path)
        assert firm.page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)") >= 20.8  # 1.3 times 16
        assert not (found := firm.page.evaluate(TOO_WIDE)), f"{path}: {found}"
        assert not (found := firm.page.evaluate(SMALL, 44)), f"{path}: {found}"
        assert not (found := axe.findings(firm.page)), "\n".join(found)
        assert firm.page.locator(".ow-extra").filter(visible=True).count() == 0
    firm.press("标准版", within="header").go("/")
    assert firm.page.locator(".ow-extra").filter(visible=True).count() > 0


@pytest.mark.parametrize("contrast", ["more", "forced"])
def test_high_contrast_keeps_every_page_readable(town, newcomer, contrast):
    firm = newcomer(width=390)
    firm.thorough = False
    pages = paths(firm)
    firm.page.emulate_media(**({"contrast": "more"} if contrast == "more" else {"forced_colors": "active"}))
    for path in pages[:3]:
        firm.go(path)
        assert not (found := axe.findings(firm.page)), "\n".join(found)
        assert not (found := firm.page.evaluate(TOO_WIDE)), f"{path}: {found}"


def test_a_page_weighs_little_and_is_seen_soon_on_a_slow_line(town, newcomer):
    """Every main page of an enterprise: cold it is below both budgets, the second time it weighs less than half."""
    stranger, firm = newcomer(width=390), newcomer(width=390)
    own = paths(firm)
    for who, path in [
        (stranger, "/sign-in"),
        (stranger, "/track"),
        *((firm, path) for path in (*own, case_of(town, firm))),
    ]:
        seen = visited(who.page, who.address + path)
        assert seen.weight < HEAVIEST, (path, seen.sizes)
        assert seen.first_paint < SEEN_WITHIN, (
            path,
            seen.first_paint,
            [(one, seen.sizes[one]) for one in seen.blocking],
        )
        warm = weight(who.page, who.address + path, cold=False)
        assert warm < seen.weight / 2, (path, warm, seen.weight)
        assert who.page.evaluate(BLOCKING) <= 4, path


def case_of(town, firm: Visitor) -> str:
    """The page of a case that waits at the window."""
    with firm.app.app_context():
        return f"/my/cases/{town.hand_in('2026-10-09 10:00')}"


def weight(page: Page, address: str, *, cold: bool) -> int:
    """Bytes over the wire until the page is loaded: heads and bodies, packed as they travel."""
    line, found = page.context.new_cdp_session(page), []
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": cold})
    line.on("Network.loadingFinished", lambda event: found.append(int(event["encodedDataLength"])))
    page.goto(address, wait_until="networkidle")
    line.detach()
    assert urlsplit(page.url).path == urlsplit(address).path
    return sum(found)


def test_a_button_repeats_in_a_new_row_what_the_last_one_says_and_leaves_its_name_to_be_typed(town, newcomer):
    firm = newcomer(width=390).sign_in(HANDLER).go("/apply/emergency_plan_filing").press("开始填写")
    firm.go(f"/my/drafts/{firm.path.split('/')[3]}").follow(firm.page.locator(".ow-tasks a").nth(2))
    plans = firm.page.locator("[data-question=plans]")
    given = {"name": "综合应急预案", "version": "2026-1", "issued_on": "20261001"}
    for name, text in given.items():
        plans.locator(f"[name=f-plans-0-{name}]").fill(text)
    plans.locator("[name=f-plans-0-kind]").select_option("special")
    plans.locator("[name=copy_row]").click()
    row = {name: plans.locator(f"[name=f-plans-1-{name}]").input_value() for name in (*given, "kind")}
    assert row == {"name": "", "version": "", "issued_on": "20261001", "kind": "special"}
    assert firm.page.evaluate("document.activeElement.name") == "f-plans-1-name"
