"""The beginning of a guide: a commented skeleton whose open places the linter names, or a copy as a new version."""

from __future__ import annotations

import re
from pathlib import Path

_SKELETON = Path(__file__).parent / "skeleton.yaml"

TO_FILL = re.compile(r"【待填[^】]*】|\[to fill[^\]]*\]")
"""How the skeleton marks what is still to be written."""


def skeleton(*, office: str) -> str:
    """Return the text of a guide of that office in which everything is still to be written."""
    return _SKELETON.read_text("utf-8").replace("__OFFICE__", office)
