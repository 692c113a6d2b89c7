"""The reviewers' pages as people use them: the list, an opinion, an old page that keeps what was typed, the evidence."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portal.models import JournalEntry
from portal.services.credit_lists import Entry
from tests.under_review import beijing, lawyer, rows_of
from tests.web.people import sign_in, speak_english
from workflows import commands as c

pytestmark = pytest.mark.engines("sqlite")
TODAY = beijing("2026-11-22 10:00")  # a Sunday


@pytest.fixture
def case_id(app, town) -> str:
    """A case with storage and one deferred material, accepted on 17 November."""
    with app.app_context():
        case_id = town.apply("2026-11-16 15:42", later=("premises",))
        town.accept(case_id, "2026-11-17 09:40", later=("premises",))
        return case_id


def acts(app) -> int:
    with app.app_context():
        return rows_of(JournalEntry)


def fire(case_id: str) -> str:
    return f"/review/cases/{case_id}/tracks/fire/opinion"


def test_everybody_begins_the_day_with_the_own_list(client, town, case_id):
    sign_in(client, "qin.yue").get("/start", follow_redirects=True)
    assert client.page.h1 == "待办 1 件"
    assert "还剩 2\u00a0个工作日" in client.page.words.replace(" 个", "\u00a0个")
    assert "等您的意见：消防安全意见" in client.page.words
    assert "下一个工作日是 11月23日 星期一" in client.page.words


def test_the_lead_sees_who_is_silent_and_what_is_deferred(client, town, case_id):
    sign_in(client, "han.weidong").get("/review")
    row = next(one for one in client.page.tree.iter("tr") if "恒泰" in "".join(one.itertext()))
    words = "".join(row.itertext())
    assert "0 / 4 已答" in words
    assert "应急管理局、消防救援支队、生态环境局未答" in words
    assert "1" in words


def test_filters_and_search_lead_to_an_answer_also_when_nothing_is_left(client, town, case_id):
    sign_in(client, "han.weidong").get("/review?light=red")
    assert "没有符合条件的办件" in client.page.words
    client.get("/review?q=恒泰")
    assert client.page.h1 == "待办 1 件"
    client.get("/review?light=nonsense&page=-3&desk=x")
    assert client.page.h1 == "待办 1 件"


def test_an_empty_list_says_what_would_be_there(client, town):
    sign_in(client, "gao.fei").get("/review")
    assert "现在没有待办" in client.page.words
    client.get("/review/decided")
    assert "还没有决定过的办件" in client.page.words


def test_a_reviewer_with_two_desks_changes_between_them(client, town, case_id):
    sign_in(client, "chen.li").get("/review")
    assert client.page.links["本部门牵头 1"] == "/review?desk=lead"
    client.get("/review?desk=lead")
    assert "并联意见" in client.page.words


def test_an_opinion_is_given_and_the_page_says_so(app, client, town, case_id):
    sign_in(client, "qin.yue").get(f"/review/cases/{case_id}")
    answers = {"fire-verdict": "agree", "fire-opinion": "符合 GB 50016。"}
    response = client.fill_in(answers, action=fire(case_id), follow_redirects=True)
    assert response.status_code == 200
    assert "意见已提交：消防安全意见，同意。" in client.page.words
    assert "符合 GB 50016。" in client.page.words
    assert not client.page.all("form", "in")


def test_an_incomplete_opinion_comes_back_with_every_fault_and_all_that_was_typed(app, client, town, case_id):
    before = acts(app)
    sign_in(client, "qin.yue").get(f"/review/cases/{case_id}")
    response = client.fill_in({"fire-opinion": "间距不足"}, action=fire(case_id))
    assert response.status_code == 422
    assert client.page.all("title")[0].text.startswith("错误：")
    assert client.page.links["结论没有选。"].startswith("#fire-verdict")
    response = client.fill_in({"fire-verdict": "disagree"}, action=fire(case_id))
    assert response.status_code == 422
    assert "不同意的，依据没有写。请写到条款。" in client.page.links
    assert "间距不足" in client.page.html
    assert acts(app) == before


def test_a_site_check_asks_for_the_second_officer(app, client, town, case_id):
    with app.app_context():
        town.answer(case_id, "documents", "2026-11-18 09:00", by="chen.li")
        town.answer(case_id, "fire", "2026-11-18 09:00", by="qin.yue")
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}")
    action = f"/review/cases/{case_id}/tracks/site/opinion"
    answers = {"site-verdict": "agree", "site-opinion": "现场与材料一致。"}
    assert client.fill_in(answers, action=action).status_code == 422
    assert any("还要选" in text for text in client.page.links)
    second = {"site-officers": str(town["he.siyuan"].id)}
    assert client.fill_in(second, action=action, follow_redirects=True).status_code == 200
    assert "陈立、何思远" in client.page.words


def test_an_old_page_keeps_the_opinion_and_says_who_did_what(app, client, town, case_id):
    sign_in(client, "qin.yue").get(f"/review/cases/{case_id}")
    with app.app_context():
        town.answer(case_id, "eco", "2026-11-22 09:58", by="bai.lu")
    answers = {"fire-verdict": "agree", "fire-opinion": "很长很长的意见"}
    response = client.fill_in(answers, action=fire(case_id))
    assert response.status_code == 409
    assert "您打开页面后，白露 在 今天 09:58 写了意见。" in client.page.words
    assert "很长很长的意见" in client.page.html
    response = client.fill_in({}, action=fire(case_id), follow_redirects=True)
    assert response.status_code == 200
    assert "意见已提交" in client.page.words


def test_an_opinion_waits_where_the_credit_lists_say_something_new_and_keeps_what_was_typed(app, client, town, case_id):
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}")
    listed = Entry(
        "瞒报事故", "某市应急管理局", date(2026, 11, 1), person_name="沈远航", person_id="990101198003073019"
    )
    with app.app_context():
        town.list_black(listed, at="2026-11-21 06:00", version="2026-11-21")
    action = f"/review/cases/{case_id}/tracks/documents/opinion"
    response = client.fill_in({"documents-verdict": "agree", "documents-opinion": "材料齐全。"}, action=action)
    assert response.status_code == 409
    assert "信用名单有变化，这一步还没有办理" in client.page.words
    assert "黑名单命中 1 人：沈远航" in client.page.words
    assert "材料齐全。" in client.page.html
    assert client.fill_in({}, action=action, follow_redirects=True).status_code == 200
    assert "意见已提交" in client.page.words


def test_an_opinion_on_an_answered_track_shows_what_was_typed_and_changes_nothing(app, client, town, case_id):
    sign_in(client, "qin.yue").get(f"/review/cases/{case_id}")
    with app.app_context():
        town.answer(case_id, "fire", "2026-11-22 09:58", by="qin.yue")
    before = acts(app)
    answers = {"fire-verdict": "disagree", "fire-opinion": "另一个意见", "fire-basis": "3.4.1"}
    response = client.fill_in(answers, action=fire(case_id))
    assert response.status_code == 409
    assert "另一个意见" in client.page.words
    assert acts(app) == before


def test_an_opinion_after_the_decision_is_answered_with_the_state(app, client, town, case_id):
    sign_in(client, "qin.yue").get(f"/review/cases/{case_id}")
    with app.app_context():
        town.do(case_id, c.Withdraw("不办了"), "2026-11-22 09:00")
    response = client.fill_in({"fire-verdict": "agree", "fire-opinion": "迟到的意见"}, action=fire(case_id))
    assert response.status_code == 409
    assert "迟到的意见" in client.page.words


def test_nobody_answers_for_another_office_or_looks_at_a_case_of_others(client, town, case_id):
    sign_in(client, "bai.lu").get(f"/review/cases/{case_id}")
    data = {"fire-verdict": "agree", "fire-opinion": "越权", "fire-expected_seq": "3"}
    assert client.post(fire(case_id), data=data).status_code == 403
    assert client.post(f"/review/cases/{case_id}/credit", data={"expected_seq": "3"}).status_code == 403
    sign_in(client, "gao.fei")
    assert client.get(f"/review/cases/{case_id}").status_code == 403
    assert client.get(f"/review/cases/{case_id}/record").status_code == 403
    assert client.get("/review/cases/nothing").status_code == 404


def test_the_lists_are_looked_up_again_with_one_button(app, client, town, case_id):
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}")
    assert client.fill_in({}, action="/credit", follow_redirects=True).status_code == 200
    assert "已查信用名单：无记录。" in client.page.words


def test_a_hit_is_explained_and_identity_numbers_are_masked(app, client, town):
    entry = Entry(
        grounds="未依法取得许可从事生产经营",
        body="望海市应急管理局",
        listed_on=datetime(2026, 11, 1, tzinfo=UTC).date(),
        until=datetime(2029, 10, 31, tzinfo=UTC).date(),
        person_name="沈远航",
        person_id="990101198003073019",
        unit_name="望海旧港化工有限公司",
    )
    with app.app_context():
        town.list_black(entry, version="2026-11-02")
        hit = town.apply("2026-11-16 15:42")
        town.accept(hit, "2026-11-17 09:40")
    sign_in(client, "chen.li").get(f"/review/cases/{hit}")
    assert "黑名单命中 1 人：沈远航（法定代表人、主要负责人）" in client.page.words
    assert "不自动驳回" in client.page.words
    assert "9901**********3019" in client.page.words
    assert "990101198003073019" not in client.page.html
    assert (
        "两人复核：第二人意见" not in client.page.words
    )  # before the opinions there is nothing to look at a second time
    with app.app_context():
        town.heard(hit, "2026-11-18")
        login = lawyer(town)
    sign_in(client, login).get(f"/review/cases/{hit}")
    assert "两人复核：第二人意见" in client.page.words
    form = {"cosign-opinion": "已核对身份证件。"}
    assert client.fill_in(form, action="/cosign", follow_redirects=True).status_code == 200
    assert "复核意见已提交。" in client.page.words
    client.get(f"/review/cases/{hit}/materials?m=answers")
    assert "990101198003073019" not in client.page.html


def test_a_reminder_is_sent_once_a_day(client, town, case_id):
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}")
    assert client.fill_in({}, action="/fire/remind", follow_redirects=True).status_code == 200
    assert "已记录催办" in client.page.words
    assert client.fill_in({}, action="/fire/remind").status_code == 409
    assert "今天已经催过" in client.page.words


def test_a_special_procedure_begins_and_ends(client, town, case_id):
    page = f"/review/cases/{case_id}/procedures"
    sign_in(client, "han.weidong").get(page)
    assert client.fill_in({}, action="/pause").status_code == 422
    assert "所需时间没有填。" in client.page.links
    wrong = {"pause-cause": "expert_review", "pause-days": "21", "pause-reason": "储存设施复杂"}
    assert client.fill_in(wrong, action="/pause").status_code == 409
    assert "办事指南的上限：20 个工作日。" in client.page.words.replace("\u00a0", " ")
    assert client.fill_in({"pause-days": "20"}, action="/pause", follow_redirects=True).status_code == 200
    client.get("/review")
    assert "专家评审，11月22日起，预计 20 个工作日" in client.page.words.replace("\u00a0", " ")
    client.get(page)
    assert "同类程序合计 20 个工作日，已用 0 个工作日，还剩 20 个工作日" in client.page.words.replace("\u00a0", " ")
    assert client.fill_in({}, action="/pause/expert_review/longer").status_code == 422
    far = {"expert_review-longer-days": "25", "expert_review-longer-reason": "补充测量"}
    assert client.fill_in(far, action="/pause/expert_review/longer").status_code == 409
    approved = {**far, "expert_review-longer-approved": "y"}
    assert client.fill_in(approved, action="/pause/expert_review/longer", follow_redirects=True).status_code == 200
    client.get(page)
    assert "超过办事指南公布的最长时间 5 个工作日，韩卫东" in client.page.words.replace("\u00a0", " ")
    longer = {"expert_review-longer-days": "5", "expert_review-longer-reason": "补充测量"}
    assert client.fill_in(longer, action="/pause/expert_review/longer", follow_redirects=True).status_code == 200
    assert "新的所需时间已书面告知" in client.page.words
    client.get(page)
    done = {"expert_review-note": "一致通过"}
    assert client.fill_in(done, action="/resume/expert_review", follow_redirects=True).status_code == 200
    assert "特别程序已结束" in client.page.words


def test_an_extension_is_approved_by_the_decider(client, town, case_id):
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}/procedures")
    assert "延期由牵头部门的审批人" in client.page.words
    sign_in(client, "han.weidong").get(f"/review/cases/{case_id}/procedures")
    asked = {"extend-days": "5", "extend-reason": "等外地复函"}
    assert client.fill_in(asked, action="/extend", follow_redirects=True).status_code == 200
    client.get(f"/review/cases/{case_id}/procedures")
    assert "法律只允许一次" in client.page.words


def test_the_record_names_every_act(client, town, case_id):
    sign_in(client, "qin.yue").get(f"/review/cases/{case_id}/record")
    assert [line for line in ("提交了申请", "查了信用名单", "容缺受理了申请") if line not in client.page.words] == []


@pytest.mark.parametrize("login", ["han.weidong", "chen.li", "qin.yue"])
def test_every_page_speaks_english(client, town, case_id, login):
    speak_english(sign_in(client, login))
    pages = ("", "?desk=opinions", "/decided", *(f"/cases/{case_id}{part}" for part in ("", "/procedures", "/record")))
    for path in (*pages, f"/cases/{case_id}/materials", f"/cases/{case_id}/materials?m=answers"):
        assert client.get(f"/review{path}").status_code == 200


def test_a_like_name_is_checked_on_the_page_of_the_case(app, client, town, case_id):
    listed = {"grounds": "瞒报事故", "body": "某局", "listed_on": date(2026, 9, 1), "until": date(2029, 8, 31)}
    with app.app_context():
        town.list_black(Entry(person_name="沈远航", **listed), version="2026-11-18")
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}")
    assert client.fill_in(action=f"/review/cases/{case_id}/credit").status_code == 303
    client.get(f"/review/cases/{case_id}")
    assert "黑名单有同名的人：沈远航" in client.page.words
    assert "核对身份" in client.page.links
    place, said = f"/review/cases/{case_id}/credit/1", {"n1-verdict": "not_concerned", "n1-words": "出生日期不同"}
    assert client.fill_in({"n1-words": "出生日期不同"}, action=place).status_code == 422
    assert "没有选是不是同一人" in client.page.words
    assert client.fill_in(said, action=place).status_code == 303
    client.get(f"/review/cases/{case_id}")
    assert "黑名单有同名的人" not in client.page.words
    speak_english(client).get(f"/review/cases/{case_id}")
