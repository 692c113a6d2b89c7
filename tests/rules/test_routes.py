"""Every route says for whom it is, and lets nobody else in."""

from __future__ import annotations

import re

import pytest

from portal import auth
from portal.actors import Role
from tests.web import people

pytestmark = pytest.mark.engines("sqlite")
FILES = {"static", "bootstrap.static"}
WRITING = {"POST", "PUT", "PATCH", "DELETE"}


def routes(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in FILES]


def address(rule):
    """An address of the route with a value that belongs to nothing in every variable part."""
    return re.sub(
        r"<[^>]+>", lambda part: "0" if "int:" in part[0] else "2020-01-01" if "date" in part[0] else "none", rule.rule
    )


def audience(app, rule):
    return getattr(app.view_functions[rule.endpoint], "audience", frozenset())


def test_every_route_says_for_whom_it_is(app):
    silent = [f"{rule.endpoint} {rule.rule}" for rule in routes(app) if not audience(app, rule)]
    assert not silent, "views without @audience(...):\n" + "\n".join(silent)


def test_no_address_is_answered_by_two_views(app):
    """The second of two views would never be reached, and nothing would say so."""
    taken = {}
    for rule in routes(app):
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            taken.setdefault((rule.rule, method), set()).add(rule.endpoint)
    assert not {key: views for key, views in taken.items() if len(views) > 1}


def test_a_view_cannot_have_an_audience_that_does_not_exist():
    with pytest.raises(ValueError, match="unknown audience"):
        auth.audience("everybody")
    with pytest.raises(ValueError, match="unknown audience"):
        auth.audience()


def test_nobody_sees_a_page_that_is_not_public_without_signing_in(app, client):
    for rule in routes(app):
        if auth.PUBLIC in audience(app, rule) or "GET" not in rule.methods:
            continue
        answer = client.get(address(rule))
        assert answer.status_code == 303, rule.rule
        assert answer.location.startswith("/sign-in?"), rule.rule


@pytest.mark.parametrize("role", list(Role))
def test_nobody_sees_a_page_of_another_role(app, client, role):
    people.settle(app)
    people.sign_in(client, role)
    for rule in routes(app):
        wanted = audience(app, rule)
        if wanted & {auth.PUBLIC, auth.SIGNED_IN, role} or "GET" not in rule.methods:
            continue
        assert client.get(address(rule)).status_code == 403, rule.rule


@pytest.mark.parametrize("role", list(Role))
def test_nobody_does_what_belongs_to_another_role(app, client, role):
    people.settle(app)
    people.sign_in(client, role).get("/account")
    for rule in routes(app):
        wanted = audience(app, rule)
        if wanted & {auth.PUBLIC, auth.SIGNED_IN, role} or "POST" not in rule.methods:
            continue
        assert client.post(address(rule)).status_code == 403, rule.rule


def test_no_two_views_answer_at_one_address(app):
    """Of two views at one address with one method the second would never be reached."""
    taken = [(rule.rule, method) for rule in routes(app) for method in rule.methods - {"HEAD", "OPTIONS"}]
    assert sorted(one for one in set(taken) if taken.count(one) > 1) == []


def test_pages_change_nothing_when_they_are_only_looked_at(app):
    """What changes something is sent with POST; the switches of language and type change a cookie of the browser."""
    telling = re.compile(r"(delete|remove|close|withdraw|submit|accept|decide|issue|sign-out)$")
    looked_at = [rule.rule for rule in routes(app) if "GET" in rule.methods and telling.search(rule.rule)]
    forms = {rule.rule for rule in routes(app) if rule.methods & WRITING}
    assert set(looked_at) <= forms
