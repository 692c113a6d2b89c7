"""The scanner's folder: plain files of one counter, taken once by one clerk; links, other folders and half scans are left alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import pytest
from flask import Flask

from portal.access import Denied
from portal.services import scan_folder
from portal.services.inspection import UploadError
from tests.at_window import Town, pdf, settle

pytestmark = pytest.mark.engines("sqlite")
NOW = datetime.now(UTC) + timedelta(seconds=30)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a minute from now, as the files of each test have just been written: a long run imports this module long before."""
    monkeypatch.setitem(globals(), "NOW", datetime.now(UTC) + timedelta(seconds=30))


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def folder(database: Flask, tmp_path: Path) -> Iterator[Path]:
    settings = database.config["SETTINGS"]
    root = tmp_path / "scans"
    (root / "03").mkdir(parents=True)
    (root / "04").mkdir()
    database.config["SETTINGS"] = replace(settings, scan_folder=str(root))
    yield root
    database.config["SETTINGS"] = settings


def keep(into: list[bytes]):
    def kept(stream: IO[bytes], size: int) -> str:
        into.append(stream.read())
        assert len(into[-1]) == size
        return "kept"

    return kept


def names(town: Town, counter: str = "03") -> list[str]:
    return [one.name for one in scan_folder.listed(counter, by=town.clerk, at=NOW)]


def refused(town: Town, name: str, counter: str = "03") -> str:
    with pytest.raises(UploadError) as wrong:
        scan_folder.take(counter, name, keep([]), by=town.clerk, at=NOW)
    return wrong.value.code


def test_without_the_setting_there_is_no_folder(town: Town) -> None:
    assert not scan_folder.connected()
    assert scan_folder.counters(by=town.clerk) == ()


def test_each_counter_has_its_scans(town: Town, folder: Path) -> None:
    (folder / "03" / "扫描𠮷001.pdf").write_bytes(pdf())
    (folder / "04" / "b.jpg").write_bytes(b"x")
    assert scan_folder.counters(by=town.clerk) == ("03", "04")
    assert (names(town), names(town, "04")) == (["扫描𠮷001.pdf"], ["b.jpg"])


def test_a_scan_is_taken_once_and_gone_from_the_folder(town: Town, folder: Path) -> None:
    (folder / "03" / "a.pdf").write_bytes(pdf())
    taken: list[bytes] = []
    assert scan_folder.take("03", "a.pdf", keep(taken), by=town.clerk, at=NOW) == "kept"
    assert taken == [pdf()]
    assert list((folder / "03").iterdir()) == []
    assert refused(town, "a.pdf") == "gone"


def test_of_two_clerks_who_reach_at_once_one_has_it(town: Town, folder: Path) -> None:
    (folder / "03" / "a.pdf").write_bytes(pdf())
    second: list[str] = []

    def reach(stream: IO[bytes], size: int) -> str:
        second.append(refused(town, "a.pdf"))
        return "kept"

    scan_folder.take("03", "a.pdf", reach, by=town.clerk, at=NOW)
    assert second == ["gone"]


def test_what_is_refused_lies_there_again_and_overwrites_nothing(town: Town, folder: Path) -> None:
    (folder / "03" / "a.pdf").write_bytes(b"old")

    def refuse(stream: IO[bytes], size: int) -> str:
        (folder / "03" / "a.pdf").write_bytes(b"new")
        raise UploadError("damaged")

    with pytest.raises(UploadError):
        scan_folder.take("03", "a.pdf", refuse, by=town.clerk, at=NOW)
    assert sorted(path.read_bytes() for path in (folder / "03").iterdir()) == [b"new", b"old"]
    assert len(names(town)) == 2


def test_a_taking_that_broke_off_is_given_back(town: Town, folder: Path) -> None:
    long_ago = int((NOW - timedelta(minutes=11)).timestamp())
    (folder / "03" / f".taking-{long_ago}-0a0b0c0d-a.pdf").write_bytes(pdf())
    (folder / "03" / f".taking-{int(NOW.timestamp())}-0a0b0c0d-b.pdf").write_bytes(pdf())
    assert names(town) == ["a.pdf"]


def test_links_folders_hidden_files_and_other_kinds_are_not_listed(town: Town, folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(b"secret")
    (folder / "03" / "link.pdf").symlink_to(secret)
    (folder / "03" / "folder.pdf").mkdir()
    (folder / "03" / ".hidden.pdf").write_bytes(b"x")
    (folder / "03" / "run.exe").write_bytes(b"MZ")
    os.mkfifo(folder / "03" / "pipe.pdf")
    (folder / "05").symlink_to(tmp_path)
    assert names(town) == []
    assert "05" not in scan_folder.counters(by=town.clerk)
    for name in ("link.pdf", "folder.pdf", "pipe.pdf", "../../secret.pdf", str(secret), ".hidden.pdf"):
        assert refused(town, name) == "gone"
    for counter in ("..", "../..", "05", "/", str(tmp_path), "06", ".", "03/../04", "03\0"):
        assert refused(town, "a.pdf", counter) == "no_folder"
    assert secret.read_bytes() == b"secret"


def test_a_file_put_in_place_of_a_scan_at_the_last_moment_is_not_followed(
    town: Town, folder: Path, tmp_path: Path
) -> None:
    """Between the list and the reading somebody swaps the file for a link: the link itself is renamed, and never opened."""
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(b"secret")
    (folder / "03" / "a.pdf").write_bytes(pdf())
    real = scan_folder._rename

    def swap(handle: int, name: str, held: str) -> None:
        (folder / "03" / "a.pdf").unlink()
        (folder / "03" / "a.pdf").symlink_to(secret)
        real(handle, name, held)

    scan_folder._rename = swap
    try:
        with pytest.raises(OSError, match="symbolic"):
            scan_folder.take("03", "a.pdf", keep([]), by=town.clerk, at=NOW)
    finally:
        scan_folder._rename = real
    assert secret.read_bytes() == b"secret"


def test_a_scan_that_is_still_being_written_waits(town: Town, folder: Path) -> None:
    (folder / "03" / "a.pdf").write_bytes(b"%PDF")
    just = datetime.fromtimestamp((folder / "03" / "a.pdf").stat().st_mtime, UTC) + timedelta(seconds=1)
    assert [one.ready for one in scan_folder.listed("03", by=town.clerk, at=just)] == [False]
    with pytest.raises(UploadError) as wrong:
        scan_folder.take("03", "a.pdf", keep([]), by=town.clerk, at=just)
    assert wrong.value.code == "gone"


def test_a_very_long_name_is_taken_too(town: Town, folder: Path) -> None:
    name = "长" * 80 + ".pdf"
    (folder / "03" / name).write_bytes(pdf())
    taken: list[bytes] = []
    scan_folder.take("03", name, keep(taken), by=town.clerk, at=NOW)
    assert taken == [pdf()]


def test_only_who_works_at_a_counter_sees_the_folder(town: Town, folder: Path) -> None:
    for somebody in (town.handler, town.reviewer):
        with pytest.raises(Denied):
            scan_folder.listed("03", by=somebody, at=NOW)
