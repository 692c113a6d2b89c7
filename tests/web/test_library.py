"""The papers of the enterprise, the offers in the list of materials, and the answers of before, in a browser without scripts."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.actors import Role
from portal.services import drafts
from tests.at_window import HAZCHEM, Town, beijing, settle
from tests.pages import Browser
from tests.web import people

NOW = beijing("2026-10-12 10:00")
SETTLE = settle


@pytest.fixture
def draft(app: Flask, town: Town) -> str:
    with app.app_context():
        town.accepted("2026-09-28 10:00")
        return drafts.start(HAZCHEM, by=town.handler, at=NOW)


def hrefs(browser: Browser, part: str) -> list[str]:
    return [href for one in browser.page.all("a") if part in (href := one.get("href") or "")]


def put_in(browser: Browser, action: str) -> TestResponse:
    """Press the first offer of the list."""
    form = next(one for one in browser.page.all("form") if one.get("action") == action)
    return browser.post(action, data={one.get("name"): one.get("value") for one in form.iter("input")})


def test_an_empty_library_says_how_it_fills(browser: Browser):
    assert browser.get("/my/materials").status_code == 200
    assert "材料库还是空的" in browser.page.words


def test_the_level_of_every_paper_stands_beside_it_with_what_it_means(browser: Browser, draft: str):
    browser.get("/my/materials")
    assert "可信等级 C 上传的文件，还没有在窗口核对过原件。" in browser.page.words
    assert "可信等级 D 您自己编制的文件，凭您的承诺使用。" in browser.page.words
    browser.get(f"/my/drafts/{draft}/materials")
    assert "内容没有变化，就用这份" in browser.page.words, "what one has made is used again on one's word"
    assert "就用这份，不用再传" in browser.page.words


def test_the_clerk_reads_what_is_left_to_check(app: Flask, town: Town, client: Browser):
    with app.app_context():
        case_id = town.hand_in("2026-10-12 09:00")
    people.sign_in(client, people.BY_ROLE[Role.WINDOW])
    client.get(f"/window/queue/{case_id}")
    assert "可信等级" in client.page.words
    assert "不得为此另外要求到场" in client.page.words or "凭承诺使用" in client.page.words


@pytest.mark.parametrize("english", [False, True])
def test_papers_are_listed_with_the_case_they_came_with(browser: Browser, draft: str, english: bool):
    if english:
        people.speak_english(browser)
    assert browser.get("/my/materials").status_code == 200
    assert ("No validity noted" if english else "没有写有效期") in browser.page.words
    assert browser.get(hrefs(browser, "/my/materials/")[0]).status_code == 200


def test_the_validity_is_kept_and_a_wrong_day_is_told(browser: Browser, draft: str):
    browser.get("/my/materials")
    place = hrefs(browser, "/my/materials/")[0]
    browser.get(place)
    assert browser.fill_in({"valid_to": "2028-03-31"}, action=place).status_code == 303
    browser.get("/my/materials")
    assert "有效期至 2028年3月31日" in browser.page.words.replace(" 年 ", "年").replace(
        "2028 年 3 月 31 日", "2028年3月31日"
    )
    browser.get(place)
    for wrong, said in (
        ("1999-12-31", "2000 年到 2099 年"),
        ("2028-02-30", "看不出是哪一天"),
        ("kein Tag", "看不出是哪一天"),
    ):
        assert browser.fill_in({"valid_to": wrong}, action=place).status_code == 422
        assert said in browser.page.words
    assert browser.get("/my/materials/nonsense").status_code == 404


def test_a_paper_is_put_in_with_one_click(browser: Browser, draft: str):
    browser.get(f"/my/drafts/{draft}/materials")
    assert "材料库里有" in browser.page.words
    assert put_in(browser, f"/my/drafts/{draft}/reuse").status_code == 303
    browser.get(f"/my/drafts/{draft}/materials")
    assert "取自材料库" in browser.page.words


@pytest.mark.parametrize("room", ["/my", "/window"])
def test_all_papers_are_put_in_with_one_click_and_listed(
    app: Flask, client: Browser, town: Town, draft: str, room: str
):
    people.sign_in(client, "zhou.min" if room == "/window" else people.HANDLER)
    if room == "/window":
        with app.app_context():
            firm = town.handler.enterprise_id
            draft = drafts.start(HAZCHEM, by=town.clerk, at=NOW, channel="window", enterprise_id=firm)
    materials, action = f"{room}/drafts/{draft}/materials", f"{room}/drafts/{draft}/reuse-all"
    client.get(materials)
    said = re.search(r"使用材料库中的全部 (\d+) 份", client.page.words.replace("\xa0", " "))
    assert said
    assert re.search(r"其中 \d+ 份是申请人自己出具的", client.page.words.replace("\xa0", " "))
    answer = put_in(client, action)
    assert answer.status_code == 303
    client.get(answer.location)
    words = client.page.words.replace("\xa0", " ")
    assert f"已从材料库放入 {said[1]} 个文件" in words
    assert f"取自材料库的 {said[1]} 份，请核对" in words
    (taken,) = [one for one in client.page.all("details") if one.get("id") == "from-library"]
    assert len(list(taken.iter("li"))) == int(said[1])
    assert "open" in taken.attrib
    assert not [one for one in client.page.all("form") if one.get("action") == action]


def test_answers_of_before_are_filled_in_and_shown_to_be_checked(browser: Browser, draft: str):
    browser.get(f"/my/drafts/{draft}")
    assert "用以前的内容填好" in browser.page.words
    assert browser.fill_in(action=f"/my/drafts/{draft}/fill").status_code == 303
    browser.get(f"/my/drafts/{draft}")
    assert "用以前的内容填好" not in browser.page.words
    browser.get(f"/my/drafts/{draft}/sections/premises")
    assert "这些内容取自以前受理的申请" in browser.page.words
    browser.get(f"/my/drafts/{draft}/check")
    assert re.search(r"已填好 \d+ 项，其中 \d+ 项取自以前受理的申请，请核对", browser.page.words.replace("\xa0", " "))
    said = [one for one in browser.page.tree.iter("details") if "取自以前受理的申请" in "".join(one.itertext())]
    assert said
    assert all("open" in one.attrib for one in said), "what nobody has looked at yet is not folded away"


def test_the_window_offers_the_same(app: Flask, client: Browser, town: Town, draft: str):
    people.sign_in(client, "zhou.min")
    with app.app_context():
        own = drafts.start(HAZCHEM, by=town.clerk, at=NOW, channel="window", enterprise_id=town.handler.enterprise_id)
    client.get(f"/window/drafts/{own}")
    assert client.fill_in(action=f"/window/drafts/{own}/fill").status_code == 303
    client.get(f"/window/drafts/{own}/sections/premises")
    assert "请和申请人核对" in client.page.words
    client.get(f"/window/drafts/{own}/materials")
    assert put_in(client, f"/window/drafts/{own}/reuse").status_code == 303
    client.get(f"/window/drafts/{own}/materials")
    assert "取自材料库" in client.page.words


def test_the_last_page_says_what_to_look_at_again_and_hands_in_all_the_same(
    app: Flask, browser: Browser, draft: str, town: Town
):
    with app.app_context():
        drafts.save(draft, {"unit_name": "别的公司"}, by=town.handler, at=NOW)
    browser.get(f"/my/drafts/{draft}/check")
    assert "填的是“别的公司”" in browser.page.words
    assert "不影响提交" in browser.page.words
    people.speak_english(browser)
    browser.get(f"/my/drafts/{draft}/check")
    assert "别的公司" in browser.page.words
