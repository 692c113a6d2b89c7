"""Published decisions and figures: what anybody may read and take away, with nothing in it that is nobody's business."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event, select

from portal import clock
from portal.db import db, reading, transaction
from portal.models import Case, Publication
from portal.services import delivery, figures, publication
from portal.web import public_records
from tests import at_window
from tests.at_window import Town, beijing
from tests.pages import Browser
from tests.web import people

NOW = beijing("2026-10-20 16:00")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return at_window.settle(app)


@pytest.fixture
def decisions(app: Flask, town: Town) -> None:
    """A grant with its licence and a refusal, both decided on 16 October and published."""
    with app.app_context():
        granted, _refused = town.granted("2026-10-12 09:00"), town.refused("2026-10-12 09:10")
        delivery.issue(granted, by=town.clerk, at=beijing("2026-10-19 10:00"), electronic=True)
        with reading() as session:
            numbers = list(session.scalars(select(Case.id)))
        for number in numbers:
            publication.publish(number, at=beijing("2026-10-19 16:00"))


@contextmanager
def queries(app: Flask) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):  # type: ignore[no-untyped-def]
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def tight(browser: Browser) -> str:
    return "".join(browser.page.words.split())


@pytest.mark.usefixtures("decisions")
def test_grants_and_refusals_are_listed_with_all_national_fields(client: Browser) -> None:
    client.get("/published")
    words = tight(client)
    assert "已准予临江恒泰化工贸易有限公司" in words
    assert "未准予临江恒泰化工贸易有限公司" in words
    assert "行政许可决定文书名称准予行政许可决定书行政许可决定文书号" in words
    assert "许可编号临危化经字〔2026〕0001" in words


@pytest.mark.usefixtures("decisions")
def test_the_list_is_searched(client: Browser) -> None:
    client.get("/published?q=不许")
    assert "未准予" in client.page.words
    assert "已准予" not in client.page.words
    client.get("/published?q=%25")
    assert "没有找到“%”" in client.page.words


def test_a_list_without_decisions_says_what_would_be_here(client: Browser) -> None:
    client.get("/published")
    assert "第一件办件作出决定后，会列在这里。" in client.page.words
    client.get("/published?page=nonsense")
    client.get("/published?page=-7")
    client.get("/published?page=99999999999999999999")


@pytest.mark.usefixtures("decisions")
def test_a_long_list_comes_in_pages(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_records, "ROWS", 1)
    client.get("/published?q=恒泰")
    client.get(client.page.links["下一页"])
    assert "第 2 页" in client.page.words.replace("\u00a0", " ")
    assert "下一页" not in client.page.links


@pytest.mark.usefixtures("decisions")
def test_the_table_is_read_by_office_programs(client: Browser) -> None:
    answer = client.get("/published.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["XK_ZT"] for row in rows] == ["2", "1"]
    assert list(rows[0])[:4] == ["XK_XDR_MC", "XK_XDR_LB", "XK_XDR_SHXYM", "XK_XDR_GSZC"]


@pytest.mark.usefixtures("decisions")
def test_a_cell_is_never_a_formula(app: Flask, client: Browser) -> None:
    with app.app_context(), transaction() as session:
        line = session.scalars(select(Publication)).first()
        assert line is not None
        line.fields = {**line.fields, "XK_NR": '=HYPERLINK("http://evil")'}
    assert "'=HYPERLINK" in client.get("/published.csv").get_data(as_text=True)


@pytest.mark.usefixtures("decisions")
def test_the_records_are_the_same_as_json_and_searched_alike(client: Browser) -> None:
    assert len(client.get("/published.json").json) == 2  # type: ignore[arg-type]
    [one] = client.get("/published.json?q=〔2026〕0001").json  # type: ignore[misc]
    assert one["XK_XKBH"] == "临危化经字〔2026〕0001"
    assert client.get("/published.json?q=nobody").json == []


@pytest.mark.usefixtures("decisions")
def test_records_hold_no_identity_and_no_phone(client: Browser) -> None:
    text = client.get("/published.json").get_data(as_text=True) + client.get("/published.csv").get_data(as_text=True)
    for private in ("990101198003073019", "13900000001", "shen@example.cn", "周敏"):
        assert private not in text


@pytest.mark.usefixtures("decisions")
def test_figures_stand_with_numerator_denominator_and_definition(client: Browser) -> None:
    client.get("/figures")
    words = tight(client)
    assert client.page.h1 == "公开数据"
    assert "2026年9月21日至2026年10月20日" in words
    assert "按时办结率100.0%2件÷2件承诺时限内作出决定的件数÷作出决定的件数" in words
    assert "零跑腿率100.0%1件÷1件" in words
    design = figures.declared(date(2026, 10, 20))
    saved, law = design.compression.part, design.compression.whole
    assert f"{saved}个工作日÷{law}个工作日" in words
    assert f"{design.without_visit.part}个事项÷{design.without_visit.whole}个事项" in words


@pytest.mark.usefixtures("decisions")
def test_the_period_is_chosen_and_nonsense_is_the_shortest(client: Browser) -> None:
    client.get("/figures?days=365")
    assert "2025年10月21日" in tight(client)
    for query in ("days=x", "days=7", "days=-1"):
        client.get(f"/figures?{query}")
        assert "2026年9月21日" in tight(client)


def test_without_cases_there_are_no_rates(client: Browser) -> None:
    client.get("/figures")
    assert "这段时间没有作出决定、也没有送达结果的办件" in client.page.words
    assert "按时办结率" not in client.page.words


@pytest.mark.usefixtures("decisions")
def test_the_pages_ask_the_database_little(app: Flask, client: Browser) -> None:
    for path, budget in (("/figures", 2), ("/published", 1)):
        client.get(path)
        with queries(app) as asked:
            client.get(path)
        assert len(asked) <= budget, "\n".join(asked)


@pytest.mark.usefixtures("decisions")
@pytest.mark.parametrize("path", ["/published", "/published?q=zzz", "/figures", "/figures?days=90"])
def test_the_records_are_whole_in_english_too(client: Browser, path: str) -> None:
    people.speak_english(client).get(path)
    assert client.page.tree.get("lang") == "en"
