"""Tables without rules; one module a noun."""

from portal.models.account import CalendarFeed, Enterprise, MembershipRequest, Office, User, UserRole
from portal.models.calendar import CalendarYear
from portal.models.case import ActContent, Case, CaseDuty, CaseTrack, Counter, JournalEntry, Lease, Snapshot
from portal.models.content import DeskMark, Draft, Upload
from portal.models.credit import CreditEntry, CreditList
from portal.models.guide import GuideAct, GuideText, GuideVersion
from portal.models.outcome import Document, Licence, OutboxMessage, Publication, Reminder

__all__ = [
    "ActContent",
    "CalendarFeed",
    "CalendarYear",
    "Case",
    "CaseDuty",
    "CaseTrack",
    "Counter",
    "CreditEntry",
    "CreditList",
    "DeskMark",
    "Document",
    "Draft",
    "Enterprise",
    "GuideAct",
    "GuideText",
    "GuideVersion",
    "JournalEntry",
    "Lease",
    "Licence",
    "MembershipRequest",
    "Office",
    "OutboxMessage",
    "Publication",
    "Reminder",
    "Snapshot",
    "Upload",
    "User",
    "UserRole",
]
