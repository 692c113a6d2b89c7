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
    FormerSeen,
    Published,
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
)


def known_seq(session: Session, row: CaseRow, expected_seq: int | None) -> int | None:
    """The number to compare with: the newest when only reminders, visits and publication came after the page was made."""
    if expected_seq is None or expected_seq == row.seq:
        return expected_seq
    since = [entry.event for entry in journal.load(session, row.id) if entry.seq > expected_seq]
    return row.seq if since and all(isinstance(event, QUIET) for event in since) else expected_seq
