"""The register of licences and its acts on the pages: search, propose, hear, decide, and the holder's view."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal import clock
from portal.actors import Role
from portal.db import reading, transaction
from portal.models import Licence
from portal.services import casefile, evidence_key, licence_acts
from portal.web import licence_acts as licence_web
from tests.after_licence import licensed, prepared
from tests.services.cases import at, with_draft
from tests.web import people
from tests.web.people import speak_english
from workflows.licence import policy

TODAY = at("2026-05-11T09:00")

TYPED = {"ground": "fraud", "facts": "检测记录系伪造", "reason": "直接影响准予的结论"}


@pytest.fixture
def case_id(app, hall) -> str:
    with app.app_context():
        return licensed(hall)


@pytest.fixture
def number(app, case_id) -> str:
    with app.app_context(), reading() as session:
        return session.scalars(select(Licence.number)).one()


def propose(app, hall, case_id, act="revoke", ground="fraud", **more) -> None:  # type: ignore[no-untyped-def]
    with app.app_context():
        licence_acts.propose(
            case_id, act, ground, facts="检测记录系伪造", reason="理由", by=hall.reviewer, at=clock.now(), **more
        )


def test_the_register_finds_a_licence_by_number_holder_and_state(client, case_id, number):
    people.sign_in(client, Role.REVIEWER)
    for query in (
        f"?q={number.replace('〔', '[').replace('〕', ']')}",
        "?q=恒泰",
        "?state=valid",
        "",
        "?item=hazchem_business_licence",
    ):
        client.get(f"/licences{query}")
        assert number in client.page.words
        assert "证照 1 张" in client.page.words
    for query in ("?state=expired", "?state=suspended", "?state=open", "?within=90", "?q=没有的"):
        client.get(f"/licences{query}")
        assert "没有符合条件的证照" in client.page.words


def test_what_expires_soon_is_found_by_its_days(client, case_id, number, now):
    people.sign_in(client, Role.SUPERVISOR)
    now[0] = at("2029-02-06T09:00")
    people.sign_in(client, Role.SUPERVISOR)
    assert number in client.get("/licences?within=30").text
    now[0] = at("2029-03-09T09:00")
    people.sign_in(client, Role.SUPERVISOR)
    assert number not in client.get("/licences?within=30").text
    assert number in client.get("/licences?state=expired").text


def test_another_office_and_strangers_see_nothing(client, case_id, number):
    people.sign_in(client, "qin.yue")
    assert number not in client.get("/licences").text
    people.sign_in(client, Role.ADMINISTRATOR)
    assert client.get("/licences").status_code == 403
    assert client.get(f"/licences/{case_id}").status_code == 403


def test_the_register_is_exported_as_a_table(client, case_id, number):
    people.sign_in(client, Role.WINDOW)
    found = client.get("/licences/register.csv?state=valid")
    head, line = found.data.decode("utf-8-sig").splitlines()
    assert head.startswith("证书编号,")
    assert line.startswith(number)
    assert len(found.data.decode("utf-8-sig").splitlines()) == 2


def test_one_officer_proposes_and_another_decides(client, app, hall, case_id, number, now):
    people.sign_in(client, Role.REVIEWER)
    client.get(f"/licences/{case_id}")
    assert "撤销" in client.page.words
    client.get(f"/licences/{case_id}/acts/revoke")
    assert client.fill_in({"facts": "写了一半"}).status_code == 422
    assert "情形没有选" in client.page.words
    assert "写了一半" in client.page.words
    assert client.fill_in(TYPED, follow_redirects=True).status_code == 200
    assert "等待另一名负责人决定" in client.page.words
    people.sign_in(client, Role.DECIDER)
    assert "拟撤销，等待决定" in client.get("/licences?state=open").text
    client.get(f"/licences/{case_id}")
    assert "还不能签发，差 3 项" in client.page.words
    early = client.fill_in({}, action=f"/licences/{case_id}/decide")
    assert early.status_code == 409
    assert "陈述、申辩的期限还没有过" in client.page.words
    now[0] = at("2026-05-19T10:00")
    with app.app_context():
        prepared(hall, case_id, "2026-05-19T09:00")
    people.sign_in(client, Role.DECIDER)
    client.get(f"/licences/{case_id}")
    assert "可以签发了" in client.page.words
    done = client.fill_in({}, action=f"/licences/{case_id}/decide", follow_redirects=True)
    assert done.status_code == 200
    assert "已撤销" in client.page.words
    client.get(f"/verify?number={number}")
    assert "许可证已撤销" in client.page.words
    assert "决定文号" in client.page.words


def test_what_does_not_fit_is_refused_with_what_was_typed(client, case_id):
    people.sign_in(client, Role.REVIEWER)
    client.get(f"/licences/{case_id}/acts/restore")
    assert "证照现在的状态不能这样处理" in client.page.words
    client.get(f"/licences/{case_id}/acts/suspend")
    assert client.fill_in({**TYPED, "ground": "penalty"}).status_code == 422
    assert "这种情形要写另一份决定的文号" in client.page.words
    whole = {**TYPED, "ground": "penalty", "document": "临应急罚〔2026〕3号", "until": "2026-05-01"}
    assert client.fill_in(whole).status_code == 409
    assert "暂扣的最后一天不对" in client.page.words
    assert "检测记录系伪造" in client.page.words
    assert client.get(f"/licences/{case_id}/acts/burn").status_code == 404


def test_the_officer_records_what_was_said_and_gives_a_proposal_up(client, app, hall, case_id):
    propose(app, hall, case_id)
    people.sign_in(client, Role.REVIEWER)
    client.get(f"/licences/{case_id}")
    noted = {"note-defence": "statement", "note-words": "来电说明情况"}
    client.fill_in(noted, action=f"/licences/{case_id}/defence", follow_redirects=True)
    assert "来电说明情况" in client.page.words
    client.fill_in({**noted, "note-defence": "held"}, action=f"/licences/{case_id}/defence")
    assert "签字的听证笔录扫描件没有选" in client.page.words
    client.get(f"/licences/{case_id}")
    client.fill_in({"drop-reason": "事实不清"}, action=f"/licences/{case_id}/drop", follow_redirects=True)
    assert "不再作出：撤销" in client.page.words


def test_the_holder_sees_what_to_do_next_and_answers(client, app, hall, case_id, number):
    propose(app, hall, case_id)
    with app.app_context(), transaction() as session:
        with_draft(session, casefile.row_of(session, case_id))
    people.sign_in(client, Role.HANDLER)
    client.get("/my/licences")
    assert number in client.page.words
    assert "您可以在 5月18日 24:00 前答复" in client.page.words
    for page in ("/", "/my/cases", f"/my/cases/{case_id}"):
        client.get(page)
        assert "陈述、申辩或者要求听证" in client.page.words, page
        links = client.page.links
        assert f"/my/licences/{case_id}#h-open" in links.values(), page
    assert "现在轮到 您" in client.page.words
    diary = client.get(f"/my/cases/{case_id}/due.ics").text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20260518" in diary
    assert "陈述、申辩的最后一天" in diary
    assert "已办结：准予" in client.page.words
    client.get(f"/my/licences/{case_id}")
    assert "发证机关拟作的决定" in client.page.words
    assert client.fill_in({"defend-wish": "statement"}, action=f"/my/licences/{case_id}/defence").status_code == 422
    answer = {"defend-wish": "hearing", "defend-words": "记录由第三方出具"}
    assert client.fill_in(answer, action=f"/my/licences/{case_id}/defence", follow_redirects=True).status_code == 200
    assert "要求听证" in client.page.words
    assert client.fill_in(answer, action=f"/my/licences/{case_id}/defence").status_code == 409


def test_what_needs_no_notice_stays_inside_until_it_is_decided(client, app, hall, case_id):
    propose(app, hall, case_id, "cancel", "applied")
    people.sign_in(client, Role.HANDLER)
    client.get(f"/my/licences/{case_id}")
    assert "检测记录系伪造" not in client.page.words


def test_the_holder_asks_for_the_cancellation(client, case_id):
    people.sign_in(client, Role.HANDLER)
    client.get(f"/my/licences/{case_id}")
    client.fill_in({"cancel-reason": "停止经营"}, action=f"/my/licences/{case_id}/cancellation", follow_redirects=True)
    assert "等待发证机关决定" in client.page.words
    people.sign_in(client, Role.REVIEWER)
    assert "持证人申请注销" in client.get("/licences?state=open").text
    client.get(f"/licences/{case_id}")
    page = f"/licences/{case_id}/cancellation/refusal"
    assert client.fill_in({"uncancel-reason": ""}, action=page).status_code == 422
    assert client.fill_in({"uncancel-reason": "案件正在调查"}, action=page, follow_redirects=True).status_code == 200
    assert "已经提出不予注销，等待负责人签发" in client.page.words
    assert "等您签发" not in client.get("/review").text
    people.sign_in(client, Role.DECIDER)
    client.get("/review")
    assert "等您签发 1 件" in client.page.words
    assert client.page.h1 == "待办 1 件"
    assert "除了上面列出的，现在没有待办" in client.page.words
    assert "不予注销" in client.page.words
    client.get(f"/licences/{case_id}")
    assert "案件正在调查" in client.page.words
    signed = f"/licences/{case_id}/cancellation/signature"
    assert client.fill_in({}, action=signed, follow_redirects=True).status_code == 200
    assert "没有同意注销，决定书已经生成" in client.page.words
    assert "不予注销，送达决定书" not in client.page.words


def test_a_stranger_never_reads_or_answers(client, app, hall, case_id):
    with app.app_context():
        people.join(
            "other@example.cn", "旁人", "13900000009", uscc="91990101MA2HT5K99X", firm="别的公司", at=clock.now()
        )
    people.sign_in(client, "other@example.cn")
    assert client.get(f"/my/licences/{case_id}").status_code == 403
    assert client.post(f"/my/licences/{case_id}/defence", data={"defend-wish": "waived"}).status_code in (400, 403)


def test_the_pages_speak_english(client, app, hall, case_id):
    propose(app, hall, case_id)
    speak_english(people.sign_in(client, Role.DECIDER))
    for address in ("/licences", f"/licences/{case_id}", f"/licences/{case_id}/acts/suspend"):
        assert client.get(address).status_code == 200
    client.get(f"/licences/{case_id}")
    assert "Obtained by fraud or bribery" in client.page.words
    speak_english(people.sign_in(client, Role.HANDLER))
    for address in ("/my/licences", f"/my/licences/{case_id}", "/my/cases"):
        assert client.get(address).status_code == 200


def test_the_public_key_of_the_codes_is_published_where_they_are_signed(client, app, hall, monkeypatch):
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], licence_key=evidence_key.new()))
    with app.app_context():
        licensed(hall)
    client.get("/verify/licence-key")
    assert "onewindow licence verify LICENCE.pdf --key" in client.page.words
    assert b"BEGIN PUBLIC KEY" in client.get("/verify/licence-key.pem").data


def test_the_page_of_an_act_names_the_holder_and_the_days_in_force(client, app, case_id, number, monkeypatch):
    with app.app_context(), transaction() as session:
        session.scalars(select(Licence).where(Licence.number == number)).one().holder_name = "实际持证人有限公司"
    monkeypatch.setattr(licence_web, "policy", lambda: replace(policy(), defence_days=7))
    people.sign_in(client, Role.REVIEWER)
    client.get(f"/licences/{case_id}/acts/revoke")
    assert "持证人有 7 个工作日陈述、申辩和要求听证" in client.page.words
    assert "实际持证人有限公司" in client.page.words
