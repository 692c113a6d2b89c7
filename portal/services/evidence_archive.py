"""Reading a ZIP that may have been made to do harm: nothing is unpacked to disk, and nothing larger than it says is read."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from os import SEEK_END
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from portal.services.evidence_package import CHUNK

MOST_FILES = 100_000
"""A case has some dozens of files; a ZIP with more entries than this is no package."""

LARGEST_TEXT = 64 << 20
"""No text of a package (journal, guide, explanation) has more bytes than this."""

BOMB_SIZE = 256 << 20
BOMB_RATIO = 200
"""A file that unpacks to so many bytes and so many times its packed size is not evidence: attachments are stored as they are."""

_HEADER = 30
_DESCRIPTOR = 24
"""The fixed part of what stands before a file in a ZIP, and the most that may follow it where its size was not known before."""

_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_DRIVE = re.compile(r"^[A-Za-z]:")
_BROKEN = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, MemoryError)


class Unreadable(Exception):
    """The file cannot be read as a package at all: the code of the sentence, and its facts."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Damaged(Exception):
    """One file of the ZIP cannot be unpacked: its bytes were changed, or cut off."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A file of the ZIP as it really is."""

    size: int
    sha256: str


class Archive:
    """The files of a ZIP by their names. Raises Unreadable when it is none, is cut off, or was made to do harm."""

    def __init__(self, file: IO[bytes]) -> None:
        file.seek(0)
        began = file.read(4)
        try:
            self._zip = ZipFile(file)
        except _BROKEN:
            raise Unreadable("truncated" if began == b"PK\x03\x04" else "not_a_zip") from None
        infos = self._zip.infolist()
        _refuse_harm(infos, file.seek(0, SEEK_END))
        self.hidden = _hidden(file, infos, self._zip.start_dir)
        self._infos = {info.filename: info for info in infos if not _folder(info)}
        self._measured: dict[str, Measured] = {}
        self.comment = bool(self._zip.comment)

    @property
    def names(self) -> list[str]:
        """The names of all files, in the order of the ZIP."""
        return list(self._infos)

    def measure(self, name: str) -> Measured:
        """Size and SHA-256 of a file, read once and a piece at a time. Raises Damaged."""
        if name not in self._measured:
            size, digest = 0, hashlib.sha256()
            for piece in self._pieces(name):
                size += len(piece)
                digest.update(piece)
            self._measured[name] = Measured(size, digest.hexdigest())
        return self._measured[name]

    def json(self, name: str) -> Any:
        """A JSON file that every reader understands alike. Raises KeyError, Damaged or ValueError."""
        return strict(self.read(name))

    def read(self, name: str, most: int = LARGEST_TEXT) -> bytes:
        """The bytes of a file that is small by its nature. Raises KeyError when it is not there, Damaged otherwise."""
        if self._infos[name].file_size > most:
            raise Damaged(name)
        return b"".join(self._pieces(name))

    def _pieces(self, name: str) -> Iterator[bytes]:
        try:
            with self._zip.open(self._infos[name]) as part:
                while piece := part.read(CHUNK):
                    yield piece
        except _BROKEN:
            raise Damaged(name) from None


def strict(text: bytes | str) -> Any:
    """A JSON value; an object with the same name twice is refused: of two readers one would believe the first, one the last."""
    return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _refuse_harm(infos: list[ZipInfo], length: int) -> None:
    if len(infos) > MOST_FILES:
        raise Unreadable("bomb", size=len(infos), path="")
    seen: set[str] = set()
    for info in infos:
        name = info.filename
        if _unsafe(info):
            raise Unreadable("unsafe_name", path=ascii(name)[1:121])
        # Where capitals do not count, or accents are written otherwise, one of the two would be written over the other.
        alike = unicodedata.normalize("NFC", name).casefold()
        if alike in seen:
            raise Unreadable("double_name", path=name)
        seen.add(alike)
        if _swells(info.file_size, info.compress_size):
            raise Unreadable("bomb", size=info.file_size, path=name)
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or info.flag_bits & 1:
            raise Unreadable("strange_packing", path=name)
    if _swells(whole := sum(info.file_size for info in infos), length):
        raise Unreadable("bomb", size=whole, path="")


def _swells(size: int, packed: int) -> bool:
    return size > BOMB_SIZE and size > BOMB_RATIO * max(packed, 1)


def _hidden(file: IO[bytes], infos: list[ZipInfo], end: int) -> int:
    """How many bytes belong to no file, before the first one, between two or after the last. Raises Unreadable for an overlap."""
    inside = sorted(infos, key=lambda one: one.header_offset)
    at = hidden = max(inside[0].header_offset, 0) if inside else 0
    for info in inside:
        if info.header_offset < at:
            raise Unreadable("overlap", path=info.filename)
        hidden += _loose(info.header_offset - at)
        at = _ends(file, info)
    if at > end:
        raise Unreadable("truncated")
    return hidden + _loose(end - at)


def _loose(gap: int) -> int:
    """A gap that no packing program leaves by itself."""
    return gap if gap > _DESCRIPTOR else 0


def _ends(file: IO[bytes], info: ZipInfo) -> int:
    file.seek(info.header_offset)
    header = file.read(_HEADER)
    if len(header) < _HEADER:
        raise Unreadable("truncated")
    names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    return info.header_offset + _HEADER + names + info.compress_size


def _folder(info: ZipInfo) -> bool:
    """A folder is no file: other programs write one down when they pack the same files again."""
    return info.orig_filename.endswith("/") and info.file_size == 0


def _unsafe(info: ZipInfo) -> bool:
    """Whether a name would lead outside of the folder it is unpacked to, hides something, or is no ordinary file."""
    name = info.orig_filename
    parts = name.removesuffix("/").split("/") if _folder(info) else name.split("/")
    odd = any(_odd(part) for part in parts) or "\\" in name or bool(_DRIVE.match(name))
    mode = info.external_attr >> 28
    return odd or not name.isprintable() or mode not in (0, 4, 8)


def _odd(part: str) -> bool:
    """A step that leads nowhere or elsewhere, that Windows writes under another name, or that is one of its devices."""
    return part in ("", ".", "..") or part[-1] in ". " or bool(_DEVICES.match(part))
