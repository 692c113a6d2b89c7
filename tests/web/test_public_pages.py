"""The pages of the foot are short and true, and the data of the guides are open to everybody."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from guides.load import Catalogue
from portal import clock
from portal.services import law
from tests.pages import Browser
from tests.under_review import beijing
from tests.web import people

pytestmark = pytest.mark.engines("sqlite")
FOOT = {
    "/complaints": "投诉与建议",
    "/remedies": "行政复议与行政诉讼",
    "/privacy": "个人信息怎样使用",
    "/accessibility": "无障碍声明",
    "/open-data": "开放数据与接口",
    "/about": "关于一窗",
}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: beijing("2026-11-22 10:20"))


@pytest.mark.parametrize(("path", "heading"), FOOT.items())
def test_the_pages_of_the_foot_are_there_in_both_languages(client: Browser, path: str, heading: str) -> None:
    assert client.get(path).status_code == 200
    assert client.page.h1 == heading
    assert people.speak_english(client).get(path).status_code == 200
    assert client.page.tree.get("lang") == "en"


def test_every_page_leads_to_them(client: Browser) -> None:
    client.get("/")
    assert set(FOOT) <= set(client.page.links.values())


def test_remedies_name_body_court_and_period_of_every_item(client: Browser) -> None:
    client.get("/remedies")
    words = "".join(client.page.words.split())
    for guide in law.catalogue().items(clock.business_day(clock.now())):
        row = words[words.index(f"{guide.name}{guide.remedies.reconsideration_body}60日内") :]
        assert row.startswith(f"{guide.name}{guide.remedies.reconsideration_body}60日内{guide.remedies.court}6个月内")


def test_of_very_many_items_those_of_one_department_are_shown(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    [first, *_] = law.catalogue().items(clock.business_day(clock.now()))
    copies = [first.model_copy(update={"item": f"item_{n}", "office": "emb" if n < 70 else "fire"}) for n in range(75)]
    many = Catalogue(copies)
    monkeypatch.setattr(law, "catalogue", lambda: many)
    for page in ("/remedies", "/complaints"):
        client.get(page)
        assert "office" in client.page.ids
        client.get(f"{page}?office=fire")
        assert "".join(client.page.words.split()).count(str(first.short_name)) == 5


def test_the_window_is_described_with_its_address(app: Flask, client: Browser) -> None:
    app.extensions["centre"].clear()
    client.get("/about")
    assert "window" in client.page.ids


def test_the_list_of_guides_is_open_to_other_sites(client: Browser) -> None:
    answer = client.get("/open-data/guides.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    listed = law.catalogue().listings(clock.business_day(clock.now()))
    assert [one["item"] for one in answer.json] == [one.item for one in listed]  # type: ignore[union-attr]


def test_a_guide_is_given_whole_but_for_its_author_s_notes(client: Browser) -> None:
    answer = client.get("/open-data/guides/hazchem_business_licence.json")
    guide = answer.json
    assert guide["name"] == {"zh": "危险化学品经营许可证核发", "en": "Hazardous-chemical business licence"}
    assert guide["page"].endswith("/guides/hazchem_business_licence")
    assert len(guide["materials"]) == 16
    assert "author_notes" not in guide
    assert "没有核对到原文" not in answer.get_data(as_text=True)


def test_data_of_a_guide_that_does_not_exist_are_not_found(client: Browser) -> None:
    assert client.get("/open-data/guides/none.json").status_code == 404


@pytest.mark.parametrize("path", ["/", "/guides/hazchem_business_licence", "/figures", *FOOT])
def test_public_pages_may_be_printed_and_read_without_signing_in(client: Browser, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_the_page_on_personal_data_says_what_the_scripts_keep_on_a_device(
    app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = Path(app.static_folder or "") / "js"
    typed, sent = (re.search(r"const DAYS = (\d+);", (scripts / f).read_text("utf-8")) for f in ("keep.js", "parts.js"))
    assert typed is not None
    assert sent is not None
    client.get("/privacy")
    said = "".join(client.page.words.split())
    assert f"最长{typed[1]}天" in said
    assert f"{sent[1]}天后再打开上传页时删除" in said
    assert f"最长{app.config['SETTINGS'].site_page_hours}小时" in said
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], site_page_hours=0))
    client.get("/privacy")
    assert "本站没有启用，不留在设备上" in client.page.words
