"""Agents: written authority with dates and items; and nobody reaches another enterprise's things by any route."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from portal import clock
from portal.db import reading, transaction
from portal.models import AccountLink, Draft, Mandate, Upload, User
from portal.services import account_links, casefile, invitations, mandates
from portal.services.account_links import token_of
from tests.at_window import HAZCHEM, beijing, pdf, settle
from tests.under_review import queries
from tests.web import people
from tests.web.reach import addresses, made, person, state

NOW = beijing("2026-10-12 16:05")
UNTIL = date(2026, 12, 31)
AGENT, OTHER_CODE, OTHER_FIRM = "li@example.cn", "91990103MA3KQ8NN2R", "望山石化销售有限公司"


@pytest.fixture
def watch(monkeypatch):
    class Watch:
        now = NOW

    monkeypatch.setattr(clock, "now", lambda: Watch.now)
    return Watch


@pytest.fixture
def town(app, watch):
    with app.app_context():
        town = settle(app)
        people.join(AGENT, "李岸", "13900000003", uscc=OTHER_CODE, firm=OTHER_FIRM, at=NOW)
        return town


def owner():
    return person(people.HANDLER).actor


@pytest.fixture
def things(app, town):
    with app.app_context():
        return made(town, at=NOW)


def authorize(app, things=None, *, items=(), until=UNTIL, accepted=True):
    """The owner authorizes the agent, who accepts."""
    with app.app_context():
        paper = io.BytesIO(pdf("authority"))
        given = mandates.give(AGENT, date(2026, 10, 12), until, items, "委托书.pdf", paper, by=owner(), at=NOW)
        number = given.id
        if accepted:
            invitations.accept(given.token, by=person(AGENT).actor, at=NOW)
        if things is not None:
            things.mandate_id = number
            with reading() as session:
                things.upload_id = session.get_one(Upload, session.get_one(Mandate, number).upload_id).public_id
        return number


def switch(browser, mandate_id):
    browser.get("/account")
    return browser.post("/account/enterprises", data={"mandate": mandate_id})


def walk(app, browser, things):
    """Try every address; each must be refused, name nothing of the enterprise, and change nothing."""
    before, tried = state(app), 0
    for path, method in addresses(app, things):
        data = {"answer": "grant", "do": "off", "mandate": things.mandate_id}
        answer = browser.get(path) if method == "GET" else browser.post(path, data=data)
        assert answer.status_code in (403, 404, 409), f"{method} {path}: {answer.status_code}"
        assert people.FIRM not in answer.get_data(as_text=True), f"{method} {path}"
        tried += 1
    assert state(app) == before
    return tried


def test_a_stranger_reaches_nothing_of_another_enterprise_by_any_route(app, client, town, things):
    authorize(app, things)
    with app.app_context():
        people.join(
            "wang@example.cn", "王渡", "13900000004", uscc="91990102MA5FDCBA3X", firm="北岸化工有限公司", at=NOW
        )
    people.sign_in(client, "wang@example.cn").get("/account")
    assert walk(app, client, things) > 35


def test_an_agent_reaches_nothing_while_he_acts_for_his_own_enterprise(app, client, town, things):
    number = authorize(app, things)
    people.sign_in(client, AGENT).get("/account")
    own = {f"/account/authority/{things.upload_id}", f"/account/agents/{number}/end"}
    for path, method in addresses(app, things):
        if path not in own:
            answer = client.get(path) if method == "GET" else client.post(path)
            assert answer.status_code in (403, 404, 409), f"{method} {path}: {answer.status_code}"


def test_an_agent_whose_authority_is_over_reaches_nothing_by_any_route(app, client, town, things, watch):
    authorize(app, things, until=date(2026, 10, 13))
    people.sign_in(client, AGENT)
    switch(client, things.mandate_id)
    assert client.get(f"/my/cases/{things.case_id}").status_code == 200
    watch.now = beijing("2026-10-14 00:01")
    people.sign_in(client, AGENT)
    assert switch(client, things.mandate_id).status_code == 403
    with app.app_context(), transaction() as session:
        session.get_one(Mandate, things.mandate_id).ended_at = watch.now  # so that giving it up changes nothing
    others = [one for one in addresses(app, things) if "/account/a" not in one[0]]
    assert len(others) > 30
    before = state(app)
    for path, method in others:
        answer = client.get(path) if method == "GET" else client.post(path)
        assert answer.status_code in (403, 404, 409), f"{method} {path}: {answer.status_code}"
        assert people.FIRM not in answer.get_data(as_text=True), path
    assert state(app) == before


def test_the_page_that_was_open_does_nothing_after_the_last_day(app, client, town, things, watch):
    number = authorize(app, things, until=date(2026, 10, 12))
    watch.now = beijing("2026-10-12 23:30")
    people.sign_in(client, AGENT)
    switch(client, number)
    client.get(f"/my/drafts/{things.draft_id}")
    watch.now = beijing("2026-10-13 00:00")
    before = state(app)
    assert client.post(f"/my/drafts/{things.draft_id}/discard").status_code == 403
    assert "授权已经不能用了" in client.page.words
    assert state(app) == before
    assert client.get("/my/cases").status_code == 200
    assert OTHER_FIRM in client.page.words


def test_an_agent_works_for_the_enterprise_whose_name_is_always_shown(app, client, town, things):
    number = authorize(app, things)
    people.sign_in(client, AGENT)
    assert switch(client, number).status_code == 303
    for page in ("/my/cases", f"/my/cases/{things.case_id}", "/my/appointments", "/guides", "/account"):
        assert client.get(page).status_code == 200
        strip = client.page.all("div", "ow-acting")[0]
        assert people.FIRM in "".join(strip.itertext()), page
    answer = client.post(f"/apply/{HAZCHEM}")
    client.get(answer.location)
    with app.app_context(), reading() as session:
        newest = session.scalars(select(Draft).order_by(Draft.id.desc())).first()
        assert newest.enterprise_id == owner().enterprise_id
    switch(client, 0)
    client.get("/my/cases")
    assert OTHER_FIRM in "".join(client.page.all("div", "ow-acting")[0].itertext())
    assert people.FIRM not in client.page.words


def test_a_page_of_one_enterprise_begins_nothing_for_another(app, client, town, things):
    number = authorize(app, things)
    people.sign_in(client, AGENT).get(f"/apply/{HAZCHEM}")
    form, token = client.page, client.token
    switch(client, number)
    before = state(app)
    client.page, client.address = form, f"/apply/{HAZCHEM}"
    assert client.fill_in({"csrf_token": client.token or token}, action="").status_code == 409
    assert state(app) == before


def test_the_desk_sees_that_an_agent_filed_and_opens_the_paper(app, browsers, town, things):
    number = authorize(app, things)
    agent, clerk = browsers(), browsers()
    people.sign_in(agent, AGENT)
    switch(agent, number)
    with app.app_context(), reading() as session:
        who = session.scalar(select(User.id).where(User.login == AGENT))
    with app.app_context():
        by = replace(person(AGENT).actor, enterprise_id=owner().enterprise_id, mandate_id=number)
        case_id = replace(town, handler=by).hand_in("2026-10-12 17:00")
        assert casefile.casefile(case_id, by=town.clerk).handler_id == who
    people.sign_in(clerk, "zhou.min").get(f"/window/cases/{case_id}")
    assert "授权委托书" in clerk.page.words
    assert clerk.get(f"/window/files/{things.upload_id}/pages").status_code == 200


def test_an_authority_for_named_items_opens_those_alone(app, client, town, things):
    number = authorize(app, things, items=("construction_permit",))
    people.sign_in(client, AGENT)
    switch(client, number)
    own = {f"/account/authority/{things.upload_id}", f"/account/agents/{number}/end"}
    for path, method in addresses(app, things):
        if path not in own:
            answer = client.get(path) if method == "GET" else client.post(path)
            assert answer.status_code in (403, 404, 409), f"{method} {path}: {answer.status_code}"
    client.get("/my/cases")
    assert things.case_id not in client.page.html
    assert things.draft_id not in client.page.html
    assert client.post(f"/apply/{HAZCHEM}").status_code == 403


def test_an_agent_never_manages_the_enterprise(app, client, town, things):
    number = authorize(app, things)
    people.sign_in(client, AGENT)
    switch(client, number)
    for page in ("/account/handlers", "/account/handlers/invite", "/account/agents/new", "/account/enterprise-log"):
        assert client.get(page).status_code == 403, page


def test_an_authority_that_is_taken_back_ends_at_once(app, browsers, town, things):
    number = authorize(app, things)
    agent, boss = browsers(), browsers()
    people.sign_in(agent, AGENT)
    switch(agent, number)
    people.sign_in(boss, people.HANDLER).get("/account/handlers")
    assert boss.fill_in(action=f"/account/agents/{number}/end").status_code == 303
    assert agent.get(f"/my/cases/{things.case_id}").status_code == 403


def test_an_authority_is_given_on_the_page_with_its_paper_and_accepted_by_mail(app, browsers, town):
    boss, agent = browsers(), browsers()
    people.sign_in(boss, people.HANDLER).get("/account/agents/new")
    facts = {"email": AGENT, "valid_from": "2026-10-12", "valid_until": "2026-12-31", "items": [HAZCHEM]}
    assert boss.fill_in(facts, action="").status_code == 422
    assert "还没有选文件" in boss.page.words
    assert any(one.get("value") == AGENT for one in boss.page.all("input"))
    facts["file"] = (io.BytesIO(pdf("authority")), "委托书.pdf")
    assert boss.fill_in(facts, action="", content_type="multipart/form-data").status_code == 303
    boss.get("/account/handlers")
    assert "等代理人接受" in boss.page.words
    with app.app_context(), reading() as session:
        link = session.scalars(select(AccountLink).where(AccountLink.kind == account_links.AGENT)).one()
        address = f"/invitations/{token_of(link)}"
    agent.get(address)
    assert "请先登录" in agent.page.words
    people.sign_in(agent, AGENT).get(address)
    assert agent.fill_in(action="").location == "/account/enterprises"
    agent.get("/account/enterprises")
    assert people.FIRM in agent.page.words
    boss.get("/account/enterprise-log")
    assert "接受了授权" in boss.page.words


@pytest.mark.parametrize(
    ("until", "said"),
    [("2026-10-11", "结束日期早于开始日期"), ("2030-01-01", "最长三年")],
)
@pytest.mark.engines("sqlite")
def test_wrong_dates_are_refused_with_what_to_write(client, town, until, said):
    people.sign_in(client, people.HANDLER).get("/account/agents/new")
    paper = (io.BytesIO(pdf("authority")), "委托书.pdf")
    facts = {"email": AGENT, "valid_from": "2026-10-12", "valid_until": until, "file": paper}
    assert client.fill_in(facts, action="", content_type="multipart/form-data").status_code == 422
    assert said in client.page.words


def test_what_an_agent_did_stands_in_the_enterprises_log(app, browsers, town, things):
    number = authorize(app, things)
    agent, boss = browsers(), browsers()
    people.sign_in(agent, AGENT)
    switch(agent, number)
    agent.post(f"/apply/{HAZCHEM}")
    people.sign_in(boss, people.HANDLER).get("/account/enterprise-log")
    assert "建立了草稿" in boss.page.words
    assert "李岸" in boss.page.words
    assert "提交了申请" in boss.page.words
    boss.get("/account/enterprise-log?kind=files&days=7")
    assert "上传了材料" in boss.page.words
    assert "建立了草稿" not in boss.page.words
    boss.get("/account/enterprise-log?person=handler:0&days=x")
    assert "没有这样的记录" in boss.page.words


@pytest.mark.engines("sqlite")
def test_an_agents_page_costs_no_more_statements_than_a_handlers(app, client, town, things):
    number = authorize(app, things)
    people.sign_in(client, AGENT).get("/account")
    with app.app_context(), queries() as own:
        client.get("/account")
    switch(client, number)
    with app.app_context(), queries() as other:
        client.get("/account")
    assert len(other) == len(own)
