"""Scans of several pages: put in order, turned, taken out, and bound into one PDF; nothing is lost on the way."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2
import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from portal.access import Denied
from portal.db import reading
from portal.models import ScanPage, Upload
from portal.services import drafts, scans, storage, submission, uploads, walkin
from portal.services.uploads import UploadError
from tests.at_window import ANSWERS, HAZCHEM, Town, beijing, pdf, settle
from tests.web.people import USCC
from workflows.refusal import Refusal

AT = beijing("2026-09-29 10:00")
RULES = "rules_list"


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def draft(town: Town) -> str:
    return walkin.start(HAZCHEM, USCC, by=town.clerk, at=AT, typed=ANSWERS)


def photo(colour: str, size: tuple[int, int] = (300, 400), orientation: int = 1) -> bytes:
    """A photograph of one colour, as a camera held that way writes it."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def put(town: Town, draft: str, content: bytes, name: str) -> str:
    return scans.add(draft, RULES, name, io.BytesIO(content), by=town.clerk, at=AT)


def order(town: Town, draft: str) -> list[tuple[str, int, int]]:
    return [(one.filename, one.page, one.turn) for one in scans.pages(draft, RULES, by=town.clerk)]


def page_number(town: Town, draft: str, at: int) -> int:
    return scans.pages(draft, RULES, by=town.clerk)[at].id


def bound(town: Town, draft: str) -> Sequence[tuple[tuple[int, int, int], tuple[int, int], int]]:
    """Of every page of the bound file: its middle colour, its size, and how it is turned."""
    (file,) = drafts.view(draft, by=town.clerk).files
    facts, path = uploads.open(file.public_id, by=town.clerk)
    assert facts.media_type == "application/pdf"
    found = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            image = page.render(scale=0.2).to_pil().convert("RGB")
            middle = image.getpixel((image.width // 2, image.height // 2))
            found.append((tuple(round(one, -1) for one in middle), image.size, page.get_rotation()))
    return found  # type: ignore[return-value]


def test_photographs_and_pages_become_one_pdf_in_their_order(town: Town, draft: str) -> None:
    put(town, draft, photo("red"), "1.jpg")
    put(town, draft, pdf("two", pages=2), "2.pdf")
    put(town, draft, photo("blue"), "3.jpg")
    assert order(town, draft) == [("1.jpg", 1, 0), ("2.pdf", 1, 0), ("2.pdf", 2, 0), ("3.jpg", 1, 0)]
    scans.arrange(draft, page_number(town, draft, 3), "up", by=town.clerk, at=AT)
    scans.arrange(draft, page_number(town, draft, 2), "up", by=town.clerk, at=AT)
    scans.arrange(draft, page_number(town, draft, 0), "turn", by=town.clerk, at=AT)
    scans.arrange(draft, page_number(town, draft, 3), "drop", by=town.clerk, at=AT)
    assert order(town, draft) == [("1.jpg", 1, 90), ("3.jpg", 1, 0), ("2.pdf", 1, 0)]
    scans.bind(draft, RULES, "安全制度𠮷目录", by=town.clerk, at=AT)
    pages = bound(town, draft)
    assert [one[2] for one in pages] == [90, 0, 0]
    assert [one[0] for one in pages][:2] == [(250, 0, 0), (0, 0, 250)]
    assert drafts.view(draft, by=town.clerk).files[0].filename == "安全制度𠮷目录.pdf"


def test_binding_empties_the_table_and_leaves_no_file_behind(town: Town, draft: str) -> None:
    put(town, draft, photo("red"), "1.jpg")
    put(town, draft, pdf("two", pages=3), "2.pdf")
    scans.bind(draft, RULES, "目录", by=town.clerk, at=AT)
    assert (order(town, draft), scans.waiting(draft, by=town.clerk)) == ([], {})
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(ScanPage)) == 0
        (row,) = session.scalars(select(Upload))
    stored = [path for path in storage.root().rglob("*") if path.is_file() and "incoming" not in str(path)]
    assert [path.name for path in stored] == [row.storage_key]


def test_a_photograph_lies_upright_as_the_camera_was_held_and_is_no_larger_than_print_needs(
    town: Town, draft: str
) -> None:
    put(town, draft, photo("green", (4000, 3000), orientation=6), "wide.jpg")
    scans.bind(draft, RULES, "目录", by=town.clerk, at=AT)
    (page,) = bound(town, draft)
    assert page[1][0] < page[1][1]
    assert drafts.view(draft, by=town.clerk).files[0].size < 1 << 20


def test_what_is_not_bound_is_not_handed_in_and_not_lost(town: Town, draft: str) -> None:
    town.bring(draft, [], AT, by=town.clerk)
    put(town, draft, photo("red"), "1.jpg")
    assert scans.waiting(draft, by=town.clerk) == {RULES: 1}
    before = len(drafts.view(draft, by=town.clerk).files)
    receipt = submission.submit(draft, by=town.clerk, at=AT)
    assert receipt.files == before
    with reading() as session:
        assert session.scalar(select(func.count()).where(Upload.purpose == "scan")) == 1


def test_bad_files_are_refused_and_the_pages_stay(town: Town, draft: str) -> None:
    put(town, draft, photo("red"), "1.jpg")
    for content, name, code in (
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "IMG_1.HEIC", "heic"),
        (b"PK\x03\x04" + b"\0" * 40, "a.zip", "kind"),
        (b"%PDF-1.7 cut", "a.pdf", "cut_off"),
    ):
        with pytest.raises(UploadError) as wrong:
            put(town, draft, content, name)
        assert wrong.value.code == code
    assert order(town, draft) == [("1.jpg", 1, 0)]


def test_an_empty_table_cannot_be_bound_and_too_many_pages_are_told(town: Town, draft: str) -> None:
    with pytest.raises(UploadError) as wrong:
        scans.bind(draft, RULES, "目录", by=town.clerk, at=AT)
    assert wrong.value.code == "no_pages"
    put(town, draft, pdf("many", pages=scans.MOST_PAGES), "a.pdf")
    with pytest.raises(UploadError) as wrong:
        put(town, draft, photo("red"), "1.jpg")
    assert (wrong.value.code, wrong.value.facts) == ("pages", {"limit": scans.MOST_PAGES})


def test_pages_of_another_draft_or_material_cannot_be_touched(town: Town, draft: str) -> None:
    other = walkin.start(HAZCHEM, USCC, by=town.clerk, at=AT, typed=ANSWERS)
    put(town, other, photo("red"), "1.jpg")
    scans.arrange(draft, page_number(town, other, 0), "drop", by=town.clerk, at=AT)
    assert order(town, other) == [("1.jpg", 1, 0)]
    with pytest.raises(UploadError):
        scans.add(draft, "no_such", "1.jpg", io.BytesIO(photo("red")), by=town.clerk, at=AT)
    with pytest.raises(Refusal):
        scans.arrange(other, page_number(town, other, 0), "burn", by=town.clerk, at=AT)
    for somebody in (town.handler, town.point, town.reviewer):
        with pytest.raises(Denied):
            scans.pages(other, RULES, by=somebody)
        with pytest.raises(Denied):
            scans.add(other, RULES, "1.jpg", io.BytesIO(photo("red")), by=somebody, at=AT)


def test_discarding_a_draft_takes_its_pages_along(town: Town, draft: str) -> None:
    put(town, draft, photo("red"), "1.jpg")
    drafts.discard(draft, by=town.clerk)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Upload)) == 0
