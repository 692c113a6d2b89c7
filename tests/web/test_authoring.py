"""Authors write, check, compare, preview and publish guides in the browser: by two people, in both languages, with nothing lost."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import event

from portal import clock
from portal.db import db
from portal.forms import guide
from portal.services import drafts, guide_checks, guide_rows, guide_versions, users
from tests.at_window import HAZCHEM, Town, beijing, settle
from tests.core.small_guide import TEXT, changed
from tests.pages import Browser
from tests.services.guide_desk import DAY, KIOSK, GuideDesk, kiosk, person
from tests.web import people

NOW = beijing("2026-10-09 10:00")
GOOD = {"office": "emb", "item": KIOSK, "effective_from": DAY.isoformat(), "content": TEXT, "note": "新办"}


class Clock:
    """The hands of the clock of this test."""

    at: datetime = NOW


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Clock:
    hands = Clock()
    monkeypatch.setattr(clock, "now", lambda: hands.at)
    return hands


@pytest.fixture
def town(app: Flask, hands: Clock) -> Town:
    with app.app_context():
        return settle(app)


@pytest.fixture
def author(town: Town, client: Browser) -> Browser:
    return people.sign_in(client, "ye.qing")


@pytest.fixture
def second(town: Town, browsers) -> Browser:
    return people.sign_in(browsers(), "ji.wen")


def written(author: Browser, **other: object) -> str:
    """Write a version; returns the address of its page."""
    author.get("/guides-admin/new")
    answer = author.fill_in({**GOOD, **other})
    assert answer.status_code == 303, author.page.words
    return str(answer.location)


def said(browser: Browser) -> str:
    return browser.page.words.replace("\xa0", " ")


def test_a_guide_goes_from_the_browser_to_the_public_page_by_two_hands(author, second, client, hands):
    page = written(author)
    author.get(page)
    assert author.fill_in(action="/propose").status_code == 303
    author.get(page)
    assert "发布要两个人" in said(author)
    assert not [form for form in author.page.all("form") if form.get("action", "").endswith("/publish")]
    second.get(page)
    assert second.fill_in(action="/publish").status_code == 303
    hands.at = beijing("2026-10-10 09:00")
    second.get(f"/guides/{KIOSK}")
    assert second.page.h1 == "报刊亭许可"


def test_the_one_who_proposed_cannot_publish_by_hand_either(app, author):
    page = written(author)
    author.get(page)
    author.fill_in(action="/propose")
    author.get(page)
    [row] = rows(app)
    assert author.post(f"{page}/publish", data={"seen": row.digest}).status_code == 409
    assert author.page.h1 == "发布要两个人"


def rows(app: Flask) -> tuple[guide_rows.VersionRow, ...]:
    with app.app_context():
        return guide_rows.in_hand(by=person(users.find("ye.qing").rows[0].id))


@pytest.mark.parametrize("english", [False, True])
def test_everything_wrong_is_listed_at_once_and_the_text_stays(app, author, english):
    if english:
        people.speak_english(author)
    bad = changed(("item_type: licence", "item_type: licens"), ("level: city", "level: moon")) + "surprise: 1\n"
    author.get("/guides-admin/new")
    assert author.fill_in({**GOOD, "content": bad, "effective_from": "2026-10-01"}).status_code == 422
    words = said(author)
    assert "authority.level" in words
    assert "surprise" in words
    assert "item_type" in words
    assert author.page.all("textarea")[0].text.strip() == bad.strip()
    assert author.page.all("div", "ow-errors")
    assert rows(app) == ()


def test_a_file_is_taken_as_it_is_and_a_broken_one_is_shown_to_be_mended(app, author):
    author.get("/guides-admin/new")
    content = TEXT.replace("\n", "\r\n").encode()
    sent = {**GOOD, "content": "", "file": (io.BytesIO(content), "2026-10-10.yaml")}
    assert author.fill_in(sent, content_type="multipart/form-data").status_code == 303
    [row] = rows(app)
    assert author.get(f"/guides-admin/versions/{row.id}/file").data == content
    author.get("/guides-admin/new")
    sent = {**GOOD, "file": (io.BytesIO(b"name: [\xff\x00"), "x.yaml")}
    assert author.fill_in(sent, content_type="multipart/form-data").status_code == 422
    assert "UTF-8" in said(author)


def test_a_file_that_is_too_large_is_not_even_read(app, author, monkeypatch):
    for module in (guide, guide_checks):
        monkeypatch.setattr(module, "LARGEST", 1000)
    author.get("/guides-admin/new")
    sent = {**GOOD, "file": (io.BytesIO(TEXT.encode()), "x.yaml")}
    assert author.fill_in(sent, content_type="multipart/form-data").status_code == 422
    assert "超过 1 MB" in said(author)
    assert rows(app) == ()


def test_a_version_page_says_what_publishing_would_do(app, town, author):
    with app.app_context():
        desk = GuideDesk(*(person(users.find(login).rows[0].id) for login in ("ye.qing", "ji.wen")))
        desk.publish(TEXT, date(2026, 10, 9))
        draft = drafts.start(KIOSK, by=town.handler, at=NOW)
        drafts.save(draft, {"size": "big", "area": "120"}, by=town.handler, at=NOW)
    newer = changed(("id: area,", "id: floor_area,"), ("某法院", "某区法院")).replace(
        "field: area,", "field: floor_area,"
    )
    author.get(written(author, content=newer, effective_from="2026-10-20"))
    words = said(author)
    assert "1 份会换到这一版" in words
    assert "1 份里有不再需要的内容，1 份要补填或者补交" in words
    assert "不予许可（备案）决定书" in words
    assert "由“某法院”改为“某区法院”" in words


def test_the_preview_is_the_public_page_with_a_banner_and_only_for_authors(author, second, town, browsers):
    page = written(author)
    second.get(f"{page}/preview?size=big")
    assert second.page.h1 == "报刊亭许可"
    assert "预览：这一版还没有发布" in said(second)
    assert "租赁合同" in said(second)
    assert people.sign_in(browsers(), people.HANDLER).get(f"{page}/preview").status_code == 403


def test_a_version_is_turned_down_with_a_reason_and_mended(author, second):
    page = written(author)
    author.get(page)
    author.fill_in(action="/propose")
    second.get(page)
    assert second.fill_in({"reason": ""}, action="/reject").status_code == 409
    second.get(page)
    assert second.fill_in({"reason": "依据条款写错"}, action="/reject").status_code == 303
    author.get(page)
    assert "依据条款写错" in said(author)
    author.get(f"{page}/edit")
    assert author.fill_in({"content": TEXT + "# mended\n"}).status_code == 303
    author.get(page)
    assert "提交发布" in said(author)


def test_an_older_page_neither_proposes_nor_publishes_what_was_changed_since(app, author, second):
    page = written(author)
    second.get(page)
    author.get(f"{page}/edit")
    author.fill_in({"content": TEXT + "# other\n"})
    assert second.fill_in(action="/propose").status_code == 409
    assert second.page.h1 == "内容已经改过"


def test_a_version_in_force_is_withdrawn_with_a_reason_and_its_page_stays(author, client):
    author.get(f"/guides-admin/items/{HAZCHEM}")
    assert author.fill_in({"reason": "条款有误"}, action="/withdraw").status_code == 303
    author.get("/guides-admin")
    assert "已停止使用" in said(author)
    author.get(f"/guides-admin/items/{HAZCHEM}")
    assert "条款有误" in said(author)
    author.get(f"/guides/{HAZCHEM}")
    assert "本指南已停止使用" in said(author)


def test_a_new_version_begins_with_the_text_of_the_one_before(author):
    author.get(f"/guides-admin/items/{HAZCHEM}")
    author.get(author.page.links["写新的一版"])
    assert "危险化学品" in author.page.all("textarea")[0].text
    assert author.fill_in({"effective_from": "2026-11-01"}).status_code == 303


def test_what_is_not_there_is_said(author):
    for page in (
        "versions/999",
        "versions/999/preview",
        "items/none",
        f"new?item={HAZCHEM}&from=x",
        "versions/999/file",
    ):
        assert author.get(f"/guides-admin/{page}").status_code == 404
    assert author.post(f"/guides-admin/items/{HAZCHEM}/soon/withdraw", data={"reason": "x"}).status_code == 404


def test_the_catalogue_is_searched_by_name_code_and_office(author):
    for words, expected in [("烟花", 2), ("hazchem_business", 3), ("住房和城乡建设局", 1), ("nothing", 0)]:
        author.get("/guides-admin", query_string={"q": words})
        assert (f"目录 {expected} 项" in said(author)) is bool(expected), words


def test_every_page_for_authors_speaks_english(author, second):
    page = written(author)
    people.speak_english(author)
    for address in ("", "/new", f"/items/{HAZCHEM}", f"/new?item={HAZCHEM}&from=2026-05-01"):
        assert author.get(f"/guides-admin{address}").status_code == 200
        assert author.page.tree.get("lang") == "en"
    for address in ("", "/edit", "/preview"):
        assert author.get(f"{page}{address}").status_code == 200
    author.get(page)
    author.fill_in(action="/propose")
    author.get(page)
    people.speak_english(second)
    second.get(page)
    second.fill_in(action="/publish")
    for address in (page, f"/guides-admin/items/{KIOSK}", "/guides-admin"):
        assert second.get(address).status_code == 200


@pytest.mark.parametrize("login", ["zhou.min", "chen.li", "han.weidong", "su.ming", people.HANDLER])
@pytest.mark.engines("sqlite")
def test_only_authors_and_administrators_see_these_pages(town, client, login):
    people.sign_in(client, login)
    assert client.get("/guides-admin").status_code == 403


@pytest.mark.engines("sqlite")
def test_an_author_lands_on_the_guides_and_an_administrator_reaches_them(town, client, browsers):
    author = people.sign_in(client, "ye.qing")
    assert author.get("/start").location == "/guides-admin"
    admin = people.sign_in(browsers(), "admin")
    admin.get("/guides-admin")
    assert admin.page.h1 == "指南管理"


def test_the_list_takes_the_same_number_of_queries_however_much_is_in_hand(app, town, author):
    counted: list[str] = []

    def listen(*facts: object) -> None:
        counted.append(str(facts[2]))

    numbers = []
    for _round in range(2):
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", listen)
            author.get("/guides-admin")
            event.remove(db.engine, "before_cursor_execute", listen)
            numbers.append(len(counted))
            counted.clear()
            by = person(users.find("ye.qing").rows[0].id)
            for day in range(1, 9):
                guide_versions.upload(kiosk(TEXT, date(2026, 11, day)), by=by, at=NOW)
    assert numbers[0] <= numbers[1] <= 12
    assert numbers[1] - numbers[0] <= 1  # the names of those who wrote
