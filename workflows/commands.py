"""What somebody asks for, in the imperative. `decide` answers with events, or refuses by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events import Mark, Moved, Signature
from workflows.terms import Terms


@dataclass(frozen=True, slots=True)
class Command:
    """The parent of all commands."""


@dataclass(frozen=True, slots=True)
class Submit(Command):
    """Hand in an application (R1)."""

    terms: Terms
    item: str
    guide_version: str
    guide_digest: str
    procedure: str
    channel: str
    snapshot: str
    handed_in: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    window: str = ""
    fields: tuple[str, ...] = ()
    intake_office: str = ""
    forwarding: str = ""
    service: str = "electronic"
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class Arrive(Command):
    """Confirm that what another point took in has arrived at the accepting agency (R68)."""

    note: str = ""


@dataclass(frozen=True, slots=True)
class CorrectOnSpot(Command):
    """Correct at the window, together with the applicant."""

    snapshot: str
    items: tuple[str, ...]
    note: str = ""
    handed_in: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeclareNotRequired(Command):
    """Tell the applicant that no licence is needed."""

    reason: str


@dataclass(frozen=True, slots=True)
class DeclineCompetence(Command):
    """Tell the applicant which body is competent; `office` and `item` when the portal can hand the file to it."""

    competent_body: str
    reason: str
    office: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class RequestCorrection(Command):
    """Tell everything that has to be corrected, once."""

    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Correct(Command):
    """Hand in the corrections."""

    snapshot: str
    handed_in: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accept(Command):
    """Accept: everything is in order."""

    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class AcceptWithDeferral(Command):
    """Accept although secondary materials follow later.

    `signature` is the commitment signed on paper; one that was signed online stands in the journal already. `broken` is how
    many broken promises of the applicant count now (R74).
    """

    marks: tuple[Mark, ...]
    signature: Signature | None = None
    broken: int = 0


@dataclass(frozen=True, slots=True)
class RefuseAcceptance(Command):
    """Do not accept what was corrected and is still defective."""

    marks: tuple[Mark, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class DeemAccepted(Command):
    """Record that the notice limit passed in silence."""


@dataclass(frozen=True, slots=True)
class LapseCorrection(Command):
    """Record that the applicant's period for corrections passed."""


@dataclass(frozen=True, slots=True)
class Withdraw(Command):
    """Withdraw the application."""

    reason: str


@dataclass(frozen=True, slots=True)
class SupplyDeferred(Command):
    """Hand in a material that was promised for later; `posted_on` is the postmark of what came by courier."""

    material: str
    snapshot: str
    way: str = "online"
    posted_on: date | None = None


@dataclass(frozen=True, slots=True)
class ConfirmDeferred(Command):
    """Find the supplement in order."""

    material: str


@dataclass(frozen=True, slots=True)
class RejectDeferred(Command):
    """Find the supplement defective, and say why."""

    material: str
    reason: str


@dataclass(frozen=True, slots=True)
class LapseDeferral(Command):
    """Record that a supplement did not come in time."""

    material: str
    at_site_check: bool = False


@dataclass(frozen=True, slots=True)
class LookUpCredit(Command):
    """Record what the credit lists showed."""

    stage: str
    result: str
    lists: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GiveOpinion(Command):
    """Answer for a department."""

    track: str
    verdict: str
    opinion: str
    basis: str = ""
    officers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PauseClock(Command):
    """Begin a special procedure that stops clocks."""

    cause: str
    announced_days: int
    reason: str


@dataclass(frozen=True, slots=True)
class ResumeClock(Command):
    """End a special procedure."""

    cause: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Extend(Command):
    """Extend the limit, once, with a reason and the head's approval."""

    days: int
    reason: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class Cosign(Command):
    """Sign as the second officer."""

    opinion: str


@dataclass(frozen=True, slots=True)
class ReviewLegally(Command):
    """Give the legal reviewer's opinion."""

    verdict: str
    opinion: str


@dataclass(frozen=True, slots=True)
class Grant(Command):
    """Decide to grant. `resolution` answers a department's disagreement; `explanation` an overrun promise (R34)."""

    reason: str
    scope: str = ""
    resolution: str = ""
    explanation: str = ""
    hearing: str = ""


@dataclass(frozen=True, slots=True)
class Refuse(Command):
    """Decide to refuse, with facts, reasons and basis."""

    facts: str
    reason: str
    basis: str
    explanation: str = ""
    hearing: str = ""


@dataclass(frozen=True, slots=True)
class DeemFiled(Command):
    """Record that a filing counts as made because its limit passed in silence."""


@dataclass(frozen=True, slots=True)
class IssueLicence(Command):
    """Make out the licence."""

    number: str
    valid_from: date
    valid_to: date | None = None
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Deliver(Command):
    """Serve the result."""

    way: str
    recipient: str = ""
    proof: str = ""
    visit_code: str = ""
    window: str = ""


@dataclass(frozen=True, slots=True)
class RecordVisit(Command):
    """Record that the applicant came in person; `code` says why where that is beyond the promise."""

    place: str
    purpose: str
    cause: str
    code: str = ""
    asked: int = 0
    window: str = ""


@dataclass(frozen=True, slots=True)
class AskVisit(Command):
    """Ask the applicant to come: `instead` says why neither the net nor the post will do."""

    place: str
    purpose: str
    reason: str
    instead: str
    office: str
    plan_on: date | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawVisit(Command):
    """Take a request to come back."""

    asked: int
    reason: str
    office: str = ""


@dataclass(frozen=True, slots=True)
class Publish(Command):
    """Put the decision on the public list."""


@dataclass(frozen=True, slots=True)
class Remind(Command):
    """Remind those concerned that a clock reached a rung."""

    clock: str
    rung: str


@dataclass(frozen=True, slots=True)
class ApplyCalendar(Command):
    """Derive the clocks again under a schedule published since; `moved` is what `recalendar.moves` found."""

    year: int
    digest: str
    moved: tuple[Moved, ...]
    scope: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class DeemRenewed(Command):
    """Record that a licence counts as renewed because nothing was decided before it expired."""


@dataclass(frozen=True, slots=True)
class OrderSiteCheck(Command):
    """Order a check on the site, where the law gives a longer limit for it; the reason is told to the applicant."""

    reason: str


@dataclass(frozen=True, slots=True)
class TellHearing(Command):
    """Tell the right to a hearing, with the facts and the decision that is proposed; also to `interested` parties."""

    reason: str
    interested: bool = False


@dataclass(frozen=True, slots=True)
class RequestHearing(Command):
    """Record that the applicant or an interested party asks for the hearing."""

    party: str = "applicant"
    note: str = ""
    way: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class WaiveHearing(Command):
    """Give the hearing up: declared, or no_show once its day has come."""

    party: str = "applicant"
    cause: str = "declared"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawHearingRequest(Command):
    """Take a request for the hearing back."""

    party: str = "applicant"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AnnounceHearing(Command):
    """Hold a hearing of the authority's own accord: announce it, and set its day (article 46)."""

    reason: str
    held_on: date
    time: str
    place: str
    host: str
    host_ref: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class SetHearing(Command):
    """Set the day of the hearing and tell it; `host` is the one who presides, who did not review the case."""

    held_on: date
    time: str
    place: str
    host: str
    host_ref: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class AskLaterDemand(Command):
    """Ask the supervisor whether something outside the first notice may still be demanded."""

    material: str
    demand: str
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerLaterDemand(Command):
    """Let it be demanded, or not, for a reason."""

    material: str
    permitted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerHandOver(Command):
    """Agree that the file goes to the competent office, or not."""

    agreed: bool
    draft: str = ""
    on_paper: bool = False


@dataclass(frozen=True, slots=True)
class AdjournHearing(Command):
    """Put the hearing off; `cause` is party, force_majeure or agency."""

    cause: str
    reason: str


@dataclass(frozen=True, slots=True)
class HoldHearing(Command):
    """Record that the hearing was held; `paper` names the record's content, `scan` the signed paper."""

    recorder_ref: str
    present: tuple[str, ...]
    signed: str
    paper: str
    scan: str


@dataclass(frozen=True, slots=True)
class CheckDuty(Command):
    """Record a check after the licence: passed, correct or failed."""

    duty: str
    checked_on: date
    result: str
    correct_by: date | None = None
    officers: tuple[str, ...] = ()
    paper: str = ""
    scan: str = ""
    source: str = "portal"


@dataclass(frozen=True, slots=True)
class FileRenewal(Command):
    """Record that the renewal of the licence was applied for, as the case of that number."""

    renewed_by: str


@dataclass(frozen=True, slots=True)
class Rate(Command):
    """Rate an act once: `level` from 5 to 1, tags of its channel, `words` as a digest, `named` towards the public or not."""

    act: str
    level: int
    tags: tuple[str, ...] = ()
    words: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class VerifyRating(Command):
    """Say what contact with the applicant showed about a bad rating, and why it is founded or not."""

    act: str
    finding: str
    reason: str
    way: str


@dataclass(frozen=True, slots=True)
class ReviewRating(Command):
    """Uphold or overturn, as a supervisor, the finding that a bad rating is not founded."""

    act: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class AppealRating(Command):
    """Appeal, as the applicant, against the exclusion of a rating; `words` as a digest."""

    act: str
    words: str


@dataclass(frozen=True, slots=True)
class AnswerRating(Command):
    """Tell the applicant what was put right."""

    act: str
    reply: str


@dataclass(frozen=True, slots=True)
class CallBackRater(Command):
    """Record the call-back after the rectification."""

    act: str
    result: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RateAgain(Command):
    """Rate once more after the reply."""

    act: str
    level: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class TakeCase(Command):
    """Become the first-contact officer; `vacant` says that the one named before no longer works at the window."""

    by_act: bool = False
    vacant: bool = False


@dataclass(frozen=True, slots=True)
class HandOverCase(Command):
    """Give the case to a colleague, with a reason; `ordered` by the head of the window or a supervisor."""

    officer: str
    reason: str
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class OfferDeferral(Command):
    """Propose to the applicant that these materials follow later."""

    materials: tuple[str, ...]
    broken: int = 0


@dataclass(frozen=True, slots=True)
class PromiseDeferral(Command):
    """Agree to the proposal, signed."""

    signature: Signature
    broken: int = 0


@dataclass(frozen=True, slots=True)
class DeclineDeferral(Command):
    """Choose the ordinary way instead."""

    note: str = ""


@dataclass(frozen=True, slots=True)
class AnnounceParcel(Command):
    """Say that a promised material is on its way by courier."""

    material: str
    courier: str
    number: str
    posted_on: date


@dataclass(frozen=True, slots=True)
class ReturnFile(Command):
    """Record that the grace of a suspended case passed as well."""

    material: str


@dataclass(frozen=True, slots=True)
class FindPromiseFalse(Command):
    """Find that what was promised or brought is not true, and say why."""

    material: str
    reason: str


@dataclass(frozen=True, slots=True)
class RepairPromise(Command):
    """Find the record of a broken promise repaired, and say why."""

    material: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChooseService(Command):
    """Agree to electronic service, or take the agreement back: `service` is electronic or paper."""

    service: str


@dataclass(frozen=True, slots=True)
class SendLetter(Command):
    """Hand a letter to the post or to another body, or publish it; `reference` is the number or the body."""

    letter: int
    document: str
    way: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ServeLetter(Command):
    """Record that a letter arrived, on which day and by which proof."""

    letter: int
    document: str
    way: str
    served_on: date
    reference: str = ""
    recipient: str = ""
    witnesses: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class FailService(Command):
    """Record that a letter came back or could not be handed over."""

    letter: int
    document: str
    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class OweCheck(Command):
    """Record that a check is missing, and for which files."""

    check: str
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FinishCheck(Command):
    """Record what a check that was owed showed."""

    check: str
    result: str
    refs: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
