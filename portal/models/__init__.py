"""Tables without rules; one module a noun."""

from portal.models.account import CalendarFeed, Enterprise, MembershipRequest, Office, User, UserRole
from portal.models.calendar import CalendarYear
from portal.models.case import Case, CasePromise, CaseTrack, Counter, JournalEntry, Lease, Snapshot
from portal.models.content import DeskMark, Draft, Upload
from portal.models.credit import CreditEntry, CreditList
from portal.models.evidence import EvidenceExport
from portal.models.guide import GuideAct, GuideText, GuideVersion
from portal.models.outcome import Document, Licence, OutboxMessage, Publication, Reminder
from portal.models.rating import CaseRating, RatingText
from portal.models.window import Presence, SavedView, ServiceWindow, WindowOfficer

__all__ = [
    "CalendarFeed",
    "CalendarYear",
    "Case",
    "CasePromise",
    "CaseRating",
    "CaseTrack",
    "Counter",
    "CreditEntry",
    "CreditList",
    "DeskMark",
    "Document",
    "Draft",
    "Enterprise",
    "EvidenceExport",
    "GuideAct",
    "GuideText",
    "GuideVersion",
    "JournalEntry",
    "Lease",
    "Licence",
    "MembershipRequest",
    "Office",
    "OutboxMessage",
    "Presence",
    "Publication",
    "RatingText",
    "Reminder",
    "SavedView",
    "ServiceWindow",
    "Snapshot",
    "Upload",
    "User",
    "UserRole",
    "WindowOfficer",
]
