"""The answers of the form on the desk: each is marked, nothing is in order by itself, and the notice lists what is not (R4, R6)."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.db import reading
from portal.models import Case as CaseRow
from portal.services import casefile, correction, desk, desk_traces, form_fields, intake, letters, on_spot
from portal.services.wrong_input import WrongInput
from tests.at_window import Town, beijing, settle
from workflows.case import State
from workflows.refusal import Refusal

AT = beijing("2026-09-30 09:30")
STAFF = "field:staff_total"


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def case_id(town: Town) -> str:
    return town.hand_in("2026-09-29 15:42")


def field_of(town: Town, case_id: str, key: str) -> desk.DeskField:
    found = desk.desk(case_id, by=town.clerk, at=AT)
    return next(one for section in found.sections for one in section.fields if one.key == key)


def words_of(case_id: str, town: Town) -> str:
    seen = casefile.casefile(case_id, by=town.clerk)
    notice = next(one for one in seen.letters if one.kind == "correction")
    return str(letters.letter(notice.public_id, by=town.clerk).letter)


def test_an_answer_is_no_more_in_order_by_itself_than_a_material(town: Town, case_id: str) -> None:
    town.mark(case_id, "2026-09-30 09:40", without=[STAFF])
    seen = desk.desk(case_id, by=town.clerk, at=AT)
    assert seen.count.fields_unmarked == 1
    assert [one.key for one in seen.unmarked] == ["form:people"]
    with pytest.raises(Refusal, match="unmarked") as refusal:
        intake.conclude(case_id, "accepted", by=town.clerk, at=AT)
    assert refusal.value.facts["materials"] == (STAFF,)
    desk.mark_fields(case_id, {STAFF: ("ok", "")}, by=town.clerk, at=AT)
    intake.conclude(case_id, "accepted", by=town.clerk, at=AT)


def test_an_answer_to_be_corrected_needs_words_and_never_follows_later(town: Town, case_id: str) -> None:
    with pytest.raises(WrongInput) as wrong:
        desk.mark_fields(case_id, {STAFF: ("fix", "  ")}, by=town.clerk, at=AT)
    assert wrong.value.fields == {STAFF: "missing"}
    with pytest.raises(WrongInput) as wrong:
        desk.mark_fields(case_id, {STAFF: ("later", "x")}, by=town.clerk, at=AT)
    assert wrong.value.fields == {STAFF: "unknown"}
    with pytest.raises(Refusal, match="outside_guide"):
        desk.mark_fields(case_id, {"field:zodiac": ("ok", "")}, by=town.clerk, at=AT)
    assert field_of(town, case_id, STAFF).verdict == ""


def test_a_colleagues_mark_on_an_answer_is_not_written_over(town: Town, case_id: str) -> None:
    desk.mark_fields(case_id, {STAFF: ("fix", "人数不对")}, by=town.colleague, at=AT)
    with pytest.raises(Refusal, match="mark_changed"):
        desk.mark_fields(case_id, {STAFF: ("ok", "")}, by=town.clerk, at=AT, seen_at="")
    seen_at = desk.desk(case_id, by=town.clerk, at=AT).section("form:people")
    assert seen_at is not None
    desk.mark_fields(case_id, {STAFF: ("ok", "")}, by=town.clerk, at=AT, seen_at=seen_at.seen_at)
    assert field_of(town, case_id, STAFF).verdict == "ok"


def test_the_notice_lists_answers_and_materials_together_and_asks_for_nothing_else(town: Town, case_id: str) -> None:
    town.mark(case_id, "2026-09-30 09:40", fix={STAFF: "与人员名册不一致。", "rules_list": "缺一项制度。"})
    intake.conclude(case_id, "correction", by=town.clerk, at=AT)
    said = words_of(case_id, town)
    assert "全部内容（共2项）一次告知" in said
    assert "申请表“从业人员总数”栏" in said or "申请表“" in said
    assert "与人员名册不一致。" in said
    view = correction.view(case_id, by=town.handler, at=AT)
    assert (view.things, view.open) == (2, {"staff_total"})


def test_what_was_in_order_is_locked_after_the_notice_and_what_came_back_is_looked_at(town: Town, case_id: str) -> None:
    town.mark(case_id, "2026-09-30 09:40", fix={STAFF: "与人员名册不一致。"})
    intake.conclude(case_id, "correction", by=town.clerk, at=AT)
    correction.answer(case_id, {"staff_total": "13"}, by=town.handler, at=beijing("2026-10-08 10:00"))
    again = beijing("2026-10-09 09:30")
    assert [one.key for one in desk.desk(case_id, by=town.clerk, at=again).unmarked] == ["form:people"]
    with pytest.raises(WrongInput) as wrong:
        desk.mark_fields(case_id, {"field:unit_name": ("fix", "还有错")}, by=town.clerk, at=again)
    assert wrong.value.fields == {"field:unit_name": "told_once"}
    desk.mark_fields(case_id, {STAFF: ("ok", "")}, by=town.clerk, at=again)
    intake.conclude(case_id, "accepted", by=town.clerk, at=again)
    file = casefile.casefile(case_id, by=town.clerk)
    assert file.case.state is State.IN_REVIEW
    assert {mark.material for mark in file.case.marks} == set(file.case.to_mark)


def test_a_defect_in_the_corrected_answer_itself_may_be_named_again_and_the_letter_says_it_is_the_second(
    town: Town, case_id: str
) -> None:
    town.mark(case_id, "2026-09-30 09:40", fix={STAFF: "与人员名册不一致。"})
    intake.conclude(case_id, "correction", by=town.clerk, at=AT)
    correction.answer(case_id, {"staff_total": "13"}, by=town.handler, at=beijing("2026-10-08 10:00"))
    again = beijing("2026-10-09 09:30")
    desk.mark_fields(case_id, {STAFF: ("fix", "仍与名册不一致。")}, by=town.clerk, at=again)
    intake.conclude(case_id, "correction", by=town.clerk, at=again)
    said = words_of(case_id, town)
    assert "申请材料再次补正告知书" in said
    assert "本次申请的第2次告知，不是新的一次性告知" in said
    assert "补正后仍然不符合要求的（共1项）" in said
    assert "经监督人员批准" not in said


def test_an_answer_mended_on_the_spot_is_traced_and_marked_again_the_others_stay(town: Town, case_id: str) -> None:
    town.mark(case_id, "2026-09-30 09:40", fix={STAFF: "与人员名册不一致。"})
    on_spot.correct(case_id, {"staff_total": "13"}, note="当场核对名册", by=town.clerk, at=AT)
    seen = desk.desk(case_id, by=town.clerk, at=AT)
    assert [one.key for one in seen.unmarked] == ["form:people"]
    assert seen.count.fields_unmarked == 1
    event = seen.file.recorded[-1].event
    assert (event.items, event.note) == ((STAFF,), "当场核对名册")  # type: ignore[attr-defined]


def test_every_mark_leaves_a_trace_also_one_that_was_changed(town: Town, case_id: str) -> None:
    desk.mark_fields(case_id, {STAFF: ("fix", "人数不对")}, by=town.clerk, at=AT)
    desk.mark_fields(case_id, {STAFF: ("fix", "人数不对")}, by=town.clerk, at=AT)
    desk.mark_fields(case_id, {STAFF: ("ok", "")}, by=town.colleague, at=AT)
    desk.mark(case_id, "rules_list", "ok", by=town.colleague, at=AT)
    traces = desk_traces.traced(casefile.casefile(case_id, by=town.clerk), by=town.clerk)
    assert [(one.verdict, one.reason, one.who.name if one.who else "") for one in traces] == [
        ("fix", "人数不对", "周敏"),
        ("ok", "", "吴涛"),
        ("ok", "", "吴涛"),
    ]


def test_the_journal_says_who_marked_what_where_it_was_somebody_else(town: Town, case_id: str) -> None:
    town.mark(case_id, "2026-09-30 09:40", by=town.colleague, without=[STAFF])
    desk.mark_fields(case_id, {STAFF: ("ok", "")}, by=town.clerk, at=AT)
    intake.conclude(case_id, "accepted", by=town.clerk, at=AT)
    authors = {mark.material: mark.by for mark in casefile.casefile(case_id, by=town.clerk).case.marks}
    assert authors[STAFF] == ""
    assert set(authors.values()) == {"", town.colleague.reference}


def test_a_consent_is_given_or_not_and_nobody_marks_it(town: Town, case_id: str) -> None:
    file = casefile.casefile(case_id, by=town.clerk)
    kinds = {file.guide.fields[form_fields.field_of(key)].type for key in file.case.fields}
    assert file.case.fields
    assert "consent" not in kinds
    with reading() as session:
        assert session.query(CaseRow).count() == 1
