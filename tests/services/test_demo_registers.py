"""The demo town's registers hold electronic certificates too, and the portal beside them asks for them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest

from guides.sources import CERTIFICATES
from portal import embedded
from portal.config import Settings
from portal.connectors.certificates import Certificates
from portal.connectors.register_reference import DEMO_FILE, server
from portal.demo import registers
from portal.demo.firms import FIRMS

pytestmark = pytest.mark.engines("sqlite")


def test_the_town_holds_certificates_that_fill_every_fact_of_the_library(tmp_path: Path) -> None:
    registers.write(tmp_path)
    told = json.loads((tmp_path / DEMO_FILE).read_text("utf-8"))
    with server(told["enterprises"], 0, told["projects"], told["certificates"]) as library:
        Thread(target=library.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        found = {one.serial: Certificates(library.url).look_up(one.uscc) or {} for one in FIRMS}
        library.shutdown()
    every = {f"{kind}.{fact}" for kind, facts in CERTIFICATES.items() for fact in facts}
    assert set(found[1]) == every, "of the enterprise whose account the sign-in page shows"
    assert all("chemical_registration.number" in found[one.serial] for one in FIRMS if one.kind == "legal_person")
    numbers = [one["chemical_registration.number"] for one in found.values() if one]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(("named", "asked"), [("", True), ("https://library.example", False)])
def test_the_demo_portal_asks_its_own_library_unless_another_is_named(tmp_path: Path, named: str, asked: bool) -> None:
    registers.write(tmp_path)
    started: list[object] = []
    supervisor = SimpleNamespace(environ={}, start=started.append)
    settings = replace(Settings(), data=tmp_path, demo=True, certificates_url=named)
    embedded._start_registers(supervisor, settings)  # type: ignore[arg-type]
    assert ("ONEWINDOW_CERTIFICATES_URL" in supervisor.environ, len(started)) == (asked, int(asked))
