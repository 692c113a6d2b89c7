"""The pages before a major act on a licence is signed: what is missing links to where it is mended, nothing typed is lost."""

from __future__ import annotations

from datetime import datetime

import pytest

from portal import clock
from portal.actors import Role
from portal.services import licence_acts, major_acts, unsigned
from tests.after_licence import discussed, lawyer, licensed
from tests.services.cases import Hall, at
from tests.web import people
from tests.web.people import speak_english
from tests.web.test_review_discussion import NOBODY, TALK

pytestmark = pytest.mark.engines("sqlite")
RECORD = TALK | {"talk-held_on": "2026-05-19", "talk-conclusion": "do"} | NOBODY


@pytest.fixture
def now(monkeypatch) -> list[datetime]:
    moment = [at("2026-05-11T09:00")]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    return moment


@pytest.fixture
def hall(app, now) -> Hall:
    with app.app_context():
        return Hall(app)


@pytest.fixture
def case_id(app, hall, now) -> str:
    with app.app_context():
        case_id = licensed(hall)
        facts = {"facts": "检测记录系伪造", "reason": "理由", "by": hall.reviewer}
        licence_acts.propose(case_id, "revoke", "fraud", **facts, at=clock.now())
    now[0] = at("2026-05-19T10:00")
    return case_id


def test_the_page_of_an_act_says_what_it_will_ask_for(client, app, hall):
    with app.app_context():
        other = licensed(hall)
    people.sign_in(client, Role.REVIEWER)
    client.get(f"/licences/{other}/acts/penal_revoke")
    assert "《行政处罚法》第五十七条第二款" in client.page.words
    typed = {"ground": "penalty", "facts": "超出许可范围", "reason": "处罚决定", "document": "临应急罚〔2026〕3号"}
    assert client.fill_in(typed).status_code == 422
    assert "怎样告知的没有写" in client.page.words
    told = typed | {"heard": "2026年4月2日送达听证告知书，没有要求听证"}
    assert client.fill_in(told, follow_redirects=True).status_code == 200
    assert "送达听证告知书" in client.page.words
    with app.app_context():
        other = licensed(hall)
    client.get(f"/licences/{other}/acts/cancel")
    assert "签发以前要" not in client.page.words


def test_the_lawyer_reviews_and_neither_proposer_nor_a_thin_opinion_does(client, app, hall, case_id):
    people.sign_in(client, Role.DECIDER)
    client.get(f"/licences/{case_id}")
    assert f"/licences/{case_id}#h-legal" in client.page.html
    refused = client.fill_in({}, action=f"/licences/{case_id}/decide")
    assert refused.status_code == 409
    assert "没有法制审核意见" in client.page.words
    short = client.fill_in({"legal-verdict": "passed"}, action=f"/licences/{case_id}/legal")
    assert short.status_code == 422
    assert "审核意见没有写" in client.page.words
    given = {"legal-verdict": "returned", "legal-opinion": "缺少询问笔录"}
    assert client.fill_in(given, action=f"/licences/{case_id}/legal", follow_redirects=True).status_code == 200
    assert "法制审核退回修改" in client.page.words
    assert "缺少询问笔录" in client.page.words
    people.sign_in(client, Role.REVIEWER)
    client.get(f"/licences/{case_id}")
    assert "提交审核意见" not in client.page.words


def test_the_discussion_is_written_seen_and_binds(client, app, hall, case_id):
    with app.app_context():
        major_acts.review(case_id, "passed", "程序合法", by=lawyer(hall), at=clock.now())
    people.sign_in(client, Role.REVIEWER)
    page = f"/licences/{case_id}/discussion"
    client.get(f"/licences/{case_id}")
    assert page in client.page.html
    client.get(page)
    assert client.fill_in(RECORD | {"talk-opinion_3": ""}, action="/discussion").status_code == 422
    assert "意见没有写。" in client.page.words
    assert "承办人汇报" in client.page.html
    early = client.fill_in(RECORD | {"talk-held_on": "2026-05-12"}, action="/discussion")
    assert early.status_code == 409
    assert "讨论的日期不对" in client.page.words
    assert "承办人汇报" in client.page.html
    assert client.fill_in(RECORD | {"talk-conclusion": "leave"}, action="/discussion").status_code == 303
    client.get(page)
    assert "间距是硬条件" in client.page.words
    assert "不作出这项决定" in client.page.words
    people.sign_in(client, Role.DECIDER)
    client.get(f"/licences/{case_id}")
    refused = client.fill_in({}, action=f"/licences/{case_id}/decide")
    assert refused.status_code == 409
    assert "集体讨论的结论是不作出" in client.page.words
    assert f"/licences/{case_id}#h-drop" in client.page.html


def test_what_was_adopted_is_not_given_up_alone_and_the_pages_speak_english(client, app, hall, case_id):
    with app.app_context():
        major_acts.review(case_id, "passed", "程序合法", by=lawyer(hall), at=clock.now())
        discussed(hall, case_id, "2026-05-19T10:00")
    people.sign_in(client, Role.REVIEWER)
    client.get(f"/licences/{case_id}")
    kept = client.fill_in({"drop-reason": "另行处理"}, action=f"/licences/{case_id}/drop")
    assert kept.status_code == 409
    assert "集体讨论的结论是作出" in client.page.words
    assert "另行处理" in client.page.html
    speak_english(client)
    for address in (f"/licences/{case_id}", f"/licences/{case_id}/discussion", f"/review/cases/{case_id}/record"):
        assert client.get(address).status_code == 200
    client.get(f"/licences/{case_id}")
    assert "Ready to be signed" in client.page.words
    people.sign_in(client, Role.HANDLER)
    assert "discussed" not in client.get(f"/my/licences/{case_id}").text


def test_nobody_else_comes_here(client, app, hall, case_id):
    for who in (Role.WINDOW, Role.SUPERVISOR, Role.HANDLER):
        people.sign_in(client, who)
        assert client.get(f"/licences/{case_id}/discussion").status_code == 403
        assert client.post(f"/licences/{case_id}/legal").status_code in (400, 403)


def test_the_work_list_tells_what_can_be_signed_from_what_waits_for_something_else(client, app, hall, case_id, now):
    people.sign_in(client, Role.DECIDER)
    client.get("/review")
    assert "等您签发" not in client.page.words
    assert "还不能签发" in client.page.words
    assert "没有法制审核意见" in client.page.words
    with app.app_context():
        major_acts.review(case_id, "passed", "程序合法", by=lawyer(hall), at=clock.now())
        discussed(hall, case_id, "2026-05-19T10:00")
    client.get("/review")
    assert "等您签发 1 件" in client.page.words
    assert "还不能签发" not in client.page.words


def test_who_reviewed_an_act_legally_is_not_asked_to_sign_it(app, hall, case_id):
    with app.app_context():
        major_acts.review(case_id, "passed", "程序合法", by=hall.head, at=clock.now())
        assert unsigned.unsigned(by=hall.head, on=clock.now().date()).rows == ()
