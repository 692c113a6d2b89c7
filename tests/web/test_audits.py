"""The pages of the case-file audit, for supervisors and for the office, in a browser without scripts."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from portal.services import case_audits, withdrawal
from tests.at_window import Town, beijing, settle
from tests.pages import Browser
from tests.web import people

NOW = beijing("2026-10-20 09:00")
SETTLE = settle
DRAW = {"first": "2026-09-01", "last": "2026-10-19", "office": "", "number": "3"}


@pytest.fixture
def closed(app: Flask, town: Town) -> str:
    with app.app_context():
        case_id = town.accepted("2026-09-28 10:00")
        withdrawal.withdraw(case_id, "不办了。", by=town.handler, at=beijing("2026-10-12 10:00"))
        case_audits.check_closed(at=NOW)
        return case_id


def supervisor(client: Browser) -> Browser:
    return people.sign_in(client, "su.ming")


def test_an_empty_period_says_so(client: Browser, town: Town):
    assert supervisor(client).get("/supervision/audits").status_code == 200
    assert "这段时间没有检查过的案卷" in client.page.words
    assert client.fill_in(DRAW, action="/supervision/audits/draws").status_code == 409
    assert "没有可以抽的案卷" in client.page.words


@pytest.mark.parametrize("english", [False, True])
def test_files_are_listed_with_their_scores_and_filtered_by_what_failed(client: Browser, closed: str, english: bool):
    supervisor(client)
    if english:
        people.speak_english(client)
    for query in (
        "",
        "?failed=opinions",
        "?office=emb",
        "?first=2026-10-01&last=2026-10-20&failed=nonsense&page=99",
        "?first=x",
    ):
        assert client.get(f"/supervision/audits{query}").status_code == 200
    assert ("Case-file audit" if english else "案卷评查") in client.page.words


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"first": "2026-10-20", "last": "2026-10-01"}, "结束日期早于开始日期"),
        ({"last": "2026-10-20"}, "结束日期最晚是昨天"),
        ({"number": "51"}, "一次抽 1 到 50 份"),
        ({"number": "drei"}, "不是有效的整数"),
        ({"first": ""}, "开始日期没有填"),
    ],
)
def test_a_draw_that_cannot_be_is_told_with_what_was_typed(
    client: Browser, closed: str, wrong: dict[str, str], said: str
):
    supervisor(client).get("/supervision/audits")
    assert client.fill_in(DRAW | wrong, action="/supervision/audits/draws").status_code == 422
    assert said in client.page.words


def test_from_the_draw_to_the_score(client: Browser, browsers: type[Browser], closed: str):
    supervisor(client).get("/supervision/audits")
    assert client.fill_in(DRAW, action="/supervision/audits/draws").status_code == 303
    client.get("/supervision/audits")
    assert "等待评查" in client.page.words
    (listed,) = set(re.findall(r'"(/supervision/audits/draws/\d+\.csv)"', client.page.html))
    lines = client.get(listed).text.splitlines()
    assert len(lines) == 2
    assert lines[1].endswith("抽中")
    assert people.sign_in(browsers(), "han.weidong").get(listed).status_code == 403
    assert client.get("/supervision/audits/draws/9999.csv").status_code == 409
    place = f"/supervision/audits/{closed}"
    client.get(place)
    wrong = {"words_1": "通知书没有盖章。", "points_1": "101"}
    assert client.fill_in(wrong, action=f"{place}/findings").status_code == 422
    assert "通知书没有盖章。" in client.page.words
    assert client.fill_in({"points_1": "6"}, action=f"{place}/findings").status_code == 303

    client.get(place)
    assert "部门可以说明到 11月3日。说明以后，或者过了这一天，才能定分。" in client.page.words
    assert f"{place}/settled" not in client.page.html
    head = people.sign_in(browsers(), "han.weidong")
    head.get("/review/audits")
    assert "等待部门说明" in head.page.words
    assert "可以说明到 11月3日" in head.page.words
    head.get(f"/review/audits/{closed}")
    assert head.fill_in(action=f"/review/audits/{closed}").status_code == 422
    assert head.fill_in({"reply": "属实，已经补盖。"}, action=f"/review/audits/{closed}").status_code == 303

    client.get(place)
    stale = browsers()
    supervisor(stale).get(place)
    assert client.fill_in({"score": "96", "conclusion": "整改及时。"}, action=f"{place}/settled").status_code == 303
    assert stale.fill_in({"score": "90", "conclusion": "别的结论。"}, action=f"{place}/settled").status_code == 409
    assert "已经往下走" in stale.page.words
    client.get(place)
    assert "得分 96" in client.page.words
    people.speak_english(client)
    assert client.get(place).status_code == 200


def test_nobody_else_gets_in(client: Browser, closed: str):
    people.sign_in(client, "zhou.min")
    assert client.get("/supervision/audits").status_code == 403
    assert client.get("/review/audits").status_code == 403
    people.sign_in(client, "chen.li")
    assert client.get(f"/supervision/audits/{closed}").status_code == 403
    assert client.get(f"/review/audits/{closed}").status_code == 409
