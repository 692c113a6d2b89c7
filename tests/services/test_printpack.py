"""What has to be signed: printed from the application with every answer, and the signed copies go into the file, not the list."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from flask import Flask

from portal.access import Denied
from portal.services import casefile, drafts, printpack, sittings, submission
from portal.services.applicants import ApplicantFacts
from portal.services.sittings import Agent
from portal.services.uploads import UploadError
from tests.at_window import ANSWERS, HAZCHEM, Town, beijing, pdf, settle
from tests.web.people import USCC
from workflows.refusal import Refusal

AT = beijing("2026-09-29 10:00")


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def begun(town: Town, **agent: str) -> str:
    sitting = sittings.begin((HAZCHEM,), ApplicantFacts(uscc=USCC), Agent(**agent), by=town.clerk, at=AT)
    draft = sittings.view(sitting, by=town.clerk).lines[0].draft_id
    drafts.save(draft, ANSWERS, by=town.clerk, at=AT)
    return draft


def words(town: Town, draft: str, kind: str) -> str:
    _name, content = printpack.pdf(draft, kind, by=town.clerk, at=AT)
    with pypdfium2.PdfDocument(content) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return "".join(text.split())


def kinds(town: Town, draft: str) -> list[str]:
    return [one.kind for one in printpack.papers(draft, by=town.clerk, at=AT)]


def test_the_application_form_says_everything_that_was_typed(town: Town) -> None:
    text = words(town, begun(town), "application")
    for said in ("危险化学品经营许可证核发申请书", "甲苯", "108-88-3", "186.4", USCC, "申请人（盖章）", "真实性负责"):
        assert said in text


def test_a_name_with_a_rare_character_is_printed(town: Town) -> None:
    draft = begun(town, capacity="agent", name="𠮷小明", mobile="13900000002")
    text = words(town, draft, "authorisation")
    assert "授权委托书" in text
    assert "小明" in text
    assert "13900000002" in text


def test_an_agent_needs_a_letter_and_a_promise_its_commitment(town: Town) -> None:
    assert kinds(town, begun(town)) == ["application"]
    draft = begun(town, capacity="agent", name="周经办")
    later = next(r.key for r in drafts.view(draft, by=town.clerk).requirements if r.requirement.deferrable)
    drafts.promise(draft, {later}, by=town.clerk, at=AT)
    assert kinds(town, draft) == ["application", "authorisation", "deferral"]
    text = words(town, draft, "deferral")
    assert "容缺受理承诺书" in text
    assert "签署人（签名）" in text
    assert "受理之日起" in text or "作出决定前" in text


def test_all_papers_come_in_one_file(town: Town) -> None:
    draft = begun(town, capacity="agent", name="周经办")
    text = words(town, draft, printpack.ALL)
    assert "申请书" in text
    assert "授权委托书" in text
    with pytest.raises(Refusal) as refused:
        printpack.pdf(draft, "deferral", by=town.clerk, at=AT)
    assert refused.value.rule == "no_such_paper"


def test_the_signed_copy_goes_into_the_file_but_not_into_the_list(town: Town) -> None:
    draft = begun(town, capacity="agent", name="周经办")
    printpack.scan_back(draft, "authorisation", "委托书.pdf", io.BytesIO(pdf()), by=town.clerk, at=AT)
    with pytest.raises(UploadError):
        printpack.scan_back(draft, "application", "a.pdf", io.BytesIO(b"MZ"), by=town.clerk, at=AT)
    with pytest.raises(Refusal):
        printpack.scan_back(draft, "deferral", "a.pdf", io.BytesIO(pdf()), by=town.clerk, at=AT)
    town.bring(draft, [], AT, by=town.clerk)
    receipt = submission.submit(draft, by=town.clerk, at=AT)
    file = casefile.casefile(receipt.case_id, by=town.clerk)
    assert [one["filename"] for one in file.content["signed"]] == ["委托书.pdf"]
    assert [one.filename for one in file.files if one.purpose == "signed"] == ["委托书.pdf"]
    assert receipt.files == len(file.content["files"])


def test_papers_are_for_who_writes_the_application(town: Town) -> None:
    draft = begun(town)
    for somebody in (town.handler, town.point, town.reviewer):
        with pytest.raises(Denied):
            printpack.pdf(draft, "application", by=somebody, at=AT)
