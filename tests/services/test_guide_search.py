"""People find the guide they need with their own words, also with a slip of the pen, in both languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guides.load import load_catalogue
from portal.services import guide_search, law, search_words
from portal.services.guide_search import search
from tests.web.bookshop import move_in

TODAY = date(2026, 11, 22)
HAZCHEM, FIREWORKS, FILING = "hazchem_business_licence", "fireworks_retail_licence", "emergency_plan_filing"
BUNDLE, CHANGE = "gas_station_bundle", "hazchem_business_change"


def found(query: str, **filters: str) -> list[str]:
    return [hit.guide.item for hit in search(query, on=TODAY, **filters)]


@pytest.mark.parametrize(
    ("query", "item"),
    [
        ("危险化学品经营许可证核发", HAZCHEM),
        ("危险化学品经营许可证变更", CHANGE),
        ("许可证到期了", "hazchem_business_renewal"),
        ("卖化工原料，租了仓库", HAZCHEM),
        ("危险化学品经营许可征", HAZCHEM),
        ("危化", HAZCHEM),
        ("换老板", CHANGE),
        ("加油站转让", BUNDLE),
        ("电工证", "special_operator_certificate"),
        ("盖房子", "construction_permit"),
        ("矿山", "noncoal_mine_safety_licence"),
        ("春节想开烟花爆竹零售点", FIREWORKS),
        ("我想卖鞭炮", FIREWORKS),
        ("开个小超市卖花炮", FIREWORKS),
        ("名字改了", CHANGE),
        ("烟花报竹", FIREWORKS),
        ("应急预案要不要备案？", FILING),
        ("备案", FILING),
        ("hazardous chemicals", HAZCHEM),
        ("hazardus chemcals", HAZCHEM),
        ("Petrol station", BUNDLE),
        ("how do I get a licence for fireworks", FIREWORKS),
        ("emergency plan", FILING),
        ("ＧＢ　50156", BUNDLE),
    ],
)
def test_plain_words_lead_to_the_guide(query: str, item: str) -> None:
    assert found(query)[0] == item


@pytest.mark.parametrize("query", ["加油站", "加油占", "Petrol station", "petrol staton", "卖危险化学品要办什么证"])
def test_a_filling_station_is_a_bundle_and_a_hazchem_business(query: str) -> None:
    assert set(found(query)[:2]) == {BUNDLE, HAZCHEM}


def test_who_names_no_later_act_begins_with_the_first_licence() -> None:
    items = found("危险化学品经营许可")
    assert items.index(HAZCHEM) < items.index(CHANGE)
    assert found("危险化学品经营许可证延期")[0] == "hazchem_business_renewal"


def test_a_code_finds_its_guide_alone() -> None:
    assert found("000125990001") == [HAZCHEM]
    assert found("11990100MB2F56132U3001025990003") == [FILING]


def test_the_department_finds_all_its_guides() -> None:
    assert set(found("应急管理局")) >= {one.item for one in law.catalogue().listings(TODAY) if one.office == "emb"}


@pytest.mark.parametrize("query", ["钢琴考级", "游泳馆", "qwertz", "ñ", "💣", "%_*"])
def test_what_no_guide_is_about_finds_nothing(query: str) -> None:
    assert found(query) == []


def test_an_empty_query_lists_everything_in_the_order_of_the_catalogue() -> None:
    assert found("  ") == [guide.item for guide in law.catalogue().items(TODAY)]


def test_department_and_kind_narrow_the_list() -> None:
    assert set(found("", kind="filing")) == {FILING, "major_hazard_filing", "precursor_class23_business_filing"}
    assert found("", office="market") == []
    assert found("", office="housing") == ["construction_permit"]
    assert set(guide_search.offices_of(TODAY)) == {"commerce", "emb", "housing"}


def test_a_guide_found_by_another_name_says_so() -> None:
    hits = {hit.guide.item: hit for hit in search("加油站", on=TODAY)}
    assert hits[HAZCHEM].because == "加油站"
    assert hits[BUNDLE].because == ""
    [named, *_] = search("危险化学品经营许可证核发", on=TODAY)
    assert named.because == ""


def test_nothing_is_found_before_the_first_version() -> None:
    assert search("加油站", on=date(2000, 1, 1)) == ()


@pytest.fixture
def other_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue that holds one guide only."""
    source = Path(guide_search.__file__).parents[2] / "guides/catalogue/emb" / FIREWORKS
    target = tmp_path / "emb" / FIREWORKS
    target.mkdir(parents=True)
    for file in source.iterdir():
        (target / file.name).write_bytes(file.read_bytes())
    loaded = load_catalogue(tmp_path)
    monkeypatch.setattr(law, "catalogue", lambda: loaded)
    return tmp_path


def test_another_catalogue_is_searched_at_once(other_catalogue: Path) -> None:
    assert found("") == [FIREWORKS]
    assert found("剧毒") == []


def test_chinese_is_cut_into_pairs_and_english_into_words() -> None:
    assert list(search_words.words("加油站 Petrol stations")) == ["加油", "油站", "petrol", "station"]
    assert search_words.asked("请问怎么办理加油站") == ["加油", "油站"]
    assert search_words.asked("我要的") == ["我要", "要的"]


@pytest.mark.parametrize(
    ("query", "item"),
    [
        ("XK00125001", "bookshop"),
        ("xk-00125001", "bookshop"),
        ("招牌备案", "bookshop"),
        ("营业前消防检查", "bookshop"),
        ("消防设施检测", "bookshop"),
        ("fire check before opening", "bookshop"),
        ("新设书店联办", "bookshop"),
        ("报刊亭", "kiosk"),
    ],
)
def test_former_codes_items_of_a_bundle_and_outside_services_lead_to_the_guide(
    query: str, item: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    move_in(tmp_path, monkeypatch)
    assert found(query)[0] == item
