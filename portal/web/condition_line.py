"""A line of a list of conditions, before a decision or an act on a licence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.web.review_mending import Place


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list of conditions: whether it is met, its words, who or when in small type, and where it is mended."""

    met: bool
    title: Any
    hint: Any = ""
    code: str = ""
    place: Place | None = None
