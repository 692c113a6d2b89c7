"""Interested parties (利害关系人): who was told or came by itself, and what each has said of the hearing (articles 36, 47, R20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class InterestedParty:
    """One interested party of a case, by its number; name and address lie in the content that `paper` names.

    `told_on` is the day of the letter that told it of its right and `letter` the place of that letter in the journal; nobody
    told it where it came by itself. `asked_on` stands while its request stands; `cause` says how it gave the hearing up.
    `summoned_for` is the day of the hearing that was told to it last.
    """

    number: str
    paper: str = ""
    told_on: date | None = None
    letter: int = 0
    asked_on: date | None = None
    waived_on: date | None = None
    cause: str = ""
    summoned_for: date | None = None
