"""Whether a page is still good to act from: what the portal itself notes beside the case makes no page old."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.models import Case as CaseRow
from portal.services import journal
from workflows.events import (
    CalendarApplied,
    CaseHandedOver,
    CaseTaken,
    CheckDone,
    CheckOwed,
    DecisionPutBack,
    DecisionSigned,
    DecisionTakenBack,
    Event,
    FormerSeen,
    OriginalsSeen,
    Published,
    RatingSlipPrinted,
    Reminded,
    TracksReminded,
    VisitAsked,
    VisitRecorded,
    VisitWithdrawn,
)

QUIET = (
    Reminded,
    TracksReminded,
    VisitRecorded,
    VisitAsked,
    VisitWithdrawn,
    Published,
    CalendarApplied,
    CaseTaken,
    CaseHandedOver,
    CheckOwed,
    CheckDone,
    FormerSeen,
    DecisionSigned,  # whoever acts upon one is told so by name; what was taken back or put back left the case as it was
    DecisionTakenBack,
    DecisionPutBack,
    RatingSlipPrinted,
    OriginalsSeen,
)
UNSIGNED: tuple[type[Event], ...] = (DecisionTakenBack, DecisionPutBack)
"""What makes a page old for whoever signs: a signature that was taken back does not come back with a late click on its page."""
SIGNED_ANEW: tuple[type[Event], ...] = (DecisionSigned,)
"""What makes a page old for whoever takes a signature back: it is about the one that the page shows."""


def known_seq(
    session: Session, row: CaseRow, expected_seq: int | None, *, but: tuple[type[Event], ...] = ()
) -> int | None:
    """The number to compare with: the newest when only reminders, visits and publication came after the page was made, and
    nothing that counts for this act (`but`)."""
    if expected_seq is None or expected_seq == row.seq:
        return expected_seq
    since = [entry.event for entry in journal.load(session, row.id) if entry.seq > expected_seq]
    quiet = all(isinstance(event, QUIET) and not isinstance(event, but) for event in since)
    return row.seq if since and quiet else expected_seq
