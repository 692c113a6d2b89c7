"""Reading a ZIP that may have been made to do harm: nothing is unpacked to disk, and nothing larger than it says is read."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from portal.services.evidence_package import CHUNK

MOST_FILES = 100_000
"""A case has some dozens of files; a ZIP with more entries than this is no package."""

LARGEST_TEXT = 64 << 20
"""No text of a package (journal, guide, explanation) has more bytes than this."""

BOMB_SIZE = 256 << 20
BOMB_RATIO = 200
"""A file that unpacks to so many bytes and so many times its packed size is not evidence: attachments are stored as they are."""

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
        _refuse_harm(infos)
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


def _refuse_harm(infos: list[ZipInfo]) -> None:
    if len(infos) > MOST_FILES:
        raise Unreadable("bomb", size=len(infos), path="")
    seen: set[str] = set()
    for info in infos:
        name = info.filename
        if _unsafe(info):
            raise Unreadable("unsafe_name", path=ascii(name)[1:121])
        if name in seen:
            raise Unreadable("double_name", path=name)
        seen.add(name)
        if info.file_size > BOMB_SIZE and info.file_size > BOMB_RATIO * max(info.compress_size, 1):
            raise Unreadable("bomb", size=info.file_size, path=name)
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or info.flag_bits & 1:
            raise Unreadable("strange_packing", path=name)


def _folder(info: ZipInfo) -> bool:
    """A folder is no file: other programs write one down when they pack the same files again."""
    return info.orig_filename.endswith("/") and info.file_size == 0


def _unsafe(info: ZipInfo) -> bool:
    """Whether a name would lead outside of the folder it is unpacked to, hides something, or is no ordinary file."""
    name = info.orig_filename
    parts = name.removesuffix("/").split("/") if _folder(info) else name.split("/")
    odd = any(part in ("", ".", "..") for part in parts) or "\\" in name or bool(_DRIVE.match(name))
    mode = info.external_attr >> 28
    return odd or not name.isprintable() or mode not in (0, 4, 8)
