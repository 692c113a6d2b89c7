"""What was typed, made readable: outer spaces, full-width characters, control characters."""

from __future__ import annotations

import unicodedata
from typing import Any

from guides.wrong import FieldError, Wrong

JOINERS = "\u200c\u200d"
"""What belongs to a word although it shows nothing: it joins the signs of some scripts and of emoji."""


def tidy(raw: Any) -> str:
    """Return one line of text without outer and doubled spaces; raises FieldError for control characters.

    Marks that show nothing and came along when the text was copied (direction of writing, zero width) are left out.
    """
    if not isinstance(raw, str):
        raise FieldError(Wrong.SHAPE)
    line = " ".join(_shown(unicodedata.normalize("NFC", raw), JOINERS).split())
    if any(unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") for character in line):
        raise FieldError(Wrong.UNPRINTABLE)
    return line


def plain(raw: Any) -> str:
    """Return a code or number as half-width characters without any space."""
    return _shown(unicodedata.normalize("NFKC", tidy(raw))).replace(" ", "")


def _shown(text: str, but: str = "") -> str:
    """The text without the characters of format that nobody sees, except these."""
    return "".join(one for one in text if one in but or unicodedata.category(one) != "Cf")
