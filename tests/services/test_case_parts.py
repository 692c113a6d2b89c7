"""Files that arrive in parts for a correction or a supplement: as good as those of a draft, never lost when the case moves on."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from flask import Flask

from portal.access import Denied
from portal.services import (
    casefile,
    correction,
    left_files,
    partial_uploads,
    pictures,
    storage,
    supplement,
    tracking,
    uploads,
)
from portal.services.inspection import UploadError
from portal.services.partial_uploads import FORM, Gap, Late, Partial
from portal.services.uploads import Goal
from tests.at_window import Town, beijing, pdf, settle
from tests.services.test_correction import noticed
from tests.services.test_partial_uploads import lying
from tests.services.test_scans import photo
from workflows.refusal import Refusal

AT = beijing("2026-10-08 10:00")
FILE = pdf("new", 2)
HALF = len(FILE) // 2


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def case_id(town: Town) -> str:
    """A case whose applicant was asked for another list of rules."""
    return noticed(town)


@pytest.fixture
def deferred(town: Town) -> str:
    """A case that was accepted although the training records are to follow."""
    return town.deferred("2026-09-29 15:42", "2026-09-30 09:30")


def begin(town: Town, goal: Goal, material: str, *, size: int = len(FILE)) -> Partial:
    return partial_uploads.begin(goal, material, "新.pdf|1|2", "新.pdf", size, by=town.handler, at=AT)


def add(town: Town, part: Partial, offset: int, content: bytes) -> Partial:
    return partial_uploads.append(part.public_id, offset, io.BytesIO(content), by=town.handler, at=AT)


def finish(town: Town, part: Partial, sha256: str = "") -> str:
    return partial_uploads.finish(part.public_id, sha256, by=town.handler, at=AT)


def mending(case_id: str) -> Goal:
    return Goal("correction", case_id)


def test_a_correction_goes_on_where_the_line_was_cut_and_is_answered_with_it(town: Town, case_id: str):
    add(town, begin(town, mending(case_id), "rules_list"), 0, FILE[:HALF])
    assert [one.received for one in partial_uploads.waiting(mending(case_id), by=town.handler)] == [HALF]
    again = begin(town, mending(case_id), "rules_list")
    assert again.received == HALF
    add(town, again, HALF, FILE[HALF:])
    file_id = finish(town, again)
    (item,) = correction.view(case_id, by=town.handler, at=AT).items
    assert [(one.public_id, one.pages) for one in item.waiting] == [(file_id, 2)]
    correction.answer(case_id, by=town.handler, at=AT)
    assert uploads.open(file_id, by=town.clerk)[1].read_bytes() == FILE
    assert not left_files.of_case(case_id, by=town.handler)


def test_a_promised_material_waits_until_it_is_supplied(town: Town, deferred: str):
    part = begin(town, Goal("supplement", deferred), "training_proof")
    add(town, part, 0, FILE)
    file_id = finish(town, part)
    (one,) = tracking.tracking(deferred, by=town.handler, at=AT).deferred
    assert ([file.public_id for file in one.waiting], one.promise.arrived_on) == ([file_id], None)
    supplement.supply(deferred, "training_proof", by=town.handler, at=AT)
    with pytest.raises(Refusal):
        supplement.supply(deferred, "training_proof", by=town.handler, at=AT)


def test_a_file_that_is_finished_twice_is_there_once(town: Town, case_id: str):
    part = begin(town, mending(case_id), "rules_list")
    add(town, part, 0, FILE)
    assert finish(town, part) == finish(town, part) == part.public_id
    (item,) = correction.view(case_id, by=town.handler, at=AT).items
    assert len(item.waiting) == 1
    with pytest.raises(Refusal):
        partial_uploads.finish(part.public_id, by=replace(town.handler, id=99), at=AT)


def test_parts_out_of_order_twice_or_more_than_announced_change_nothing(town: Town, case_id: str):
    part = begin(town, mending(case_id), "rules_list")
    add(town, part, 0, FILE[:HALF])
    for offset in (0, HALF + 1):
        with pytest.raises(Gap):
            add(town, part, offset, FILE[:HALF])
    with pytest.raises(UploadError):
        add(town, part, HALF, FILE)
    with pytest.raises(UploadError):
        finish(town, part)
    assert begin(town, mending(case_id), "rules_list").received == HALF
    with pytest.raises(UploadError):
        begin(town, mending(case_id), "rules_list", size=(20 << 20) + 1)


@pytest.mark.parametrize("purpose", ["correction", "supplement", "review_fix", "desk", "commitment", "other"])
def test_nothing_is_begun_that_the_case_does_not_ask_for(town: Town, case_id: str, purpose: str):
    with pytest.raises((UploadError, Denied)):
        begin(town, Goal(purpose, case_id), "application")


def test_nobody_sends_parts_for_the_case_of_another(town: Town, case_id: str):
    part = begin(town, mending(case_id), "rules_list")
    stranger, colleague = replace(town.handler, enterprise_id=999), replace(town.handler, id=town.clerk.id)
    for somebody in (stranger, town.clerk, town.reviewer):
        with pytest.raises(Denied):
            partial_uploads.begin(mending(case_id), "rules_list", "k", "a.pdf", 9, by=somebody, at=AT)
        with pytest.raises(Denied):
            left_files.of_case(case_id, by=somebody)
    for somebody in (stranger, colleague, town.clerk, replace(town.handler, items=frozenset({"other_item"}))):
        with pytest.raises(Denied):
            partial_uploads.append(part.public_id, 0, io.BytesIO(b"x"), by=somebody, at=AT)
        with pytest.raises(Denied):
            partial_uploads.discard(part.public_id, by=somebody)


def test_a_file_that_comes_after_the_correction_is_kept_and_said_not_to_be_handed_in(town: Town, case_id: str):
    slow = begin(town, mending(case_id), "rules_list")
    add(town, slow, 0, FILE[:HALF])
    town.correct(case_id, "2026-10-08 11:00", "rules_list")
    assert [one.received for one in left_files.of_case(case_id, by=town.handler).parts] == [HALF]
    add(town, slow, HALF, FILE[HALF:])
    with pytest.raises(Late):
        finish(town, slow)
    left = left_files.of_case(case_id, by=town.handler)
    assert ([one.filename for one in left.files], left.parts) == (["新.pdf"], ())
    _facts, path = uploads.open(slow.public_id, by=town.handler)
    assert path.read_bytes() == FILE
    uploads.remove(slow.public_id, by=town.handler, at=AT)
    assert not left_files.of_case(case_id, by=town.handler)


def test_what_was_left_over_is_no_answer_to_the_next_notice(town: Town):
    case_id = noticed(town, rules_list="缺一项。", training_proof="缺两个人。")
    slow = begin(town, mending(case_id), "training_proof")
    add(town, slow, 0, FILE)
    town.correct(case_id, "2026-10-08 11:00", "rules_list", "training_proof")
    with pytest.raises(Late):
        finish(town, slow)
    again = "2026-10-09 10:00"
    town.mark(case_id, again, fix={"rules_list": "还是缺一项。"})
    town.conclude(case_id, "correction", again)
    town.correct(case_id, "2026-10-10 10:00", "rules_list")
    handed_in = casefile.casefile(case_id, by=town.clerk).content["files"]
    assert slow.public_id not in {one["public_id"] for one in handed_in}


def test_pictures_of_a_correction_become_one_pdf(town: Town, case_id: str):
    given = {"purpose": "correction", "by": town.handler, "at": AT}
    names = [
        uploads.attach_to_case(case_id, "rules_list", f"{one}.jpg", io.BytesIO(photo(one)), **given)
        for one in ("red", "blue")
    ]
    pictures.bind(mending(case_id), "rules_list", names[::-1], by=town.handler, at=AT)
    (item,) = correction.view(case_id, by=town.handler, at=AT).items
    assert [(one.media_type, one.pages) for one in item.waiting] == [("application/pdf", 2)]
    with pytest.raises(Refusal):
        pictures.bind(mending(case_id), "rules_list", names, by=town.handler, at=AT)


def test_a_file_of_a_form_is_its_senders_alone(town: Town):
    part = begin(town, FORM, "")
    add(town, part, 0, FILE[:HALF])
    with pytest.raises(UploadError):
        partial_uploads.whole(part.public_id, by=town.handler)
    add(town, part, HALF, FILE[HALF:])
    name, path = partial_uploads.whole(part.public_id, by=town.handler)
    assert (name, path.read_bytes()) == ("新.pdf", FILE)
    with pytest.raises(Denied):
        partial_uploads.whole(part.public_id, by=replace(town.handler, id=town.clerk.id))
    partial_uploads.expire(at=beijing("2026-10-12 10:00"))
    assert lying(storage.root()) == 0
