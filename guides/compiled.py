"""Guides that were read and checked once, kept in one file, so that thousands of them are there in a moment."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from struct import Struct, error
from typing import Any

_FOOTER = Struct(">QQ")
"""Where the index begins, and how long it is: the last sixteen bytes of the file."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of one file: its stamp (size, time of change), where it is listed, and where its data lies."""

    stamp: tuple[int, int]
    listing: dict[str, Any] | None
    errors: list[list[Any]]
    at: int = 0
    length: int = 0


class Shelf:
    """An open file of compiled guides; it stays readable when a newer one takes its place."""

    def __init__(self, file: Path) -> None:
        self._handle = os.open(file, os.O_RDONLY)
        self.known = {name: Known(tuple(entry[0]), *entry[1:]) for name, entry in self._index().items()}

    def __del__(self) -> None:
        handle = getattr(self, "_handle", None)
        if handle is not None:
            os.close(handle)

    def packed(self, known: Known) -> bytes:
        """Return the data of one guide as it lies in the file."""
        return os.pread(self._handle, known.length, known.at)

    def _index(self) -> dict[str, Any]:
        end = os.fstat(self._handle).st_size
        at, length = _FOOTER.unpack(os.pread(self._handle, _FOOTER.size, max(0, end - _FOOTER.size)))
        if at + length + _FOOTER.size != end:
            raise ValueError("the file is damaged")
        found = json.loads(zlib.decompress(os.pread(self._handle, length, at)))
        return found if isinstance(found, dict) else {}


def shelf_in(folder: Path, catalogue: Path) -> Shelf | None:
    """Return the shelf of a catalogue in a folder; None when there is none, or none that this program can use."""
    try:
        return Shelf(_file(folder, catalogue))
    except (OSError, ValueError, TypeError, zlib.error, error):
        return None


def put(folder: Path, catalogue: Path, entries: Iterable[tuple[str, Known, bytes]]) -> None:
    """Write a new shelf in the place of the old one, whole or not at all.

    A folder that cannot be written costs time at the next start and nothing else.
    """
    file = _file(folder, catalogue)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f"{file.name}.{os.getpid()}")
        with fresh.open("wb") as out:
            for piece in _pieces(entries):
                out.write(piece)
        fresh.replace(file)
    except OSError:
        return


def pack(data: dict[str, Any]) -> bytes:
    """Return the plain data of a guide, small."""
    return zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpack(packed: bytes) -> dict[str, Any]:
    """Return the plain data that `pack` made small."""
    data: dict[str, Any] = json.loads(zlib.decompress(packed))
    return data


def stamp_of(file: Path) -> tuple[int, int]:
    """Return what tells that a file was written again: its size and the time of its change in nanoseconds."""
    found = file.stat()
    return found.st_size, found.st_mtime_ns


def _pieces(entries: Iterable[tuple[str, Known, bytes]]) -> Iterator[bytes]:
    index: dict[str, Any] = {}
    at = 0
    for name, known, packed in entries:
        index[name] = [known.stamp, known.listing, known.errors, at, len(packed)]
        at += len(packed)
        yield packed
    listed = zlib.compress(json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode(), 1)
    yield listed
    yield _FOOTER.pack(at, len(listed))


def _file(folder: Path, catalogue: Path) -> Path:
    place = hashlib.sha256(f"{catalogue.resolve()} {_edition()}".encode()).hexdigest()[:20]
    return folder / f"guides-{place}"


@cache
def _edition() -> str:
    """This program's own reading of guides: another edition of its rules checks every file again."""
    found = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        found.update(file.read_bytes())
    return found.hexdigest()
