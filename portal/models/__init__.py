"""Tables without rules; one module a noun."""

from portal.models.absence import Absence
from portal.models.account import CalendarFeed, Enterprise, EnterpriseEntry, MembershipRequest, Office, User, UserRole
from portal.models.appointment import Appointment, SlotRule, Ticket
from portal.models.audit import AuditDraw, AuditReview, CaseAudit
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
from portal.models.complaint import Complaint
from portal.models.content import DeskMark, DeskTrace, Draft, HandOver, PartialUpload, ScanPage, Sitting, Upload
from portal.models.courier import CourierParcel
from portal.models.credit import (
    CreditAct,
    CreditArrival,
    CreditBar,
    CreditEntry,
    CreditList,
    CreditObjection,
    CreditVerdict,
)
from portal.models.evidence import EvidenceExport
from portal.models.guide import GuideAct, GuideText, GuideVersion
from portal.models.key import PublishedKey
from portal.models.mandate import AccountEntry, Mandate
from portal.models.message import CaseFollow, Message, MessageChoice, MessageDelivery, Webhook
from portal.models.outcome import (
    Document,
    Licence,
    LicencePaper,
    OutboxMessage,
    Publication,
    PublicationChange,
    Reminder,
)
from portal.models.own_data import OwnPackage
from portal.models.port import PortState, RegisterAnswer
from portal.models.rating import CaseRating, RatingDevice, RatingProof, RatingSlip, RatingText
from portal.models.service import LetterService
from portal.models.signin import AccountLink, Identity, MobileCode, RecoveryCode, SignIn
from portal.models.site_entry import SiteEntry
from portal.models.visit import CaseVisit
from portal.models.window import Presence, SavedView, ServiceWindow, WindowOfficer

__all__ = [
    "Absence",
    "AccountEntry",
    "AccountLink",
    "ActContent",
    "Appointment",
    "AuditDraw",
    "AuditReview",
    "CalendarFeed",
    "CalendarYear",
    "Case",
    "CaseAudit",
    "CaseDuty",
    "CaseFollow",
    "CasePromise",
    "CaseRating",
    "CaseTrack",
    "CaseVisit",
    "Complaint",
    "Counter",
    "CourierParcel",
    "CreditAct",
    "CreditArrival",
    "CreditBar",
    "CreditEntry",
    "CreditList",
    "CreditObjection",
    "CreditVerdict",
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
    "Identity",
    "JournalEntry",
    "Lease",
    "LetterService",
    "Licence",
    "LicencePaper",
    "Mandate",
    "MembershipRequest",
    "Message",
    "MessageChoice",
    "MessageDelivery",
    "MobileCode",
    "Office",
    "OpeningHours",
    "OutboxMessage",
    "OwnPackage",
    "PartialUpload",
    "PortState",
    "Presence",
    "Publication",
    "PublicationChange",
    "PublishedKey",
    "RatingDevice",
    "RatingProof",
    "RatingSlip",
    "RatingText",
    "RecoveryCode",
    "RegisterAnswer",
    "Reminder",
    "SavedView",
    "ScanPage",
    "ServiceWindow",
    "SignIn",
    "SiteEntry",
    "Sitting",
    "SlotRule",
    "Snapshot",
    "Ticket",
    "Upload",
    "User",
    "UserRole",
    "Webhook",
    "WindowOfficer",
]
