"""A guide page says what the answers lead to, which version it is, and what else there is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from guides.load import load_catalogue
from portal.services import guide_pages, law
from portal.services.guide_pages import guide_page, line_of, popular
from portal.services.rule_words import words_of
from tests import under_review
from tests.core import small_guide

TODAY = date(2026, 11, 22)
HAZCHEM = "hazchem_business_licence"
STORED = {"apply_type": "first", "business_mode": ["wholesale_stored"], "has_storage": "leased", "new_storage": "no"}
ALL = {**STORED, "toxic_goods": "no", "explosive_goods": "no"}


def test_without_answers_the_longest_and_the_shortest_promise_stand_there() -> None:
    page = guide_page(HAZCHEM, {}, on=TODAY)
    assert page is not None
    promised = page.span("promised")
    assert promised is not None
    assert (promised.least, promised.most, promised.unit, promised.start) == (10, 20, "working_day", "accepted")
    assert page.span("statutory").most == 30  # type: ignore[union-attr]
    assert not page.outlook.settled


def test_answers_lead_to_one_situation_one_promise_and_an_exact_list() -> None:
    page = guide_page(HAZCHEM, ALL, on=TODAY)
    assert page is not None
    assert page.outlook.settled
    assert [one.id for one in page.situations] == ["with_storage", "leased_storage"]
    assert page.span("promised").least == page.span("promised").most == 20  # type: ignore[union-attr]
    assert [one.key for one in page.asked] == [
        "application", "rules_list", "qualifications", "training_proof", "premises", "business_licence", "plan_filing",
        "storage_lease", "major_hazard_filing", "safety_manager", "safety_assessment",
    ]  # fmt: skip
    assert (page.shared, page.deferrable) == (1, 3)


def test_an_answer_that_cannot_be_read_counts_as_none() -> None:
    page = guide_page(
        HAZCHEM, {"has_storage": "castle", "business_mode": "retail", "legal_rep_id": "1", "x": "y"}, on=TODAY
    )
    assert page is not None
    assert "has_storage" not in page.outlook.answers
    assert "legal_rep_id" not in page.outlook.answers


def test_no_such_guide_has_no_page() -> None:
    assert guide_page("no_such_item", {}, on=TODAY) is None
    assert guide_page(HAZCHEM, {}, on=TODAY, version=date(1999, 1, 1)) is None


@pytest.fixture
def three_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kiosk guide in force since 2025, since 2026, and from 2027 on."""
    folder = tmp_path / "emb" / "kiosk"
    folder.mkdir(parents=True)
    for year in (2025, 2026, 2027):
        (folder / f"{year}-01-01.yaml").write_text(small_guide.TEXT, "utf-8")
    loaded = load_catalogue(tmp_path)
    assert not loaded.errors
    monkeypatch.setattr(law, "catalogue", lambda: loaded)


@pytest.mark.usefixtures("three_versions")
def test_versions_say_from_when_to_when_they_apply() -> None:
    page = guide_page("kiosk", {}, on=TODAY)
    assert page is not None
    assert page.state == "current"
    assert [(one.effective_from.year, one.until, one.state) for one in page.versions] == [
        (2027, None, "future"),
        (2026, date(2026, 12, 31), "current"),
        (2025, date(2025, 12, 31), "past"),
    ]
    assert page.coming is not None
    assert page.coming.effective_from == date(2027, 1, 1)


@pytest.mark.usefixtures("three_versions")
def test_an_older_version_can_still_be_read() -> None:
    page = guide_page("kiosk", {}, on=TODAY, version=date(2025, 1, 1))
    assert page is not None
    assert page.state == "past"
    assert page.current is not None
    assert page.current.effective_from == date(2026, 1, 1)


@pytest.mark.usefixtures("three_versions")
def test_an_item_that_is_not_in_force_yet_is_announced() -> None:
    page = guide_page("kiosk", {}, on=date(2024, 6, 1))
    assert page is not None
    assert page.state == "future"
    assert page.current is None


def test_a_line_of_the_list_says_days_visits_and_whether_it_goes_online() -> None:
    listing = law.catalogue().listing(HAZCHEM, TODAY)
    assert listing is not None
    line = line_of(listing, TODAY)
    assert (line.promised.least, line.promised.most, line.visits, line.online) == (10, 20, 0, True)  # type: ignore[union-attr]


def test_what_people_apply_for_most_comes_first(database: Flask) -> None:
    assert [line.guide.item for line in popular(on=TODAY)] == [one.item for one in law.catalogue().listings(TODAY)][:6]
    town = under_review.settle()
    town.apply("2026-10-09 09:00", item=HAZCHEM)
    assert popular(on=TODAY, limit=1)[0].guide.item == HAZCHEM


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ({"case": "with_storage"}, "带储存设施经营", "Business with storage"),
        (
            {"not": {"field": "premises_right", "is": "leased"}},
            "不是“经营场所权属：租赁”",
            "not “Premises are: Leased”",
        ),
        ({"any": [{"case": "toxic"}, {"case": "explosive"}]}, "经营剧毒化学品，或者经营易制爆危险化学品", None),
        ({"field": "business_mode", "has": "retail"}, "经营方式：零售", "Mode of business: Retail"),
        (
            {"field": "has_storage", "in": ["own", "leased"]},
            "有没有储存设施：自有、租赁",
            "Storage facilities: Owned, Leased",
        ),
        ({"field": "premises_area", "at_least": 100}, "经营场所建筑面积不少于 100 平方米", None),
        ({"field": "chemicals", "any_row": {"field": "highly_toxic", "is": "yes"}}, "申请经营的品种：剧毒：是", None),
        ({"all": [{"field": "lessor", "filled": True}, {"case": "reapply"}]}, "填了出租方名称，并且重新申请", None),
    ],
)
def test_a_rule_is_said_in_the_words_of_the_guide(rule: dict[str, object], zh: str, en: str | None) -> None:
    guide = law.catalogue().in_force(HAZCHEM, TODAY)
    assert guide is not None
    words = words_of(guide, rule)
    assert words is not None
    assert words.zh == zh
    assert en is None or words.en == en
    assert words_of(guide, None) is None


def test_limits_that_are_not_alike_are_not_mixed() -> None:
    guide = law.catalogue().in_force(HAZCHEM, TODAY)
    assert guide is not None
    assert guide_pages.span_of(()) is None
    found = guide_pages.span_of([*(one for one in guide.limits if one.kind in ("delivery", "promised"))])
    assert found is not None
    assert found.start == "decided"
