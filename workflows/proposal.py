"""What is proposed against a licence and not decided: the holder's answers, the legal review, the discussion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.discussion import Discussion
from workflows.major_acts import LegalReview


@dataclass(frozen=True, slots=True)
class Defence:
    """What came of the holder's right to be heard: statement, hearing (asked for), waived or held."""

    defence: str
    on: date
    by: str
    paper: str = ""
    way: str = "portal"


@dataclass(frozen=True, slots=True)
class LicenceProposal:
    """An act on the licence that was proposed and is not decided.

    `asks` is what it asks for before the signature; `review` and `discussion` are the newest of each; `days` are
    the working days within which the holder is heard, as they were told (0 in journals of before, for which the policy speaks).
    """

    act: str
    ground: str
    proposed_on: date
    by: str
    facts: str
    reason: str
    basis: str
    effective_on: date
    until: date | None = None
    document: str = ""
    redress: str = ""
    notice: bool = False
    asks: tuple[str, ...] = ()
    heard: str = ""
    defences: tuple[Defence, ...] = ()
    review: LegalReview | None = None
    discussion: Discussion | None = None
    days: int = 0

    @property
    def hearing_open(self) -> bool:
        """True while a hearing was asked for and not held."""
        said = [one.defence for one in self.defences]
        return "hearing" in said and "held" not in said
