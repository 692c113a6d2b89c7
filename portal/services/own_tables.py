"""Which tables hold something about a person or an enterprise, and where each stands in one's own data; a test holds it whole.

Every table that points to an account, an enterprise or a case is named here once: told as it stands, told by a function of
`own_data`, or left out for a reason (《个人信息保护法》第四十五条: whoever is concerned may read and copy what is kept).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal import models as m


@dataclass(frozen=True, slots=True)
class Told:
    """Rows that are told as they stand: the table, by which column they are found, and what of them is told."""

    model: Any
    by: str
    columns: tuple[str, ...]


OF_PERSON = {
    "appointments": Told(
        m.Appointment, "user_id", ("item", "purpose", "day", "starts", "state", "moved", "booked_at", "changed_at")
    ),
    "memberships": Told(m.MembershipRequest, "user_id", ("state", "claim", "paper", "asked_at", "answered_at")),
    "follows": Told(m.CaseFollow, "user_id", ("since",)),
    "absences": Told(m.Absence, "user_id", ("from_on", "until_on", "made_at", "ended_at")),
    "windows": Told(m.WindowOfficer, "user_id", ("head",)),
    "saved_views": Told(m.SavedView, "user_id", ("name", "filters", "first")),
    "calendar": Told(m.CalendarFeed, "user_id", ("created_at",)),
    "mobile_to_confirm": Told(m.MobileCode, "user_id", ("mobile", "sent_at")),
    "reminders": Told(m.Reminder, "user_id", ("clock", "rung", "party", "due_on", "day")),
}
"""By its name in account.json: what belongs to the account."""

OF_ENTERPRISE = {
    "record": Told(m.EnterpriseEntry, "enterprise_id", ("kind", "facts", "reason", "at")),
    "appointments": Told(m.Appointment, "enterprise_id", OF_PERSON["appointments"].columns),
    "authorities": Told(
        m.Mandate, "enterprise_id", ("email", "valid_from", "valid_until", "items", "given_at", "accepted_at", "ended_at")
    ),
    "memberships": Told(m.MembershipRequest, "enterprise_id", ("state", "asked_at", "answered_at")),
    "licences": Told(
        m.Licence,
        "enterprise_id",
        ("number", "item", "holder_name", "scope", "issued_on", "valid_from", "valid_to", "state", "state_since"),
    ),
    "promises": Told(
        m.CasePromise, "enterprise_id", ("material", "state", "since", "due_on", "in_on", "settled_on", "repaired_on")
    ),
    "credit_objections": Told(
        m.CreditObjection,
        "enterprise_id",
        ("words", "document", "filed_at", "due_on", "extended_at", "extended_words", "answer", "answer_words", "answer_document",
         "answered_at"),
    ),
    "credit_verdicts": Told(m.CreditVerdict, "enterprise_id", ("verdict", "way", "words", "at")),
    "credit_bars": Told(m.CreditBar, "enterprise_id", ("item", "ground", "facts", "document", "decided_on", "until")),
    "webhook": Told(m.Webhook, "enterprise_id", ("url", "topics", "created_at", "failures", "paused_at", "answered_at")),
}  # fmt: skip
"""By its name in enterprise.json, for the owner: what belongs to the enterprise."""

OF_CASE = {
    "ratings": Told(m.CaseRating, "case_id", ("act", "level", "tags", "named", "rated_on", "answered_on", "reply")),
    "rating_words": Told(m.RatingText, "case_id", ("act", "kind", "words", "at")),
    "visits": Told(m.CaseVisit, "case_id", ("state", "place", "purpose", "asked_on", "plan_on", "made_on")),
    "served": Told(
        m.LetterService, "case_id", ("document", "state", "way", "dated", "sent_on", "served_on", "opened_at")
    ),
    "replaced": Told(m.LicencePaper, "case_id", ("issue", "identifier", "replaced_on")),
    "duties": Told(m.CaseDuty, "case_id", ("duty", "kind", "state", "since", "due_on")),
    "registers": Told(m.RegisterAnswer, "case_id", ("port", "result", "facts", "asked_at")),
    "published": Told(
        m.Publication, "case_id", ("published_at", "decided_on", "fields", "corrected_on", "withdrawn_on", "void_on")
    ),
}
"""By its name in the file of a case."""

BY_HAND = frozenset(
    {
        "users", "user_roles", "sign_ins", "identities", "messages", "message_choices", "complaints", "account_log",
        "cases", "journal", "snapshots", "documents", "uploads", "courier_parcels", "drafts",
    }
)  # fmt: skip
"""Tables that `own_data` tells with words of its own."""

_OFFICERS_ACT = "an officer's working note on a case; what came of it stands in the history of the case"
_COPY = "a copy of the journal for lists; the history of the case says the same"
_SECRET = "digests of secrets, which say nothing about anybody"
_OFFICES_OWN = "the office's own work about its file, no statement about the applicant"
LEFT_OUT = {
    "account_links": _SECRET,
    "rating_proofs": _SECRET,
    "rating_slips": _SECRET,
    "rating_devices": "which counter has a device for ratings; the rating that is given on it is told",
    "recovery_codes": _SECRET,
    "presences": "who has a desk open at this minute; forgotten within minutes",
    "sittings": "what was begun together at a counter; its applications are told one by one",
    "desk_marks": _OFFICERS_ACT,
    "desk_traces": _OFFICERS_ACT,
    "hand_overs": _OFFICERS_ACT,
    "case_tracks": _COPY,
    "publication_changes": _COPY,
    "act_contents": "what officers prepare of an act, whose letter is told; what the applicant said is told with the case",
    "site_entries": "an officer's notes during a check; its record is told as a letter",
    "case_audits": _OFFICES_OWN,
    "audit_reviews": _OFFICES_OWN,
    "evidence_exports": _OFFICES_OWN,
    "guide_versions": "who wrote a guide, which is law for everybody and public",
    "tickets": "a number of the day; the visit that it became is told with its case",
    "outbox": "what waits to be sent; the message itself is told",
    "own_packages": "the very file that is being made; that it was asked for and taken stands in the log of the account",
}
"""Tables that are left out, each with its reason."""
