"""Whether the scanned pages of a PDF can be read, page by page: a doubt is said, and never a reason to refuse the file.

The pages are drawn in a process of its own with bounded time and memory (`connectors/scan_pages.py`); what it cannot do in
that time, and a file that breaks it, raise no doubt. A PDF without any picture is not looked at.
"""

from __future__ import annotations

import mmap
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from portal.connectors.scan_pages import SECONDS
from portal.services import quality

TIMEOUT = SECONDS * 1.5
"""Seconds after which the pages that have come by then are all."""

MOST_PIXELS = 4_000_000
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_HEADER = re.compile(rb"(\d{1,4}) (\d{1,6}) (\d{1,5}) (\d{1,5})\n")
_PACKAGE = Path(__file__).resolve().parents[2]


def doubts(path: Path, pages: int) -> tuple[str, ...]:
    """What may make the scanned pages of a PDF hard to read: `3:blurred` for page 3, `blurred` where there is one page."""
    if not _has_pictures(path):
        return ()
    found = ((number, code) for number, side, grey in _pages(path) for code in quality.of_grey(grey, side))
    return tuple(code if pages == 1 else f"{number}:{code}" for number, code in found)


def _has_pictures(path: Path) -> bool:
    """Whether the file names a picture: the entry of one is never inside a compressed stream."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return _PICTURE.search(content) is not None


def _pages(path: Path) -> Iterator[tuple[int, int, Image.Image]]:
    """The scanned pages that came: number, long side of the picture, and the page in grey."""
    drawn, at = _drawn(path), 0
    while header := _HEADER.match(drawn, at):
        number, side, wide, high = map(int, header.groups())
        at = header.end() + wide * high
        if not 0 < wide * high <= MOST_PIXELS or at > len(drawn):
            return
        yield number, side, Image.frombytes("L", (wide, high), drawn[header.end() : at])


def _drawn(path: Path) -> bytes:
    words = [sys.executable, "-m", "portal.connectors.scan_pages"]
    quiet = {"PATH": os.defpath, "PYTHONPATH": str(_PACKAGE), "PYTHONDONTWRITEBYTECODE": "1"}
    with path.open("rb") as file:
        try:
            done = subprocess.run(
                words, stdin=file, capture_output=True, env=quiet, cwd="/", timeout=TIMEOUT, check=False
            )
        except subprocess.TimeoutExpired as late:
            return late.stdout or b""
    return done.stdout
