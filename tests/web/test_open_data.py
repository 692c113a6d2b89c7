"""The same guide as data for machines: anybody may take it, in every form, without signing in."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

import pytest

from portal.web import csv_file
from tests.pages import Browser
from tests.web import people
from tests.web.bookshop import move_in

pytestmark = pytest.mark.engines("sqlite")
DATA = "/open-data/guides/bookshop"


@pytest.fixture(autouse=True)
def bookshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move_in(tmp_path, monkeypatch)


def test_the_process_is_a_file_for_any_bpmn_tool_in_both_languages(app, client: Browser) -> None:  # type: ignore[no-untyped-def]
    people.settle(app)
    for query, lane in (("", "临江市消防救援支队"), ("?lang=en", "Linjiang Fire and Rescue Detachment")):
        answer = client.get(f"{DATA}.bpmn{query}")
        assert answer.content_type == "application/xml; charset=utf-8"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="bookshop.bpmn"'
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        root = Xml.fromstring(answer.data)
        assert lane in [one.get("name") for one in root.iter() if one.tag.endswith("}lane")]


@pytest.mark.parametrize("path", ["none.bpmn", "none.json"])
def test_data_of_an_item_that_does_not_exist_is_not_found(client: Browser, path: str) -> None:
    assert client.get(f"/open-data/guides/{path}").status_code == 404


def table(client: Browser, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.content_type == "text/csv; charset=utf-8"
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    return [*csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))]


def test_guides_and_materials_are_tables_with_national_columns(client: Browser) -> None:
    items, materials = table(client, "/open-data/guides.csv"), table(client, "/open-data/materials.csv")
    assert [one["task_name"] for one in items] == ["开书店一件事", "报刊亭许可"]
    assert [one["material_name"] for one in materials][:2] == ["申请书", "租赁合同"]


def test_no_cell_of_a_table_is_taken_for_a_formula() -> None:
    assert csv_file.line(["=1+1", "+86", "-1", "@x", "好"]) == "'=1+1,'+86,'-1,'@x,好\r\n"
    for begins in ("＝1+1", "＋1", "－1", "＠x", "\t=1", "\r=1", "\n=1", " =1", "\u3000＝1", "\xa0@x"):
        assert csv_file.harmless(begins) == f"'{begins}", "wide signs and blanks hide no formula"
    assert csv_file.harmless(" 恒泰 a=b") == " 恒泰 a=b"


def test_the_page_of_open_data_names_every_form_of_the_decisions(client: Browser) -> None:
    client.get("/open-data")
    assert {"/published.csv", "/published.xlsx", "/published.json"} <= set(client.page.links.values())


def test_linked_data_hangs_on_the_page_without_a_script(client: Browser) -> None:
    client.get("/guides/bookshop")
    kinds = {one.get("type"): one.get("href") for one in client.page.all("link") if one.get("rel") == "alternate"}
    assert kinds["application/ld+json"] == f"{DATA}.jsonld"
    answer = client.get(f"{DATA}.jsonld")
    assert answer.content_type == "application/ld+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert json.loads(answer.data)["@id"].endswith("/guides/bookshop")


def test_the_list_of_guides_says_where_every_form_of_the_data_is(client: Browser) -> None:
    [entry, _] = json.loads(client.get("/open-data/guides.json").data)
    for name in ("page", "data", "linked_data", "process"):
        assert client.get(urlsplit(entry[name]).path).status_code == 200
    client.get("/open-data")
    assert client.page.links["全部指南（CSV，国家事项表的字段）"] == "/open-data/guides.csv"


def test_the_limits_are_a_calendar_for_the_answers_and_the_day(client: Browser) -> None:
    answer = client.get("/guides/bookshop/limits.ics?size=small&sign=no&from=2026-11-23")
    assert answer.content_type == "text/calendar; charset=utf-8"
    text = answer.get_data(as_text=True).replace("\r\n ", "")
    assert "UID:bookshop-2026-01-01-20261123-promised@onewindow" in text
    assert "DTSTART;VALUE=DATE:20261203" in text
    assert "SUMMARY:承诺到期：开书店" in text
    assert "SUMMARY:开业：开书店" in text
    assert "假定 2026-11-23 申请，每一步都用到最后一天" in text
    assert "以发证机关答复为准" in text


def test_a_calendar_begins_today_and_says_what_is_provisional(client: Browser) -> None:
    text = client.get("/guides/bookshop/limits.ics").get_data(as_text=True).replace("\r\n ", "")
    assert "bookshop-2026-01-01-20261122-notice" in text
    assert "暂定：有的年份放假安排还没有公布。" in text


@pytest.mark.parametrize("day", ["2035-01-05", "tomorrow", "2026-02-30"])
def test_a_day_that_nobody_can_count_from_is_not_found(client: Browser, day: str) -> None:
    assert client.get(f"/guides/bookshop/limits.ics?from={day}").status_code == 404
