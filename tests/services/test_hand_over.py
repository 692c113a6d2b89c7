"""Not this body's power: the competent one is named, and with consent the file goes there inside the portal (R4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from portal.access import Denied
from portal.db import reading, transaction
from portal.models import Draft, Upload
from portal.services import casefile, drafts, hand_over, intake, letters, offices
from portal.services.offices import OfficeFacts
from tests.at_window import Town, beijing, settle
from workflows.case import State
from workflows.refusal import Refusal

AT = beijing("2026-09-30 10:00")
TARGET = "commerce/gas_station_bundle"


@pytest.fixture
def town(database: Flask) -> Town:
    town = settle(database)
    offices.create(OfficeFacts(code="commerce", name_zh="临江市商务局", name_en="Commerce Bureau"), by=town.supervisor)
    return town


@pytest.fixture
def case_id(town: Town) -> str:
    case_id = town.hand_in("2026-09-29 15:42")
    intake.conclude(case_id, "not_competent", reason="归商务部门办理。", target=TARGET, by=town.clerk, at=AT)
    return case_id


def said(town: Town, case_id: str) -> str:
    file = casefile.casefile(case_id, by=town.clerk)
    return str(letters.letter(file.letters[0].public_id, by=town.clerk).letter)


def test_offices_of_the_portal_are_offered_with_what_they_handle_but_not_the_own_one(town: Town) -> None:
    file = casefile.casefile(town.hand_in("2026-09-29 15:42"), by=town.clerk)
    assert {one.key for one in hand_over.targets(file, on=date(2026, 9, 30))} == {TARGET}


def test_the_letter_names_the_office_and_that_the_file_goes_over_with_consent(town: Town, case_id: str) -> None:
    words = said(town, case_id)
    assert "临江市商务局" in words
    assert "本机关将申请内容和材料移送该机关" in words
    case = casefile.casefile(case_id, by=town.handler).case
    assert case.state is State.NOT_COMPETENT
    assert case.hand_over is not None
    assert (case.hand_over.office, case.hand_over.state) == ("commerce", "offered")


def test_with_the_applicants_consent_answers_and_files_go_into_an_application_there(town: Town, case_id: str) -> None:
    draft_id = hand_over.answer(case_id, True, by=town.handler, at=AT)
    draft = drafts.view(draft_id, by=town.handler)
    before = casefile.casefile(case_id, by=town.handler)
    assert (draft.guide.item, draft.raw["unit_name"]) == ("gas_station_bundle", before.content["raw"]["unit_name"])
    known = {material.id for material in draft.guide.materials}
    carried = {one["material"] for one in before.content["files"]} & known
    with reading() as session:
        rows = session.scalars(select(Upload).join(Draft, Draft.id == Upload.draft_id))
        copies = [row for row in rows.all() if row.case_id is None]
    assert {row.material for row in copies} == carried
    (line,) = hand_over.received(by=town.clerk)
    assert (line.state, line.office, line.case_id) == ("agreed", "commerce", None)
    assert before.case.hand_over is not None
    assert (before.case.hand_over.state, before.case.hand_over.draft) == ("agreed", draft_id)


def test_the_application_that_a_file_became_can_be_thrown_away(town: Town, case_id: str) -> None:
    drafts.discard(hand_over.answer(case_id, True, by=town.handler, at=AT), by=town.handler, at=AT)
    (line,) = hand_over.received(by=town.clerk)
    assert (line.state, line.case_id) == ("agreed", None)


def test_it_is_answered_once_and_only_by_the_applicant_or_at_the_window(town: Town, case_id: str) -> None:
    for stranger in (town.reviewer, town.supervisor):
        with pytest.raises(Denied):
            hand_over.answer(case_id, True, by=stranger, at=AT)
    assert hand_over.answer(case_id, False, by=town.handler, at=AT) == ""
    with pytest.raises(Refusal, match="hand_over_answered"):
        hand_over.answer(case_id, True, by=town.handler, at=AT)
    with reading() as session:
        assert len(session.scalars(select(Draft)).all()) == 1
    assert [one.state for one in hand_over.received(by=town.clerk)] == ["declined"]


def test_what_was_signed_at_the_window_becomes_an_application_that_the_clerk_goes_on_with(
    town: Town, case_id: str
) -> None:
    draft_id = hand_over.answer(case_id, True, by=town.clerk, at=AT)
    assert drafts.view(draft_id, by=town.clerk).channel == "window"
    event = casefile.casefile(case_id, by=town.clerk).recorded[-1].event
    assert event.on_paper  # type: ignore[attr-defined]


def test_an_office_elsewhere_is_named_and_nothing_is_handed_over(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42")
    words = {"reason": "储存场所在望海市。", "competent_body": "望海市应急管理局"}
    intake.conclude(case_id, "not_competent", **words, by=town.clerk, at=AT)
    assert "材料随本决定书退还" in said(town, case_id)
    assert hand_over.received(by=town.clerk) == ()
    with pytest.raises(Refusal, match="no_hand_over"):
        hand_over.answer(case_id, True, by=town.handler, at=AT)


def test_an_office_that_is_none_is_refused_and_reviewers_see_their_own_list_alone(town: Town, case_id: str) -> None:
    other = town.hand_in("2026-09-29 16:42")
    with pytest.raises(Refusal, match="no_such_office"):
        intake.conclude(other, "not_competent", reason="x", target="emb/astrology", by=town.clerk, at=AT)
    assert hand_over.received(by=town.reviewer) == ()
    with pytest.raises(Denied):
        hand_over.received(by=town.handler)


def test_a_file_with_malware_stays_behind_and_the_others_are_scanned_as_new_ones(
    town: Town, case_id: str, database: Flask
) -> None:
    with transaction() as session:
        row = session.scalars(select(Upload).where(Upload.case_id.is_not(None)).order_by(Upload.id)).first()
        assert row is not None
        row.scan, sick = "infected", row.filename
    before = database.config["SETTINGS"]
    database.config["SETTINGS"] = replace(before, antivirus_url="tcp://127.0.0.1:1")
    try:
        draft_id = hand_over.answer(case_id, True, by=town.handler, at=AT)
    finally:
        database.config["SETTINGS"] = before
    found = drafts.view(draft_id, by=town.handler).files
    assert sick not in {file.filename for file in found}
    assert {file.scan for file in found} == {"owed"}
