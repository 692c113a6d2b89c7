"""The pages of tracks: reminders with one click, hand-over, stand-ins, another department, acts on several cases."""

from __future__ import annotations

from datetime import date

import pytest

from portal.services import absences, sweep, tracks
from tests.under_review import beijing
from tests.web.people import sign_in, speak_english

pytestmark = pytest.mark.engines("sqlite")
TODAY = beijing("2026-11-16 10:00")


@pytest.fixture
def case_id(app, town) -> str:
    """A case with storage, accepted on 10 November."""
    with app.app_context():
        case_id = town.apply("2026-11-09 15:42")
        town.accept(case_id, "2026-11-10 09:40")
        return case_id


def test_one_click_reminds_every_open_department_and_twice_is_refused_in_words(client, town, case_id):
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}")
    assert client.fill_in({}, action=f"{case_id}/remind", follow_redirects=True).status_code == 200
    assert "已记录催办" in client.page.words
    assert client.fill_in({}, action=f"{case_id}/remind").status_code == 409
    assert "今天已经催过" in client.page.words


def test_the_page_of_tracks_says_who_has_what_and_what_silence_means(client, town, case_id):
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}/tracks")
    assert "到期不答不算同意，将报督办。" in client.page.words
    assert "0 / 4 已答" in client.page.words


def test_silence_that_was_escalated_says_when(app, client, town, case_id, now):
    with app.app_context():
        sweep.run(at=beijing("2026-11-20 09:00"))
    now[0] = beijing("2026-11-20 10:00")
    words = sign_in(client, "chen.li").get(f"/review/cases/{case_id}/tracks") and client.page.words
    assert "到期没有答，不算同意；11月20日 已报督办。" in words
    client.get(f"/review/cases/{case_id}")
    assert "11月20日 已提醒。" in client.page.words
    assert "11月20日、11月20日" not in client.page.words, "a day is named once, however many rungs were passed on it"


def test_a_share_is_handed_over_and_the_colleague_is_named(app, client, town, case_id):
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}/tracks")
    assert client.fill_in({}, action="/documents/give").status_code == 422
    assert "理由没有写。" in client.page.links
    told = {"give-documents-officer": str(town["he.siyuan"].id), "give-documents-reason": "专业分工"}
    assert client.fill_in(told, action="/documents/give", follow_redirects=True).status_code == 200
    assert "已转交" in client.page.words
    assert "由何思远办理" in client.page.words
    form = {"documents-verdict": "agree", "documents-opinion": "符合。"}
    assert client.fill_in(form, action="/documents/opinion").status_code == 409
    assert "这一项由您的同事办理" in client.page.words
    assert "符合。" in client.page.html


def test_the_stand_in_is_told_for_whom_he_answers(app, client, town, case_id):
    with app.app_context():
        at = beijing("2026-11-11 09:00")
        tracks.hand_over(case_id, "documents", town["he.siyuan"].id, "分工", by=town["chen.li"], at=at)
        days = (date(2026, 11, 16), date(2026, 11, 17))
        absences.enter(town["he.siyuan"].id, town["chen.li"].id, *days, by=town["he.siyuan"], at=at)
    sign_in(client, "chen.li").get("/review?desk=opinions&whose=mine")
    assert "您正在代办：何思远" in client.page.words
    client.get(f"/review/cases/{case_id}")
    assert "何思远不在岗，由您代办" in client.page.words
    form = {"documents-verdict": "agree", "documents-opinion": "符合。"}
    assert client.fill_in(form, action="/documents/opinion", follow_redirects=True).status_code == 200
    assert "陈立（代何思远）" in client.page.words


def test_an_absence_is_entered_shown_and_taken_back(client, town):
    sign_in(client, "he.siyuan").get("/review/absences")
    assert client.fill_in({}, action="/absences").status_code == 422
    told = {"away-user": str(town["he.siyuan"].id), "away-stand_in": str(town["chen.li"].id)}
    days = {"away-from_on": "2026-11-16", "away-until_on": "2026-11-20"}
    assert client.fill_in(told | days | {"away-from_on": "2026-11-01"}, action="/absences").status_code == 422
    assert "第一天不能早于今天。" in client.page.links
    assert client.fill_in(told | days, action="/absences", follow_redirects=True).status_code == 200
    assert "正在代办" in client.page.words
    assert client.fill_in(told | days, action="/absences").status_code == 409
    assert "这几天已经登记过不在岗" in client.page.words
    client.get("/review/absences")
    assert client.fill_in({}, action="/end", follow_redirects=True).status_code == 200
    assert "已取消" in client.page.words


def test_one_more_department_is_asked_and_an_answered_one_again(app, client, town, case_id):
    with app.app_context():
        town.answer(case_id, "fire", "2026-11-12 09:00", by="qin.yue")
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}/tracks")
    assert client.fill_in({}, action="/tracks/add").status_code == 422
    told = {"add-key": "market", "add-reason": "登记地址有变化"}
    assert client.fill_in(told, action="/tracks/add", follow_redirects=True).status_code == 200
    client.get(f"/review/cases/{case_id}/tracks")
    assert "登记地址有变化" in client.page.words
    told = {"reopen-fire-reason": "图纸有变化"}
    assert client.fill_in(told, action="/fire/reopen", follow_redirects=True).status_code == 200
    sign_in(client, "gao.fei").get(f"/review/cases/{case_id}")
    assert "登记信息核对" in client.page.words


def test_acts_on_several_cases_are_counted_and_none_decides(client, town, case_id):
    sign_in(client, "han.weidong").get("/review?desk=lead")
    assert "下一步：催办未答部门" in client.page.words
    assert client.fill_in({"share": case_id}, action="/bulk", button="remind", follow_redirects=True).status_code == 200
    assert "已催办 1 件" in client.page.words
    assert client.fill_in({}, action="/bulk", button="remind", follow_redirects=True).status_code == 200
    assert "还没有勾选办件。" in client.page.words
    assert client.fill_in({"share": case_id}, action="/bulk", button="print", follow_redirects=True).status_code == 200
    assert client.page.h1.startswith("待办清单")
    assert "临江恒泰化工贸易有限公司" in client.page.words


def test_what_was_ticked_in_a_list_of_one_light_is_printed(client, town, case_id):
    light = (
        "green" if sign_in(client, "han.weidong").get("/review?desk=lead&light=green").text.count(case_id) else "yellow"
    )
    client.get(f"/review?desk=lead&light={light}")
    assert client.fill_in({"share": case_id}, action="/bulk", button="print").location.count(f"light={light}") == 1
    assert "临江恒泰化工贸易有限公司" in client.get(f"/review/print?desk=lead&light={light}&share={case_id}").text
    client.get(f"/review/print?desk=lead&light=dark&share={case_id}", follow_redirects=True)
    assert "没有可打印的" in client.page.words


def test_shares_are_given_from_the_list(client, town, case_id):
    sign_in(client, "chen.li").get("/review?desk=opinions")
    told = {"share": f"{case_id}|documents", "officer": str(town["he.siyuan"].id)}
    client.fill_in(told, action="/bulk", button="assign", follow_redirects=True)
    assert "要选交给谁，并且写理由" in client.page.words
    client.fill_in(told | {"reason": "集中办理"}, action="/bulk", button="assign", follow_redirects=True)
    assert "已转交 1 项。" in client.page.words
    assert "承办：何思远" in client.page.words


@pytest.mark.parametrize("page", ["", "/tracks", "/site"])
def test_the_pages_speak_english(client, town, case_id, page):
    speak_english(sign_in(client, "chen.li")).get(f"/review/cases/{case_id}{page}")
    assert client.get("/review/absences").status_code == 200
    assert client.get("/review/print?desk=lead").status_code == 200


@pytest.mark.parametrize("page", ["/tracks", "/site"])
def test_the_pages_are_for_those_whose_business_the_case_is(client, town, case_id, page):
    assert sign_in(client, "gao.fei").get(f"/review/cases/{case_id}{page}").status_code == 403
    assert sign_in(client, "zhou.min").get(f"/review/cases/{case_id}{page}").status_code == 403
