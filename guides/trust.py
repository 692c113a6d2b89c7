"""The trust level of a paper (证照材料可信等级, R58): what vouches for it, and what follows from that when it is used again."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal


class TrustLevel(StrEnum):
    """国办函〔2016〕108号: A issued by the authority, B checked at a window, C uploaded only, D made by the applicant."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Origin(StrEnum):
    """How a paper came to the portal."""

    ISSUED = "issued"
    """To the byte a document that this portal signed."""
    FETCHED = "fetched"
    """Taken from a register, so that nobody handed it in."""
    SEEN = "seen"
    """Taken in at a window, where the paper lay on the counter, and accepted."""
    UPLOADED = "uploaded"
    """Sent by the applicant, and seen by nobody but as a file."""


Reuse = Literal["as_it_is", "original_unseen", "stated"]
"""How a stored paper may be used again: without more; while its original was seen by nobody; on the applicant's statement."""

_BY_ORIGIN = {
    Origin.ISSUED: TrustLevel.A,
    Origin.FETCHED: TrustLevel.A,
    Origin.SEEN: TrustLevel.B,
    Origin.UPLOADED: TrustLevel.C,
}
_REUSE: dict[TrustLevel, Reuse] = {
    TrustLevel.A: "as_it_is",
    TrustLevel.B: "as_it_is",
    TrustLevel.C: "original_unseen",
    TrustLevel.D: "stated",
}


def level_of(grade: str, origin: Origin) -> TrustLevel:
    """Return the level of a paper: by how it came; what its guide grades D is made by the applicant, whoever looked at it.

    A guide grades what a paper is at best: one that an authority issued is still C while only a file of it was uploaded.
    """
    level = _BY_ORIGIN[origin]
    return TrustLevel.D if grade == TrustLevel.D and level > TrustLevel.A else level


def reuse_of(level: TrustLevel) -> Reuse:
    """Return on which terms a paper of that level may be used again (R58: B again and again, D on one's own commitment)."""
    return _REUSE[level]
