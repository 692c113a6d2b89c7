"""The power list and the duty list: what the public may hold an office to, made from the guides in force."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.pages import Browser
from tests.web import people
from tests.web.bookshop import move_in

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture(autouse=True)
def bookshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move_in(tmp_path, monkeypatch)


def tight(browser: Browser) -> str:
    return "".join(browser.page.words.split())


def table(client: Browser, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert answer.content_type == "text/csv; charset=utf-8"
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    return [*csv.reader(io.StringIO(text.removeprefix("\ufeff")))]


def test_the_power_list_names_office_basis_level_and_who_does_what(app, client: Browser) -> None:  # type: ignore[no-untyped-def]
    people.settle(app)
    client.get("/power-list")
    words = tight(client)
    assert "临江市应急管理局2个事项" in words
    assert "开书店一件事行政许可000125990001以发证机关答复为准《某条例》第四条" in words
    assert "市级；省级（省书业厅）以发证机关答复为准受理：临江市政务服务中心" in words
    assert "监管：market委托：澄江区书业所（现场查看）以发证机关答复为准" in words
    assert client.page.links["开书店一件事"] == "/guides/bookshop"


def test_the_power_list_says_what_changed_and_when(client: Browser) -> None:
    client.get("/power-list")
    words = tight(client)
    assert (
        "2026年6月1日变更：报刊亭许可办结时限：由“法定20个工作日；承诺10个工作日”改为“法定20个工作日；承诺8个工作日”"
        in words
    )
    assert "2026年1月1日列入：报刊亭许可" in words


def test_the_duty_list_says_what_is_owed_in_every_item(client: Browser) -> None:
    client.get("/duty-list")
    words = tight(client)
    assert "开书店一件事12项责任公示" in words
    assert "追责有下列情形之一的，责令改正" in words
    assert "《行政许可法》第七十二条" in words
    assert client.page.links["没有做到，向谁投诉"] == "/complaints"


def test_both_lists_are_tables_too(client: Browser) -> None:
    head, *rows = table(client, "/power-list.csv")
    assert head[:5] == ["机关", "基本编码", "事项名称", "权力类型", "设定依据"]
    assert [row[2] for row in rows] == ["开书店一件事", "报刊亭许可"]
    head, *rows = table(client, "/duty-list.csv")
    assert head == ["机关", "基本编码", "事项名称", "责任", "责任内容", "时限", "依据"]
    assert len(rows) == 12 + 12


@pytest.mark.parametrize("path", ["/power-list", "/duty-list"])
def test_both_lists_read_in_english(client: Browser, path: str) -> None:
    people.speak_english(client).get(path)
    assert client.page.h1 in ("Power list", "Duty list")
    assert path in client.page.links.values()
