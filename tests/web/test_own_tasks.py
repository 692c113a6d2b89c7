"""Whose turn it is, on the home page, on the list of cases and on the case: an enterprise sees first what it has to do."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from guides.identifiers import uscc_check_digit
from portal import clock
from portal.services import drafts, visits
from portal.services.own_tasks import Task
from portal.web import task_words
from tests import at_window
from tests.at_window import HAZCHEM, Town, beijing
from tests.pages import Browser
from tests.web import people

NOW = beijing("2026-10-22 10:00")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return at_window.settle(app)


def told_to_correct(town: Town) -> str:
    case_id = town.hand_in("2026-10-19 09:00")
    town.mark(case_id, "2026-10-20 09:00", fix={"training_proof": "缺页"})
    town.conclude(case_id, "correction", "2026-10-20 09:10")
    return case_id


def asked_to_come(town: Town) -> str:
    case_id = town.accepted("2026-10-19 09:00")
    words = {"place": "window", "purpose": "sign", "reason": "合同要当面签字", "instead": "不能电子签名"}
    visits.ask(case_id, **words, by=town.clerk, at=beijing("2026-10-21 10:00"))
    return case_id


def test_the_home_page_names_what_was_applied_for_lately_to_the_enterprise_alone(
    app: Flask, town: Town, client: Browser
) -> None:
    with app.app_context():
        case_id = told_to_correct(town)
    assert "您最近办过" not in client.get("/").text
    people.sign_in(client, people.HANDLER)
    client.get("/")
    assert "您最近办过" in client.page.words
    assert client.page.links["看办件：危险化学品经营许可证核发"] == f"/my/cases/{case_id}"
    assert "再办一次" not in client.page.words, "it is still under way"


def test_the_home_page_and_the_list_begin_with_what_is_due(app: Flask, town: Town, client: Browser) -> None:
    with app.app_context():
        supplied = town.deferred("2026-10-13 09:00", "2026-10-14 09:40")
        corrected = told_to_correct(town)
        come = asked_to_come(town)
        drafts.start(HAZCHEM, by=town.handler, at=beijing("2026-10-22 09:00"))
    people.sign_in(client, people.HANDLER)
    client.get("/")
    for words in ("现在轮到您", "补正 1 项", "补交 1 份容缺材料", "请您到", "接着填", "还有"):
        assert words in client.page.words, words
    client.get("/my/cases")
    assert "现在轮到您 3 件" in client.page.words
    wanted = [f"/my/cases/{corrected}/correction", f"/my/cases/{supplied}/supplement", f"/my/cases/{come}#visits"]
    found = [one.get("href") for one in client.page.tree.iter("a") if one.get("href") in wanted]
    assert set(found) == set(wanted)
    assert found.index(wanted[2]) == 2, "what has no day stands after what has one"


def test_the_days_of_a_task_are_said_as_people_plan(app: Flask) -> None:
    def ahead(year: int, month: int, day: int) -> str:
        with app.test_request_context():
            return task_words.ahead(Task("correct", date(year, month, day)))

    assert ahead(2026, 10, 22) == "就是今天"
    assert ahead(2026, 10, 23) == "就是明天"
    assert ahead(2026, 10, 29).replace("\xa0", " ") == "星期四，还有 7 天"
    assert ahead(2026, 10, 21) == ""


def test_who_has_nothing_to_do_and_whoever_is_not_signed_in_sees_no_such_list(
    app: Flask, town: Town, browsers: type[Browser]
) -> None:
    with app.app_context():
        town.accepted("2026-10-19 09:00")
    assert "现在轮到您" not in browsers().get("/").text
    own = people.sign_in(browsers(), people.HANDLER)
    for page in ("/", "/my/cases"):
        own.get(page)
        assert "现在轮到您 " not in own.page.words
    assert "现在轮到您" not in people.sign_in(browsers(), "zhou.min").get("/").text


def test_another_enterprises_tasks_are_nobody_elses(app: Flask, town: Town, client: Browser) -> None:
    with app.app_context():
        told_to_correct(town)
        people.join(
            "lu@example.cn", "陆知行", "13900000002", at=NOW, uscc="91990101MA2WH12341", firm="望山石化销售有限公司"
        )
    people.sign_in(client, "lu@example.cn")
    for page in ("/", "/my/cases"):
        assert "补正" not in client.get(page).text


def test_the_case_names_the_applicants_own_act_before_the_offices(app: Flask, town: Town, client: Browser) -> None:
    with app.app_context():
        come = asked_to_come(town)
    people.sign_in(client, people.HANDLER)
    client.get(f"/my/cases/{come}")
    assert "现在轮到 您 和" in client.page.words
    assert "与此同时" in client.page.words
    assert "您现在不用做什么" not in client.page.words


def test_a_newcomer_gets_back_to_what_he_wanted_after_signing_up(client: Browser, app: Flask, town: Town) -> None:
    wanted = f"/apply/{HAZCHEM}"
    client.get(wanted, follow_redirects=True)
    up = next(one.get("href") for one in client.page.tree.iter("a") if "sign-up" in one.get("href", ""))
    client.get(up)
    typed = {
        "uscc": "91990101MA2WH1234" + uscc_check_digit("91990101MA2WH1234"),
        "enterprise_name": "望山石化销售有限公司",
        "legal_representative": "陆知行",
        "name": "陆知行",
        "mobile": "13900000002",
        "email": "lu@example.cn",
        "password": people.PASSWORD,
        "consent": "yes",
    }
    assert client.fill_in(typed).location == wanted


def test_nobody_is_sent_to_another_site_after_signing_up(client: Browser, app: Flask, town: Town) -> None:
    for there in ("//evil.example/x", "https://evil.example/x"):
        assert 'name="next"' not in client.get(f"/sign-up?next={there}").text
        client.get(f"/sign-up/done?next={there}")
        buttons = [one.get("href") for one in client.page.tree.iter("a") if "btn-primary" in one.get("class", "")]
        assert "/sign-in" in buttons
