"""Festivals that a local government has fixed: they are not counted in this deployment, with their legal basis (R30)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from portal.actors import SYSTEM
from portal.db import reading
from portal.documents.letter import words
from portal.models import Document
from portal.services import calendar_import, law, letters
from portal.services.caseclocks import views_of
from portal.services.explanations import explain_text
from portal.services.journal import state_of
from tests.services.cases import Hall
from tests.services.test_calendar_import import LONGER, NOW, applied, bring_in, crossing, notice, statutory
from workflows.limits import DayKind
from workflows.refusal import Refusal

FESTIVAL = """
region: 宁夏回族自治区
year: 2026
source: 宁夏回族自治区人民政府办公厅关于2026年古尔邦节放假的通知
article: 《全国年节及纪念日放假办法》第四条
names: {2026-12-21: {zh: 古尔邦节, en: Eid al-Adha}}
off: [2026-12-21, 2026-12-22]
work: []
"""
OFFSET = FESTIVAL.replace("work: []", "work: [2026-12-19]")


def region(text: str = FESTIVAL, **more: object) -> calendar_import.Imported:
    return bring_in(text, scope="region", **more)


def refused(text: str, **more: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        region(text, **more)
    return caught.value


def test_a_festival_moves_the_clocks_of_this_deployment_and_says_its_document(hall: Hall):
    case_id = crossing(hall)
    told = calendar_import.preview(FESTIVAL, file="x.yaml", at=NOW, by=SYSTEM, scope="region")
    assert (told.clocks > 0, told.days) == (True, (date(2026, 12, 21), date(2026, 12, 22)))
    assert statutory(case_id) == date(2027, 1, 6)
    assert region().new
    assert statutory(case_id) == date(2027, 1, 8)
    (event,) = applied(case_id)
    assert (event.scope, event.year) == ("region", 2026)
    assert event.source.startswith("宁夏")
    with reading() as session:
        name = session.scalars(select(Document.public_id).where(Document.kind == "calendar")).one()
    said = "".join(words(letters.letter(name, by=hall.clerk).letter))
    assert "2026年地方法定节日的放假安排已经公布（宁夏回族自治区人民政府办公厅" in said
    assert "《全国年节及纪念日放假办法》第四条" in said


def test_the_days_are_explained_one_by_one_by_the_name_of_the_festival(hall: Hall):
    case_id = crossing(hall)
    region()
    with reading() as session:
        case = state_of(session, case_id)
    view = views_of(case, date(2026, 12, 8))["statutory"]
    days = [day for day in view.days if day.on in (date(2026, 12, 21), date(2026, 12, 22))]
    assert [(day.kind, day.event) for day in days] == [(DayKind.HOLIDAY, "古尔邦节")] * 2
    assert "古尔邦节放假，不计" in explain_text(view, today=date(2026, 12, 8))


def test_it_takes_back_days_by_an_empty_year_but_never_a_told_one(hall: Hall):
    case_id = crossing(hall)
    region()
    gone = "\n".join(line for line in FESTIVAL.splitlines() if not line.startswith("names")).replace(
        "off: [2026-12-21, 2026-12-22]", "off: []"
    )
    region(gone)
    assert law.calendar().is_working_day(date(2026, 12, 21))
    assert statutory(case_id) == date(2027, 1, 8)
    assert [one.kept for one in applied(case_id)[-1].moved if one.clock == "statutory"] == [2]


def test_the_same_festivals_twice_change_nothing_and_a_corrected_basis_is_a_version(hall: Hall):
    assert region().new
    assert not region().new
    assert region(FESTIVAL.replace("的通知", "的通知（宁政办发〔2026〕9号）")).new
    facts = next(one for one in calendar_import.in_force() if one.scope == "region")
    assert (facts.version, facts.region, facts.article) == (2, "宁夏回族自治区", "《全国年节及纪念日放假办法》第四条")


def test_a_make_up_day_of_the_region_is_a_working_day_there(hall: Hall):
    case_id = crossing(hall)
    region(OFFSET)
    assert law.calendar().is_working_day(date(2026, 12, 19))
    assert statutory(case_id) == date(2027, 1, 7)


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FESTIVAL.replace("article: 《全国年节及纪念日放假办法》第四条\n", ""), "article"),
        (FESTIVAL.replace("region: 宁夏回族自治区\n", ""), "region"),
        ("\n".join(line for line in FESTIVAL.splitlines() if not line.startswith("source")), "source"),
        ("\n".join(line for line in FESTIVAL.splitlines() if not line.startswith("names")), "no festival"),
        (FESTIVAL.replace("work: []", "work: [2026-12-23]"), "weekend"),
        (FESTIVAL.replace("off: [", "off: [2026-10-10, ").replace("names: {", "names: {2026-10-10: 节, "), "opposite"),
        (FESTIVAL.replace("work: []", "work: [2026-10-03]"), "opposite"),
        (FESTIVAL.replace("off: [", "off: [2026-12-01, "), "no festival"),
        (FESTIVAL.replace("古尔邦节, en: Eid al-Adha", "'', en: ''"), "no name"),
    ],
)
def test_festivals_without_a_basis_or_against_the_nation_are_refused(hall: Hall, text: str, said: str):
    found = refused(text, force=True)
    assert found.rule == "calendar_unusable"
    assert said in str(found.facts["reason"])


@pytest.mark.engines("sqlite")
def test_a_national_notice_cannot_contradict_the_festivals_in_force(hall: Hall):
    region(FESTIVAL.replace("2026", "2027").replace("2027-12-21", "2027-01-09").replace(", 2027-12-22", ""))
    with pytest.raises(Refusal, match="calendar_unusable"):
        bring_in(notice(LONGER, ["2027-01-09"]))
    assert bring_in(notice(LONGER)).new


@pytest.mark.engines("sqlite")
def test_days_that_are_over_change_only_by_force(hall: Hall):
    past = FESTIVAL.replace("2026-12-21", "2026-06-08").replace("2026-12-22", "2026-06-09")
    assert refused(past).rule == "calendar_settled"
    assert region(past, force=True).new
    assert refused(FESTIVAL.replace("2026", "2035")).rule == "calendar_gap"


def test_a_festival_settles_no_year_that_is_still_provisional(hall: Hall):
    case_id = crossing(hall)
    region(FESTIVAL.replace("2026", "2027").replace("2027-12-2", "2027-03-1"))
    assert applied(case_id) == []
    assert not law.calendar().schedule(2027).published
    bring_in(notice(LONGER))
    assert [one.scope for one in applied(case_id)] == [""]
