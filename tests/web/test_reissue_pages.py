"""A lost licence on the pages: asked for by its holder or at the window, issued anew or refused, and what the old code says."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.actors import Role
from portal.db import reading
from portal.models import Licence
from portal.services import reissue
from tests.after_licence import licensed, scan
from tests.services.cases import at
from tests.web import people
from tests.web.people import speak_english

TODAY = at("2026-05-11T09:00")


@pytest.fixture
def case_id(app, hall) -> str:
    with app.app_context():
        return licensed(hall)


def ask(app, hall, case_id) -> None:
    with app.app_context():
        reissue.ask(case_id, "lost", "搬家时遗失", stated=True, by=hall.handler, at=at("2026-05-11T08:00"))


def token(app) -> str:
    with app.app_context(), reading() as session:
        return session.scalars(select(Licence.token)).one()


def test_the_holder_states_the_loss_once_and_an_officer_issues_the_licence_anew(client, app, case_id):
    old = token(app)
    people.sign_in(client, people.HANDLER)
    client.get(f"/my/licences/{case_id}")
    place = f"/my/licences/{case_id}/reissue"
    assert client.fill_in({"reissue-ground": "lost", "reissue-words": "搬家时遗失"}, action=place).status_code == 422
    assert "没有勾选声明" in client.page.words
    assert "搬家时遗失" in client.page.words
    done = client.fill_in({"reissue-ground": "lost", "reissue-stated": "y"}, action=place, follow_redirects=True)
    assert done.status_code == 200
    assert "等待发证机关办理" in client.page.words
    assert "最迟 2026年5月18日 答复" in client.page.words
    people.sign_in(client, Role.REVIEWER)
    assert "持证人申请补发" in client.get("/licences?state=open").text
    client.get(f"/licences/{case_id}")
    made = client.fill_in({}, action=f"/licences/{case_id}/reissue", follow_redirects=True)
    assert made.status_code == 200
    assert "已经提出补发，等待负责人签发" in client.page.words
    assert "提出的人不能自己签发" in client.page.words
    assert client.post(f"/licences/{case_id}/reissue/signature", data={}).status_code in (400, 403)
    people.sign_in(client, Role.DECIDER)
    assert "等待负责人签发" in client.get("/licences?state=open").text
    client.get(f"/licences/{case_id}")
    back = f"/licences/{case_id}/reissue/return"
    assert client.fill_in({}, action=back).status_code == 422
    client.fill_in({"back-reason": "声明没有写明经过"}, action=back, follow_redirects=True)
    assert "上一次的处理意见已经退回：声明没有写明经过" in client.page.words
    people.sign_in(client, Role.REVIEWER)
    client.get(f"/licences/{case_id}")
    client.fill_in({}, action=f"/licences/{case_id}/reissue", follow_redirects=True)
    people.sign_in(client, Role.DECIDER)
    client.get(f"/licences/{case_id}")
    client.fill_in({}, action=f"/licences/{case_id}/reissue/signature", follow_redirects=True)
    assert "第 2 份" in client.page.words
    client.get(f"/verify/{old}")
    assert "这份证照已被补发的代替，不再有效" in client.page.words
    client.get(f"/verify/{token(app)}")
    assert "许可证有效" in client.page.words
    speak_english(client)
    client.get(f"/verify/{old}")
    assert "This document was replaced and is no longer valid" in client.page.words


def test_the_window_needs_the_signed_statement(client, case_id):
    people.sign_in(client, Role.WINDOW)
    client.get(f"/licences/{case_id}")
    place = f"/licences/{case_id}/reissue/application"
    assert client.fill_in({"ask-ground": "damaged"}, action=place).status_code == 422
    assert "签字的声明扫描件没有选" in client.page.words
    name, paper = scan()
    given = {"ask-ground": "damaged", "ask-scan": (paper, name)}
    assert client.fill_in(given, action=place, follow_redirects=True).status_code == 200
    assert "在窗口" in client.page.words


def test_a_refusal_needs_its_reason_and_a_stale_page_decides_nothing(client, app, hall, case_id):
    ask(app, hall, case_id)
    people.sign_in(client, Role.DECIDER)
    client.get(f"/licences/{case_id}")
    place = f"/licences/{case_id}/reissue/refusal"
    assert client.fill_in({}, action=place).status_code == 422
    assert "理由没有写" in client.page.words
    with app.app_context():
        reissue.propose(case_id, "issue", by=hall.reviewer, at=at("2026-05-11T08:30"))
        reissue.sign(case_id, by=hall.head, at=at("2026-05-11T08:40"))
    late = client.fill_in({"unagain-reason": "没有遗失"}, action=place)
    assert late.status_code == 409


def test_another_office_decides_nothing(client, app, hall, case_id):
    ask(app, hall, case_id)
    people.sign_in(client, "qin.yue")
    client.get(f"/licences/{case_id}")
    assert client.post(f"/licences/{case_id}/reissue", data={}).status_code in (400, 403, 422)
