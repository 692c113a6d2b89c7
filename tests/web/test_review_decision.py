"""The decision as the decider makes it: what is missing is named, the letter is seen first, and it is signed once."""

from __future__ import annotations

import pytest

from portal.models import Document
from tests import under_review
from tests.under_review import Town, beijing, rows_of
from tests.web.people import sign_in, speak_english
from workflows import commands as c

pytestmark = pytest.mark.engines("sqlite")
TODAY = beijing("2026-11-22 10:00")
REASON = "经审查，符合《危险化学品经营许可证管理办法》第六条，准予。"


def heard(app, town: Town, submitted: str = "2026-11-16", accepted: str = "2026-11-17") -> str:
    with app.app_context():
        case_id = town.apply(f"{submitted} 15:42")
        town.accept(case_id, f"{accepted} 09:40")
        town.heard(case_id, "2026-11-19")
        return case_id


def letters(app) -> int:
    with app.app_context():
        return rows_of(Document)


def decision(case_id: str) -> str:
    return f"/review/cases/{case_id}/decision"


def test_what_is_missing_is_named_with_who_and_when_and_the_button_is_off(app, client, town):
    with app.app_context():
        case_id = town.apply("2026-11-16 15:42", later=("premises",))
        town.accept(case_id, "2026-11-17 09:40", later=("premises",))
    sign_in(client, "han.weidong").get(f"/review/cases/{case_id}")
    assert "还不能决定，差 5 项" in client.page.words
    assert "消防救援支队未答复：消防安全意见应于 11月24日 前" in client.page.words
    assert "容缺材料未补" in client.page.words
    button = next(one for one in client.page.form("/decision").iter("button"))
    assert button.get("disabled") is not None
    assert button.get("aria-describedby") == "h-bl"
    response = client.post(decision(case_id), data={"decide-outcome": "grant", "decide-reason": REASON, "step": "sign"})
    assert response.status_code == 409
    assert "还差：" in client.page.words
    assert REASON in client.page.html


def test_what_a_refusal_cannot_do_without_is_not_called_optional(app, client, town):
    case_id = heard(app, town)
    sign_in(client, "han.weidong").get(decision(case_id) + "?outcome=refuse")
    assert "查明的事实（选填）" not in client.page.words
    assert "依据的条款（选填）" not in client.page.words
    assert "依据的技术标准、技术规范（选填）" in client.page.words
    client.get(decision(case_id) + "?outcome=grant")
    assert "许可范围（选填）" in client.page.words


def test_the_letter_is_seen_before_it_is_signed(app, client, town):
    case_id = heard(app, town)
    before = letters(app)
    sign_in(client, "han.weidong").get(f"/review/cases/{case_id}")
    assert "可以决定了" in client.page.words
    answers = {"decide-reason": REASON, "decide-scope": "甲苯"}
    assert client.fill_in(answers, action="/decision").status_code == 200
    assert "准予行政许可决定书" in client.page.words
    assert "预览稿，签发时编号" in client.page.words
    assert letters(app) == before
    response = client.fill_in({}, action="/decision", button="sign", follow_redirects=True)
    assert response.status_code == 200
    assert "已决定准予" in client.page.words
    assert letters(app) == before + 1
    client.get("/review/decided")
    assert client.page.h1 == "已决定 1 件"


def test_a_decider_who_signed_an_opinion_reads_that_somebody_else_decides(app, client, town):
    with app.app_context():
        case_id = town.apply("2026-11-16 15:42")
        town.accept(case_id, "2026-11-17 09:40")
        for track, who in (("documents", "chen.li"), ("fire", "qin.yue"), ("eco", "bai.lu")):
            town.answer(case_id, track, "2026-11-19 10:00", by=who)
        town.answer(case_id, "site", "2026-11-19 16:00", by="chen.li", officers=[town["han.weidong"].id])
    for page in (f"/review/cases/{case_id}", decision(case_id)):
        sign_in(client, "han.weidong").get(page)
        assert "决定由另一位审批人作" in client.page.words
        assert "看决定书" not in client.page.words
    response = client.post(
        decision(case_id), data={"decide-outcome": "grant", "decide-reason": REASON, "step": "check"}
    )
    assert response.status_code == 409
    assert "写过意见的人不能签发决定" in client.page.words


def test_a_refusal_needs_facts_basis_and_legal_review(app, client, town):
    case_id = heard(app, town)
    sign_in(client, "han.weidong").get(f"{decision(case_id)}?outcome=refuse")
    assert "法制审核没有通过" in client.page.words
    with app.app_context():
        town.do(case_id, c.ReviewLegally("passed", "程序合法。"), "2026-11-20 09:00", by=under_review.lawyer(town))
    client.get(f"{decision(case_id)}?outcome=refuse")
    answers = {"decide-reason": "不符合安全条件。"}
    assert client.fill_in(answers, action="/decision", button="check").status_code == 422
    assert {"查明的事实没有写。", "依据的条款没有写。"} <= set(client.page.links)
    assert "不符合安全条件。" in client.page.html
    more = {"decide-facts": "现场核查发现间距不足。", "decide-basis": "《办法》第六条"}
    assert client.fill_in(more, action="/decision", button="check").status_code == 200
    assert "不予行政许可决定书" in client.page.words
    assert client.fill_in({}, action="/decision", button="sign", follow_redirects=True).status_code == 200
    assert "已决定不予许可" in client.page.words


def test_a_decision_past_the_promise_asks_for_an_explanation(app, client, town):
    case_id = heard(app, town, "2026-10-12", "2026-10-13")
    with app.app_context():
        town.do(case_id, c.LookUpCredit("review", "none"), "2026-11-20 09:00", by="chen.li")
    sign_in(client, "han.weidong").get(decision(case_id))
    assert client.fill_in({"decide-reason": REASON}, action="/decision", button="check").status_code == 422
    assert "已经超出承诺时限，说明没有写。" in client.page.links


def test_a_disagreement_is_shown_and_answered(app, client, town):
    with app.app_context():
        case_id = town.apply("2026-11-16 15:42")
        town.accept(case_id, "2026-11-17 09:40")
        town.answer(case_id, "documents", "2026-11-18 09:00", by="chen.li")
        town.answer(case_id, "fire", "2026-11-18 09:00", by="qin.yue", verdict="disagree")
        town.answer(case_id, "eco", "2026-11-18 09:00", by="bai.lu")
        town.answer(case_id, "site", "2026-11-19 09:00", by="chen.li", officers=[town["he.siyuan"].id])
    sign_in(client, "han.weidong").get(decision(case_id))
    assert "不同意，还没有处理" in client.page.words
    client.get(f"/review/cases/{case_id}/tracks")
    assert client.fill_in({}, action="/fire/resolve").status_code == 422
    told = {"resolve-fire-how": "settled", "resolve-fire-resolution": "已整改，复核间距 13 米。"}
    assert client.fill_in(told, action="/fire/resolve").status_code == 303
    client.get(decision(case_id))
    assert client.fill_in({"decide-reason": REASON}, action="/decision", button="check").status_code == 200


def test_a_second_decision_is_refused_with_a_clear_sentence(app, client, town):
    case_id = heard(app, town)
    sign_in(client, "han.weidong").get(decision(case_id))
    client.fill_in({"decide-reason": REASON}, action="/decision", button="check")
    with app.app_context():
        town.do(case_id, c.Grant("别人先签了"), "2026-11-22 09:59", by="han.weidong")
    before = letters(app)
    assert client.fill_in({}, action="/decision", button="sign").status_code == 409
    assert "您打开页面后，韩卫东 在 今天 09:59 决定准予。" in client.page.words
    assert "现在没有要作的决定" in client.page.words
    assert letters(app) == before


def test_only_deciders_of_the_leading_office_reach_the_page(app, client, town):
    case_id = heard(app, town)
    for login in ("chen.li", "qin.yue", "su.ming"):
        assert sign_in(client, login).get(decision(case_id)).status_code == 403


def test_the_decision_speaks_english(app, client, town):
    case_id = heard(app, town)
    speak_english(sign_in(client, "han.weidong")).get(decision(case_id))
    assert client.fill_in({"decide-reason": REASON}, action="/decision", button="check").status_code == 200
    assert "Sign: grant" in client.page.words
    client.fill_in({}, action="/decision", button="sign", follow_redirects=True)
    assert client.get(f"/review/cases/{case_id}").status_code == 200
