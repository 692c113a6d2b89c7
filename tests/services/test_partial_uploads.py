"""Files that arrive in parts: a cut line goes on where it was, nobody adds to another's file, and nothing lies about for ever."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace

import pytest

from portal.access import Denied
from portal.models import PartialUpload
from portal.services import drafts, partial_uploads, pictures, storage, sweep, uploads
from portal.services.inspection import UploadError
from portal.services.partial_uploads import Gap, Partial
from portal.services.uploads import Goal
from tests import at_window
from tests.at_window import Town, beijing, pdf
from tests.services.test_scans import photo
from workflows.refusal import Refusal

AT = beijing("2026-11-20 10:00")
FILE = pdf("application", 3)
HALF = len(FILE) // 2


@pytest.fixture
def town(database) -> Town:
    return at_window.settle(database)


@pytest.fixture
def draft(town: Town) -> str:
    return drafts.start(at_window.HAZCHEM, by=town.handler, at=AT)


@pytest.fixture
def begun(town: Town, draft: str) -> Partial:
    return begin(town, draft)


def begin(town: Town, draft: str, *, key: str = "a.pdf|1|2", size: int = len(FILE)) -> Partial:
    return partial_uploads.begin(Goal("draft", draft), "application", key, "申请书.pdf", size, by=town.handler, at=AT)


def add(town: Town, part: Partial, offset: int, content: bytes) -> Partial:
    return partial_uploads.append(part.public_id, offset, io.BytesIO(content), by=town.handler, at=AT)


def names(town: Town, draft: str) -> list[str]:
    return [one.filename for one in drafts.view(draft, by=town.handler).files]


def lying(storage_root) -> int:
    return sum(1 for one in storage_root.rglob("*") if one.is_file())


def test_a_file_whose_line_was_cut_goes_on_where_it_was(town: Town, draft: str, begun: Partial):
    add(town, begun, 0, FILE[:HALF])
    again = begin(town, draft)
    assert (again.public_id, again.received) == (begun.public_id, HALF)
    assert [one.filename for one in partial_uploads.waiting(Goal("draft", draft), by=town.handler)] == ["申请书.pdf"]
    add(town, again, HALF, FILE[HALF:])
    digest = hashlib.sha256(FILE).hexdigest()
    file_id = partial_uploads.finish(again.public_id, digest, by=town.handler, at=AT)
    facts, path = uploads.open(file_id, by=town.handler)
    assert (path.read_bytes(), facts.pages) == (FILE, 3)
    assert partial_uploads.waiting(Goal("draft", draft), by=town.handler) == ()
    assert lying(storage.root()) == 1


def test_a_part_that_begins_elsewhere_is_told_where_to_begin(town: Town, begun: Partial):
    add(town, begun, 0, FILE[:HALF])
    for offset in (0, HALF - 1, HALF + 1, -1):
        with pytest.raises(Gap) as gap:
            add(town, begun, offset, b"x")
        assert gap.value.received == HALF


def test_more_than_was_announced_and_a_file_that_is_not_whole_are_refused(town: Town, draft: str, begun: Partial):
    add(town, begun, 0, FILE[:HALF])
    with pytest.raises(UploadError) as wrong:
        add(town, begun, HALF, FILE[HALF:] + b"x")
    assert wrong.value.code == "cut_off"
    with pytest.raises(UploadError):
        partial_uploads.finish(begun.public_id, by=town.handler, at=AT)
    assert begin(town, draft).received == HALF


def test_another_content_than_the_sender_means_is_not_handed_in(town: Town, draft: str, begun: Partial):
    add(town, begun, 0, FILE)
    with pytest.raises(UploadError) as wrong:
        partial_uploads.finish(begun.public_id, "0" * 64, by=town.handler, at=AT)
    assert wrong.value.code == "cut_off"
    assert (names(town, draft), begin(town, draft).received) == ([], 0)


def test_what_it_really_is_is_looked_at_when_it_is_whole(town: Town, draft: str):
    program = b"MZ" + bytes(200)
    part = begin(town, draft, size=len(program))
    add(town, part, 0, program)
    with pytest.raises(UploadError) as wrong:
        partial_uploads.finish(part.public_id, by=town.handler, at=AT)
    assert (wrong.value.code, wrong.value.facts) == ("kind", {"found": "program"})
    assert lying(storage.root()) == 0


@pytest.mark.parametrize(("size", "code"), [(0, "empty"), ((20 << 20) + 1, "too_large")])
def test_no_file_is_begun_that_could_not_be_taken(town: Town, draft: str, size: int, code: str):
    with pytest.raises(UploadError) as wrong:
        begin(town, draft, size=size)
    assert wrong.value.code == code


def test_only_so_many_are_on_their_way_and_only_for_what_is_asked(town: Town, draft: str):
    for number in range(partial_uploads.MOST):
        begin(town, draft, key=f"{number}")
    with pytest.raises(UploadError):
        begin(town, draft, key="one more")
    with pytest.raises(UploadError):
        partial_uploads.begin(Goal("draft", draft), "business_licence", "k", "a.pdf", 10, by=town.handler, at=AT)


def test_nobody_adds_to_the_file_of_another(town: Town, draft: str, begun: Partial):
    colleague = replace(
        town.handler, id=town.clerk.id
    )  # of the same enterprise: sees the draft, but it is not his file
    for somebody in (colleague, town.clerk, replace(town.handler, enterprise_id=999)):
        with pytest.raises(Denied):
            partial_uploads.append(begun.public_id, 0, io.BytesIO(b"x"), by=somebody, at=AT)
        with pytest.raises(Denied):
            partial_uploads.finish(begun.public_id, by=somebody, at=AT)
    with pytest.raises(Refusal):
        partial_uploads.append("nothing", 0, io.BytesIO(b"x"), by=town.handler, at=AT)


def test_what_nobody_goes_on_with_is_swept_away(database, town: Town, draft: str, begun: Partial):
    add(town, begun, 0, FILE[:HALF])
    sweep.run(at=beijing("2026-11-23 02:00"))
    assert begin(town, draft).received == HALF
    sweep.run(at=beijing("2026-11-24 02:00"))
    assert (begin(town, draft).received, lying(storage.root())) == (0, 0)


def test_a_draft_takes_its_parts_with_it(town: Town, draft: str, begun: Partial):
    add(town, begun, 0, FILE[:HALF])
    drafts.discard(draft, by=town.handler)
    assert lying(storage.root()) == 0
    with pytest.raises(Refusal):
        add(town, begun, HALF, FILE[HALF:])
    assert PartialUpload.__tablename__ == "partial_uploads"


# ---- photographs of one paper ----


def bring(town: Town, draft: str, *pictures: str) -> list[str]:
    given = {"by": town.handler, "at": AT}
    return [uploads.attach(draft, "application", f"{one}.jpg", io.BytesIO(photo(one)), **given) for one in pictures]


def test_pictures_become_one_pdf_in_the_order_that_is_given(town: Town, draft: str):
    red, blue, green = bring(town, draft, "red", "blue", "green")
    pictures.bind(Goal("draft", draft), "application", [green, red, blue], by=town.handler, at=AT)
    (bound,) = drafts.view(draft, by=town.handler).files
    assert (bound.media_type, bound.pages) == ("application/pdf", 3)
    assert bound.filename.endswith(".pdf")
    assert "blank" in bound.doubts or bound.doubts


def test_a_picture_that_is_gone_or_of_another_draft_is_not_bound(town: Town, draft: str):
    red, blue = bring(town, draft, "red", "blue")
    uploads.remove(blue, by=town.handler, at=AT)
    with pytest.raises(Refusal):
        pictures.bind(Goal("draft", draft), "application", [red, blue], by=town.handler, at=AT)
    with pytest.raises(UploadError):
        pictures.bind(Goal("draft", draft), "application", [red, red], by=town.handler, at=AT)
    assert names(town, draft) == ["red.jpg"]
