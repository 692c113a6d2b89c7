"""Tables without rules; one module a noun."""

from portal.models.account import CalendarFeed, Enterprise, EnterpriseEntry, MembershipRequest, Office, User, UserRole
from portal.models.appointment import Appointment, SlotRule, Ticket
from portal.models.calendar import CalendarYear, OpeningHours
from portal.models.case import (
    ActContent,
    Case,
    CaseDuty,
    CasePromise,
    CaseTrack,
    Counter,
    JournalEntry,
    Lease,
    Snapshot,
)
from portal.models.content import DeskMark, DeskTrace, Draft, HandOver, ScanPage, Sitting, Upload
from portal.models.credit import CreditAct, CreditBar, CreditEntry, CreditList, CreditObjection
from portal.models.evidence import EvidenceExport
from portal.models.guide import GuideAct, GuideText, GuideVersion
from portal.models.outcome import Document, Licence, OutboxMessage, Publication, Reminder
from portal.models.port import PortState
from portal.models.rating import CaseRating, RatingText
from portal.models.service import LetterService
from portal.models.visit import CaseVisit
from portal.models.window import Presence, SavedView, ServiceWindow, WindowOfficer

__all__ = [
    "ActContent",
    "Appointment",
    "CalendarFeed",
    "CalendarYear",
    "Case",
    "CaseDuty",
    "CasePromise",
    "CaseRating",
    "CaseTrack",
    "CaseVisit",
    "Counter",
    "CreditAct",
    "CreditBar",
    "CreditEntry",
    "CreditList",
    "CreditObjection",
    "DeskMark",
    "DeskTrace",
    "Document",
    "Draft",
    "Enterprise",
    "EnterpriseEntry",
    "EvidenceExport",
    "GuideAct",
    "GuideText",
    "GuideVersion",
    "HandOver",
    "JournalEntry",
    "Lease",
    "LetterService",
    "Licence",
    "MembershipRequest",
    "Office",
    "OpeningHours",
    "OutboxMessage",
    "PortState",
    "Presence",
    "Publication",
    "RatingText",
    "Reminder",
    "SavedView",
    "ScanPage",
    "ServiceWindow",
    "Sitting",
    "SlotRule",
    "Snapshot",
    "Ticket",
    "Upload",
    "User",
    "UserRole",
    "WindowOfficer",
]
