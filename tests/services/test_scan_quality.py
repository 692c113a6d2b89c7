"""The scanned pages of a PDF are looked at as pictures are, and no file can do harm by it."""

from __future__ import annotations

import io
import time
import zlib
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageFilter
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from portal.services import inspection, scan_quality
from tests.at_window import pdf
from tests.services.test_quality import page

A4 = (595.0, 842.0)


@pytest.fixture(autouse=True)
def as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """ReportLab writes pictures as they are; by itself it spells each byte of them in ASCII, which takes seconds a page."""
    monkeypatch.setattr(rl_config, "useA85", 0)


def scan(*pages: Image.Image, path: Path) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    for one in pages:
        canvas.drawImage(ImageReader(one.convert("RGB")), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return path


def hostile(path: Path, wide: int, data: bytes) -> Path:
    """A PDF of one page whose picture says that it has so many points across and down."""
    size = f"/Width {wide} /Height {wide} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</XObject<</I 4 0 R>>>>>>",
        f"<</Type/XObject/Subtype/Image {size} /Length {len(data)}>>stream\n".encode() + data + b"\nendstream",
        b"<</Length 30>>stream\n595 0 0 842 0 0 cm /I Do      \nendstream",
    ]
    out = b"%PDF-1.4\n"
    for number, one in enumerate(objects, start=1):
        out += f"{number} 0 obj".encode() + one + b"endobj\n"
    path.write_bytes(out + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF")
    return path


def test_each_page_that_cannot_be_read_is_named(tmp_path: Path):
    blurred, dark = page().filter(ImageFilter.GaussianBlur(6)), page().point(lambda grey: grey // 5)
    found = scan(page(), blurred, dark, path=tmp_path / "a.pdf")
    assert inspection.inspect(found, "a.pdf").doubts == ("2:blurred", "3:dark")
    assert scan_quality.doubts(scan(blurred, path=tmp_path / "b.pdf"), 1) == ("blurred",)


def test_a_drawn_page_and_a_small_picture_on_one_are_left_in_peace(tmp_path: Path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("drawn"))
    assert scan_quality.doubts(path, 1) == ()
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawImage(ImageReader(Image.new("RGB", (90, 90), "black")), 50, 50, 90, 90)
    canvas.save()
    assert scan_quality.doubts(path, 1) == ()


@pytest.mark.parametrize("wide", [200_000, 20_000])
def test_a_picture_that_would_fill_the_memory_is_passed_over(tmp_path: Path, wide: int):
    began = time.monotonic()
    data = zlib.compress(bytes(30_000_000), 9)
    assert scan_quality.doubts(hostile(tmp_path / "bomb.pdf", wide, data), 1) == ()
    assert time.monotonic() - began < scan_quality.TIMEOUT + 2


def test_a_broken_picture_and_a_broken_file_raise_no_doubt_and_no_error(tmp_path: Path):
    scan_quality.doubts(hostile(tmp_path / "a.pdf", 900, b"nonsense"), 1)
    broken = tmp_path / "b.pdf"
    broken.write_bytes(b"%PDF-1.4 /Subtype /Image %%EOF")
    assert scan_quality.doubts(broken, 1) == ()


def test_of_many_pages_the_first_are_looked_at(tmp_path: Path):
    small = page().resize((300, 424))
    path = scan(*[small] * 25, path=tmp_path / "a.pdf")
    numbers = {int(one.partition(":")[0]) for one in scan_quality.doubts(path, 25)}
    assert numbers <= set(range(1, 21))
    assert 1 in numbers


def test_what_pdfium_itself_writes_is_found_as_well(tmp_path: Path):
    out = io.BytesIO()
    page().filter(ImageFilter.GaussianBlur(6)).convert("RGB").save(out, "PDF", resolution=150)
    path = tmp_path / "a.pdf"
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        document.save(path)
    assert scan_quality.doubts(path, 1) == ("blurred",)
