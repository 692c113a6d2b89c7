"""Tables without rules; one module a noun."""

from portal.models.account import CalendarFeed, Enterprise, EnterpriseEntry, MembershipRequest, Office, User, UserRole
from portal.models.calendar import CalendarYear
from portal.models.case import Case, CaseTrack, Counter, JournalEntry, Lease, Snapshot
from portal.models.content import DeskMark, Draft, ScanPage, Sitting, Upload
from portal.models.credit import CreditEntry, CreditList
from portal.models.guide import GuideAct, GuideText, GuideVersion
from portal.models.outcome import Document, Licence, OutboxMessage, Publication, Reminder

__all__ = [
    "CalendarFeed",
    "CalendarYear",
    "Case",
    "CaseTrack",
    "Counter",
    "CreditEntry",
    "CreditList",
    "DeskMark",
    "Document",
    "Draft",
    "Enterprise",
    "EnterpriseEntry",
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
    "ScanPage",
    "Sitting",
    "Snapshot",
    "Upload",
    "User",
    "UserRole",
]
