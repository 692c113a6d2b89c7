"""The drawing of a review fits: boxes stand apart, words stay inside, arrows end at boxes, in both languages."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from flask import Flask

from guides.outlook import outlook
from guides.review import Track
from portal.services import law
from portal.services.guide_pages import GuidePage, guide_page
from portal.web import flow, flow_words
from portal.web.flow import Box, Chart, measure, wrapped

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
