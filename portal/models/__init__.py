"""Tables without rules; one module a noun."""

from portal.models.account import CalendarFeed, Enterprise, MembershipRequest, Office, User, UserRole
from portal.models.appointment import Appointment, ServiceWindow, SlotRule, Ticket
from portal.models.calendar import CalendarYear
from portal.models.case import Case, CaseTrack, Counter, JournalEntry, Lease, Snapshot
from portal.models.content import DeskMark, Draft, Upload
from portal.models.credit import CreditEntry, CreditList
from portal.models.guide import GuideAct, GuideText, GuideVersion
from portal.models.outcome import Document, Licence, OutboxMessage, Publication, Reminder
from portal.models.visit import CaseVisit

__all__ = [
    "Appointment",
    "CalendarFeed",
    "CalendarYear",
    "Case",
    "CaseTrack",
    "CaseVisit",
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
    "ServiceWindow",
    "SlotRule",
    "Snapshot",
    "Ticket",
    "Upload",
    "User",
    "UserRole",
]
