"""The pages of ratings: the applicant's, by account or by number and code; the follow-up of the staff; the public results."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import update

from portal import clock
from portal.actors import Role
from portal.db import transaction
from portal.models import Case
from portal.services import delivery, rating, rating_followup, receipts
from portal.services.rating import Said
from tests import at_window
from tests.at_window import Town, beijing
from tests.pages import Browser
from tests.web import people
from tests.web.test_public_lookup import look_up

NOW = beijing("2026-10-22 10:05")
WORDS = "办结三天才通知我们"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return at_window.settle(app)


@pytest.fixture
def closed(app: Flask, town: Town) -> str:
    """A case collected at the window on 19 October 2026."""
    with app.app_context():
        case_id = town.granted("2026-10-12 09:00")
        delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 09:00"))
        delivery.deliver(case_id, "counter", recipient="沈远航", by=town.clerk, at=beijing("2026-10-19 09:30"))
        return case_id


@pytest.fixture
def bad(app: Flask, town: Town, closed: str) -> str:
    """The same case with a bad rating of yesterday."""
    with app.app_context():
        rating.rate(
            closed, "matter", Said(1, ("platform_bad",), WORDS), by=town.handler, at=beijing("2026-10-21 20:00")
        )
    return closed


@pytest.fixture
def handler(client: Browser, town: Town) -> Browser:
    return people.sign_in(client, people.HANDLER)


def doubted(app: Flask, town: Town, case_id: str) -> None:
    with app.app_context():
        words = ("malicious", "同业所写", "phone")
        rating_followup.verify(case_id, "matter", *words, by=town.reviewer, at=NOW, expected_seq=None)


def answered(app: Flask, town: Town, case_id: str) -> None:
    with app.app_context():
        asked = {"by": town.reviewer, "at": NOW, "expected_seq": None}
        rating_followup.verify(case_id, "matter", "founded", "属实", "phone", **asked)
        rating_followup.answer(case_id, "matter", "已改为当日通知", **asked)


def receipt(app: Flask, town: Town, case_id: str) -> tuple[str, str]:
    with app.app_context():
        paper = receipts.receipt(case_id, by=town.handler)
        return paper.number, paper.query_code


def test_an_applicant_rates_from_the_page_of_the_case(handler: Browser, closed: str) -> None:
    handler.get(f"/my/cases/{closed}")
    assert "还没有评价" in handler.page.words
    handler.get(f"/my/cases/{closed}/rating/matter/rate")
    answer = handler.fill_in({"level": "1", "tags": ["platform_bad"], "words": WORDS, "named": "no"})
    assert answer.status_code == 303
    handler.get(answer.location)
    for words in (
        "评价已经收到",
        "非常不满意",
        "系统不好用",
        WORDS,
        "10月23日 24:00 前",
        "11月12日 24:00 前",
        "匿名公开",
    ):
        assert words in handler.page.words, words
    handler.get(f"/my/cases/{closed}")
    assert "评价：非常不满意" in handler.page.words


def test_a_wrong_form_comes_again_with_what_was_typed(handler: Browser, closed: str) -> None:
    handler.get(f"/my/cases/{closed}/rating/matter/rate")
    answer = handler.fill_in({"words": WORDS, "tags": ["guide_good", "guide_bad"]})
    assert answer.status_code == 422
    assert "满意程度没有选" in handler.page.words
    assert WORDS in handler.page.words
    assert "请留下一个" in handler.page.words
    answer = handler.fill_in({"level": "9"})
    assert answer.status_code == 422


def test_a_double_click_is_one_rating_and_another_opinion_is_refused(handler: Browser, closed: str) -> None:
    address = f"/my/cases/{closed}/rating/matter/rate"
    handler.get(address)
    token = handler.token
    sent = {"csrf_token": token, "level": "2", "words": WORDS, "named": "no"}
    assert handler.post(address, data=sent).status_code == 303
    assert handler.post(address, data=sent).status_code == 303
    handler.get(f"/my/cases/{closed}/rating")
    assert "没有重复记录" in handler.page.words
    assert handler.post(address, data={**sent, "level": "5"}).status_code == 409
    assert "这次服务已经评价过" in handler.page.words
    assert handler.post(address, data={**sent, "tags": "guide_bad"}).status_code == 409, "other tags are another rating"
    assert handler.post(address, data={**sent, "named": "yes"}).status_code == 409
    assert handler.get(address).status_code == 303


def test_after_the_reply_there_is_one_more_rating(app: Flask, handler: Browser, town: Town, bad: str) -> None:
    assert handler.get(f"/my/cases/{bad}/rating/matter/again").status_code == 303
    answered(app, town, bad)
    handler.get(f"/my/cases/{bad}/rating")
    assert "已改为当日通知" in handler.page.words
    handler.get(f"/my/cases/{bad}/rating/matter/again")
    assert handler.fill_in({"level": "4"}).status_code == 303
    handler.get(f"/my/cases/{bad}/rating")
    assert "再次评价已经收到" in handler.page.words
    assert not [one for one in handler.page.tree.iter("a") if one.get("href", "").endswith("/matter/again")]


def test_an_excluded_rating_may_be_appealed(app: Flask, handler: Browser, town: Town, bad: str) -> None:
    doubted(app, town, bad)
    with app.app_context():
        asked = {"by": town.supervisor, "at": NOW, "expected_seq": None}
        rating_followup.review(bad, "matter", "upheld", "查了通话记录", **asked)
    handler.get(f"/my/cases/{bad}/rating")
    assert "不同意的，可以申诉一次" in handler.page.words
    handler.get(f"/my/cases/{bad}/rating/matter/appeal")
    assert handler.fill_in({"words": ""}).status_code == 422
    assert handler.fill_in({"words": "我们确实等了三天"}).status_code == 303
    handler.get(f"/my/cases/{bad}/rating")
    assert "待监督复核" in handler.page.words


def test_a_case_that_has_not_ended_says_when_it_can_be_rated(app: Flask, handler: Browser, town: Town) -> None:
    with app.app_context():
        case_id = town.accepted("2026-10-19 09:00")
    handler.get(f"/my/cases/{case_id}")
    assert "评价服务" not in handler.page.words
    handler.get(f"/my/cases/{case_id}/rating")
    assert "办结以后才能评价" in handler.page.words
    assert handler.get(f"/my/cases/{case_id}/rating/matter/rate").status_code == 409


def test_another_enterprise_gets_nowhere(app: Flask, client: Browser, town: Town, bad: str) -> None:
    with app.app_context():
        other = {"uscc": "91990101MA2WH12341", "firm": "望山石化销售有限公司"}
        joined = people.join("lu@example.cn", "陆知行", "13900000002", at=NOW, **other)
        assert joined
    people.sign_in(client, "lu@example.cn")
    for page in ("rating", "rating/matter/rate", "rating/matter/again"):
        assert client.get(f"/my/cases/{bad}/{page}").status_code == 403, page
    client.get("/account")
    assert client.post(f"/my/cases/{bad}/rating/matter/rate", data={"csrf_token": client.token}).status_code == 403


def at_the_window(app: Flask, case_id: str) -> None:
    """The case as one that was applied for at the window, without an account."""
    with app.app_context(), transaction() as session:
        session.execute(update(Case).where(Case.public_id == case_id).values(channel="window"))


def test_an_online_case_is_rated_after_signing_in_only_since_staff_read_codes_too(
    app: Flask, client: Browser, town: Town, closed: str
) -> None:
    assert look_up(client, *receipt(app, town, closed)) == 200
    assert "登录后评价" in client.page.words
    for address in ("/track/rating", "/track/rating/matter/rate"):
        assert client.get(address).status_code == 403
        assert "请登录后评价" in client.page.words
    clerk = people.sign_in(client, "zhou.min")
    _number, code = receipt(app, town, closed)
    assert code not in clerk.get(f"/window/cases/{closed}").text


def test_a_wrong_code_opens_no_rating(app: Flask, client: Browser, town: Town, closed: str) -> None:
    number, _code = receipt(app, town, closed)
    assert look_up(client, number, "AAAA-AAAA") == 422
    assert client.get("/track/rating").status_code == 303


@pytest.mark.parametrize("role", [Role.WINDOW, Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_staff_see_no_form_even_with_number_and_code(
    app: Flask, client: Browser, town: Town, closed: str, role: Role
) -> None:
    people.sign_in(client, role)
    assert look_up(client, *receipt(app, town, closed)) == 200
    assert "去评价" not in client.page.words
    assert client.get("/track/rating").status_code == 403
    assert "评价只由申请人作出" in client.page.words
    assert client.get("/track/rating/matter/rate").status_code == 403
    assert client.post("/track/rating/matter/rate", data={"csrf_token": client.token, "level": "5"}).status_code == 403
    assert client.get(f"/my/cases/{closed}/rating").status_code == 403


def test_the_office_follows_up_step_by_step(client: Browser, town: Town, bad: str) -> None:
    people.sign_in(client, Role.REVIEWER)
    client.get("/follow-up")
    assert "待联系核实" in client.page.words
    assert "今天到期" in client.page.words
    client.get(f"/follow-up/{bad}/matter")
    assert WORDS in client.page.words
    assert "13900000001" in client.page.words
    assert client.fill_in({"reason": ""}, action="/contact").status_code == 422
    assert (
        client.fill_in({"way": "phone", "finding": "founded", "reason": "属实"}, action="/contact").status_code == 303
    )
    client.get(f"/follow-up/{bad}/matter")
    assert "核实已经记下" in client.page.words
    assert client.fill_in({"reply": "已改为当日通知"}, action="/fix").status_code == 303
    client.get(f"/follow-up/{bad}/matter")
    assert client.fill_in({"result": "satisfied"}, action="/callback").status_code == 303
    client.get(f"/follow-up/{bad}/matter")
    assert "申请人认可" in client.page.words
    client.get("/follow-up")
    assert "没有要处理的差评" in client.page.words
    client.get("/follow-up?stage=done")
    assert "已办结" in client.page.words


def test_an_attempt_in_vain_is_recorded_and_contact_is_still_owed(
    client: Browser, town: Town, bad: str, browsers
) -> None:
    people.sign_in(client, Role.REVIEWER)
    client.get(f"/follow-up/{bad}/matter")
    assert client.fill_in({"happened": "无人接听"}, action="/tried").status_code == 422
    sent = {"tried": "phone", "happened": "无人接听"}
    assert client.fill_in(sent, action="/tried").status_code == 303
    client.get(f"/follow-up/{bad}/matter")
    assert "期限照常走" in client.page.words
    assert client.fill_in(sent, action="/tried").status_code == 409
    assert "至少隔 2 小时" in client.page.words
    client.get("/follow-up")
    assert "1 次没有联系上" in client.page.words
    applicant = people.sign_in(browsers(), people.HANDLER)
    applicant.get(f"/my/cases/{bad}/rating")
    assert "没有联系上" in applicant.page.words


def test_two_clicks_of_the_staff_are_one_act_and_a_colleague_is_told(browsers, town: Town, bad: str) -> None:
    first, second = browsers(), browsers()
    people.sign_in(first, Role.REVIEWER).get(f"/follow-up/{bad}/matter")
    people.sign_in(second, Role.DECIDER).get(f"/follow-up/{bad}/matter")
    seq = next(one.get("value") for one in first.page.tree.iter("input") if one.get("name") == "expected_seq")
    sent = {"way": "phone", "finding": "founded", "reason": "属实", "expected_seq": seq}
    address = f"/follow-up/{bad}/matter/contact"
    assert first.post(address, data={**sent, "csrf_token": first.token}).status_code == 303
    assert first.post(address, data={**sent, "csrf_token": first.token}).status_code == 303
    told = second.post(
        address, data={**sent, "reason": "我看不属实", "finding": "malicious", "csrf_token": second.token}
    )
    assert told.status_code == 409
    assert "我看不属实" in second.page.words
    assert "核实了差评" in second.page.words


def test_the_window_does_not_follow_up_the_matter(client: Browser, town: Town, bad: str) -> None:
    people.sign_in(client, Role.WINDOW)
    assert client.get(f"/follow-up/{bad}/matter").status_code == 403
    client.get("/follow-up")
    assert "没有要处理的差评" in client.page.words
    client.get(f"/window/cases/{bad}")
    assert "差评的处理" in client.page.words


def test_a_supervisor_sees_the_figures_and_reviews(app: Flask, client: Browser, town: Town, bad: str) -> None:
    doubted(app, town, bad)
    people.sign_in(client, Role.SUPERVISOR)
    client.get("/follow-up")
    for words in ("好评率", "差评整改率", "回访率", "0 条 ÷ 评价 1 条", "待监督复核", "临江市应急管理局"):
        assert words in client.page.words, words
    client.get(f"/follow-up/{bad}/matter")
    assert "13900000001" not in client.page.words
    assert client.fill_in({"verdict": "upheld", "reason": ""}, action="/review").status_code == 422
    assert client.fill_in({"verdict": "upheld", "reason": "查了记录"}, action="/review").status_code == 303
    client.get(f"/supervision/cases/{bad}")
    assert "维持认定" in client.page.words
    assert "差评整改的期限" in client.page.words


def test_the_public_reads_rates_and_replies(app: Flask, client: Browser, town: Town, bad: str) -> None:
    client.get("/ratings")
    assert "0%" in client.page.words
    assert "待联系核实" in client.page.words
    answered(app, town, bad)
    client.get("/ratings?item=hazchem_business_licence")
    for words in ("已改为当日通知", "匿名", "非常不满意", "系统不好用"):
        assert words in client.page.words, words
    assert WORDS not in client.page.html
    assert "临江恒泰" not in client.page.html
    client.get("/guides/hazchem_business_licence")
    assert "办过的人怎么说" in client.page.words
    client.get("/guides/fireworks_retail_licence")
    assert "办过的人怎么说" not in client.page.words


def test_on_a_telephone_every_figure_says_what_it_is(app: Flask, client: Browser, town: Town, bad: str) -> None:
    """Where a wide table is set as a list, the heads of its columns are out of sight; each cell bears its own."""
    answered(app, town, bad)
    for address in ("/ratings", "/figures"):
        client.get(address)
        wide = client.page.all("table", "is-wide")
        assert wide, address
        for table in wide:
            assert "is-stacked" in table.get("class", "")
            cells = [*table.iter("td")]
            assert cells
            assert all(cell.get("data-label") for cell in cells), address


def test_no_rating_at_all_says_where_to_rate(client: Browser, town: Town) -> None:
    client.get("/ratings")
    assert "还没有评价" in client.page.words


def test_all_pages_are_in_english_too(app: Flask, browsers, town: Town, bad: str) -> None:
    answered(app, town, bad)
    applicant, officer, supervisor = browsers(), browsers(), browsers()
    people.sign_in(people.speak_english(applicant), people.HANDLER)
    people.sign_in(people.speak_english(officer), Role.REVIEWER)
    people.sign_in(people.speak_english(supervisor), Role.SUPERVISOR)
    for browser, address, words in (
        (applicant, f"/my/cases/{bad}", "Rating: Very dissatisfied"),
        (applicant, f"/my/cases/{bad}/rating", "Portal hard to use"),
        (applicant, f"/my/cases/{bad}/rating/matter/again", "Rate once more"),
        (applicant, "/ratings", "Service ratings"),
        (officer, "/follow-up?stage=callback", "To be called back"),
        (officer, f"/follow-up/{bad}/matter", "Result of the call-back"),
        (supervisor, "/follow-up", "Rectification rate"),
        (supervisor, f"/supervision/cases/{bad}", "Time to put a bad rating right"),
    ):
        assert browser.get(address).status_code == 200, address
        assert words in browser.page.words, (address, words)
