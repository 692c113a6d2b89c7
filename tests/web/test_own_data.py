"""Everything about oneself in one file, and nobody else's."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from portal import clock
from portal.services import drafts
from tests.at_window import HAZCHEM, beijing, settle
from tests.web import people
from tests.web.test_agents import AGENT, OTHER_CODE, OTHER_FIRM, authorize, switch

NOW = beijing("2026-10-12 16:05")


@pytest.fixture
def town(app, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with app.app_context():
        town = settle(app)
        people.join(AGENT, "李岸", "13900000003", uscc=OTHER_CODE, firm=OTHER_FIRM, at=NOW)
        town.hand_in("2026-09-29 15:42")
        drafts.start(HAZCHEM, by=town.handler, at=NOW)
        return town


def taken(browser):
    browser.get("/account/data")
    answer = browser.fill_in(action="")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    return {name: archive.read(name).decode() for name in archive.namelist()}


def test_an_owner_takes_the_account_the_cases_and_the_drafts(client, town):
    found = taken(people.sign_in(client, people.HANDLER))
    account = json.loads(found["account.json"])
    assert account["login"] == people.HANDLER
    assert account["enterprise"]["name"] == people.FIRM
    assert account["sign_ins"]
    case = json.loads(next(text for name, text in found.items() if name.startswith("cases/")))
    assert case["applicant_name"] == people.FIRM
    assert case["content"]["answers"]
    assert case["files"][0]["sha256"]
    assert case["history"][0]["what"] == "Submitted"
    draft = json.loads(next(text for name, text in found.items() if name.startswith("drafts/")))
    assert draft["item"] == HAZCHEM
    client.get("/account/sign-ins")
    assert "下载了本人的全部信息" in client.page.words


def test_no_secret_is_in_it(client, town):
    whole = "".join(taken(people.sign_in(client, people.HANDLER)).values())
    for word in ("password", "totp", "token", "argon2", "nonce", "storage_key"):
        assert word not in whole


def test_nothing_of_another_enterprise_is_in_it(client, town):
    found = taken(people.sign_in(client, AGENT))
    assert not [name for name in found if name.startswith(("cases/", "drafts/"))]
    assert people.FIRM not in "".join(found.values())


def test_an_agent_takes_only_what_he_did_himself(app, client, town):
    number = authorize(app)
    people.sign_in(client, AGENT)
    switch(client, number)
    client.post(f"/apply/{HAZCHEM}")
    found = taken(client)
    assert not [name for name in found if name.startswith("cases/")]
    assert len([name for name in found if name.startswith("drafts/")]) == 1


def test_an_officer_takes_the_account_alone(client, town):
    found = taken(people.sign_in(client, "zhou.min"))
    assert set(found) == {"README.txt", "account.json"}
