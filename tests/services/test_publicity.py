"""Publicity before the decision: a public list with masked names, objections that are answered, a window that ends (R161)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, update

from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.documents.html import render_html
from portal.models import Case as CaseRow
from portal.models import Document, Enterprise
from portal.services import casefile, decision, letters, publicity, publicity_list, sweep
from portal.services.wrong_input import WrongInput
from tests.core.play import TERMS
from tests.services.cases import Hall, at, in_order
from workflows import commands as c
from workflows.refusal import Refusal
from workflows.rules.decision import Blocker
from workflows.terms import PauseTerm, PublicityTerm

ASKED = replace(
    TERMS,
    credit_required=False,
    publicity=PublicityTerm(5, "《行政许可法》第三十六条"),
    pauses=(*TERMS.pauses, PauseTerm("publicity", False, True)),
)
OPEN, LAST, AFTER = "2026-03-06T09:00", date(2026, 3, 12), "2026-03-13T09:00"
TEXT = "拟准予经营易燃液体，储存设施构成四级重大危险源。"
NEIGHBOUR = Actor("handler", 77, frozenset({Role.HANDLER}), enterprise_id=77, name="邻居")


@pytest.fixture
def case_id(hall: Hall) -> str:
    """A case that every office has answered."""
    number = hall.submitted(terms=ASKED)
    hall.do(number, c.Accept(in_order()), "2026-03-03T10:00")
    for track, by in (("documents", hall.reviewer), ("fire", hall.fire), ("site", hall.reviewer)):
        told = c.GiveOpinion(track, "agree", "符合条件", officers=("officer:99",))
        hall.do(number, told, "2026-03-05T10:00", by)
    with reading() as session:
        return session.get_one(CaseRow, number).public_id


def opened(hall: Hall, case_id: str, **more):
    return publicity.open_window(case_id, TEXT, **{"by": hall.reviewer, "at": at(OPEN), **more})


def blocked(hall: Hall, case_id: str, when: str, outcome: str = "grant") -> list[Blocker]:
    return list(decision.view(case_id, by=hall.head, at=at(when)).blockers[outcome])


def test_the_matter_stands_on_the_public_list_for_its_days_and_then_leaves_it(hall, case_id):
    case = opened(hall, case_id)
    assert case.publicity.last_on == LAST
    (shown,) = publicity_list.open_matters(on=LAST)
    assert (shown.text, shown.days, shown.opened_on, shown.last_on) == (TEXT, 5, date(2026, 3, 6), LAST)
    assert shown.letter.endswith("公示〔2026〕1号")
    assert publicity_list.open_matters(on=date(2026, 3, 13)) == ()
    with pytest.raises(Refusal, match="no_such_matter"):
        publicity_list.matter(case_id, on=date(2026, 3, 13))


def test_a_natural_person_is_masked_and_an_enterprise_is_not(hall, case_id):
    opened(hall, case_id)
    assert publicity_list.open_matters(on=LAST)[0].applicant == casefile.casefile(case_id, by=hall.head).applicant_name
    with transaction() as session:
        session.execute(update(Enterprise).values(kind="natural_person"))
    assert set(publicity_list.open_matters(on=LAST)[0].applicant[1:]) == {"*"}


def test_the_notice_prints_the_window_with_its_first_day(hall, case_id):
    opened(hall, case_id)
    with reading() as session:
        document = session.scalars(select(Document).where(Document.kind == "publicity_notice")).one()
    shown = render_html(letters.letter(document.public_id, by=hall.handler).letter)
    assert "2026年3月6日至2026年3月12日（5个工作日）" in shown
    assert TEXT in shown


def test_a_window_without_objections_ends_by_itself_and_the_decision_is_free(hall, case_id):
    assert [one.code for one in blocked(hall, case_id, OPEN)] == ["publicity_missing"]
    opened(hall, case_id)
    assert blocked(hall, case_id, "2026-03-12T16:00") == [Blocker("publicity_running", due=LAST)]
    assert sweep.run(at=at(AFTER)).events
    assert blocked(hall, case_id, AFTER) == []
    case = decision.grant(case_id, reason="符合条件", by=hall.head, at=at(AFTER))
    assert case.stops[-1].ended == LAST
    assert publicity_list.open_matters(on=LAST) == ()


def test_a_neighbour_objects_reads_the_answer_and_nobody_decides_before_it(hall, case_id):
    opened(hall, case_id)
    publicity.object_online(case_id, "离我家只有 40 米", "13900000002", by=NEIGHBOUR, at=at("2026-03-09T20:00"))
    with pytest.raises(Refusal, match="publicity_objected"):
        publicity.object_online(case_id, "再说一次", "13900000002", by=NEIGHBOUR, at=at("2026-03-09T20:01"))
    assert [one.code for one in blocked(hall, case_id, AFTER)] == ["publicity_objection"]
    (one,) = publicity.objections(case_id, by=hall.head)
    assert (one.name, one.contact, one.words) == ("邻居", "13900000002", "离我家只有 40 米")
    publicity.answer(case_id, "1", "dismissed", "实测 61 米，符合规范。", by=hall.reviewer, at=at(AFTER))
    assert blocked(hall, case_id, AFTER) == []
    (own,) = publicity.own_objections(case_id, by=NEIGHBOUR)
    assert (own.fact.outcome, own.answer) == ("dismissed", "实测 61 米，符合规范。")
    assert publicity.own_objections(case_id, by=hall.handler) == ()
    with pytest.raises(Denied):
        publicity.objections(case_id, by=hall.handler)


def test_the_desk_writes_down_who_calls_and_the_day_of_the_call_counts(hall, case_id):
    opened(hall, case_id)
    told = {"name": "李某", "contact": "13900000003", "way": "phone", "by": hall.clerk, "at": at(AFTER)}
    publicity.record_objection(case_id, "夜里装卸太吵", received_on=LAST, **told)
    with pytest.raises(Refusal, match="publicity_over"):
        publicity.record_objection(case_id, "迟到的意见", received_on=date(2026, 3, 13), **told)
    with pytest.raises(WrongInput):
        publicity.record_objection(case_id, "没有名字", received_on=LAST, **{**told, "name": " "})
    with pytest.raises(Denied):
        publicity.record_objection(case_id, "别人的", received_on=LAST, **{**told, "by": hall.fire})
    assert publicity.objections(case_id, by=hall.clerk)[0].name == "李某"


def test_the_applicant_does_not_object_to_its_own_matter_and_nobody_to_what_is_not_shown(hall, case_id):
    with pytest.raises(Refusal, match="no_such_case"):
        publicity.object_online(case_id, "意见", "1", by=NEIGHBOUR, at=at(OPEN))
    opened(hall, case_id)
    with pytest.raises(Refusal, match="publicity_own"):
        publicity.object_online(case_id, "意见", "1", by=hall.handler, at=at(OPEN))
    with pytest.raises(Refusal, match="publicity_over"):
        publicity.object_online(case_id, "意见", "1", by=NEIGHBOUR, at=at(AFTER))
    with pytest.raises(Denied):
        publicity.object_online(case_id, "意见", "1", by=hall.reviewer, at=at(OPEN))


def test_two_officers_at_once_answer_an_objection_once(hall, case_id, database):
    opened(hall, case_id)
    publicity.object_online(case_id, "太近", "13900000002", by=NEIGHBOUR, at=at("2026-03-09T20:00"))

    def settle(outcome: str) -> str:
        with database.app_context():
            try:
                publicity.answer(case_id, "1", outcome, "已经核实。", by=hall.reviewer, at=at(AFTER))
            except Refusal as refusal:
                return refusal.rule
            return "kept"

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(settle, ("upheld", "partly", "dismissed"))) == ["kept"] + ["publicity_answered"] * 2


def test_only_the_lead_opens_it_with_a_text(hall, case_id):
    with pytest.raises(WrongInput):
        publicity.open_window(case_id, " ", by=hall.reviewer, at=at(OPEN))
    with pytest.raises(Denied):
        opened(hall, case_id, by=hall.fire)
