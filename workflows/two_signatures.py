"""Two signatures on the answer to an application: what one person proposed and another one signs (R18, R41)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Proposed:
    """What somebody proposed to answer, such as `issue` or `refuse`, with the words that would be signed."""

    outcome: str
    by: str
    on: date
    reason: str = ""
    basis: str = ""


REFUSE = "refuse"


def needs_two(signatures: int) -> bool:
    """Whether one person proposes and another one signs; an application of before (0) takes two as well."""
    return signatures != 1
