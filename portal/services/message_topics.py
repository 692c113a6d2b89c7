"""The topics of messages: what each event that is told is about, and which ways a topic may be told by."""

from __future__ import annotations

ASKED, STEP, DATE, DECISION, ACCOUNT = "asked", "step", "date", "decision", "account"
TOPICS = (ASKED, DATE, DECISION, STEP, ACCOUNT)
NOW, DIGEST, OFF = "now", "digest", "off"
MAIL_WAYS = {ASKED: (NOW, OFF), DATE: (NOW, OFF), DECISION: (NOW, OFF), STEP: (NOW, DIGEST, OFF)}
"""How a topic may be mailed. What asks for something or decides is no matter for tomorrow; accounts have mails of their own."""

SMS_TOPICS = (ASKED, DATE, DECISION, STEP)
REMINDED = "Reminded"

TOPIC_OF = {
    "Submitted": STEP,
    "Arrived": STEP,
    "NotRequiredDeclared": DECISION,
    "CompetenceDeclined": DECISION,
    "CorrectionRequested": ASKED,
    "Accepted": STEP,
    "AcceptedDeferred": ASKED,
    "DeemedAccepted": STEP,
    "AcceptanceRefused": DECISION,
    "DeemedWithdrawn": DECISION,
    "AcceptanceRevoked": DECISION,
    "Terminated": DECISION,
    "DeferredRejected": ASKED,
    "DeferralOffered": ASKED,
    "CaseSuspended": ASKED,
    "CaseResumed": STEP,
    "FalsePromiseFound": ASKED,
    "PromiseRepaired": STEP,
    "ClockPaused": STEP,
    "ClockResumed": STEP,
    "Extended": DATE,
    "Granted": DECISION,
    "Refused": DECISION,
    "DeemedFiled": DECISION,
    "LicenceIssued": DECISION,
    "Delivered": DECISION,
    "CalendarApplied": DATE,
    "DeemedRenewed": DECISION,
    "LimitChanged": DATE,
    "HearingTold": ASKED,
    "HearingRequestOvertaken": DECISION,
    "HearingAnswered": DECISION,
    "HearingSet": DATE,
    "Rated": STEP,
    "RatingContestDecided": STEP,
    "RatingVerified": STEP,
    "RatingReviewed": STEP,
    "RatingAnswered": STEP,
    "HearingAdjourned": DATE,
    "HearingHeld": STEP,
    "FixesTold": ASKED,
    "SiteCheckSet": DATE,
    "SiteCheckCancelled": DATE,
    "SiteCheckHeld": STEP,
    "DutyChecked": ASKED,
    "RevocationProposed": ASKED,
    "VisitAsked": ASKED,
    "VisitWithdrawn": STEP,
    "CheckDone": ASKED,
    "GrantEnded": DECISION,
    "LicenceActProposed": ASKED,
    "LicenceActDropped": DECISION,
    "LicenceSuspended": DECISION,
    "LicenceRestored": DECISION,
    "LicenceRevoked": DECISION,
    "LicenceWithdrawn": DECISION,
    "LicencePenallyRevoked": DECISION,
    "LicenceCancelled": DECISION,
    "LicenceReissued": DECISION,
    "CancellationRefused": DECISION,
    "ReissueRefused": DECISION,
    "PanelSet": STEP,
    "PanelClosed": STEP,
    "PublicityOpened": STEP,
    "PublicityObjected": ASKED,
    "PublicityAnswered": STEP,
    "PublicationCorrected": DECISION,
    "PublicationWithdrawn": DECISION,
    "ReconsiderationPassedOn": DECISION,
    "ReconsiderationEnded": DECISION,
    "ServiceFailed": ASKED,
    REMINDED: DATE,
}


OTHERS = {
    "DraftLapses": DATE,
    "OwnDataReady": DATE,
    "ComplaintAnswered": DECISION,
    "ObjectionAnswered": DECISION,
    "ObjectionExtended": DATE,
    "AppointmentBooked": DATE,
    "AppointmentMoved": DATE,
    "AppointmentReminder": DATE,
}
"""What is told although no event of a case causes it (`other_messages`)."""


def topic_of(kind: str) -> str:
    """What an event is about; one that nobody has sorted yet is told as a step."""
    return TOPIC_OF.get(kind) or OTHERS.get(kind, STEP)
