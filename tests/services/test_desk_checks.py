"""What the answers decide is said to the applicant before submission and to the clerk after it, by one code."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest

from portal.services import desk, drafts, looked, precheck, submission, ticks, uploads
from portal.services.submission import SubmissionIncomplete
from tests.at_window import ANSWERS, Town, beijing, pdf

AT = beijing("2026-10-12 10:00")
TODAY = date(2026, 10, 12)
POINT = "application.3"


def view(town: Town, draft: str, **answers: Any) -> drafts.DraftView:
    if answers:
        drafts.save(draft, answers, by=town.handler, at=AT)
    return drafts.view(draft, by=town.handler, on=TODAY)


def test_a_table_that_contradicts_an_answer_is_told_and_bars_nobody(town: Town, draft: str):
    rows = [{**ANSWERS["chemicals"][0], "highly_toxic": "yes"}]
    found = view(town, draft, chemicals=rows)
    (doubt,) = precheck.doubts(found, on=TODAY)
    assert (doubt.kind, doubt.field.id) == ("contradicts", "toxic_goods")
    assert not found.reading.errors


def test_a_review_point_that_the_answers_do_not_meet_is_told_at_the_question_it_rests_on(town: Town, draft: str):
    changed = view(town, draft, business_mode=["wholesale_stored"])
    kinds = [(one.kind, one.field.id) for one in precheck.doubts(changed, on=TODAY) if one.field]
    assert ("unmet", "has_storage") in kinds
    assert POINT not in [one.id for one in looked.questions(changed, on=TODAY).get("application", ())]


def test_what_the_guide_calls_an_error_has_to_be_mended_and_stands_at_its_question(town: Town):
    item = "fireworks_retail_licence"
    draft = drafts.start(item, by=town.handler, at=AT)
    found = view(town, draft, period_from="2026-12-01", period_to="2026-11-01")
    assert str(found.reading.errors["period_to"]) == "contradiction"
    assert "period_to" not in view(town, draft, period_to="2026-12-01").reading.errors
    view(town, draft, period_to="2026-11-01")
    with pytest.raises(SubmissionIncomplete) as refused:
        submission.submit(draft, by=town.handler, at=AT)
    assert "period_to" in refused.value.errors


def test_the_clerks_questions_are_those_that_no_answer_decides_and_stand_at_what_was_brought(town: Town, draft: str):
    assert looked.questions(view(town, draft), on=TODAY) == {}
    town.bring(draft, (), AT, by=town.handler)
    asked = looked.questions(view(town, draft), on=TODAY)
    names = [one.id for one in asked["application"]]
    assert "application.1" in names
    assert POINT not in names


def test_a_tick_holds_for_the_files_and_the_question_it_was_given_for(town: Town, draft: str):
    town.bring(draft, (), AT, by=town.handler)
    looked.keep(draft, {"application.1": "fine", "application.2": "fine"}, by=town.handler)
    (first,) = [one for one in view(town, draft).files if one.material == "application"]
    uploads.remove(first.public_id, by=town.handler, at=AT)
    assert view(town, draft).looked == {}
    uploads.attach(draft, "application", "other.pdf", io.BytesIO(pdf("other")), by=town.handler, at=AT)
    assert view(town, draft).looked == {}
    looked.keep(draft, {"application.1": "again"}, by=town.handler)
    assert view(town, draft).looked == {"application.1": "again"}
    guide, files = view(town, draft).guide, view(town, draft).files
    asked = guide.material("application").review_points
    other = guide.model_copy(
        update={
            "materials": tuple(
                one.model_copy(update={"review_points": asked[1:]}) if one.id == "application" else one
                for one in guide.materials
            )
        }
    )
    assert ticks.current(ticks.given({"application.1": "fine"}, guide, files), other, files) == {}


def test_what_the_applicant_ticked_is_kept_and_stands_beside_the_point_at_the_desk(town: Town, draft: str):
    town.bring(draft, (), AT, by=town.handler)
    before = view(town, draft).version
    looked.keep(
        draft, {"application.1": "fine", "application.2": "again", "x.1": "fine", POINT: "maybe"}, by=town.handler
    )
    looked.keep(draft, {"application.2": "fine"}, by=town.handler)
    found = view(town, draft)
    assert (found.looked, found.version) == ({"application.1": "fine", "application.2": "fine"}, before)
    receipt = submission.submit(draft, by=town.handler, at=AT)
    points = desk.desk(receipt.case_id, by=town.clerk, at=AT).material("application").points
    assert [(one.id, one.said, one.looked) for one in points] == [
        ("application.1", "", "fine"),
        ("application.2", "", "fine"),
        (POINT, "true", ""),
    ]
