"""The library of electronic certificates: what other departments issued is not copied by hand, and its silence stops nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from portal.connectors.certificates import Certificates
from portal.connectors.port import PortDown
from portal.connectors.register_reference import server
from portal.services import draft_sources, drafts
from portal.services.draft_view import DraftView
from tests.at_window import Town, beijing, settle
from tests.outside import running
from tests.web import people

NOW = beijing("2026-09-28 16:05")
SETTLE = settle
MINING = {
    "kind": "mining_licence", "number": "C9901002010054110000123", "valid_to": "2031-06-30", "mineral": "铁矿",
    "capacity": "30", "elevation_top": "350", "elevation_bottom": "120", "holder": "nobody asks",
}  # fmt: skip


def issued(*certificates: dict[str, Any]) -> Any:
    return server((), certificates=[{"uscc": people.USCC, "certificates": list(certificates)}])


@pytest.fixture
def library(database: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with running(issued(MINING)) as one:
        settings = replace(database.config["SETTINGS"], certificates_url=one.url)
        monkeypatch.setitem(database.config, "SETTINGS", settings)
        yield one


def opened(town: Town) -> DraftView:
    """A draft of a mine as its page shows it."""
    known = {"apply_type": "first", "unit_kind": "underground"}
    draft = drafts.start("noncoal_mine_safety_licence", by=town.handler, at=NOW, typed=known)
    draft_sources.refresh(drafts.view(draft, by=town.handler, on=NOW.date()), by=town.handler, at=NOW)
    return drafts.view(draft, by=town.handler, on=NOW.date())


def test_a_certificate_answers_the_questions_of_a_form_and_waits_to_be_confirmed(town: Town, library: Any):
    view = opened(town)
    assert view.raw["mine_licence_no"] == MINING["number"]
    assert view.raw["mine_licence_until"] == "2031-06-30"
    assert (view.raw["mineral"], view.raw["capacity"], view.raw["elevation_bottom"]) == ("铁矿", "30", "120")
    assert {kept["state"] for kept in view.stands.values()} == {"shown"}


def test_a_library_that_is_silent_leaves_the_form_to_be_filled_in(database: Flask, town: Town, monkeypatch):
    settings = replace(database.config["SETTINGS"], certificates_url="http://127.0.0.1:9")
    monkeypatch.setitem(database.config, "SETTINGS", settings)
    view = opened(town)
    assert "mine_licence_no" not in view.raw
    assert view.looks["certificates"]["result"] == "down"


def test_of_two_certificates_of_one_kind_none_is_taken_and_strange_kinds_are_passed_over():
    with running(issued(MINING, {**MINING, "number": "other"}, {"kind": "pilot_licence", "number": "1"})) as one:
        assert Certificates(one.url).look_up(people.USCC) == {}
        assert Certificates(one.url).look_up("91990101MA2HT5K72X") is None


@pytest.mark.parametrize("listed", ["none", [1], [{**MINING, "number": ["a"]}], [{**MINING, "mineral": "n" * 301}]])
def test_what_is_no_list_of_certificates_is_no_answer(listed: Any):
    made = server((), certificates=[{"uscc": people.USCC, "certificates": listed}])
    with running(made) as one, pytest.raises(PortDown):
        Certificates(one.url).look_up(people.USCC)
