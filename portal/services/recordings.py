"""Recordings of a site check: sound and film by their first bytes, whole, and never opened inside the portal (R142)."""

from __future__ import annotations

import re
from pathlib import Path

from portal.services.inspection import Kind, UploadError

EXTENSIONS = {
    "video/webm": ("webm", "weba"),
    "audio/ogg": ("ogg", "oga", "ogv", "opus"),
    "video/quicktime": ("mov", "qt"),
    "audio/mp4": ("m4a", "mp4"),
    "video/3gpp": ("3gp", "3gpp", "mp4"),
    "video/mp4": ("mp4", "m4v", "m4a"),
    "audio/mpeg": ("mp3",),
}
"""What telephones record, and the endings that fit; a telephone's own camera names its files so."""
_SIGNS: tuple[tuple[str, bytes], ...] = (
    ("video/webm", rb"\x1a\x45\xdf\xa3[\s\S]{0,60}webm"),
    ("audio/ogg", rb"OggS\x00"),
    ("video/quicktime", rb"[\s\S]{4}ftypqt  "),
    ("audio/mp4", rb"[\s\S]{4}ftypM4[AB] "),
    ("video/3gpp", rb"[\s\S]{4}ftyp3g"),
    ("video/mp4", rb"[\s\S]{4}ftyp(iso[m2-9]|mp4[12]|avc1|MSNV|dash|M4V |mmp4)"),
    ("audio/mpeg", rb"ID3[\x02-\x04]|\xff[\xfb\xf3\xf2\xfa]"),
)
_BOXES = ("video/quicktime", "audio/mp4", "video/3gpp", "video/mp4")


def inspect(path: Path, filename: str) -> Kind:
    """Say what the recording is; it has no pages. Raises UploadError for anything else, and for one that was cut off.

    Codes: empty, recording (nothing that is taken here), extension (named, found), cut_off.
    """
    with path.open("rb") as file:
        head = file.read(512)
    if not head:
        raise UploadError("empty")
    found = next((kind for kind, sign in _SIGNS if re.match(sign, head)), "")
    if not found:
        raise UploadError("recording")
    named = filename.rpartition(".")[2].lower() if "." in filename else ""
    if named not in EXTENSIONS[found]:
        raise UploadError("extension", named=named, found=EXTENSIONS[found][0])
    if found in _BOXES and not _whole(path):
        raise UploadError("cut_off")
    return Kind(found, 0)


def _whole(path: Path) -> bool:
    """Whether every box of an MP4 ends within the file and its index is there: what was cut off on the way is noticed."""
    size, at, names = path.stat().st_size, 0, set[bytes]()
    with path.open("rb") as file:
        while at < size:
            file.seek(at)
            head = file.read(16)
            if len(head) < 8:
                return False
            length, name = int.from_bytes(head[:4], "big"), head[4:8]
            length = int.from_bytes(head[8:16], "big") if length == 1 else length or size - at
            if length < 8 or at + length > size:
                return False
            names.add(name)
            at += length
    return bool(names & {b"moov", b"moof"})
