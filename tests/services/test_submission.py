"""Submission: nothing incomplete goes in, what goes in is frozen, and a second click makes no second case."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from guides.fields import Wrong
from portal.access import Denied
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import Document, Snapshot, Upload
from portal.services import casefile, drafts, open_drafts, query_codes, receipts, snapshots, submission, uploads
from portal.services.submission import SubmissionIncomplete
from tests.at_window import ANSWERS, HAZCHEM, Town, beijing, day, pdf, settle
from workflows.case import State
from workflows.refusal import Refusal

AT = beijing("2026-09-29 15:42")


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def ready(town: Town) -> str:
    """A draft that lacks nothing."""
    draft = drafts.start(HAZCHEM, by=town.handler, at=AT)
    drafts.save(draft, ANSWERS, by=town.handler, at=AT)
    town.bring(draft, (), AT, by=town.handler)
    return draft


def test_a_receipt_names_the_case_and_the_day_that_counts(town: Town, ready: str):
    receipt = submission.submit(ready, by=town.handler, at=AT)
    assert receipt.number.endswith("202609290001")
    assert len(receipt.number) == 31 + 12
    assert receipt.received_on == day("2026-09-29")
    assert receipt.notice_due.on == day("2026-10-12")  # five working days, past the holidays of October
    assert receipt.files == 6
    assert receipt.query_code == query_codes.code_of(receipt.case_id)
    with reading() as session:
        row = session.query(CaseRow).one()
        assert (row.state, row.number, row.handler_id) == ("submitted", receipt.number, town.handler.id)
        assert receipt.query_code not in (row.query_code_hash, row.public_id)
        assert [one.kind for one in session.query(Document)] == ["receipt"]


def test_what_comes_on_a_rest_day_counts_from_the_next_working_day(town: Town, ready: str):
    receipt = submission.submit(ready, by=town.handler, at=beijing("2026-10-03 21:00"))
    assert receipt.received_on == day("2026-10-08")
    assert receipt.number.endswith("202610030001")


def test_the_running_number_counts_all_items_of_a_day(town: Town):
    numbers = [town.hand_in("2026-09-29 15:42"), town.hand_in("2026-09-29 16:00"), town.hand_in("2026-09-30 09:00")]
    with reading() as session:
        ends = {row.public_id: row.number[-12:] for row in session.query(CaseRow)}
    assert [ends[one] for one in numbers] == ["202609290001", "202609290002", "202609300001"]


def test_everything_that_is_missing_or_wrong_is_said_at_once(town: Town):
    draft = drafts.start(HAZCHEM, by=town.handler, at=AT)
    drafts.save(draft, {**ANSWERS, "legal_rep_id": "990101198003073010", "staff_total": ""}, by=town.handler, at=AT)
    with pytest.raises(SubmissionIncomplete) as incomplete:
        submission.submit(draft, by=town.handler, at=AT)
    assert {name: error.code for name, error in incomplete.value.errors.items()} == {
        "legal_rep_id": Wrong.ID_CHECK,
        "staff_total": Wrong.MISSING,
    }
    assert incomplete.value.missing == (
        "application", "rules_list", "qualifications", "training_proof", "premises", "plan_filing",
    )  # fmt: skip
    with reading() as session:
        assert session.query(CaseRow).count() == 0


def test_the_snapshot_holds_what_was_answered_and_the_digest_of_every_file(town: Town, ready: str):
    receipt = submission.submit(ready, by=town.handler, at=AT)
    file = casefile.casefile(receipt.case_id, by=town.handler)
    content = file.content
    assert content["answers"]["chemicals"][0]["annual_tons"] == "1200"
    assert content["raw"]["premises_area"] == "186.40"
    assert content["enterprise"]["uscc"] == "91990101MA2HT5K72T"
    assert content["handler"] == {"name": "沈远航", "mobile": "13900000001", "email": "shen@example.cn"}
    assert {one["sha256"] for one in content["files"]} == {one.sha256 for one in file.files}
    assert file.case.snapshot == snapshots.digest_of(content)
    assert "business_licence" in file.case.handed_in  # shared: nobody uploads it


def test_a_second_click_gives_the_same_receipt(town: Town, ready: str):
    first = submission.submit(ready, by=town.handler, at=AT, key="a")
    again = submission.submit(ready, by=town.handler, at=beijing("2026-09-29 15:43"), key="b")
    assert again == first
    assert receipts.receipt(first.case_id, by=town.handler) == first
    assert submission.case_of(ready, by=town.handler) == first.case_id
    with reading() as session:
        assert (session.query(CaseRow).count(), session.query(Snapshot).count()) == (1, 1)


def test_two_clicks_at_once_make_one_case(database: Flask, town: Town, ready: str):
    def click(_number: int) -> str:
        with database.app_context():
            return submission.submit(ready, by=town.handler, at=AT).number

    with ThreadPoolExecutor(4) as hands:
        numbers = set(hands.map(click, range(4)))
    assert len(numbers) == 1
    with reading() as session:
        assert session.query(CaseRow).count() == 1


def test_a_draft_that_changed_after_the_check_is_looked_at_again(town: Town, ready: str):
    checked = drafts.view(ready, by=town.handler).version
    drafts.save(ready, {"staff_total": "13"}, by=town.handler, at=AT)
    with pytest.raises(Refusal, match="draft_changed"):
        submission.submit(ready, by=town.handler, at=AT, version=checked)
    assert submission.submit(ready, by=town.handler, at=AT, version=checked + 1).number


def test_after_submission_the_draft_is_closed_and_its_files_belong_to_the_case(town: Town, ready: str):
    receipt = submission.submit(ready, by=town.handler, at=AT)
    for act in (
        lambda: drafts.view(ready, by=town.handler),
        lambda: drafts.save(ready, {"lessor": "x"}, by=town.handler, at=AT),
        lambda: drafts.discard(ready, by=town.handler),
        lambda: uploads.attach(ready, "application", "a.pdf", io.BytesIO(pdf()), by=town.handler, at=AT),
    ):
        with pytest.raises(Refusal, match="draft_submitted"):
            act()
    assert open_drafts.mine(by=town.handler) == ()
    with reading() as session:
        assert session.query(Upload).filter(Upload.case_id.is_(None)).count() == 0
    assert casefile.casefile(receipt.case_id, by=town.clerk).case.state is State.SUBMITTED


def test_promised_materials_are_named_in_the_case_and_nothing_else_may_be_promised(town: Town):
    draft = drafts.start(HAZCHEM, by=town.handler, at=AT)
    drafts.save(draft, ANSWERS, by=town.handler, at=AT)
    town.bring(draft, ("training_proof", "premises", "rules_list"), AT, by=town.handler)
    drafts.promise(draft, ["premises"], by=town.handler, at=AT)
    with pytest.raises(SubmissionIncomplete) as incomplete:
        submission.submit(draft, by=town.handler, at=AT, later=["training_proof", "rules_list"])
    assert incomplete.value.missing == ("rules_list",)
    town.bring(draft, ("training_proof", "premises"), AT, by=town.handler)
    receipt = submission.submit(draft, by=town.handler, at=AT, later=["training_proof"])
    assert receipt.later == ("training_proof", "premises")
    assert casefile.casefile(receipt.case_id, by=town.handler).case.later == {"training_proof", "premises"}


def test_a_promise_for_what_was_brought_after_all_is_forgotten(town: Town, ready: str):
    drafts.promise(ready, ["premises"], by=town.handler, at=AT)
    assert submission.submit(ready, by=town.handler, at=AT).later == ()


def test_a_file_that_the_answers_no_longer_ask_for_stays_out_of_the_case(town: Town, ready: str):
    drafts.save(ready, {"has_storage": "leased"}, by=town.handler, at=AT)
    uploads.attach(ready, "storage_lease", "仓库.pdf", io.BytesIO(pdf()), by=town.handler, at=AT)
    drafts.save(ready, {"has_storage": "none"}, by=town.handler, at=AT)
    receipt = submission.submit(ready, by=town.handler, at=AT)
    content = casefile.casefile(receipt.case_id, by=town.handler).content
    assert "storage_lease" not in {one["material"] for one in content["files"]}


def test_another_enterprise_gets_no_receipt(town: Town, ready: str):
    with pytest.raises(Denied):
        submission.submit(ready, by=town.clerk, at=AT)
    receipt = submission.submit(ready, by=town.handler, at=AT)
    with pytest.raises(Denied):
        submission.submit(ready, by=town.clerk, at=AT)
    assert receipts.receipt(receipt.case_id, by=town.clerk).number == receipt.number  # the window may see any case


def test_a_query_code_fits_one_number_only_and_forgives_how_it_is_typed(town: Town, ready: str):
    receipt = submission.submit(ready, by=town.handler, at=AT)
    with reading() as session:
        kept = session.query(CaseRow).one().query_code_hash
    typed = receipt.query_code.lower().replace("-", " ")
    assert query_codes.matches(kept, receipt.number, typed)
    assert not query_codes.matches(kept, receipt.number[:-1] + "2", typed)
    assert not query_codes.matches(kept, receipt.number, typed[:-1])
    assert not query_codes.matches(None, receipt.number, typed)
    assert not set("01ILO") & set(receipt.query_code)
