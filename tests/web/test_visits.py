"""The pages of visits: the count first, another way offered, a cause beyond the promise, and what the applicant reads."""

from __future__ import annotations

import pytest
from flask import Flask

from portal import clock
from portal.clock import business_day
from portal.services import visits
from tests.at_window import Town, settle
from tests.pages import Browser
from tests.web.people import sign_in, speak_english

REQUEST = {"way": "none", "instead": "扫描件看不清", "purpose": "original", "place": "window", "reason": "看合同原件"}


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return settle(app)


@pytest.fixture
def case_id(app: Flask, town: Town) -> str:
    with app.app_context():
        return town.accepted("2026-09-29 15:42")


def test_the_count_stands_before_the_request_and_another_way_ends_it(town: Town, case_id: str, client: Browser) -> None:
    clerk = sign_in(client, "zhou.min")
    clerk.get(f"/window/cases/{case_id}")
    assert f"/visits/{case_id}" in clerk.page.links.values()
    clerk.get(f"/visits/{case_id}")
    assert "办事指南承诺" in clerk.page.words
    assert "在承诺之内" in clerk.page.words
    answer = clerk.fill_in({"way": "courier"}, action=f"/visits/{case_id}")
    assert (answer.status_code, answer.location) == (303, f"/window/cases/{case_id}")
    clerk.get(f"/visits/{case_id}")
    assert "没有请申请人来过" in clerk.page.words


def test_a_request_without_reasons_keeps_what_was_typed(town: Town, case_id: str, client: Browser) -> None:
    clerk = sign_in(client, "zhou.min")
    clerk.get(f"/visits/{case_id}")
    assert clerk.fill_in({}, action=f"/visits/{case_id}").status_code == 422
    assert "有没有不用来的办法没有选" in clerk.page.words
    clerk.get(f"/visits/{case_id}")
    answer = clerk.fill_in({"way": "none", "instead": "扫描件看不清"}, action=f"/visits/{case_id}")
    assert answer.status_code == 422
    assert "请他来的理由没有写" in clerk.page.words
    assert "扫描件看不清" in answer.text


def test_beyond_the_promise_the_page_asks_for_the_cause_and_supervision_sees_it(
    app: Flask, town: Town, case_id: str, browsers: type[Browser]
) -> None:
    clerk = sign_in(browsers(), "zhou.min")
    clerk.get(f"/visits/{case_id}")
    clerk.fill_in(REQUEST, action=f"/visits/{case_id}", follow_redirects=True)
    assert "已经请申请人来" in clerk.page.words
    assert "超出承诺" in clerk.page.words
    assert clerk.fill_in({**REQUEST, "purpose": "sign"}, action=f"/visits/{case_id}").status_code == 409
    assert "看合同原件" in clerk.page.words
    clerk.get(f"/visits/{case_id}")
    asked = {**REQUEST, "purpose": "sign", "code": "system_down"}
    assert clerk.fill_in(asked, action=f"/visits/{case_id}").status_code == 303
    supervisor = sign_in(browsers(), "su.ming")
    supervisor.get("/supervision/visits")
    assert "系统故障，网上办不成" in supervisor.page.words
    assert f"/supervision/cases/{case_id}" in supervisor.page.links.values()
    rows = supervisor.get("/supervision/visits-beyond.csv").text
    assert "系统故障" in rows
    assert supervisor.get("/supervision/visits.csv").status_code == 200
    assert supervisor.get("/supervision/visits?first=2026-11-01&last=2026-10-01&page=9").status_code == 200
    assert supervisor.get("/supervision/visits?first=nonsense").status_code == 200
    assert "2026" in speak_english(supervisor).get("/supervision/visits").text
    assert supervisor.get(f"/visits/{case_id}").status_code == 403


def test_a_double_click_asks_once_and_a_stale_page_says_who(
    app: Flask, town: Town, case_id: str, browsers: type[Browser]
) -> None:
    one, other = sign_in(browsers(), "zhou.min"), sign_in(browsers(), "chen.li")
    one.get(f"/visits/{case_id}")
    other.get(f"/visits/{case_id}")
    twice = one.page
    assert one.fill_in(REQUEST, action=f"/visits/{case_id}").status_code == 303
    one.page = twice
    assert one.fill_in(REQUEST, action=f"/visits/{case_id}").status_code == 303
    assert other.fill_in({**REQUEST, "purpose": "sign"}, action=f"/visits/{case_id}").status_code == 409
    with app.app_context():
        assert len(visits.standing(case_id, by=town.clerk).waiting) == 1


def test_the_applicant_reads_why_and_what_instead_and_that_it_was_taken_back(
    app: Flask, town: Town, case_id: str, browsers: type[Browser]
) -> None:
    clerk, firm = sign_in(browsers(), "zhou.min"), sign_in(browsers(), "shen@example.cn")
    clerk.get(f"/visits/{case_id}")
    clerk.fill_in(REQUEST, action=f"/visits/{case_id}", follow_redirects=True)
    firm.get(f"/my/cases/{case_id}")
    for words in ("请您到窗口一次", "看合同原件", "扫描件看不清", "预约时间"):
        assert words in firm.page.words
    assert clerk.fill_in({"reason": ""}, action="/withdrawal").status_code == 422
    clerk.get(f"/visits/{case_id}")
    clerk.fill_in({"reason": "已经共享取得"}, action="/withdrawal", follow_redirects=True)
    firm.get(f"/my/cases/{case_id}")
    assert "不用来了：已经共享取得" in firm.page.words
    assert firm.get(f"/visits/{case_id}").status_code == 403


def test_a_reviewer_asks_from_his_own_case_and_nobody_from_a_case_that_is_not_there(
    town: Town, case_id: str, client: Browser
) -> None:
    reviewer = sign_in(client, "chen.li")
    reviewer.get(f"/review/cases/{case_id}")
    assert f"/visits/{case_id}" in reviewer.page.links.values()
    reviewer.get(f"/visits/{case_id}")
    answer = reviewer.fill_in(
        {**REQUEST, "plan_on": business_day(clock.now()).isoformat()}, action=f"/visits/{case_id}"
    )
    assert answer.status_code == 303
    assert reviewer.get("/visits/nothing").status_code == 404


def test_the_second_visit_recorded_from_the_case_needs_its_cause(
    app: Flask, town: Town, case_id: str, client: Browser
) -> None:
    with app.app_context():
        visits.record(case_id, "site", "sign", "promised", by=town.clerk, at=clock.now())
    clerk = sign_in(client, "zhou.min")
    clerk.get(f"/window/cases/{case_id}")
    assert clerk.fill_in({"purpose": "original", "cause": "promised"}, action="/visits").status_code == 409
    assert "这一次超出了承诺" in clerk.page.words
    clerk.get(f"/window/cases/{case_id}")
    answer = clerk.fill_in({"purpose": "original", "cause": "ours", "code": "clerk_error"}, action="/visits")
    assert answer.status_code == 303
