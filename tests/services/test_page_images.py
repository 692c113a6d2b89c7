"""Pages of uploaded files as images: drawn apart, kept, and refused in words."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from PIL import Image

from portal.access import Denied
from portal.actors import Actor, Role
from portal.connectors import page_renderer
from portal.services import desk, page_images, storage, uploads
from portal.services.page_images import PageUnreadable
from tests.at_window import Town, beijing, pdf, settle


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def first_file(town: Town, case_id: str) -> str:
    shown = desk.desk(case_id, by=town.clerk, at=beijing("2026-09-30 09:30"))
    return shown.materials[0].files[0].public_id


def opened(image: bytes) -> Image.Image:
    return Image.open(io.BytesIO(image), formats=["PNG"])


def test_a_page_is_drawn_once_and_kept_beside_the_files(town: Town) -> None:
    name = first_file(town, town.hand_in("2026-09-29 15:42", pages=2))
    image = page_images.page(name, 2, by=town.clerk)
    assert opened(image).width == 1000
    (kept,) = (storage.root() / "pages").rglob("*.png")
    kept.write_bytes(b"kept")
    assert page_images.page(name, 2, by=town.clerk) == b"kept"


def test_an_enlarged_page_is_another_image(town: Town) -> None:
    name = first_file(town, town.hand_in("2026-09-29 15:42"))
    assert opened(page_images.page(name, 1, by=town.clerk, size="large")).width == 1800


def test_a_page_that_is_not_there_is_told(town: Town) -> None:
    name = first_file(town, town.hand_in("2026-09-29 15:42"))
    with pytest.raises(PageUnreadable) as fault:
        page_images.page(name, 9, by=town.clerk)
    assert fault.value.code == "no_such_page"
    assert page_images.fault(name, 1, by=town.clerk) == ""


def test_a_file_that_no_longer_opens_is_told_and_nothing_breaks(town: Town) -> None:
    name = first_file(town, town.hand_in("2026-09-29 15:42"))
    _facts, path = uploads.open(name, by=town.clerk)
    path.write_bytes(b"%PDF-1.7 nothing more")
    assert page_images.fault(name, 1, by=town.clerk) == "unreadable"


def test_a_page_that_takes_too_long_is_given_up(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_images, "PATIENCE", 0.001)
    name = first_file(town, town.hand_in("2026-09-29 15:42"))
    assert page_images.fault(name, 1, by=town.clerk) == "slow"


def test_only_those_who_see_the_case_see_its_pages(town: Town) -> None:
    name = first_file(town, town.hand_in("2026-09-29 15:42"))
    assert page_images.page(name, 1, by=town.supervisor)
    stranger = Actor("officer", 99, frozenset({Role.REVIEWER}), office_code="eco")
    with pytest.raises(Denied):
        page_images.page(name, 1, by=stranger)


def picture(size: tuple[int, int], mode: str = "RGB", kind: str = "JPEG", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "navy" if mode == "RGB" else (0, 0, 0, 0)).save(out, kind, **more)
    return out.getvalue()


def drawn(content: bytes, media_type: str, width: int = 1000) -> Image.Image:
    out = io.BytesIO()
    page_renderer.render(content, media_type, 1, width, out)
    return opened(out.getvalue())


def test_a_photo_is_made_smaller_and_turned_as_the_camera_was_held() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    assert drawn(picture((3000, 2000)), "image/jpeg").size == (1000, 667)
    assert drawn(picture((3000, 2000), exif=turned), "image/jpeg").size == (667, 1000)


def test_a_small_picture_is_not_blown_up_and_lies_on_white() -> None:
    image = drawn(picture((300, 200), "RGBA", "PNG"), "image/png")
    assert image.size == (300, 200)
    assert image.getpixel((1, 1)) == (255, 255, 255)


def test_a_page_as_long_as_a_street_stays_within_the_pixels() -> None:
    out = io.BytesIO()
    page_renderer.render(pdf(), "application/pdf", 1, 100_000, out)
    image = opened(out.getvalue())
    assert image.width * image.height <= page_renderer.MOST_PIXELS * 1.01
