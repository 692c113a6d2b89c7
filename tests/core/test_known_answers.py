"""What a form knows before anybody types: chemicals by name, regions, the first person of a table; all without scripts."""

from __future__ import annotations

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from guides.chemicals import COLUMNS, chemical, chemicals
from guides.conditions import is_filled
from guides.fields import parse
from guides.form import Field
from guides.guide import Guide
from portal.forms.application import SectionForm, filled_form, sent_form
from portal.services import law, prefill

pytestmark = pytest.mark.usefixtures("speaking")
KNOWN = {"enterprise.legal_rep": "沈国平"}


@pytest.fixture
def guide() -> Guide:
    return law.guide_of("hazchem_business_licence", date(2026, 5, 1))


def tables() -> list[tuple[str, Field]]:
    """The tables of all guides that look chemicals up."""
    return [(one.item, field) for one in law.catalogue().guides for field in one.fields.values() if field.lookup]


# ---- chemicals ----


@pytest.mark.parametrize(("item", "table"), tables(), ids=lambda one: one if isinstance(one, str) else one.id)
@pytest.mark.parametrize("one", chemicals(), ids=lambda one: one.name)
def test_what_a_name_answers_is_right_for_every_column_that_asks_it(item: str, table: Field, one):
    for column in table.columns:
        if column.id in ("name", *COLUMNS) and (value := one.row().get(column.id)):
            parse(column, value)  # raises where the list has what the form would call wrong


def test_every_table_that_looks_up_has_the_name_and_something_to_answer():
    assert tables()
    for item, table in tables():
        asked = {column.id for column in table.columns}
        assert "name" in asked, item
        assert asked & set(COLUMNS), item


@pytest.mark.parametrize("name", ["", "甲", "甲苯 ", "甲基苯", "toluene", "108-88-3"])
def test_only_the_whole_name_of_the_catalogue_is_a_name(name: str):
    assert chemical("甲苯").cas == "108-88-3"
    with pytest.raises(KeyError):
        chemical(name)


def test_no_name_and_no_number_stands_twice_and_what_is_unknown_is_left_open():
    assert len({one.name for one in chemicals()}) == len({one.number for one in chemicals()}) == len(chemicals())
    assert "cas" not in chemical("柴油[闭杯闪点≤60℃]").row(), "a mixture has none, and none is made up"
    assert {chemical("氰化钠").row()[name] for name in ("highly_toxic", "explosive_precursor")} == {"yes", "no"}


def test_without_scripts_a_name_alone_fills_nothing_and_what_was_typed_stays(guide: Guide):
    typed = MultiDict(
        [("f-chemicals-0-name", "甲苯"), ("f-chemicals-0-cas", "67-64-1"), ("f-chemicals-1-name", "某物")]
    )
    first, second = sent_form(guide, "goods", "zh", typed).typed()["chemicals"]
    assert (first["name"], first["cas"], first["catalogue_no"]) == ("甲苯", "67-64-1", "")
    assert {value for name, value in second.items() if name != "name"} == {""}


# ---- regions ----


def addresses(form: SectionForm) -> list[str]:
    return [name for name, field in form.guided.items() if field.type == "address" and field.required]


def test_the_region_is_proposed_for_an_empty_address_and_nothing_of_it_is_an_answer_yet(guide: Guide):
    form = filled_form(guide, "premises", "zh", {})
    (name,) = addresses(form)
    form.propose_region(prefill.region_of("临江市澄江区望江路218号"), [name])
    assert form.typed()[name] == {"region": "临江市澄江区", "detail": ""}
    assert not form.check([name]), "the street is still missing"
    assert form.check([name], lacking=False), "and is not called wrong before anybody typed"


@pytest.mark.parametrize(
    "typed", [{"region": "临江市南山区", "detail": ""}, {"region": "", "detail": "滨江大道 18 号"}]
)
def test_no_region_is_proposed_where_somebody_typed(guide: Guide, typed: dict[str, str]):
    form = filled_form(guide, "premises", "zh", {"business_address": typed})
    form.propose_region("临江市澄江区", ["business_address"])
    assert form.typed()["business_address"] == typed


@pytest.mark.parametrize("listed", ["", "望江路218号", "218", "市"])
def test_of_an_address_without_a_region_none_is_made_up(guide: Guide, listed: str):
    form = filled_form(guide, "premises", "zh", {})
    form.propose_region(prefill.region_of(listed), ["business_address"])
    assert form.typed()["business_address"]["region"] == ""


@pytest.mark.parametrize(
    ("listed", "region"),
    [
        ("济南市市中区经十路 1 号", "济南市市中区"),
        ("内蒙古自治区锡林郭勒盟东乌旗 1 号", "内蒙古自治区锡林郭勒盟东乌旗"),
    ],
)
def test_regions_of_all_kinds_are_found(listed: str, region: str):
    assert prefill.region_of(listed) == region


def test_a_question_that_is_not_asked_gets_no_region(guide: Guide):
    form = filled_form(guide, "premises", "zh", {})
    form.propose_region("临江市澄江区", [])
    assert not is_filled(form.typed()["business_address"])


# ---- the first row ----


def persons(guide: Guide) -> tuple[Guide, str, str, str]:
    """A table of the catalogue whose first person is mostly known: guide, section, field and column."""
    for one in law.catalogue().guides:
        for section in one.form:
            for field in section.fields:
                column = next((c.id for c in field.columns if c.prefill in KNOWN), "")
                if field.required and column:
                    return one, section.id, field.id, column
    raise AssertionError("no guide asks for the legal representative in a table")


def test_the_legal_representative_stands_in_the_first_row_of_an_empty_table_and_in_no_other(guide: Guide):
    found, section, field, column = persons(guide)
    form = filled_form(found, section, "zh", {field: [{}, {}]})
    form.propose_first_row(KNOWN, [field])
    rows = form.typed()[field]
    assert rows[0][column] == "沈国平"
    assert not any(is_filled(value) for name, value in rows[0].items() if name != column)
    assert not any(is_filled(row) for row in rows[1:])


@pytest.mark.parametrize("known", [{}, {"enterprise.legal_rep": ""}, {"handler.name": "沈远航"}])
def test_who_is_not_known_is_not_made_up(guide: Guide, known: dict[str, str]):
    found, section, field, _column = persons(guide)
    form = filled_form(found, section, "zh", {})
    form.propose_first_row(known, [field])
    assert not is_filled(form.typed()[field])


def test_a_table_in_which_somebody_began_is_left_alone_and_so_is_one_that_is_not_asked(guide: Guide):
    found, section, field, column = persons(guide)
    other = next(c.id for c in found.fields[field].columns if c.id != column and c.type == "text")
    begun = filled_form(found, section, "zh", {field: [{}, {other: "x"}]})
    begun.propose_first_row(KNOWN, [field])
    assert not begun.typed()[field][0][column]
    unasked = filled_form(found, section, "zh", {})
    unasked.propose_first_row(KNOWN, [])
    assert not is_filled(unasked.typed()[field])
