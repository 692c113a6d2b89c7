"""First paint on a slow telephone line (slow 4G), cold and warm, against a bare page over the same line in the same run."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from portal import clock
from tests.bench.conftest import Report
from tests.browser import enterprise, town
from tests.browser.conftest import SWITCHES
from tests.browser.live import Live
from tests.browser.visitor import Visitor

SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
"""What Lighthouse calls slow 4G: 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up."""

GOAL = 1500
"""Milliseconds until something is seen."""

LOOKS = 3
BARE = "<!doctype html><title>bare</title><p>A bare page.</p>"
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """A portal with its town, and one bare page beside it."""
    folder = Path(tempfile.mkdtemp(prefix="ow-bench-"))
    found = Live(folder)
    monkeypatch.setattr(clock, "now", found.clock.now)
    found.app.add_url_rule("/static/bare", "bare", lambda: BARE)
    found.app.view_functions["bare"].audience = ("public",)  # type: ignore[attr-defined]
    found.fresh()
    town.settle(found.app)
    yield found
    found.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(SWITCHES))
        yield started
        started.close()


def test_first_paint_on_slow_4g(report: Report, portal: Live, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    firm = Visitor(context, portal.app, portal.address, "zh", set())
    firm.thorough = False
    firm.sign_in(town.HANDLER).go(f"/apply/{enterprise.ITEM}").press("开始填写")
    draft = firm.path.split("/")[3]
    pages = {
        "home": "/",
        "guide": f"/guides/{enterprise.ITEM}",
        "section": f"/my/drafts/{draft}/sections/goods",
        "materials": f"/my/drafts/{draft}/materials",
        "list of cases": "/my/cases",
    }
    bare = {cold: paint(firm.page, f"{portal.address}/static/bare", cold=cold) for cold in (True, False)}
    for name, path in pages.items():
        for cold in (True, False):
            ours = paint(firm.page, portal.address + path, cold=cold)
            goal = f"< {GOAL} ms" + ("" if ours < GOAL else ", MISSED")
            report.add(f"first paint, {name}, {'cold' if cold else 'warm'}", ours, bare[cold], "ms", goal=goal)
    context.close()


def paint(page: Page, address: str, *, cold: bool) -> float:
    """The median of a few first paints, in milliseconds."""
    line, found = page.context.new_cdp_session(page), []
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    for look in range(LOOKS + (0 if cold else 1)):
        if cold:
            line.send("Network.clearBrowserCache")
        page.goto(address, wait_until="load")
        page.wait_for_timeout(100)
        if cold or look:
            found.append(float(page.evaluate(PAINTED)))
    line.send(
        "Network.emulateNetworkConditions", {**SLOW_4G, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    )
    line.detach()
    return median(found)
