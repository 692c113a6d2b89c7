"""Nobody reaches what is another's by any route: every address that names a thing, for everybody who has no business with it.

The addresses come from the application's own table of routes: a new one is walked without anybody thinking of it, and one whose
address has a part that `tests/web/everything.py` does not know fails the first test.
"""

from __future__ import annotations

import pytest

from portal import clock
from portal.actors import SYSTEM, Role
from portal.services import membership, offices, users
from portal.services.offices import OfficeFacts
from portal.services.users import OfficerFacts
from tests.at_window import beijing
from tests.browser import town as towns
from tests.pages import TOKEN, Browser
from tests.web import everything, people
from tests.web.everything import AGENT, LEAVER, OPEN, OUTSIDER, PARTS, UNPROVEN, addresses, is_open, owner

NOW, AFTER = beijing("2026-09-01 09:30"), beijing("2026-09-11 09:30")
pytestmark = pytest.mark.engines("sqlite")
OWN_PAPER = ("/account/authority/<upload_id>", "/account/agents/<int:mandate_id>/end")
"""What is the agent's own of an authority: the paper, and giving it up."""


class Quick(Browser):
    """A browser that keeps the token of each page and does not examine it: a walk asks for thousands."""

    def _read(self, response):
        found = TOKEN.search(response.get_data(as_text=True)) if response.mimetype == "text/html" else None
        self.token = found[1] if found else self.token
        return response


@pytest.fixture
def watch(monkeypatch):
    moment = [NOW]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    return moment


@pytest.fixture
def world(app, watch):
    with app.app_context():
        return everything.made(towns.settle(app), at=NOW)


def entered(app, who=""):
    """The browser of somebody who signed in just now, or of nobody."""
    app.test_client_class = Quick
    client = app.test_client()
    client.get("/sign-in")
    if who:
        assert client.post("/sign-in", data={"account": who, "password": people.PASSWORD}).status_code == 303, who
        client.get("/account")
    return client


def reached(app, client, world, but=(), acting=0):
    """Every address that answers with anything but a refusal, or names what it should not, and every table that changed.

    `acting` is the authority under which the browser says it acts, with every address anew.
    """
    before, found = everything.state(app), []
    for rule, path, method in addresses(app, world):
        if is_open(app, rule) or rule.rule in but:
            continue
        if acting:
            with client.session_transaction() as session:
                session["for"] = acting
        answer = client.get(path) if method == "GET" else client.open(path, method=method, data=sent(client, world))
        words = answer.get_data().decode("utf-8", "replace").replace(path, "")
        named = sorted(mark for mark in world.marks if mark in words)
        if named or not refused(answer):
            found.append(f"{method} {path} ({rule.endpoint}): {answer.status_code} {named}")
        answer.close()
    after = everything.state(app)
    return found + [f"changed: {name}" for name in after if after[name] != before[name]]


def sent(client, world):
    """What a stranger writes into the form of another, so that no empty field is what stops him."""
    words = {"answer": "grant", "do": "off", "mandate": world.mandate, "words": "我要看", "reason": "我要看"}
    return {**words, f"e{world.things['entry_id']}-words": "我要看", "csrf_token": client.token}


def refused(answer):
    """Not yours, not there, not now; or, for somebody who is not signed in any more, the way to the sign-in page."""
    out = answer.status_code == 401 or (answer.status_code == 303 and answer.location.startswith("/sign-in?"))
    return out or answer.status_code in (403, 404, 409)


def test_every_part_of_an_address_is_known(app):
    """A route whose address names something new says here what: nothing of anybody, a part of a thing, or a thing to be made."""
    parts = {part for rule in app.url_map.iter_rules() for part in rule.arguments}
    with_owner = {"case_id", "draft_id", "file_id", "letter_id", "part_id", "booking", "window", "sitting_id", "complaint_id",
                  "entry_id", "objection_id", "token", "mandate_id", *everything.NUMBERED}  # fmt: skip
    assert parts == set(OPEN) | set(PARTS) | with_owner


def test_nobody_of_another_enterprise_or_of_none_reaches_anything(app, world, watch):
    open_before = entered(app, LEAVER)
    with app.app_context():
        (leaver,) = (one.id for one in users.find(LEAVER).rows)
        membership.remove(leaver, by=owner(), at=NOW)
    for_others, at_work = entered(app, AGENT), entered(app, AGENT)
    assert for_others.post("/account/enterprises", data={"mandate": world.limited}).status_code == 303
    assert at_work.post("/account/enterprises", data={"mandate": world.mandate}).status_code == 303
    assert at_work.get(f"/my/cases/{world.cases['/my']}").status_code == 200
    strangers = {
        "nobody": (entered(app), ()),
        "another enterprise's owner": (entered(app, OUTSIDER), ()),
        "somebody unproven with the enterprise's code": (entered(app, UNPROVEN), ()),
        "who was removed, on a page that was open": (open_before, ()),
        "who was removed and signed in again": (entered(app, LEAVER), ()),
        "an agent for other items": (for_others, OWN_PAPER),
    }
    found = {who: reached(app, client, world, but) for who, (client, but) in strangers.items()}
    watch[0] = AFTER
    found["an agent whose authority is over"] = reached(app, entered(app, AGENT), world, acting=world.mandate)
    assert not {who: which for who, which in found.items() if which}


def test_no_officer_of_another_office_and_nobody_without_a_part_in_cases_reaches_anything(app, world):
    with app.app_context():
        told = OfficeFacts(code="culture", name_zh="文化局", name_en="Culture Bureau", document_prefix="临文")
        room = offices.create(told, by=SYSTEM)
        for role in (Role.REVIEWER, Role.DECIDER):
            facts = OfficerFacts(
                login=f"other.{role}", name="外人", office_id=room, roles=frozenset({role}), certificate_number=role
            )
            users.create(facts, by=SYSTEM, at=NOW, password=people.PASSWORD)
    guides = tuple(rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/guides-admin"))
    outside = {"other.reviewer": (), "other.decider": (), "li.he": (), "ye.qing": guides}  # an author's own work
    found = {who: reached(app, entered(app, who), world, but) for who, but in outside.items()}
    assert not {who: which for who, which in found.items() if which}


def test_an_officer_whose_right_was_taken_a_second_ago_reaches_nothing(app, world):
    clients = {login: entered(app, login) for login in ("chen.li", "han.weidong", "zhou.min", "su.ming")}
    with app.app_context():
        for login in clients:
            (officer,) = (one.id for one in users.find(login).rows if one.login == login)
            users.set_active(officer, False, reason="调离", by=SYSTEM, at=NOW)
    found = {login: reached(app, client, world) for login, client in clients.items()}
    assert not {who: which for who, which in found.items() if which}
