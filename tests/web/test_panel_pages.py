"""The pages of an expert review: set up, voted, counted; the applicant reads the conclusion and never who voted how."""

from __future__ import annotations

import io

import pytest

from portal.services import review
from tests.at_window import pdf
from tests.under_review import beijing
from tests.web.people import sign_in

pytestmark = pytest.mark.engines("sqlite")
TODAY = beijing("2026-11-16 09:00")
EXPERTS = "顾长河，东浦化工设计院，正高级工程师\n沈亦云, 望海大学, 教授\n陆宁\t仪表学会\t高级工程师"


@pytest.fixture
def case_id(app, town) -> str:
    """A case with storage whose expert review began today, ten working days told."""
    with app.app_context():
        case_id = town.apply("2026-11-09 15:42")
        town.accept(case_id, "2026-11-10 09:40")
        told = ("expert_review", 10, "储存设施紧邻河堤")
        review.pause(case_id, *told, by=town["chen.li"], at=beijing("2026-11-16 08:50"))
        return case_id


def set_up(client, case_id: str, **more: str):
    client.get(f"/review/cases/{case_id}/panel")
    told = {"set-experts": EXPERTS, "set-declared": "y", **more}
    return client.fill_in(told, action="/panel/set", follow_redirects=True)


def ballot(client, case_id: str, seat: str, verdict: str):
    client.get(f"/review/cases/{case_id}/panel")
    told = {
        "ballot-seat": seat,
        "ballot-verdict": verdict,
        "ballot-opinion": f"第{seat}位的理由",
        "ballot-signed_on": "2026-11-16",
    }
    paper = {"ballot-scan": (io.BytesIO(pdf(f"ballot {seat}")), "表决票.pdf")}
    return client.fill_in(told | paper, action="/panel/ballot", follow_redirects=True)


def test_the_lead_sets_up_a_panel_enters_ballots_and_closes_the_record(client, town, case_id):
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}/procedures")
    assert "专家组和表决票" in client.page.links
    client.get(f"/review/cases/{case_id}/panel")
    assert "评价报告的危险辨识是否完整" in client.page.html  # the guide's question stands in the form
    found = set_up(client, case_id)
    assert found.status_code == 200, client.page.words
    client.get(f"/review/cases/{case_id}/procedures")
    assert "结束程序，恢复计时" not in client.page.html
    for seat, verdict in (("1", "pass"), ("2", "changes"), ("3", "fail")):
        assert ballot(client, case_id, seat, verdict).status_code == 200
    assert "通过和修改后通过合计 2 票，达到 2 票：结论是修改后通过。" in client.page.words
    told = {"close-summary": "补足报警器后可以投用。"}
    assert client.fill_in(told, action="/panel/close", follow_redirects=True).status_code == 200
    assert "专家评审意见书" in client.page.links
    client.get(f"/review/cases/{case_id}/panel")
    assert "第3位的理由" in client.page.words
    sign_in(client, "han.weidong").get(f"/review/cases/{case_id}/decision")
    assert "专家意见怎样处理" in client.page.words
    assert "通过 1 票，修改后通过 1 票，不通过 1 票" in client.page.words
    sign_in(client, "qin.yue").get(f"/review/cases/{case_id}/record")
    assert "登记了一张专家表决票" in client.page.words
    assert "第3位的理由" not in client.page.html
    assert client.get(f"/review/cases/{case_id}/panel").status_code == 403
    sign_in(client, "su.ming").get(f"/supervision/cases/{case_id}")
    assert "专家评审情况" in client.page.links
    client.get(f"/review/cases/{case_id}/panel")
    assert "第3位的理由" in client.page.words
    assert "登记表决票" not in client.page.words


def test_what_was_typed_is_kept_where_the_panel_is_wrong(client, town, case_id):
    sign_in(client, "chen.li")
    two = "顾长河，东浦化工设计院，正高级工程师\n沈亦云，望海大学，教授"
    assert set_up(client, case_id, **{"set-experts": two}).status_code == 409
    assert "专家人数不对" in client.page.words
    assert "沈亦云，望海大学，教授" in client.page.html
    assert set_up(client, case_id, **{"set-experts": "顾长河，东浦化工设计院"}).status_code == 422
    assert "每位专家都要写姓名、单位、职称或者专业。" in client.page.links
    client.get(f"/review/cases/{case_id}/panel")
    assert client.fill_in({"set-experts": EXPERTS}, action="/panel/set").status_code == 422
    set_up(client, case_id)
    client.get(f"/review/cases/{case_id}/panel")
    assert client.fill_in({"ballot-seat": "1"}, action="/panel/ballot").status_code == 422
    assert "签字表决票的扫描件没有选。" in client.page.links


def test_a_length_that_was_told_and_is_over_is_seen(client, town, case_id, now):
    sign_in(client, "chen.li")
    set_up(client, case_id)
    now[0] = beijing("2026-12-03 09:00")
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}/panel")
    assert "已经超过告知的时间" in client.page.words
    client.get(f"/review/cases/{case_id}/procedures")
    assert "已经超过告知的时间" in client.page.words
