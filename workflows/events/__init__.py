"""What has happened to a case, in the past tense. Kinds are never renamed or removed; new fields have defaults."""

from __future__ import annotations

from typing import Any, cast

from workflows.codec import decode
from workflows.events.checks import CheckDone, CheckOwed
from workflows.events.correction import Corrected, CorrectionRequested
from workflows.events.decision import (
    DecisionPutBack,
    DecisionSigned,
    DecisionTakenBack,
    DeemedFiled,
    DeemedRenewed,
    Granted,
    Refused,
)
from workflows.events.deferral import (
    AcceptanceRevoked,
    AcceptedDeferred,
    CaseResumed,
    CaseSuspended,
    DeferralLapsed,
    DeferredArrived,
    DeferredConfirmed,
    DeferredRejected,
    ParcelAnnounced,
)
from workflows.events.delivery import Delivered, LicenceIssued, Published
from workflows.events.demand import LaterDemandAsked, LaterDemandPermitted, LaterDemandRefused
from workflows.events.discussion import DecisionDiscussed
from workflows.events.duties import (
    ApplicantBarred,
    ChainEnded,
    DutyChecked,
    InspectionHandedOver,
    RenewalDeemed,
    RenewalEnded,
    RenewalFiled,
    RevocationNotMade,
    RevocationProposed,
)
from workflows.events.event import Event, Recorded, kind_of, to_payload
from workflows.events.first_contact import CaseHandedOver, CaseTaken
from workflows.events.former_licence import FormerSeen, FormerTaken, FormerTied, GrantEnded
from workflows.events.handover import HandOverAnswered
from workflows.events.hearing import (
    HearingAdjourned,
    HearingAnnounced,
    HearingAnswered,
    HearingHeld,
    HearingRequested,
    HearingRequestOvertaken,
    HearingRequestWithdrawn,
    HearingSet,
    HearingTold,
    HearingWaived,
)
from workflows.events.intake import (
    AcceptanceRefused,
    Accepted,
    Arrived,
    CompetenceDeclined,
    CorrectedOnSpot,
    DeemedAccepted,
    DeemedWithdrawn,
    NotRequiredDeclared,
    Submitted,
    Withdrawn,
)
from workflows.events.interested import InterestedAnswered, InterestedSummoned, InterestedTold
from workflows.events.licence import (
    CancellationAsked,
    CancellationRefusalProposed,
    CancellationRefusalReturned,
    CancellationRefused,
    LicenceActDropped,
    LicenceActProposed,
    LicenceCancelled,
    LicenceDecision,
    LicenceDefended,
    LicencePenallyRevoked,
    LicenceReplaced,
    LicenceRestored,
    LicenceRevoked,
    LicenceSuspended,
    LicenceWithdrawn,
    StandingTaken,
)
from workflows.events.limits import CalendarApplied, ClockPaused, ClockResumed, Extended, LimitChanged, Reminded
from workflows.events.major_acts import LicenceActDiscussed, LicenceActReviewed
from workflows.events.originals import OriginalsSeen
from workflows.events.panel import BallotCast, ExpertReplaced, PanelClosed, PanelSet
from workflows.events.parts import Letters, Mark, Moved, NewLimit, Signature, Told
from workflows.events.promise import (
    DeferralDeclined,
    DeferralOffered,
    DeferralPromised,
    FalsePromiseFound,
    PromiseRepaired,
)
from workflows.events.publication import PublicationCorrected, PublicationWithdrawn
from workflows.events.publicity import PublicityAnswered, PublicityObjected, PublicityOpened
from workflows.events.rating import (
    Rated,
    RatedAgain,
    RatingAnswered,
    RatingAppealed,
    RatingCalledBack,
    RatingContactTried,
    RatingContestDecided,
    RatingContested,
    RatingReviewed,
    RatingSlipPrinted,
    RatingVerified,
)
from workflows.events.reissue import (
    LicenceReissued,
    ReissueAsked,
    ReissueProposed,
    ReissueRefused,
    ReissueReturned,
    VoidDeclared,
)
from workflows.events.remedy import ReconsiderationEnded, ReconsiderationFiled, ReconsiderationPassedOn
from workflows.events.review import Cosigned, CreditLookedUp, LegallyReviewed, OpinionGiven
from workflows.events.review_notice import FixesHandedIn, FixesTold, FixWished
from workflows.events.service import LetterSent, LetterServed, ServiceChosen, ServiceFailed
from workflows.events.site_check import SiteAnnexed, SiteCheckCancelled, SiteCheckHeld, SiteCheckMoveAsked, SiteCheckSet
from workflows.events.termination import Terminated, TerminationDropped, TerminationProposed
from workflows.events.tracks import (
    DisagreementResolved,
    OpinionDeemed,
    TrackAdded,
    TrackHandedOver,
    TrackReopened,
    TracksReminded,
)
from workflows.events.visits import VisitAsked, VisitRecorded, VisitWithdrawn

__all__ = [
    "DEEMED", "KINDS", "AcceptanceRefused", "AcceptanceRevoked", "Accepted", "AcceptedDeferred", "ApplicantBarred",
    "Arrived", "BallotCast", "CalendarApplied", "CancellationAsked", "CancellationRefusalProposed",
    "CancellationRefusalReturned", "CancellationRefused", "CaseHandedOver",
    "CaseResumed", "CaseSuspended", "CaseTaken", "ChainEnded", "CheckDone", "CheckOwed", "ClockPaused",
    "ClockResumed", "CompetenceDeclined", "Corrected", "CorrectedOnSpot", "CorrectionRequested", "Cosigned",
    "CreditLookedUp", "DecisionDiscussed", "DecisionPutBack", "DecisionSigned", "DecisionTakenBack",
    "DeemedAccepted", "DeemedFiled", "DeemedRenewed", "DeemedWithdrawn", "DeferralDeclined", "DeferralLapsed",
    "DeferralOffered", "DeferralPromised", "DeferredArrived", "DeferredConfirmed", "DeferredRejected", "Delivered",
    "DisagreementResolved", "DutyChecked", "Event", "ExpertReplaced", "Extended", "FalsePromiseFound", "FixWished",
    "FixesHandedIn", "FixesTold", "FormerSeen", "FormerTaken", "FormerTied", "GrantEnded", "Granted", "HandOverAnswered",
    "HearingAdjourned", "HearingAnnounced", "HearingAnswered", "HearingHeld", "HearingRequestOvertaken",
    "HearingRequestWithdrawn", "HearingRequested", "HearingSet", "HearingTold", "HearingWaived",
    "InspectionHandedOver", "InterestedAnswered", "InterestedSummoned", "InterestedTold",
    "LaterDemandAsked", "LaterDemandPermitted", "LaterDemandRefused", "LegallyReviewed", "LetterSent",
    "LetterServed", "Letters", "LicenceActDiscussed", "LicenceActDropped", "LicenceActProposed",
    "LicenceActReviewed", "LicenceCancelled", "LicenceDecision", "LicenceDefended", "LicenceIssued",
    "LicencePenallyRevoked", "LicenceReissued", "LicenceReplaced", "LicenceRestored", "LicenceRevoked",
    "LicenceSuspended", "LicenceWithdrawn", "LimitChanged", "Mark", "Moved", "NewLimit", "NotRequiredDeclared",
    "OpinionDeemed", "OpinionGiven", "OriginalsSeen", "PanelClosed", "PanelSet", "ParcelAnnounced", "PromiseRepaired",
    "PublicationCorrected", "PublicationWithdrawn", "PublicityAnswered", "PublicityObjected", "PublicityOpened",
    "Published", "Rated", "RatedAgain", "RatingAnswered", "RatingAppealed", "RatingCalledBack",
    "RatingContactTried", "RatingContestDecided", "RatingContested", "RatingReviewed", "RatingSlipPrinted", "RatingVerified",
    "ReconsiderationEnded", "ReconsiderationFiled", "ReconsiderationPassedOn", "Recorded", "Refused",
    "ReissueAsked", "ReissueProposed", "ReissueRefused", "ReissueReturned", "Reminded", "RenewalDeemed",
    "RenewalEnded", "RenewalFiled", "RevocationNotMade", "RevocationProposed", "ServiceChosen", "ServiceFailed", "Signature",
    "SiteAnnexed", "SiteCheckCancelled", "SiteCheckHeld", "SiteCheckMoveAsked", "SiteCheckSet", "StandingTaken",
    "Submitted", "Terminated", "TerminationDropped", "TerminationProposed", "Told", "TrackAdded", "TrackHandedOver",
    "TrackReopened", "TracksReminded", "VisitAsked", "VisitRecorded", "VisitWithdrawn", "VoidDeclared", "Withdrawn",
    "from_payload", "kind_of", "to_payload",
]  # fmt: skip

DEEMED = "deemed"  # the verdict of a department that was silent where the guide counts silence as consent to an opinion (R91)
_ALL = [cls for cls in list(globals().values()) if isinstance(cls, type) and issubclass(cls, Event)]
# Every kind of event by its name in the journal; what decisions on a licence have in common is no kind of its own.
KINDS: dict[str, type[Event]] = {cls.__name__: cls for cls in _ALL if cls not in (Event, LicenceDecision)}


def from_payload(kind: str, payload: dict[str, Any]) -> Event:
    """The event again. Raises KeyError for a kind that never existed."""
    return cast(Event, decode(KINDS[kind], payload))
