"""What somebody asks for, in the imperative. `decide` answers with events, or refuses by name."""

from __future__ import annotations

from workflows.commands.checks import FinishCheck, OweCheck
from workflows.commands.command import Command
from workflows.commands.correction import Correct, LapseCorrection, RequestCorrection
from workflows.commands.decision import (
    Cosign,
    DeemFiled,
    DeemRenewed,
    Grant,
    PutBackDecision,
    Refuse,
    ReleaseDecision,
    ReviewLegally,
    SignDecision,
    TakeBackDecision,
)
from workflows.commands.deferral import (
    AcceptWithDeferral,
    AnnounceParcel,
    ConfirmDeferred,
    LapseDeferral,
    RejectDeferred,
    ReturnFile,
    SupplyDeferred,
)
from workflows.commands.delivery import Deliver, IssueLicence, Publish
from workflows.commands.demand import AnswerLaterDemand, AskLaterDemand
from workflows.commands.discussion import DiscussDecision
from workflows.commands.duties import BarApplicant, CheckDuty, DeemRenewal, EndRenewal, FileRenewal
from workflows.commands.first_contact import HandOverCase, TakeCase
from workflows.commands.former_licence import EndGrant, SeeFormer
from workflows.commands.handover import AnswerHandOver
from workflows.commands.hearing import (
    AdjournHearing,
    AnnounceHearing,
    HoldHearing,
    RequestHearing,
    SetHearing,
    TellHearing,
    WaiveHearing,
    WithdrawHearingRequest,
)
from workflows.commands.intake import (
    Accept,
    Arrive,
    CorrectOnSpot,
    DeclareNotRequired,
    DeclineCompetence,
    DeemAccepted,
    RefuseAcceptance,
    Submit,
    Withdraw,
)
from workflows.commands.interested import TellInterested
from workflows.commands.licence import (
    AskCancellation,
    DecideLicenceAct,
    DefendLicence,
    DropLicenceAct,
    EndSuspension,
    ProposeLicenceAct,
    ReplaceLicence,
)
from workflows.commands.limits import (
    ApplyCalendar,
    Extend,
    OrderSiteCheck,
    PauseClock,
    Remind,
    ResumeClock,
    TellPauseAnew,
)
from workflows.commands.major_acts import DiscussLicenceAct, ReviewLicenceAct
from workflows.commands.panel import CastBallot, ClosePanel, ReplaceExpert, SetPanel
from workflows.commands.promise import DeclineDeferral, FindPromiseFalse, OfferDeferral, PromiseDeferral, RepairPromise
from workflows.commands.publication import CorrectPublication, WithdrawPublication
from workflows.commands.publicity import AnswerPublicity, EndPublicity, ObjectToPublicity, OpenPublicity
from workflows.commands.rating import (
    AnswerRating,
    AppealRating,
    CallBackRater,
    Rate,
    RateAgain,
    ReviewRating,
    VerifyRating,
)
from workflows.commands.reissue import AskReissue, RefuseReissue, ReissueLicence
from workflows.commands.remedy import EndReconsideration, FileReconsideration, PassOnReconsideration
from workflows.commands.review import GiveOpinion, LookUpCredit
from workflows.commands.review_notice import HandInFixes, TellFixes, WishFix
from workflows.commands.service import ChooseService, FailService, SendLetter, ServeLetter
from workflows.commands.site_check import AskSiteCheckMove, CancelSiteCheck, HoldSiteCheck, SetSiteCheck
from workflows.commands.termination import DropTermination, ProposeTermination, Terminate
from workflows.commands.tracks import (
    AddTrack,
    DeemOpinion,
    HandOverTrack,
    RemindTracks,
    ReopenTrack,
    ResolveDisagreement,
)
from workflows.commands.visits import AskVisit, RecordVisit, WithdrawVisit

__all__ = [
    "Accept",
    "AcceptWithDeferral",
    "AddTrack",
    "AdjournHearing",
    "AnnounceHearing",
    "AnnounceParcel",
    "AnswerHandOver",
    "AnswerLaterDemand",
    "AnswerPublicity",
    "AnswerRating",
    "AppealRating",
    "ApplyCalendar",
    "Arrive",
    "AskCancellation",
    "AskLaterDemand",
    "AskReissue",
    "AskSiteCheckMove",
    "AskVisit",
    "BarApplicant",
    "CallBackRater",
    "CancelSiteCheck",
    "CastBallot",
    "CheckDuty",
    "ChooseService",
    "ClosePanel",
    "Command",
    "ConfirmDeferred",
    "Correct",
    "CorrectOnSpot",
    "CorrectPublication",
    "Cosign",
    "DecideLicenceAct",
    "DeclareNotRequired",
    "DeclineCompetence",
    "DeclineDeferral",
    "DeemAccepted",
    "DeemFiled",
    "DeemOpinion",
    "DeemRenewal",
    "DeemRenewed",
    "DefendLicence",
    "Deliver",
    "DiscussDecision",
    "DiscussLicenceAct",
    "DropLicenceAct",
    "DropTermination",
    "EndGrant",
    "EndPublicity",
    "EndReconsideration",
    "EndRenewal",
    "EndSuspension",
    "Extend",
    "FailService",
    "FileReconsideration",
    "FileRenewal",
    "FindPromiseFalse",
    "FinishCheck",
    "GiveOpinion",
    "Grant",
    "HandInFixes",
    "HandOverCase",
    "HandOverTrack",
    "HoldHearing",
    "HoldSiteCheck",
    "IssueLicence",
    "LapseCorrection",
    "LapseDeferral",
    "LookUpCredit",
    "ObjectToPublicity",
    "OfferDeferral",
    "OpenPublicity",
    "OrderSiteCheck",
    "OweCheck",
    "PassOnReconsideration",
    "PauseClock",
    "PromiseDeferral",
    "ProposeLicenceAct",
    "ProposeTermination",
    "Publish",
    "PutBackDecision",
    "Rate",
    "RateAgain",
    "RecordVisit",
    "Refuse",
    "RefuseAcceptance",
    "RefuseReissue",
    "ReissueLicence",
    "RejectDeferred",
    "ReleaseDecision",
    "Remind",
    "RemindTracks",
    "ReopenTrack",
    "RepairPromise",
    "ReplaceExpert",
    "ReplaceLicence",
    "RequestCorrection",
    "RequestHearing",
    "ResolveDisagreement",
    "ResumeClock",
    "ReturnFile",
    "ReviewLegally",
    "ReviewLicenceAct",
    "ReviewRating",
    "SeeFormer",
    "SendLetter",
    "ServeLetter",
    "SetHearing",
    "SetPanel",
    "SetSiteCheck",
    "SignDecision",
    "Submit",
    "SupplyDeferred",
    "TakeBackDecision",
    "TakeCase",
    "TellFixes",
    "TellHearing",
    "TellInterested",
    "TellPauseAnew",
    "Terminate",
    "VerifyRating",
    "WaiveHearing",
    "WishFix",
    "Withdraw",
    "WithdrawHearingRequest",
    "WithdrawPublication",
    "WithdrawVisit",
]
