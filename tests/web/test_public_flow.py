"""The drawing of a review fits: boxes stand apart, words stay inside, arrows end at boxes, in both languages."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from flask import Flask

from guides.outlook import outlook
from guides.review import Track
from guides.text import Text
from portal.services import law
from portal.services.guide_pages import GuidePage, guide_page
from portal.web import flow, flow_words
from portal.web.flow import Box, Chart, measure, wrapped
from tests.pages import Browser
from tests.web.bookshop import move_in

pytestmark = pytest.mark.engines("sqlite")
TODAY = date(2026, 11, 22)
STORED = {"business_mode": ["wholesale_stored"], "has_storage": "own", "new_storage": "no", "toxic_goods": "yes"}
SETTLED = {**STORED, "apply_type": "first", "explosive_goods": "no"}
ANSWERS = [{}, {"has_storage": "own"}, SETTLED]
ITEMS = [guide.item for guide in law.catalogue().items(TODAY)]


def page(item: str, answers: dict[str, object]) -> GuidePage:
    found = guide_page(item, answers, on=TODAY)
    assert found is not None
    return found


def drawn(app: Flask, found: GuidePage, language: str) -> Chart:
    with app.test_request_context("/", headers={"Cookie": f"ow_language={language}"}):
        return flow.chart(found, {})


def apart(a: Box, b: Box) -> bool:
    beside = a.x + a.width <= b.x or b.x + b.width <= a.x
    return beside or a.y + a.height <= b.y or b.y + b.height <= a.y


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("answers", ANSWERS, ids=["none", "some", "all"])
@pytest.mark.parametrize("item", ITEMS)
def test_boxes_stand_apart_and_words_stay_inside(
    app: Flask, item: str, answers: dict[str, object], language: str
) -> None:
    chart = drawn(app, page(item, answers), language)
    for a, b in combinations(chart.boxes, 2):
        assert apart(a, b), (a, b)
    for box in chart.boxes:
        assert box.x >= 0
        assert box.x + box.width <= chart.width
        assert box.y + box.height <= chart.height
        for line in box.lines:
            assert measure(line.words, 13 if "s" in line.cls else 15) <= box.width + 8, line
            assert box.y < line.y < box.y + box.height


def chained(found: GuidePage, *tracks: Track) -> GuidePage:
    """The page with these tracks for its review."""
    review = found.guide.review.model_copy(update={"tracks": tracks})
    guide = found.guide.model_copy(update={"review": review})
    return GuidePage(guide, outlook(guide, {}, TODAY), found.state, found.versions)


def test_a_chain_of_many_departments_is_drawn_in_as_many_columns(app: Flask) -> None:
    found = page("emergency_plan_filing", {})
    first = found.guide.review.tracks[0]
    names = ["a", "b", "c", "d"]
    tracks = [first.model_copy(update={"id": n, "depends_on": tuple(names[:at][-1:])}) for at, n in enumerate(names)]
    chart = drawn(app, chained(found, *tracks), "zh")
    columns = {box.x for box in chart.boxes if any("核对" in line.words for line in box.lines)}
    assert len(columns) == 4
    assert all(apart(a, b) for a, b in combinations(chart.boxes, 2))


def test_days_add_up_along_the_longest_chain() -> None:
    tracks = page("hazchem_business_licence", SETTLED).outlook.tracks
    assert flow_words.longest(tracks) == 9
    assert flow_words.longest(()) == 0


def test_words_are_broken_where_a_reader_would() -> None:
    assert wrapped("Linjiang Fire and Rescue", 100, 13) == ["Linjiang", "Fire and", "Rescue"]
    assert wrapped("临江市市场监督管理局", 100, 13) == ["临江市市场监督", "管理局"]
    assert wrapped("4\u00a0个工作日 · 2\u00a0人", 60, 13)[0] == "4\u00a0个工作日"
    assert wrapped("", 60, 13) == []


@pytest.fixture
def bookshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move_in(tmp_path, monkeypatch)


def words_in(chart: Chart) -> list[str]:
    return ["".join(line.words for line in box.lines) for box in chart.boxes]


@pytest.mark.usefixtures("bookshop")
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("answers", [{}, {"size": "big", "sign": "yes"}], ids=["none", "all"])
def test_a_bundle_with_levels_and_fractions_fits_too(app: Flask, answers: dict[str, object], language: str) -> None:
    test_boxes_stand_apart_and_words_stay_inside(app, "bookshop", answers, language)


@pytest.mark.usefixtures("bookshop")
def test_the_drawing_names_pre_review_bundle_level_and_departments(app: Flask) -> None:
    found = page("bookshop", {"size": "big", "sign": "yes"})
    with app.test_request_context("/"):
        chart = flow.chart(found, {"centre": Text(zh="中心"), "pbd": Text(zh="省厅")})
    boxes = words_in(chart)
    assert "预审0.5\u00a0个工作日内" in boxes
    assert "受理中心当场" in boxes
    assert "审核决定省厅0.5\u00a0个工作日" in boxes
    assert "招牌审核〔招牌备案〕market1\u00a0个工作日" in boxes
    assert [line.words for line in chart.lane.lines][-1] == "由省书业厅牵头"
    assert chart.said.startswith("先预审，0.5\u00a0个工作日内答复。")
    assert not chart.some


@pytest.mark.usefixtures("bookshop")
@pytest.mark.parametrize(
    ("language", "title"), [("zh", "开书店一件事办理流程图"), ("en", "Procedure: Opening a bookshop")]
)
def test_the_drawing_is_a_file_of_its_own_that_needs_nothing_else(client: Browser, language: str, title: str) -> None:
    client.set_cookie("ow_language", language)
    answer = client.get("/guides/bookshop/flow.svg?size=big&sign=yes")
    assert answer.content_type == "image/svg+xml; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bookshop-flow.svg"'
    root = Xml.fromstring(answer.data)
    parts = {one.tag.rpartition("}")[2]: one for one in root}
    assert root.get("role") == "img"
    assert parts["title"].text == title
    assert parts["desc"].text
    looks = {one.get("fill") for one in root.iter() if one.get("fill")}
    assert all(look == "none" or re.fullmatch("#[0-9a-f]{3,6}", look) for look in looks)
    assert not any(one.get("class") or one.get("style") or one.tag.endswith("style") for one in root.iter())
