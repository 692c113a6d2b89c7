"""Tables without rules; one module a noun."""

from portal.models.account import CalendarFeed, Enterprise, MembershipRequest, Office, User, UserRole
from portal.models.calendar import CalendarYear
from portal.models.case import Case, CaseTrack, Counter, JournalEntry, Lease, Snapshot
from portal.models.content import DeskMark, DeskTrace, Draft, HandOver, Upload
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
    "DeskTrace",
    "Document",
    "Draft",
    "Enterprise",
    "GuideAct",
    "GuideText",
    "GuideVersion",
    "HandOver",
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
