"""Pictures that cannot be read are noticed; those that can be read are left in peace."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from portal.services import quality

MARGIN = 120


def page(size: tuple[int, int] = (1240, 1754), margin: int = MARGIN, lines: int = 30) -> Image.Image:
    """A page of writing, as a scanner sees it at 150 dpi."""
    image = Image.new("L", size, 245)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=26)
    for row in range(lines):
        y = margin + row * 46
        if y < size[1] - margin:
            draw.text(
                (margin, y),
                f"Safety rules, line {row:02d}: keep away from fire and water",
                fill=25,
                font=font,
            )
    if margin:  # the writing ends before the right edge
        draw.rectangle((size[0] - margin, 0, *size), fill=245)
    return image


def found(image: Image.Image, tmp_path: Path, kind: str = "png", **how: int) -> tuple[str, ...]:
    path = tmp_path / f"page.{kind}"
    image.save(path, **how)
    return quality.doubts(path)


@pytest.mark.parametrize(("kind", "how"), [("png", {}), ("jpg", {"quality": 70}), ("jpg", {"quality": 30})])
def test_a_scanned_page_is_left_in_peace(tmp_path: Path, kind: str, how: dict[str, int]):
    assert found(page(), tmp_path, kind, **how) == ()


def test_so_is_a_page_with_few_lines_and_one_photographed_on_a_dark_table(tmp_path: Path):
    assert found(page(lines=3), tmp_path) == ()
    table = Image.new("L", (1600, 2200), 60)
    table.paste(page(), (180, 220))
    assert found(table, tmp_path) == ()


def test_a_blurred_photo_is_noticed(tmp_path: Path):
    assert found(page().filter(ImageFilter.GaussianBlur(6)), tmp_path) == (quality.BLURRED,)
    assert found(page((3000, 4200), margin=300).filter(ImageFilter.GaussianBlur(16)), tmp_path) == (quality.BLURRED,)


def test_a_picture_that_is_too_small_too_dark_or_empty_is_noticed(tmp_path: Path):
    assert quality.SMALL in found(page().resize((500, 707)), tmp_path)
    assert quality.DARK in found(ImageEnhance.Brightness(page()).enhance(0.2), tmp_path)
    assert found(Image.new("RGB", (1240, 1754), "white"), tmp_path) == (quality.BLANK,)


def test_writing_that_runs_over_the_edge_is_noticed(tmp_path: Path):
    whole = page()
    cut = whole.crop((MARGIN + 90, 0, *whole.size))
    assert found(cut, tmp_path) == (quality.CUT,)


def test_a_photo_is_judged_as_it_is_seen_and_any_size_and_mode_is_survived(tmp_path: Path):
    turned = page().rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "turned.jpg"
    turned.save(path, exif=exif)
    assert quality.doubts(path) == ()
    for mode, size in (("1", (1, 1)), ("L", (3, 2000)), ("RGBA", (2, 2)), ("P", (9, 9)), ("CMYK", (40, 40))):
        assert (
            quality.SMALL in found(Image.new(mode, size), tmp_path, "jpg" if mode == "CMYK" else "png") or size[1] > 999
        )
