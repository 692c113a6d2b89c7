"""Who only wrote down what is public of an enterprise has what he wrote himself: no route shows or changes anything else of it."""

from __future__ import annotations

import pytest

from portal import auth, clock
from tests.at_window import HAZCHEM, beijing, settle
from tests.web import people
from tests.web.reach import addresses, made, person, state

NOW = beijing("2026-10-12 16:05")
STRANGER = "zhao@example.cn"


@pytest.fixture
def watch(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def town(app, watch):
    with app.app_context():
        town = settle(app)
        people.join(STRANGER, "赵闻", "13900000005", at=NOW)
        return town


@pytest.fixture
def things(app, town):
    with app.app_context():
        return made(town, at=NOW)


def pages(app):
    """Every page for enterprises that has an address of its own."""
    for rule in app.url_map.iter_rules():
        wanted = getattr(app.view_functions[rule.endpoint], "audience", frozenset())
        if not rule.arguments and "GET" in rule.methods and wanted & {auth.SIGNED_IN, "handler"}:
            yield rule.rule
    yield f"/my/apply/{HAZCHEM}"


def test_no_route_lets_him_reach_a_thing_of_the_enterprise(app, client, town, things):
    people.sign_in(client, STRANGER).get("/account")
    before, tried = state(app), 0
    for path, method in addresses(app, things):
        answer = client.get(path) if method == "GET" else client.post(path, data={"answer": "grant", "do": "off"})
        assert answer.status_code in (403, 404, 409), f"{method} {path}: {answer.status_code}"
        tried += 1
    assert state(app) == before
    assert tried > 35


def test_no_page_shows_him_what_the_portal_holds_of_the_enterprise(app, client, town, things):
    """Marks of its case, its draft, its people and its invitations: on none of the pages that are for enterprises."""
    with app.app_context():
        number = person(people.HANDLER)
        marks = {things.case_id, things.draft_id, things.file_id, people.HANDLER, number.mobile, "new@example.cn"}
    people.sign_in(client, STRANGER).get("/account")
    shown = []
    for path in pages(app):
        words = client.get(path).get_data(as_text=True)
        shown += [(path, mark) for mark in marks if mark in words]
    assert not shown
    people.sign_in(client, people.HANDLER).get("/account")
    seen = {mark for path in pages(app) for mark in marks if mark in client.get(path).get_data(as_text=True)}
    assert {things.case_id, things.draft_id, people.HANDLER, "new@example.cn"} <= seen, "which show them to its people"
