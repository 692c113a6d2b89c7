"""A hearing on the page of procedures: each step in its turn, the periods shown, and the timeline says what happened."""

from __future__ import annotations

import pytest

from tests.under_review import beijing
from tests.web.people import sign_in, speak_english

pytestmark = pytest.mark.engines("sqlite")
TODAY = beijing("2026-11-22 10:00")


@pytest.fixture
def page(app, client, town) -> str:
    with app.app_context():
        case_id = town.apply("2026-11-16 15:42")
        town.accept(case_id, "2026-11-17 09:40")
    sign_in(client, "chen.li")
    return f"/review/cases/{case_id}"


def test_a_hearing_goes_step_by_step(client, page, town):
    client.get(f"{page}/procedures")
    assert client.fill_in({}, action="/hearing_told").status_code == 422
    assert "拟作的决定和理由没有写" in client.page.words
    told = {"hearing_told-reason": "拟不予许可：储存设施间距不足"}
    assert client.fill_in(told, action="/hearing_told", follow_redirects=True).status_code == 200
    client.get(f"{page}/procedures")
    assert "要求听证的最后一天：11月27日" in client.page.words
    other = {"hearing_interested-name": "望山石化销售有限公司"}
    assert client.fill_in(other, action="/hearing_interested").status_code == 422
    assert "送达地址没有填" in client.page.words
    other["hearing_interested-address"] = "临江市望江区港前路 9 号"
    assert client.fill_in(other, action="/hearing_interested", follow_redirects=True).status_code == 200
    client.get(f"{page}/procedures")
    assert "望山石化销售有限公司，临江市望江区港前路 9 号" in client.page.words
    assert "还没有表示；告知书送达的次日起五个工作日内可以要求听证" in client.page.words
    assert client.fill_in({}, action="/hearing_requested").status_code == 422
    assert "没有选是谁" in client.page.words
    asked = {"hearing_requested-party": "applicant"}
    assert client.fill_in(asked, action="/hearing_requested", follow_redirects=True).status_code == 200
    client.get(f"{page}/procedures")
    assert client.fill_in({}, action="/hearing_set").status_code == 422
    assert "听证主持人没有选" in client.page.words
    client.get(f"{page}/procedures")
    wrong = {
        "hearing_set-presider": town["han.weidong"].reference,
        "hearing_set-time": "9:30",
        "hearing_set-place": "三楼会议室",
        "hearing_set-host": "法规科科长",
    }
    assert client.fill_in({**wrong, "hearing_set-held_on": "2026-11-30"}, action="/hearing_set").status_code == 409
    assert "离听证太近" in client.page.words
    right = {**wrong, "hearing_set-held_on": "2026-12-10"}
    assert client.fill_in(right, action="/hearing_set", follow_redirects=True).status_code == 200
    client.get(f"{page}/record")
    assert "定了听证的日期" in client.page.words
    client.get(page)
    assert "听证还没有举行" in client.page.words
    assert "全部时钟" in client.page.words


def test_the_page_is_there_in_english(client, page):
    speak_english(client)
    client.get(f"{page}/procedures")
    assert "Tell the right to a hearing" in client.page.words
