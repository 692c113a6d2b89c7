"""The format of an evidence package: where each thing lies in the ZIP, and how one is written and signed file by file."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from portal.services.evidence_key import pem_of
from workflows.calendar import SHANGHAI

FORMAT = "onewindow-evidence/2"
FORMER = "onewindow-evidence/1"
"""Packages of this format are read as well: contents of acts and entries of credit lists are named there and not held."""
COVER = "index.html"
JOURNAL = "journal/journal.jsonl"
NAMES = "journal/names.json"
SNAPSHOTS = "snapshots/"
LETTERS = "letters/"
LETTER_LIST = "letters/letters.json"
ATTACHMENTS = "attachments/"
ATTACHMENT_LIST = "attachments/attachments.json"
CONTENTS = "contents/"
CREDIT = "credit/credit.json"
GUIDE = "guide/guide.yaml"
PROCEDURE = "procedure/procedure.yaml"
CALENDAR = "calendar/"
CALENDAR_LIST = "calendar/calendar.json"
CLOCKS = "clocks/clocks.json"
EXPLANATIONS = {"zh": "clocks/explanation.zh.txt", "en": "clocks/explanation.en.txt"}
LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
KEY = "key.pem"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"

UNLISTED = frozenset({MANIFEST, SIGNATURE})
"""What the manifest cannot list: itself, and the signature under it."""

CHUNK = 1 << 20
_LARGE = 1 << 31


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a package: its place, its size in bytes and its SHA-256."""

    path: str
    size: int
    sha256: str


def program() -> str:
    """The version of the program that is installed."""
    with suppress(PackageNotFoundError):
        return version("onewindow")
    return ""


def text_of(value: Any) -> bytes:
    """A JSON value as the bytes of a file that people can read as well; the same value always gives the same bytes."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n").encode()


class PackageWriter:
    """Writes a package into a file, one part after the other, and knows afterwards what it has written."""

    def __init__(self, file: IO[bytes], at: datetime) -> None:
        self.parts: list[Part] = []
        self._zip = ZipFile(file, "w", ZIP_DEFLATED)
        self._dated = at.astimezone(SHANGHAI).timetuple()[:6]

    def add(self, path: str, content: bytes | str) -> None:
        """Add a small file."""
        content = content.encode() if isinstance(content, str) else content
        self._add(path, iter((content,)), len(content), ZIP_DEFLATED)

    def add_file(self, path: str, source: Path) -> str:
        """Add a file of any size, a piece at a time; it is stored as it is. Returns its SHA-256."""
        with source.open("rb") as file:
            return self._add(path, _pieces(file), source.stat().st_size, ZIP_STORED)

    def sign(self, manifest: dict[str, Any], key: Ed25519PrivateKey) -> str:
        """End the package with the public key, the manifest that lists every part, and its signature.

        Returns the SHA-256 of the manifest.
        """
        self.add(KEY, pem_of(key.public_key()))
        files = [{"path": one.path, "size": one.size, "sha256": one.sha256} for one in self.parts]
        content = text_of({**manifest, "files": files})
        self.add(MANIFEST, content)
        self.add(SIGNATURE, base64.b64encode(key.sign(content)) + b"\n")
        self._zip.close()
        return hashlib.sha256(content).hexdigest()

    def close(self) -> None:
        """End a ZIP that nobody signs."""
        self._zip.close()

    def _add(self, path: str, pieces: Iterator[bytes], expected: int, method: int) -> str:
        size, digest = 0, hashlib.sha256()
        info = ZipInfo(path, self._dated)
        info.compress_type, info.create_system, info.external_attr = method, 3, 0o100600 << 16
        with self._zip.open(info, "w", force_zip64=expected >= _LARGE) as part:
            for piece in pieces:
                size += len(piece)
                digest.update(piece)
                part.write(piece)
        self.parts.append(Part(path, size, digest.hexdigest()))
        return digest.hexdigest()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(CHUNK):
        yield piece
