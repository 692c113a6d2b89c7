"""The public list holds every decision once, in the national fields, searchable by what it shows and by nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.db import reading, transaction
from portal.models import Case, Enterprise, Licence
from portal.services import delivery, law, publication
from portal.services.publication import published
from portal.services.publication_fields import LICENCE_KINDS, document_of
from tests import at_window
from tests.at_window import Town, beijing


@pytest.fixture
def town(database: Flask) -> Town:
    return at_window.settle(database)


def publish(town: Town, case_id: str) -> None:
    with reading() as session:
        number = session.scalars(select(Case.id).where(Case.public_id == case_id)).one()
    publication.publish(number, at=beijing("2026-10-19 16:00"))


def listed(search: str = "") -> list[str]:
    return [one.fields["XK_XDR_MC"] for one in published(search=search)[0]]


def test_a_grant_is_listed_with_its_licence_and_its_days(town: Town) -> None:
    case_id = town.granted("2026-10-12 09:00")
    delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 10:00"))
    publish(town, case_id)
    [one], more = published()
    assert not more
    assert one.granted
    assert str(one.item) == "危险化学品经营许可证核发"
    assert one.fields["XK_XKBH"] == "临危化经字〔2026〕0001"
    assert one.fields["XK_JDRQ"] == "2026-10-16"
    assert (one.fields["XK_YXQZ"], one.fields["XK_YXQZI"]) == ("2026-10-19", "2029-10-18")
    assert one.fields["XK_NR"] == "甲苯"


def test_a_refusal_is_listed_as_one(town: Town) -> None:
    publish(town, town.refused("2026-10-12 09:00"))
    [one], _ = published()
    assert not one.granted
    assert one.fields["XK_XKWS"] == "不予行政许可决定书"
    assert "不许〔2026〕" in one.fields["XK_WSH"]
    assert one.fields["XK_ZT"] == "2"
    assert one.fields["XK_YXQZI"] == one.fields["XK_JDRQ"], "what was refused is valid on no later day"


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("恒泰", 1),
        ("91990101MA2HT5K72T", 1),
        ("９１９９０１０１ＭＡ２ＨＴ５Ｋ７２Ｔ", 1),
        ("许[2026]", 1),
        ("许（2026）", 1),
        ("危险化学品", 1),
        ("hazardous", 1),
        ("%", 0),
        ("_", 0),
        ("沈远航", 0),
        ("x", 0),
    ],
)
def test_the_list_is_searched_by_what_it_shows(town: Town, words: str, number: int) -> None:
    publish(town, town.granted("2026-10-12 09:00"))
    assert len(listed(words)) == number


def test_a_trader_under_the_own_name_is_masked_and_not_found_by_it(town: Town) -> None:
    with transaction() as session:
        session.execute(update(Enterprise).values(kind="individual_business", name="沈远航"))
    publish(town, town.granted("2026-10-12 09:00"))
    [one], _ = published()
    assert (one.fields["XK_XDR_MC"], one.fields["XK_XDR_SHXYM"], one.fields["XK_FRDB"]) == ("沈**", "", "")
    assert one.fields["XK_XDR_LB"] == "个体工商户"
    assert listed("沈远航") == []


def test_the_list_comes_in_pages(town: Town) -> None:
    for minute in ("00", "10"):
        publish(town, town.granted(f"2026-10-12 09:{minute}"))
    first, more = published(size=1)
    second, end = published(size=1, page=2)
    assert (len(first), more, len(second), end) == (1, True, 1, False)
    assert first[0].fields["XK_WSH"] != second[0].fields["XK_WSH"]


def test_the_line_takes_up_the_licence_that_is_made_out_after_it_was_published(town: Town) -> None:
    case_id = town.granted("2026-10-12 09:00")
    publish(town, case_id)
    [before], _ = published()
    assert before.fields["XK_XKBH"] == ""
    assert (before.fields["XK_YXQZ"], before.fields["XK_YXQZI"]) == ("2026-10-16", "2029-10-15"), (
        "its term, not for ever"
    )
    delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 10:00"))
    publish(town, case_id)
    [one], _ = published()
    assert one.fields["XK_XKBH"] == "临危化经字〔2026〕0001"
    assert one.fields["XK_YXQZI"] == "2029-10-18"


def test_what_a_person_typed_into_the_scope_is_masked(town: Town) -> None:
    with transaction() as session:
        session.execute(update(Enterprise).values(kind="individual_business", name="沈远航"))
    publish(town, town.granted("2026-10-12 09:00", scope="沈远航（990101198003073019）零售烟花"))
    assert published()[0][0].fields["XK_NR"] == "沈**（******）零售烟花"


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("item", "outcome", "numbers", "made", "told"),
    [
        ("emergency_plan_filing", "grant", [(5, "filing", "")], "990101-2026-0007", ("PROOF", "990101-2026-0007")),
        ("emergency_plan_filing", "grant", [], "", ("PROOF", "")),
        ("emergency_plan_filing", "grant", [(5, "filed", "临应急备案〔2026〕7号"), (6, "filing", "")], "990101-2026-0007",
         ("备案告知书", "临应急备案〔2026〕7号")),
        ("emergency_plan_filing", "grant", [(5, "deemed_filed", "临应急备视〔2026〕1号")], "",
         ("视为备案告知书", "临应急备视〔2026〕1号")),
        ("emergency_plan_filing", "refuse", [(5, "refusal", "临应急不备〔2026〕3号")], "",
         ("不予备案决定书", "临应急不备〔2026〕3号")),
        ("hazchem_business_renewal", "grant", [(5, "renewal", "临应急许续〔2026〕1号")], "",
         ("视为准予延续告知书", "临应急许续〔2026〕1号")),
        ("hazchem_business_change", "grant", [(2, "acceptance", "甲"), (5, "grant", "临应急许〔2026〕9号")], "",
         ("准予行政许可决定书", "临应急许〔2026〕9号")),
    ],
)  # fmt: skip
def test_a_line_names_the_letter_that_made_the_decision_known(town: Town, item, outcome, numbers, made, told) -> None:
    guide = law.catalogue().in_force(item, date(2026, 10, 16))
    assert guide is not None
    licence = Licence(number=made) if made else None
    title, number = told
    expected = (str(guide.result.document) if title == "PROOF" else title, number)
    assert document_of(outcome, numbers, guide, licence) == expected


@pytest.mark.engines("sqlite")
def test_the_kind_of_licence_is_the_guides(town: Town) -> None:
    kinds = {
        item: LICENCE_KINDS[guide.licence_kind]
        for item in ("special_operator_certificate", "hazchem_project_design_review", "hazchem_business_licence")
        if (guide := law.catalogue().in_force(item, date(2026, 10, 16)))
    }
    assert list(kinds.values()) == ["认可", "核准", "普通"]
