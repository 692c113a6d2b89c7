"""Uploads: a file is what its bytes say, arrives whole or not at all, and is seen by those whose business it is."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from portal.access import Denied
from portal.db import reading
from portal.models import Upload
from portal.services import drafts, inspection, storage, uploads
from portal.services.uploads import UploadError
from portal.web.upload_words import words_of
from tests.at_window import ANSWERS, HAZCHEM, Town, beijing, pdf, settle
from workflows.refusal import Refusal

AT = beijing("2026-09-28 10:00")


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def draft(town: Town) -> str:
    draft = drafts.start(HAZCHEM, by=town.handler, at=AT)
    drafts.save(draft, ANSWERS, by=town.handler, at=AT)
    return draft


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, form)
    return out.getvalue()


def huge_picture() -> bytes:
    """A picture of 144 million pixels in a few kilobytes."""
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    return out.getvalue()


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """A request in that language, without a portal around it."""
    app = Flask("words")
    Babel(app, default_locale=locale, default_translation_directories=str(Path("portal/translations").resolve()))
    with app.test_request_context():
        yield


def locked_pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("open", "own", canPrint=0))
    canvas.drawString(72, 720, "secret")
    canvas.save()
    return out.getvalue()


def attach(town: Town, draft: str, name: str, content: bytes, material: str = "application", **given: int) -> str:
    return uploads.attach(draft, material, name, io.BytesIO(content), by=town.handler, at=AT, **given)


def refused(town: Town, draft: str, name: str, content: bytes, **given: int) -> UploadError:
    with pytest.raises(UploadError) as error:
        attach(town, draft, name, content, **given)
    assert drafts.view(draft, by=town.handler).files == ()
    assert [one for one in storage.root().rglob("*") if one.is_file()] == []
    return error.value


def look_at(tmp_path: Path, name: str, content: bytes) -> inspection.Kind:
    """What the portal finds in a file of that name."""
    place = tmp_path / "incoming"
    place.write_bytes(content)
    return inspection.inspect(place, name)


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("材料.pdf", pdf("页", 3), inspection.Kind("application/pdf", 3)),
        ("照片.JPG", picture("JPEG"), inspection.Kind("image/jpeg", 1, ("small",))),
        ("扫描.png", picture("PNG"), inspection.Kind("image/png", 1, ("small",))),
        ("junk before.pdf", b"junk\n" + pdf(), inspection.Kind("application/pdf", 1)),
    ],
)
def test_a_readable_file_is_known_by_what_is_in_it(tmp_path, name, content, found):
    assert look_at(tmp_path, name, content) == found


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("IMG_0001.jpg", picture("PNG"), "IMG_0001.png"),
        ("image.png", picture("JPEG"), "image.jpg"),
        ("照片.JPEG", picture("JPEG"), "照片.JPEG"),
        ("1000012345", picture("JPEG"), "1000012345.jpg"),
        ("扫描 2026.11.30", pdf(), "扫描 2026.11.30.pdf"),
    ],
)
def test_a_telephones_name_for_a_file_gets_the_extension_of_what_it_is(tmp_path, name, content, kept):
    assert inspection.called(name, look_at(tmp_path, name, content).media_type) == kept


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", pdf()[:400], "cut_off"),
        ("a.pdf", b"%PDF-1.7\nnothing here\n%%EOF", "damaged"),
        ("a.pdf", locked_pdf(), "encrypted"),
        ("a.pdf", picture("PNG"), "extension"),
        ("a.png", pdf(), "extension"),
        ("a.exe", picture("JPEG"), "extension"),
        ("a.jpg", picture("JPEG", (400, 400))[:9000], "cut_off"),
        ("a.png", picture("PNG", (200, 200))[:9000], "cut_off"),
        ("a.png", huge_picture(), "pixels"),
        ("a.docx", b"PK\x03\x04" + b"x" * 100, "kind"),
        ("a.pdf", b"PK\x03\x04 %PDF-1.4 %%EOF", "kind"),
        ("a.pdf", b"MZ\x90\x00", "kind"),
        ("a.pdf", b"<html><script>alert(1)</script>", "kind"),
        ("a.gif", b"GIF89a" + b"x" * 50, "kind"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic" + b"x" * 50, "heic"),
        ("a.pdf", b"just text", "kind"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name(tmp_path, name, content, code):
    with pytest.raises(UploadError) as error:
        look_at(tmp_path, name, content)
    assert error.value.code == code
    for language in ("zh_Hans_CN", "en"):
        with speaking(language):
            words = words_of(error.value, name)
            assert name in words
            assert "%(" not in words


def test_noise_is_never_taken_and_never_breaks_anything(tmp_path):
    dice = random.Random(20260928)
    for sign in (b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b""):
        for name in ("a.pdf", "a.png", "a.jpg"):
            with pytest.raises(UploadError):
                look_at(tmp_path, name, sign + dice.randbytes(3000) + b"%%EOF")


def test_a_pdf_of_too_many_pages_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(inspection, "MAX_PAGES", 2)
    with pytest.raises(UploadError, match="pages"):
        look_at(tmp_path, "a.pdf", pdf("x", 3))


def test_a_file_is_kept_with_its_facts_under_a_name_that_says_nothing(town, draft):
    content = pdf("页", 3)
    public_id = attach(town, draft, "材料.pdf", content, size=len(content))
    facts, path = uploads.open(public_id, by=town.handler)
    assert (facts.filename, facts.media_type, facts.pages, facts.size) == (
        "材料.pdf",
        "application/pdf",
        3,
        len(content),
    )
    assert path.read_bytes() == content
    assert "材料" not in str(path)
    assert drafts.view(draft, by=town.handler).files == (facts,)


def test_a_file_that_cannot_be_used_leaves_nothing_behind(town, draft):
    assert refused(town, draft, "a.pdf", picture("PNG")).code == "extension"


def test_a_file_larger_than_the_limit_is_refused_while_it_arrives(town, draft, database):
    limit = database.config["SETTINGS"].upload_megabytes
    error = refused(town, draft, "a.pdf", b"%PDF-1.7" + bytes((limit << 20) + 1))
    assert (error.code, error.facts) == ("too_large", {"limit": limit})


def test_a_file_that_is_shorter_than_its_sender_says_was_cut_off(town, draft):
    assert refused(town, draft, "a.pdf", pdf(), size=len(pdf()) + 1).code == "cut_off"


def test_a_material_takes_so_many_files_and_no_more(town, draft, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    for number in range(2):
        attach(town, draft, f"{number}.pdf", pdf())
    with pytest.raises(UploadError) as error:
        attach(town, draft, "3.pdf", pdf())
    assert error.value.code == "too_many"
    assert len(drafts.view(draft, by=town.handler).files) == 2


def test_only_what_the_guide_asks_for_is_taken(town, draft):
    for material in ("business_licence", "storage_title", "love_letter", ""):
        with pytest.raises(UploadError) as error:
            attach(town, draft, "a.pdf", pdf(), material)
        assert error.value.code == "not_asked"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\材料\\租赁合同.pdf", "租赁合同.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("字" * 300 + ".pdf", "字" * 196 + ".pdf"),
        ("\x00..", "file"),
    ],
)
def test_a_name_is_kept_without_what_could_mislead(given, kept):
    assert uploads.safe_name(given) == kept


def test_a_file_is_taken_back_until_it_is_handed_in(town, draft):
    public_id = attach(town, draft, "a.pdf", pdf())
    _facts, path = uploads.open(public_id, by=town.handler)
    uploads.remove(public_id, by=town.handler, at=AT)
    assert not path.exists()
    with pytest.raises(Refusal, match="no_such_file"):
        uploads.open(public_id, by=town.handler)
    case_id = town.hand_in("2026-09-29 15:42")
    with reading() as session:
        handed = session.query(Upload).filter(Upload.case_id.is_not(None)).first().public_id
    assert case_id
    with pytest.raises(Refusal, match="file_handed_in"):
        uploads.remove(handed, by=town.handler, at=AT)


def test_files_of_a_draft_are_the_enterprises_alone_and_those_of_a_case_also_the_windows(town, draft):
    waiting = attach(town, draft, "a.pdf", pdf())
    for other in (town.clerk, town.reviewer, town.supervisor):
        with pytest.raises(Denied):
            uploads.open(waiting, by=other)
    town.hand_in("2026-09-29 15:42")
    with reading() as session:
        handed = session.query(Upload).filter(Upload.case_id.is_not(None)).first().public_id
    for other in (town.handler, town.clerk, town.supervisor, town.reviewer):
        assert uploads.open(handed, by=other)[0].public_id == handed


def test_a_file_that_the_store_has_lost_is_said_to_be_lost(town, draft):
    public_id = attach(town, draft, "a.pdf", pdf())
    uploads.open(public_id, by=town.handler)[1].unlink()
    with pytest.raises(Refusal, match="file_lost"):
        uploads.open(public_id, by=town.handler)


def test_a_case_takes_files_only_for_what_it_asks_for_now(town):
    case_id = town.hand_in("2026-09-29 15:42")
    given = {"by": town.handler, "at": AT}
    for purpose in ("correction", "supplement", "desk", "other"):
        with pytest.raises((UploadError, Denied)):
            uploads.attach_to_case(case_id, "application", "a.pdf", io.BytesIO(pdf()), purpose=purpose, **given)
    on_desk = {"purpose": "desk", "by": town.clerk, "at": AT}
    public_id = uploads.attach_to_case(case_id, "application", "a.pdf", io.BytesIO(pdf()), **on_desk)
    assert uploads.open(public_id, by=town.clerk)[0].purpose == "desk"
