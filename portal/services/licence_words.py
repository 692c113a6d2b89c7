"""What a licence allows and where, as it stands on its page: the two lines that its code proves beside the facts (R117)."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator

from portal.documents.decision import Content

SCOPE, PLACE, SEAT = ("范围", "品种", "种类", "操作项目", "规模"), ("地址", "住所"), ("注册", "住所")
"""Words in the label of a line of the page: what is allowed, the plainest first; where; and the seat of the firm."""
LENGTH, LONGEST, TAIL = 16, 4000, 8


def plain(text: str) -> str:
    """Words without spacing and in one form, so that a broken line or a full-width digit makes no difference."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def digest_of(text: str) -> str:
    """The first 128 bits of the SHA-256 of these words, as base64url; nothing of nothing."""
    said = plain(text)
    return _short(hashlib.sha256(said.encode())) if said else ""


def scope_of(lines: Iterable[Content]) -> str:
    """What a licence allows, of the lines on its page; empty where no line says so."""
    found = list(lines)
    return next((one.value for word in SCOPE for one in found if word in one.label), "")


def place_of(lines: Iterable[Content]) -> str:
    """Where it holds: the place of business or of the works, else the seat; empty where no line says so."""
    found = [one for one in lines if any(word in one.label for word in PLACE)]
    return next((one.value for one in sorted(found, key=lambda one: any(word in one.label for word in SEAT))), "")


def found_on(page: str, digest: str, labels: tuple[str, ...]) -> str:
    """The words of that digest behind one of the labels on a page without spacing; empty where they are not there."""
    for start in _behind(page, labels):
        running = hashlib.sha256()
        for end, letter in enumerate(page[start : start + LONGEST], start + 1):
            running.update(letter.encode())
            if _short(running) == digest:
                return page[start:end]
    return ""


def _behind(page: str, labels: tuple[str, ...]) -> Iterator[int]:
    """Where a value may begin: right behind a word of its label, or behind the few that follow (许可品种、经营量)."""
    ends = (found.end() for label in labels for found in re.finditer(label, page))
    return (end + more for end in ends for more in range(TAIL))


def _short(found: hashlib._Hash) -> str:
    return base64.urlsafe_b64encode(found.copy().digest()[:LENGTH]).decode().rstrip("=")
