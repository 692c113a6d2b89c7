"""What was typed, made readable: outer spaces, full-width characters, control characters."""

from __future__ import annotations

import unicodedata
from typing import Any

from guides.wrong import FieldError, Wrong


def tidy(raw: Any) -> str:
    """Return one line of text without outer and doubled spaces; raises FieldError for control characters."""
    if not isinstance(raw, str):
        raise FieldError(Wrong.SHAPE)
    line = " ".join(unicodedata.normalize("NFC", raw).split())
    if any(unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") for character in line):
        raise FieldError(Wrong.UNPRINTABLE)
    return line


def plain(raw: Any) -> str:
    """Return a code or number as half-width characters without any space."""
    return unicodedata.normalize("NFKC", tidy(raw)).replace(" ", "")
