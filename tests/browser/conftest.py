"""What tests in a browser may ask for: the live portal with its town, and people with browsers of their own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from portal import clock
from tests.at_window import Town
from tests.browser import town as towns
from tests.browser.live import Live
from tests.browser.visitor import Newcomer, Visitor

SWITCHES = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here starts a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def live() -> Iterator[Live]:
    """The portal on a port of this machine."""
    shm = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="ow-browser-", dir=shm if shm.is_dir() else None))
    portal = Live(folder)
    yield portal
    portal.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """The machine's Chromium, for the tests of one file."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(SWITCHES))
        yield started
        started.close()


@pytest.fixture(scope="session")
def seen() -> set[Any]:
    """The kinds of pages that axe-core has read already."""
    return set()


@pytest.fixture
def portal(live: Live, monkeypatch: pytest.MonkeyPatch) -> Live:
    """The live portal, empty, on the morning when every test begins."""
    live.fresh()
    monkeypatch.setattr(clock, "now", live.clock.now)
    return live


@pytest.fixture
def town(portal: Live) -> Town:
    """The town in the live portal."""
    return towns.settle(portal.app)


@pytest.fixture
def newcomer(portal: Live, browser: Browser, seen: set[Any]) -> Iterator[Newcomer]:
    """Brings people with browsers of their own; they leave when the test ends."""
    there: list[Visitor] = []

    def come(language: str = "zh", *, scripts: bool = True, width: int = 1280) -> Visitor:
        context = browser.new_context(
            java_script_enabled=scripts,
            viewport={"width": width, "height": 900},
            locale="zh-CN" if language == "zh" else "en-GB",
        )
        there.append(Visitor(context, portal.app, portal.address, language, seen))
        there[-1].scripts = scripts
        return there[-1]

    yield come
    for one in there:
        one.close()
