"""After a refusal for false material the one who decides records the bar; the applicant reads it, and no new application begins."""

from __future__ import annotations

import pytest

from portal.services import review
from tests import under_review
from tests.services.test_decision import heard, refuse
from tests.under_review import beijing
from tests.web.people import sign_in, speak_english

TODAY = beijing("2026-11-22 10:00")

SAID = {"ground": "false_materials", "facts": "安全评价报告系伪造", "document": "临应急许不〔2026〕1号"}


@pytest.fixture
def refused(app, town) -> str:
    with app.app_context():
        case_id = heard(town)
        review.review_legally(
            case_id, "passed", "程序合法。", by=town[under_review.lawyer(town)], at=beijing("2026-11-12 08:00")
        )
        refuse(town, case_id)
        return case_id


def test_the_bar_is_recorded_on_the_case_and_stands_there_as_evidence(client, refused):
    page = f"/review/cases/{refused}/bar"
    sign_in(client, "han.weidong").get(f"/review/cases/{refused}")
    assert "虚假材料，或者以不正当手段取得许可" in client.page.words
    client.get(page)
    assert "《行政许可法》第七十八条" in client.page.words
    assert "第七十九条" not in client.page.words
    assert client.fill_in({**SAID, "facts": ""}, action="/bar").status_code == 422
    client.get(page)
    assert client.fill_in({**SAID, "decided_on": "下周"}, action="/bar").status_code == 422
    assert "日期看不懂" in client.page.words
    client.get(page)
    assert client.fill_in({**SAID, "decided_on": "2026-11-11"}, action="/bar").status_code == 409
    client.get(page)
    assert client.fill_in(SAID, action="/bar", follow_redirects=True).status_code == 200
    assert "已记录：到 2027年11月12日为止" in client.page.words, "a day in a message is a day, not its markup"
    client.get(page)
    assert "现在不能记录" in client.page.words


@pytest.mark.engines("sqlite")
def test_reviewers_record_no_bar(client, refused):
    assert sign_in(client, "chen.li").get(f"/review/cases/{refused}/bar").status_code == 403


@pytest.mark.engines("sqlite")
def test_the_page_speaks_english(client, refused):
    speak_english(sign_in(client, "han.weidong"))
    assert client.get(f"/review/cases/{refused}/bar").status_code == 200
