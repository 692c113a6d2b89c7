"""The originals that an officer saw beside the files of an application (原件已核对), as the journal tells them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

PLACES = ("window", "delivery", "site")
"""Where an original can be seen: at the counter, when the result is collected, or at the site."""


@dataclass(frozen=True, slots=True)
class Sight:
    """When, by whom and where the original of one material was seen."""

    at: datetime
    by: str
    place: str


def after(
    seen: Mapping[str, Sight], materials: Collection[str], withdrawn: Collection[str], now: Sight
) -> Mapping[str, Sight]:
    """What was seen after one more look: what was withdrawn is gone, what was seen before stays as it was."""
    left = {key: sight for key, sight in seen.items() if key not in withdrawn}
    return {**dict.fromkeys(materials, now), **left}
