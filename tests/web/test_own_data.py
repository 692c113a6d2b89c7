"""Everything about oneself in one file, and nobody else's."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from portal import clock
from portal.actors import SYSTEM
from portal.db import transaction
from portal.models import User
from portal.services import (
    account_log,
    appointments,
    casefile,
    credit_objections,
    credit_view,
    drafts,
    follows,
    service_windows,
    slot_rules,
    users,
)
from portal.services.credit_lists import Entry
from portal.services.service_windows import WindowFacts
from portal.services.slot_rules import SlotFacts
from tests.at_window import HAZCHEM, beijing, settle
from tests.own_zip import prepare, unpacked
from tests.web import people
from tests.web.test_agents import AGENT, OTHER_CODE, OTHER_FIRM, authorize, switch

NOW = beijing("2026-10-12 16:05")
PART = {"Range": "bytes=100-199"}


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
    assert browser.fill_in(action="/account/data").status_code == 303
    with browser.application.app_context():
        assert prepare(at=NOW) == ["sent"]
    answer = browser.get("/account/data/file")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    found = unpacked(answer.data)
    answer.close()
    return {name: body.decode(errors="replace") for name, body in found.items()}


def test_the_page_says_how_far_it_is_and_leads_to_the_file_and_to_its_end(app, client, town):
    people.sign_in(client, people.HANDLER)
    client.get("/account/data")
    assert "保留 7 天" in client.page.words
    client.fill_in(action="/account/data", follow_redirects=True)
    assert "正在准备" in client.page.words
    assert "重新准备" not in client.page.words
    assert client.get("/account/data/file").status_code == 303
    assert client.get("/account/data").status_code == 200
    with app.app_context():
        prepare(at=NOW)
    client.get("/account/data")
    assert "已经准备好" in client.page.words
    assert "2026年10月18日" in client.page.words
    assert client.page.links["下载"] == "/account/data/file"
    with client.get("/account/data/file") as whole, client.get("/account/data/file", headers=PART) as part:
        assert (part.status_code, part.data) == (206, whole.data[100:200])
    with app.app_context():
        assert [line.kind for line in account_log.own(by=town.handler)].count("data_taken") == 1, (
            "the part goes on with it"
        )
    client.get("/account/data")
    client.fill_in(action="/account/data/delete", follow_redirects=True)
    assert "文件已经删除" in client.page.words
    assert client.get("/account/data/file").status_code == 303


def test_whoever_has_other_powers_now_is_told_why_there_is_no_file_and_may_ask_again(app, client, town):
    people.sign_in(client, people.HANDLER)
    client.get("/account/data")
    client.fill_in(action="/account/data", follow_redirects=True)
    with app.app_context():
        prepare(at=NOW)
        with transaction() as session:
            session.execute(update(User).where(User.id == town.handler.id).values(owner=False))
    client.get("/account/data")
    assert "您的权限有了变化" in client.page.words
    assert "已经准备好" not in client.page.words
    assert client.get("/account/data/file").status_code == 303
    client.get("/account/data")
    client.fill_in(action="/account/data", follow_redirects=True)
    assert "正在准备" in client.page.words


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
    assert len([name for name in found if name.startswith("drafts/") and name.endswith(".json")]) == 1


def test_an_officer_takes_the_account_alone(client, town):
    found = taken(people.sign_in(client, "zhou.min"))
    assert set(found) == {"README.txt", "account.json", "index.html", "manifest.json"}


def test_appointments_followed_cases_and_credit_objections_are_in_it(app, client, town):
    with app.app_context():
        facts = WindowFacts(code="3", name_zh="三号", name_en="Three", comprehensive=False, items=(HAZCHEM,))
        window = service_windows.create(facts, by=SYSTEM)
        morning = SlotFacts(first=NOW.date(), last=None, opens=540, closes=720, minutes=30, capacity=1)
        slot_rules.add(window, morning, by=SYSTEM)
        appointments.book(HAZCHEM, window, NOW.date() + timedelta(days=1), 540, by=town.handler, at=NOW)
        entry = Entry("未经许可经营", "临江市应急管理局", date(2025, 9, 1), date(2029, 8, 31), people.USCC, people.FIRM)
        town.list_black(replace(entry, decision_document="临应急失信〔2026〕3号"))
        (own,) = credit_view.own(by=town.handler, at=NOW)
        credit_objections.file(own.entry.id, "名单把我们和别的公司弄混了。", by=town.handler, at=NOW)
    found = taken(people.sign_in(client, people.HANDLER))
    account, firm = json.loads(found["account.json"]), json.loads(found["enterprise.json"])
    assert account["appointments"][0]["item"] == HAZCHEM
    assert firm["appointments"] == account["appointments"]
    assert [one["words"] for one in account["credit_objections"]] == ["名单把我们和别的公司弄混了。"]
    assert firm["credit_objections"] == account["credit_objections"]
    assert firm["credit_entries"][0]["decision_document"] == "临应急失信〔2026〕3号"
    assert firm["uscc"] == people.USCC


def test_what_a_colleague_follows_is_his_own_and_the_enterprise_is_the_owners(app, client, town):
    with app.app_context():
        case_id = town.hand_in("2026-10-09 10:00")
        number = casefile.casefile(case_id, by=town.handler).number
        people.join("li@example.cn", "李方", "13900000078", at=NOW)
        with transaction() as session:
            joined = update(User).where(User.login == "li@example.cn")
            session.execute(joined.values(enterprise_id=town.handler.enterprise_id, owner=False))
        colleague = replace(town.handler, id=users.find("li@example.cn").rows[0].id)
        follows.follow(case_id, True, by=colleague, at=NOW)
    found = taken(people.sign_in(client, "li@example.cn"))
    assert [one["case"] for one in json.loads(found["account.json"])["follows"]] == [number]
    assert "enterprise.json" not in found
