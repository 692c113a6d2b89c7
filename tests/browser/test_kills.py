"""No keystroke is lost, whatever is killed while somebody types: the server, the network, the page, or the whole device."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import enterprise, town
from tests.browser.plug import Plug
from tests.browser.town import HANDLER
from tests.browser.typist import FIELDS, Typist

KINDS = ("network", "page", "server", "network and page", "server and page", "device")


@pytest.fixture
def plug() -> Iterator[Plug]:
    """A portal whose plug can be pulled, with its town."""
    shm = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="ow-plug-", dir=shm if shm.is_dir() else None))
    portal = Plug(folder)
    try:
        town.settle(portal.app)
        portal.backend.release()
        portal.start()
        portal.wait()
        yield portal
    finally:
        portal.close()
        shutil.rmtree(folder, ignore_errors=True)


def test_no_keystroke_is_lost_whatever_is_killed(
    plug: Plug, browser: Browser, pytestconfig: pytest.Config, record_property: Any
) -> None:
    kills = pytestconfig.getoption("kills")
    dice = Random(20260901)
    typist = Typist(browser, plug.address, HANDLER, dice)
    typist.begin(enterprise.ITEM)
    typist.open("enterprise")
    for number in range(kills):
        typist.type()
        _kill(KINDS[number % len(KINDS)], plug, typist, dice)
        assert typist.lost == 0, f"after {KINDS[number % len(KINDS)]} (kill {number + 1})"
    typist.saved()
    typist.other_device()
    for section in FIELDS:
        typist.open(section)
    record_property("keystrokes", typist.keystrokes)
    assert typist.lost == 0, f"{kills} kills, {typist.keystrokes} keystrokes"


def _kill(kind: str, plug: Plug, typist: Typist, dice: Random) -> None:
    """One thing goes wrong, typing goes on where there is a page to type into, and then everything is looked at again."""
    section = dice.choice(list(FIELDS))
    if kind == "device":  # what another device shows is what the server has
        typist.saved()
        typist.other_device()
    elif kind == "page":
        typist.page.wait_for_timeout(dice.choice((0, 400, 1600)))  # before, during or after the save
        typist.close_tab()
        section = typist.section
    elif kind.startswith("network"):
        typist.context.set_offline(True)
        typist.type()
        if kind.endswith("page"):
            typist.close_tab()
            section = typist.section
        typist.context.set_offline(False)
    else:
        typist.page.wait_for_timeout(dice.choice((0, 300, 1550)))
        plug.kill()
        typist.type()
        if kind.endswith("page"):
            typist.close_tab()
            section = typist.section
        plug.start()
        plug.wait()
    if kind in ("network", "server"):
        typist.saved()
    typist.open(section)
