"""Supplements: what was promised for later comes in while its period runs, and may be brought again (R70-R73)."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from portal.access import Denied
from portal.actors import Actor
from portal.db import transaction
from portal.services import casefile, journal, mending, supplement, uploads
from portal.services.submission import SubmissionIncomplete
from tests.at_window import Town, beijing, day, pdf, settle
from workflows import commands as c
from workflows.refusal import Refusal

THEN = beijing("2026-10-09 10:00")


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def case_id(town: Town) -> str:
    """A case that was accepted on 30 September although the training records are to follow."""
    case_id = town.hand_in("2026-09-29 15:42", later=["training_proof"])
    town.mark(case_id, "2026-09-30 09:30", later={"training_proof": "培训记录后补"})
    town.conclude(case_id, "accepted_deferred", "2026-09-30 09:40")
    return case_id


def upload(town: Town, case_id: str, name: str = "培训.pdf") -> str:
    content = io.BytesIO(pdf(name))
    return uploads.attach_to_case(
        case_id, "training_proof", name, content, purpose="supplement", by=town.handler, at=THEN
    )


def reject(case_id: str, *, by: Actor) -> None:
    """The window finds the supplement wanting."""
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        journal.record(session, row, c.RejectDeferred("training_proof", "缺考核结果。"), by=by, at=THEN)


def test_a_supplement_stands_in_the_next_snapshot_and_its_promise_is_gone(town: Town, case_id: str):
    new = upload(town, case_id)
    supplement.supply(case_id, "training_proof", by=town.handler, at=THEN)
    file = casefile.casefile(case_id, by=town.handler)
    assert file.case.promises["training_proof"].arrived_on == day("2026-10-09")
    assert file.content["later"] == []
    assert new in {one["public_id"] for one in file.content["files"]}
    assert file.case.round == 2


def test_nothing_is_handed_in_without_a_file(town: Town, case_id: str):
    with pytest.raises(SubmissionIncomplete) as incomplete:
        supplement.supply(case_id, "training_proof", by=town.handler, at=THEN)
    assert incomplete.value.missing == ("training_proof",)


@pytest.mark.parametrize("requirement", ["rules_list", "nonsense"])
def test_only_what_was_promised_may_be_supplied(town: Town, case_id: str, requirement: str):
    with pytest.raises(Refusal, match="not_promised"):
        supplement.supply(case_id, requirement, by=town.handler, at=THEN)


def test_a_second_click_and_a_stale_page_are_refused_by_name(town: Town, case_id: str):
    upload(town, case_id)
    with pytest.raises(Refusal, match="stale"):
        supplement.supply(case_id, "training_proof", by=town.handler, at=THEN, expected_seq=1)
    supplement.supply(case_id, "training_proof", by=town.handler, at=THEN)
    with pytest.raises(Refusal, match="already_supplied"):
        supplement.supply(case_id, "training_proof", by=town.handler, at=THEN)
    with pytest.raises(uploads.UploadError, match="not_asked"):
        upload(town, case_id)


def test_what_was_found_wrong_is_brought_again_and_replaces_the_first(town: Town, case_id: str):
    first = upload(town, case_id)
    supplement.supply(case_id, "training_proof", by=town.handler, at=THEN)
    reject(case_id, by=town.clerk)
    second = upload(town, case_id, "培训二.pdf")
    supplement.supply(case_id, "training_proof", by=town.handler, at=beijing("2026-10-12 10:00"))
    named = {one["public_id"] for one in casefile.casefile(case_id, by=town.clerk).content["files"]}
    assert second in named
    assert first not in named


def test_after_its_period_a_supplement_is_too_late(town: Town, case_id: str):
    upload(town, case_id)
    with pytest.raises(Refusal, match="supplement_too_late"):
        supplement.supply(case_id, "training_proof", by=town.handler, at=beijing("2026-10-20 00:01"))


def bring_the_lease(town: Town, case_id: str) -> None:
    needs = casefile.casefile(case_id, by=town.handler).needs
    [name] = [one.alternatives[0].id for one in needs.requirements if one.key == "premises"]
    given = {"purpose": "supplement", "by": town.handler, "at": THEN}
    uploads.attach_to_case(case_id, name, "租.pdf", io.BytesIO(pdf("lease")), **given)


def test_everything_that_waits_goes_in_together_and_the_rest_may_follow(town: Town):
    case_id = town.hand_in("2026-09-29 15:42", later=["training_proof", "premises"])
    town.mark(case_id, "2026-09-30 09:30", later={"training_proof": "后补", "premises": "后补"})
    town.conclude(case_id, "accepted_deferred", "2026-09-30 09:40")
    with pytest.raises(SubmissionIncomplete) as incomplete:
        supplement.hand_in(case_id, by=town.handler, at=THEN)
    assert set(incomplete.value.missing) == {"training_proof", "premises"}
    mending.note(case_id, "supplement", "先交一份。", by=town.handler, at=THEN)
    upload(town, case_id)
    assert supplement.hand_in(case_id, by=town.handler, at=THEN) == ("training_proof",)
    assert casefile.casefile(case_id, by=town.clerk).content["note"] == "先交一份。"
    bring_the_lease(town, case_id)
    seq = casefile.casefile(case_id, by=town.handler).case.seq
    assert supplement.hand_in(case_id, by=town.handler, at=THEN, expected_seq=seq) == ("premises",)
    after = casefile.casefile(case_id, by=town.clerk)
    assert all(promise.arrived_on for promise in after.case.promises.values())
    assert "note" not in after.content, "words of an earlier round are not said again"
    with pytest.raises(Refusal, match="already_supplied"):
        supplement.hand_in(case_id, by=town.handler, at=THEN)


def test_both_things_that_were_promised_may_come_at_once(town: Town):
    case_id = town.hand_in("2026-09-29 15:42", later=["training_proof", "premises"])
    town.mark(case_id, "2026-09-30 09:30", later={"training_proof": "后补", "premises": "后补"})
    town.conclude(case_id, "accepted_deferred", "2026-09-30 09:40")
    upload(town, case_id)
    bring_the_lease(town, case_id)
    assert set(supplement.hand_in(case_id, by=town.handler, at=THEN)) == {"training_proof", "premises"}
    assert casefile.casefile(case_id, by=town.clerk).content["later"] == []


def test_a_note_is_kept_only_where_something_is_asked_for_and_by_its_own_enterprise(town: Town, case_id: str):
    for purpose in ("correction", "review_fix"):
        with pytest.raises(Refusal, match="no_correction_open"):
            mending.note(case_id, purpose, "话", by=town.handler, at=THEN)
    with pytest.raises(Denied):
        mending.note(case_id, "supplement", "话", by=town.clerk, at=THEN)
    with pytest.raises(Denied):
        mending.written(case_id, "supplement", by=town.reviewer)
