"""What tests of services share: a town and a draft, several acts at one moment; and after every test every row equals the fold of
its journal, and the chain is unbroken (DESIGN §3.1)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask

from portal.access import Denied
from portal.services import drafts, evidence_key, verification
from portal.services.wrong_input import WrongInput
from tests import at_window
from tests.at_window import Town
from tests.services.cases import Hall
from workflows.refusal import Refusal


@pytest.fixture(autouse=True)
def row_equals_fold(request: pytest.FixtureRequest) -> Iterator[None]:
    """Verify the journal when the test is done, unless the test is marked as one that forges it."""
    if "database" not in request.fixturenames or request.node.get_closest_marker("forges_the_journal"):
        yield
        return
    request.getfixturevalue("database")
    yield
    assert verification.verify().broken == ()


@pytest.fixture
def town(database: Flask) -> Town:
    """The town with a window; many modules settle one of their own."""
    return at_window.settle(database)


@pytest.fixture
def hall(database: Flask) -> Hall:
    """The town of `tests.web.people`, and cases moved by the journal; some modules make one of their own."""
    return Hall(database)


@pytest.fixture
def draft(request: pytest.FixtureRequest, town: Town) -> str:
    """A draft with all answers and no file, begun at the AT of the module."""
    asked = {"by": town.handler, "at": request.module.AT}
    found = drafts.start(at_window.HAZCHEM, **asked)
    drafts.save(found, at_window.ANSWERS, **asked)
    return found


@pytest.fixture
def keyed(database: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The portal, which signs the codes on licences with a key of its own on either engine."""
    settings = replace(database.config["SETTINGS"], licence_key=evidence_key.new())
    monkeypatch.setitem(database.config, "SETTINGS", settings)
    return database


@pytest.fixture
def together(database: Flask) -> Callable[..., list[str]]:
    """Do several things at the same moment, each in a thread of its own; how each ended: the rule that refused it, what it says
    of itself, or `done`."""

    def run(*acts: Callable[[], object]) -> list[str]:
        barrier = threading.Barrier(len(acts))

        def one(act: Callable[[], object]) -> str:
            with database.app_context():
                barrier.wait()
                try:
                    made = act()
                except Refusal as refusal:
                    return refusal.rule
                except Denied:
                    return "denied"
                except WrongInput:
                    return "wrong input"
                return made if isinstance(made, str) else "done"

        with ThreadPoolExecutor(len(acts)) as pool:
            return [future.result() for future in [pool.submit(one, act) for act in acts]]

    return run
