"""A guide that says everything goes the whole road: application, desk, letters and review read it without a special case."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from flask import Flask

from portal import clock
from portal.documents.letter import words
from portal.services import desk, drafts, letters, offices, reconsideration, submission, uploads
from portal.services.casefile import CaseFile, casefile
from portal.services.offices import OfficeFacts
from tests.at_window import Town, beijing, pdf, settle
from tests.pages import Browser, said
from tests.web.bookshop import move_in
from tests.web.people import HANDLER, sign_in, speak_english
from workflows.case import State

pytestmark = pytest.mark.engines("sqlite")
ANSWERS = {"owner": "临江书店", "size": "big", "sign": "yes"}


@pytest.fixture
def town(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    move_in(tmp_path, monkeypatch)
    with app.app_context():
        found = settle(app)
        for code, name in (("pbd", "省书业厅"), ("market", "市场监管局")):
            facts = OfficeFacts(code=code, name_zh=name, name_en=name, document_prefix="书")
            offices.create(facts, by=found.supervisor)
    return found


@pytest.fixture
def case_id(app: Flask, town: Town) -> str:
    with app.app_context():
        return town.hand_in("2026-11-20 10:00", item="bookshop", answers=ANSWERS)


def at_desk(client: Browser, case_id: str, material: str) -> str:
    client.get(f"/window/queue/{case_id}?m={material}")
    [review] = client.page.all("section", "ow-review")
    return "".join(said(review).split())


def test_the_desk_shows_form_format_basis_and_what_is_shown_on_collection(
    town: Town, case_id: str, client: Browser
) -> None:
    clerk = sign_in(client, "zhou.min")
    assert "依据：《某条例》第八条。原件1份，A4纸，单面" in at_desk(clerk, case_id, "form")
    assert "原件1份，领证时验原件" in at_desk(clerk, case_id, "old_card")
    assert "结论合格" in at_desk(clerk, case_id, "fire_report")
    speak_english(clerk)
    assert "A4,oneside" in at_desk(clerk, case_id, "form")


def test_a_commitment_in_the_place_of_a_proof_is_marked_with_its_own_points(
    app: Flask, town: Town, client: Browser
) -> None:
    with app.app_context():
        case_id = with_commitment(town)
    words_ = at_desk(sign_in(client, "zhou.min"), case_id, "premises")
    assert "场所承诺书" in words_
    assert "依据：《承诺办法》第一条。承诺书1份" in words_
    assert "已签名" in words_


def with_commitment(town: Town) -> str:
    when = beijing("2026-11-20 10:00")
    draft = drafts.start("bookshop", by=town.handler, at=when)
    drafts.save(draft, {**ANSWERS, "size": "small"}, by=town.handler, at=when)
    uploads.attach(draft, "promise", "promise.pdf", io.BytesIO(pdf("promise")), by=town.handler, at=when)
    town.bring(draft, (), when, by=town.handler)
    return submission.submit(draft, by=town.handler, at=when).case_id


def test_the_clocks_count_a_part_of_a_day_as_a_day_and_the_level_leads(app: Flask, town: Town, case_id: str) -> None:
    with app.app_context():
        town.mark(case_id, "2026-11-20 11:00")
        town.conclude(case_id, "accepted", "2026-11-20 11:00")
        found = casefile(case_id, by=town.clerk)
    terms = found.case.terms
    assert found.case.state is State.IN_REVIEW
    assert terms.lead == "pbd"
    assert (terms.notice.value, terms.notice.unit) == (0, "working_day")
    assert (terms.promised.value, terms.statutory.unit, terms.statutory.start) == (8, "calendar_day", "received")
    assert {track.id: track.days for track in terms.tracks} == {"papers": 1, "fire": 2, "visit": 2, "sign": 1}


def test_the_letters_name_every_material_in_its_form(app: Flask, town: Town) -> None:
    with app.app_context():
        case_id = with_commitment(town)
        town.mark(case_id, "2026-11-20 11:00")
        town.conclude(case_id, "accepted", "2026-11-20 11:00")
        text = printed(casefile(case_id, by=town.clerk), town)
    assert "申请书" in text
    assert "承诺书" in text
    assert "某市书业局" in text


def test_a_case_that_another_level_leads_is_answered_in_its_name(app: Flask, town: Town, case_id: str) -> None:
    with app.app_context():
        town.mark(case_id, "2026-11-20 11:00")
        town.conclude(case_id, "accepted", "2026-11-20 11:00")
        text = printed(casefile(case_id, by=town.clerk), town)
    assert "省书业厅" in text
    assert "某市书业局" not in text.replace("某市书业局承诺", "")


def test_page_and_paper_of_a_reconsideration_name_whoever_answered(
    app: Flask, town: Town, case_id: str, client: Browser
) -> None:
    with app.app_context():
        town.conclude(case_id, "not_required", "2026-11-20 11:00", reason="不属于许可的范围")
        at = clock.now()
        (act,) = reconsideration.remedies(case_id, by=town.handler, at=at).acts
        _name, content = reconsideration.pdf(case_id, act.name, by=town.handler, at=at)
    with pypdfium2.PdfDocument(io.BytesIO(content)) as paper:
        text = "".join(page.get_textpage().get_text_bounded() for page in paper)
    sign_in(client, HANDLER).get(f"/my/cases/{case_id}/reconsideration/{act.name}")
    for said_ in (text, client.page.words):
        assert "省书业厅" in said_
        assert "某市书业局" not in said_


def printed(file: CaseFile, town: Town) -> str:
    """All letters of the case, each as its words."""
    found = [letters.letter(one.public_id, by=town.clerk).letter for one in file.letters]
    return "".join(piece for one in found for piece in words(one))


def test_the_desk_has_no_material_that_the_answers_do_not_ask_for(app: Flask, town: Town) -> None:
    with app.app_context():
        case_id = with_commitment(town)
        shown = desk.desk(case_id, by=town.clerk, at=clock.now())
    assert [one.key for one in shown.materials] == ["form", "premises", "old_card"]
