"""No keystroke is lost, whatever is killed while somebody types: the server, the network, the page, or the whole device."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.at_window import Town
from tests.browser import enterprise, stages_review, town
from tests.browser.plug import Plug
from tests.browser.town import HANDLER, REVIEWER
from tests.browser.typist import Typist

KINDS = ("network", "page", "server", "network and page", "server and page", "device")
PLACES = ("enterprise", "correction", "note", "supplement", "site", "goods")
"""Where somebody types: two sections of a draft, a section and the note of a correction, the note of a supplement, a record."""


@pytest.fixture
def plug() -> Iterator[Plug]:
    """A portal whose plug can be pulled; nothing is in it yet."""
    shm = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="ow-plug-", dir=shm if shm.is_dir() else None))
    portal = Plug(folder)
    try:
        yield portal
    finally:
        portal.close()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Hands:
    """Who types, and where: an applicant in a draft, a correction and a supplement, an officer in the record of a site check."""

    applicant: Typist
    officer: Typist

    def at(self, kind: str, number: int) -> tuple[Typist, str]:
        """Who types before this kill, and in which place: each kind of kill comes to each place in turn."""
        place = PLACES[(number + number // len(KINDS)) % len(PLACES)]
        if (
            place in self.officer.places and kind != "device"
        ):  # a record on the site lives on its device until it is sent
            return self.officer, place
        return self.applicant, place if place in self.applicant.places else "enterprise"


@pytest.fixture
def hands(plug: Plug, browser: Browser) -> Iterator[Hands]:
    """The applicant with something of every kind to mend, and the officer on the site, with the portal running."""
    there = town.settle(plug.app)
    with plug.app.app_context():
        told, owed, seen = to_mend(there), to_follow(there), stages_review.to_be_seen(there)
    plug.backend.release()
    plug.start()
    plug.wait()
    dice = Random(20260901)
    applicant = Typist(browser, plug.address, HANDLER, dice)
    applicant.begin(enterprise.ITEM)
    applicant.places |= {
        "correction": (f"/my/cases/{told}/correction/enterprise", ("f-legal_rep",)),
        "note": (f"/my/cases/{told}/correction", ("words",)),
        "supplement": (f"/my/cases/{owed}/supplement", ("words",)),
    }
    officer = Typist(browser, plug.address, REVIEWER, dice)
    officer.places = {"site": (f"/review/cases/{seen}/site", ("#site-words", "record-statement"))}
    yield Hands(applicant, officer)
    for one in (applicant, officer):
        one.close()


def to_mend(there: Town) -> str:
    """A case whose applicant was told to mend an answer of the form and a material."""
    case_id = there.hand_in("2026-08-31 09:00")
    there.mark(case_id, "2026-08-31 10:00", fix={"field:legal_rep": "与营业执照不一致。", "rules_list": "缺一项制度。"})
    there.conclude(case_id, "correction", "2026-08-31 10:00")
    return case_id


def to_follow(there: Town) -> str:
    """A case accepted with a material to follow."""
    return there.deferred("2026-08-31 09:10", "2026-08-31 10:10")


def test_no_keystroke_is_lost_whatever_is_killed(
    plug: Plug, hands: Hands, pytestconfig: pytest.Config, record_property: Any
) -> None:
    kills = pytestconfig.getoption("kills")
    for number in range(kills):
        kind = KINDS[number % len(KINDS)]
        typist, place = hands.at(kind, number)
        typist.open(place)
        typist.type()
        _kill(kind, plug, typist)
        assert typist.lost == 0, f"after {kind} in {place} (kill {number + 1}): {typist.missing}"
    hands.applicant.saved()
    hands.applicant.other_device()
    for typist in (hands.applicant, hands.officer):
        for place in typist.places:
            typist.open(place)
    keystrokes, lost = (getattr(hands.applicant, of) + getattr(hands.officer, of) for of in ("keystrokes", "lost"))
    record_property("keystrokes", keystrokes)
    assert lost == 0, f"{kills} kills, {keystrokes} keystrokes"


def _kill(kind: str, plug: Plug, typist: Typist) -> None:
    """One thing goes wrong, typing goes on where there is a page to type into, and then everything is looked at again."""
    dice = typist.dice
    place = dice.choice(list(typist.places))
    if kind == "device":  # what another device shows is what the server has
        typist.saved()
        typist.other_device()
    elif kind == "page":
        typist.page.wait_for_timeout(dice.choice((0, 400, 1600)))  # before, during or after the save
        typist.close_tab()
        place = typist.section
    elif kind.startswith("network"):
        typist.context.set_offline(True)
        typist.type()
        if kind.endswith("page"):
            typist.close_tab()
            place = typist.section
        typist.context.set_offline(False)
    else:
        typist.page.wait_for_timeout(dice.choice((0, 300, 1550)))
        plug.kill()
        typist.type()
        if kind.endswith("page"):
            typist.close_tab()
            place = typist.section
        plug.start()
        plug.wait()
    if kind in ("network", "server"):
        typist.saved()
    typist.open(place)
