"""Remedies on the pages: a refusal is contested, handed over and answered; a complaint goes past those it is about."""

from __future__ import annotations

import pytest

from portal.actors import Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Draft
from tests.services.cases import at, with_draft
from tests.web import people
from tests.web.people import speak_english
from workflows import commands as c

TODAY = at("2026-03-09T09:00")


@pytest.fixture
def case_id(app, hall) -> str:
    """A case that was refused on 6 March and served at the counter that day."""
    with app.app_context():
        number = hall.heard()
        hall.do(number, c.ReviewLegally("passed", "程序合法"), "2026-03-06T09:00", hall.lawyer)
        hall.do(number, c.Refuse("间距 9 米", "不符合安全条件", "第六条"), "2026-03-06T10:00", hall.head)
        hall.do(number, c.Deliver("counter", "沈远航", "signed"), "2026-03-06T15:00")
        with transaction() as session:
            return with_draft(session, session.get_one(CaseRow, number)).public_id


def open_form(client, case_id: str) -> str:
    """Open the application against the refusal, by the link that the page of rights gives."""
    client.get(f"/my/cases/{case_id}/remedies")
    links = [link.get("href") for link in client.page.tree.iter("a")]
    (address,) = {link for link in links if link and "/reconsideration/" in link}
    client.get(address)
    return address


def test_a_refusal_is_contested_online_and_followed_to_its_outcome(client, case_id, now):
    people.sign_in(client, Role.HANDLER)
    client.get(f"/my/cases/{case_id}/remedies")
    assert "最后一天 2026年5月6日" in client.page.words
    address = open_form(client, case_id)
    assert client.fill_in({"facts": ""}).status_code == 422
    assert "事实和理由没有写" in client.page.words
    answer = client.fill_in({"facts": "间距为 12.4 米。", "claim": "annul"}, follow_redirects=True)
    assert answer.status_code == 200
    assert "已提交，等待转送" in client.page.words
    client.get(f"/my/cases/{case_id}")
    assert "提出了行政复议申请：不予许可（备案）决定书" in client.page.words
    assert client.get(f"{address}/application.pdf").data.startswith(b"%PDF")
    people.sign_in(client, Role.SUPERVISOR)
    client.get("/supervision/remedies")
    assert "3月16日前转送" in client.page.words
    client.get(address.replace("/my/cases", "/supervision/cases"))
    said = {"pass-passed_on": "2026-03-09", "pass-way": "post", "pass-reference": "EMS 1"}
    client.fill_in(said, action="/pass-on", follow_redirects=True)
    assert "已转送复议机关" in client.page.words
    now[0] = at("2026-04-20T09:00")
    people.sign_in(client, Role.SUPERVISOR)
    client.get(address.replace("/my/cases", "/supervision/cases"))
    said = {"end-ended_on": "2026-04-20", "end-outcome": "upheld"}
    assert client.fill_in(said, action="/end").status_code == 409
    assert "文书号没有填" in client.page.words
    client.fill_in({**said, "end-reference": "临政复〔2026〕31号"}, action="/end", follow_redirects=True)
    assert "维持" in client.page.words


def test_a_late_application_keeps_what_was_written_and_asks_for_the_reason(client, case_id, now):
    now[0] = at("2026-05-07T09:00")
    people.sign_in(client, Role.HANDLER)
    open_form(client, case_id)
    assert "期限已过" in client.page.words
    assert client.fill_in({"facts": "间距为 12.4 米。", "claim": "annul"}).status_code == 409
    assert "间距为 12.4 米。" in client.page.words
    answer = client.fill_in({"facts": "间距为 12.4 米。", "claim": "annul", "late": "台风停运"}, follow_redirects=True)
    assert answer.status_code == 200
    assert "已提交，等待转送" in client.page.words


def test_a_complaint_is_written_answered_and_read(client, case_id):
    people.sign_in(client, Role.HANDLER)
    client.get(f"/my/complaints/new?case={case_id}")
    assert client.fill_in({}).status_code == 422
    assert client.fill_in({"about": "extra_material", "words": "要了一份证明。"}).status_code == 422
    assert "以谁的名义没有选" in client.page.words, "who reads it is chosen by whoever writes it"
    client.fill_in({"name": "private"}, follow_redirects=True)
    assert "以个人的名义" in client.page.words
    assert "编号 TS2026000001" in client.page.words
    people.sign_in(client, Role.SUPERVISOR)
    client.get("/supervision/remedies")
    assert "要了一份证明。" in client.page.words
    (link,) = [
        one.get("href") for one in client.page.tree.iter("a") if "/supervision/complaints/" in one.get("href", "")
    ]
    client.get(link)
    client.fill_in({"founded": "yes", "answer": "材料已退回。"}, follow_redirects=True)
    assert "答复已记下" in client.page.words
    people.sign_in(client, Role.HANDLER)
    client.get("/my/complaints")
    assert "材料已退回。" in client.page.words


@pytest.mark.parametrize("role", [Role.WINDOW, Role.REVIEWER, Role.DECIDER])
def test_officers_do_not_reach_complaints(client, case_id, role):
    people.sign_in(client, role)
    assert client.get("/supervision/remedies").status_code == 403
    assert client.get("/my/complaints").status_code == 403


def test_a_draft_that_will_be_deleted_says_when_and_is_kept(app, client, hall, now):
    with app.app_context(), transaction() as session:
        told = {"created_at": at("2025-09-01T09:00"), "changed_at": at("2025-09-01T09:00"), "user_id": hall.handler.id}
        guide = {"item": "hazchem_business_licence", "guide_version": at("2026-05-01T09:00").date()}
        lapse = at("2026-03-01T09:00").date()
        session.add(Draft(public_id="old-draft", enterprise_id=1, lapse_told_on=lapse, **guide, **told))
    people.sign_in(client, Role.HANDLER)
    client.get("/my/cases")
    assert "很久没有改动，2026年3月15日" in client.page.words
    client.fill_in({}, action="/keep", follow_redirects=True)
    assert "草稿已保留" in client.page.words
    with app.app_context(), reading() as session:
        assert session.query(Draft.lapse_told_on).filter_by(public_id="old-draft").scalar() is None


@pytest.mark.parametrize(
    "address", ["/my/cases/{}/remedies", "/my/complaints", "/my/complaints/new?case={}", "/privacy"]
)
def test_the_pages_speak_english(client, case_id, address):
    people.sign_in(client, Role.HANDLER)
    speak_english(client)
    assert client.get(address.format(case_id)).status_code == 200
