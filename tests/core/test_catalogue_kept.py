"""Guides that were read once are kept: the same guides, read again only where a file changed, and never a broken page."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from guides import compiled, load
from guides.listing import from_plain, listing_of, to_plain
from guides.load import CATALOGUE, KEPT, Catalogue, load_catalogue
from tests.core import small_guide

DAY = date(2026, 11, 22)


@pytest.fixture
def kiosks(tmp_path: Path) -> Path:
    """A catalogue of three small guides and a broken one."""
    root = tmp_path / "catalogue"
    for item in ("kiosk", "stall", "stand"):
        (root / "emb" / item).mkdir(parents=True)
        (root / "emb" / item / "2026-01-01.yaml").write_text(small_guide.TEXT, "utf-8")
    (root / "emb" / "broken").mkdir()
    (root / "emb" / "broken" / "2026-01-01.yaml").write_text("name: [", "utf-8")
    return root


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were read from YAML."""
    found: list[str] = []
    original = load.load_guide

    def counted(file: Path, *, root: Path) -> object:
        found.append(file.parent.name)
        return original(file, root=root)

    monkeypatch.setattr(load, "load_guide", counted)
    return found


def test_what_is_kept_is_exactly_what_was_read(tmp_path: Path) -> None:
    read = load_catalogue()
    for _ in range(2):
        kept = load_catalogue(kept_in=tmp_path)
        assert kept.guides == read.guides
        assert [one.digest for one in kept.guides] == [one.digest for one in read.guides]
        assert kept.listings(DAY) == read.listings(DAY)


def test_a_second_start_reads_no_file_again(kiosks: Path, tmp_path: Path, reads: list[str]) -> None:
    first = load_catalogue(kiosks, kept_in=tmp_path / "kept")
    assert len(reads) == 4
    second = load_catalogue(kiosks, kept_in=tmp_path / "kept")
    assert len(reads) == 4
    assert second.guides == first.guides
    assert second.errors == first.errors
    assert [error.code for error in second.errors] == ["yaml"]


def test_only_what_was_written_since_is_read_again(kiosks: Path, tmp_path: Path, reads: list[str]) -> None:
    load_catalogue(kiosks, kept_in=tmp_path / "kept")
    reads.clear()
    file = kiosks / "emb" / "stall" / "2026-01-01.yaml"
    file.write_text(
        small_guide.changed(("zh: 报刊亭许可, en: Kiosk licence}\nshort", "zh: 摊位许可, en: Stall}\nshort")), "utf-8"
    )
    os.utime(file, ns=(1, 1))
    (kiosks / "emb" / "stand" / "2026-01-01.yaml").unlink()
    found = load_catalogue(kiosks, kept_in=tmp_path / "kept")
    assert reads == ["stall"]
    assert [(one.item, str(one.name)) for one in found.guides] == [("kiosk", "报刊亭许可"), ("stall", "摊位许可")]


def test_a_version_that_was_loaded_stays_readable_when_its_file_and_its_shelf_are_replaced(
    kiosks: Path, tmp_path: Path
) -> None:
    before = load_catalogue(kiosks, kept_in=tmp_path / "kept")
    file = kiosks / "emb" / "kiosk" / "2026-01-01.yaml"
    file.write_text("name: [", "utf-8")
    os.utime(file, ns=(2, 2))
    after = load_catalogue(kiosks, kept_in=tmp_path / "kept")
    assert after.in_force("kiosk", DAY) is None
    guide = before.in_force("kiosk", DAY)
    assert guide is not None
    assert str(guide.name) == "报刊亭许可"


@pytest.mark.parametrize("content", [b"", b"short", b"\x00" * 64, b"x" * 400])
def test_a_damaged_shelf_is_made_anew(kiosks: Path, tmp_path: Path, content: bytes) -> None:
    kept = tmp_path / "kept"
    first = load_catalogue(kiosks, kept_in=kept).guides
    [file] = kept.iterdir()
    file.write_bytes(content)
    assert load_catalogue(kiosks, kept_in=kept).guides == first
    assert compiled.shelf_in(kept, kiosks) is not None


def test_a_folder_that_cannot_be_written_costs_only_time(kiosks: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "kept"
    blocked.write_text("a file where a folder should be")
    assert len(load_catalogue(kiosks, kept_in=blocked).guides) == 3


def test_lists_are_made_without_reading_any_guide_whole(
    kiosks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_catalogue(kiosks, kept_in=tmp_path / "kept")
    found = load_catalogue(kiosks, kept_in=tmp_path / "kept")
    monkeypatch.setattr(load, "_off_shelf", None)
    monkeypatch.setattr(compiled.Shelf, "packed", None)
    assert [one.item for one in found.listings(DAY)] == ["kiosk", "stall", "stand"]
    assert found.days("kiosk") == (date(2026, 1, 1),)
    assert found.task_codes == {"11990100MB2F56132U3000125990001"}


def test_no_more_guides_than_agreed_stay_in_memory() -> None:
    guide = small_guide.read()
    many = Catalogue(guide.model_copy(update={"item": f"kiosk_{n}"}) for n in range(KEPT + 5))
    assert len(many.guides) == KEPT + 5
    assert many._whole.cache_info().currsize == KEPT


def test_a_listing_says_before_any_answer_what_may_be_promised() -> None:
    catalogue = load_catalogue(CATALOGUE)
    listing = catalogue.listing("hazchem_business_licence", DAY)
    assert listing is not None
    assert [limit.value for limit in listing.limits_on("promised", DAY)] == [10, 20]
    assert from_plain(to_plain(listing)) == listing


def test_a_limit_that_only_an_event_brings_is_not_listed() -> None:
    promise = "- {kind: promised, value: 10,"
    later = (
        "- {kind: promised, value: 30, unit: working_day, start: accepted, after: site_check, basis: {zh: 例, en: E}}\n"
    )
    guide = small_guide.read(small_guide.changed((promise, later + promise)))
    assert [limit.value for limit in listing_of(guide).limits_on("promised", DAY)] == [10]
