"""What has happened to a case, in the past tense. Kinds are never renamed or removed; new fields have defaults."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from workflows.codec import decode, encode
from workflows.terms import Terms

Letters = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """The window's verdict on one material or field of the form: ok, fix or later, with the words told to the applicant.

    `material` is the key of the material; of an answer in the form it is `field:` and the field's id. `by` is who marked it
    where that was not the officer who recorded the outcome.
    """

    material: str
    verdict: str
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signed commitment to bring materials later (容缺受理承诺书, R69): by whom, in which way, for what, over which text.

    `way` is password (entered again online) or paper (signed by hand and scanned back, `file` is the scan's opaque name);
    `digest` is the SHA-256 of the text, or of the scan.
    """

    by: str
    way: str
    digest: str
    materials: tuple[str, ...]
    file: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A last day as a letter told it: the clock, the day, and the year whose schedule was not published yet (0: none, R158)."""

    clock: str
    on: date | None = None
    provisional: int = 0


@dataclass(frozen=True, slots=True)
class Moved:
    """A clock under a newly published schedule: its last day before and after, and the days it keeps so as not to end earlier.

    `running` is false for a clock that was answered: its day is kept, and nobody is told anew.
    """

    clock: str
    before: date | None = None
    after: date | None = None
    kept: int = 0
    running: bool = False


@dataclass(frozen=True, slots=True)
class NewLimit:
    """The limit of a kind that holds from now on, the one it replaces, and the provision that says so."""

    kind: str
    value: int
    unit: str
    start: str
    basis: str
    was: int
    was_unit: str = "working_day"


@dataclass(frozen=True, slots=True)
class Event:
    """The parent of all events.

    Where an event promises letters, `letters` are their kinds and numbers (R118) and `told` the last days that they name:
    a letter says for ever what it said, also when a calendar is published later.
    """


@dataclass(frozen=True, slots=True)
class Submitted(Event):
    """The application entered the system (R9); `received_on` is the day that counts (R163).

    `intake_office` is the point that took it in for the agency (R68), `forwarding` how it goes there: electronic or courier.
    `service` is paper where the applicant did not agree to electronic service; empty in old journals, whose declaration agreed.
    """

    terms: Terms
    item: str
    guide_version: str
    guide_digest: str
    procedure: str
    channel: str
    received_on: date
    snapshot: str
    handed_in: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    fields: tuple[str, ...] = ()
    """The answers that the form holds, by their keys: each is marked like a material. Old journals name none."""
    intake_office: str = ""
    forwarding: str = ""
    service: str = ""
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class CorrectedOnSpot(Event):
    """Errors were corrected at the window together with the applicant (R4, case 3)."""

    snapshot: str
    items: tuple[str, ...]
    note: str = ""
    handed_in: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotRequiredDeclared(Event):
    """No licence is needed (R4, case 1)."""

    reason: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class CompetenceDeclined(Event):
    """Another body is competent, and it is named (R4, case 2). `office` and `item` are where the portal can hand the file to."""

    competent_body: str
    reason: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    office: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionRequested(Event):
    """Everything to be corrected was told, once (R4, case 4; R6). `restated` marks a second notice on the same items."""

    marks: tuple[Mark, ...]
    restated: bool = False
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Corrected(Event):
    """The applicant handed in the corrections; `corrected_on` is the day that counts."""

    snapshot: str
    corrected_on: date
    handed_in: tuple[str, ...] = ()
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accepted(Event):
    """Accepted (R4, case 5). `effective_on` starts the clocks (R133, R167)."""

    effective_on: date
    marks: tuple[Mark, ...]
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class AcceptedDeferred(Event):
    """Accepted although secondary materials are to follow (R69-R70), on the applicant's signed promise.

    `commitment` names it in a word (`paper` in old journals), `signature` is the proof; `broken` is how many unrepaired
    broken promises of the applicant were seen when it was accepted (R74).
    """

    effective_on: date
    marks: tuple[Mark, ...]
    commitment: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    signature: Signature | None = None
    broken: int = 0


@dataclass(frozen=True, slots=True)
class DeemedAccepted(Event):
    """The notice limit passed in silence: accepted from the day of receipt (R5). `due_on` was the last day for an answer."""

    effective_on: date
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class AcceptanceRefused(Event):
    """Corrected and still defective, or not corrected in time: not accepted, with written reasons (R8)."""

    reason: str
    marks: tuple[Mark, ...] = ()
    effective_on: date | None = None
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class DeemedWithdrawn(Event):
    """A period given to the applicant ended without an answer (R8, R73); ends in a reviewable document (R152).

    `effective_on` is the first day after the period, whenever that was noticed.
    """

    cause: str
    material: str = ""
    effective_on: date | None = None
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawn(Event):
    """The applicant withdrew."""

    reason: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class DeferredArrived(Event):
    """A material promised for later came in: `way` is online, courier or window.

    What came by courier counts from the day of posting, `posted_on`, which its postmark shows (R31).
    """

    material: str
    arrived_on: date
    snapshot: str
    way: str = "online"
    posted_on: date | None = None


@dataclass(frozen=True, slots=True)
class DeferredConfirmed(Event):
    """The window found the supplement in order."""

    material: str


@dataclass(frozen=True, slots=True)
class DeferredRejected(Event):
    """The window found the supplement still defective; it may be brought again while its period runs."""

    material: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeferralLapsed(Event):
    """A supplement did not come in time (R73). What follows is what the guide names."""

    material: str
    due_on: date


@dataclass(frozen=True, slots=True)
class AcceptanceRevoked(Event):
    """Acceptance was revoked because a supplement failed (R73 a, R148)."""

    material: str
    effective_on: date | None = None
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditLookedUp(Event):
    """The credit lists were looked at, and this was seen (R99): result none, red, black or unavailable."""

    stage: str
    result: str
    looked_on: date
    lists: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpinionGiven(Event):
    """A department answered: agree, conditions, disagree or not_concerned (R87, R153)."""

    track: str
    verdict: str
    opinion: str
    given_on: date
    basis: str = ""
    officers: tuple[str, ...] = ()
    late: bool = False


@dataclass(frozen=True, slots=True)
class ClockPaused(Event):
    """A special procedure began, its needed time told in writing (R27, R138)."""

    cause: str
    began_on: date
    announced_days: int
    reason: str
    basis: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class ClockResumed(Event):
    """The special procedure ended."""

    cause: str
    ended_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Extended(Event):
    """The limit was extended once by the head of the authority, reasons told (R24)."""

    days: int
    reason: str
    approved_by: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Cosigned(Event):
    """A second officer signed the proposal, as a stricter review asks (R99)."""

    opinion: str


@dataclass(frozen=True, slots=True)
class LegallyReviewed(Event):
    """The legal reviewer gave his opinion (R130): passed or returned."""

    verdict: str
    opinion: str


@dataclass(frozen=True, slots=True)
class Granted(Event):
    """The licence was granted (R143). `hearing` says how the record of the hearing was taken into account (article 48)."""

    decided_on: date
    reason: str
    scope: str = ""
    resolution: str = ""
    explanation: str = ""
    hearing: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused(Event):
    """The licence was refused, with facts, reasons and basis (R144); `hearing` as of a grant."""

    decided_on: date
    facts: str
    reason: str
    basis: str
    explanation: str = ""
    hearing: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class DeemedFiled(Event):
    """A filing was neither made nor refused in time: it counts as made, where the rule on that filing says so."""

    decided_on: date
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class LicenceIssued(Event):
    """The licence was made out."""

    number: str
    valid_from: date
    valid_to: date | None = None
    identifier: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivered(Event):
    """The result was served: electronic, counter or courier (R26, R146)."""

    way: str
    delivered_on: date
    recipient: str = ""
    proof: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitRecorded(Event):
    """The applicant came in person (R64): place, purpose, cause and cause code are those of visits.yaml.

    `asked` is the request that it answers, `joined` the visit of the same day and place that it is part of (0: none).
    """

    place: str
    purpose: str
    cause: str
    code: str = ""
    beyond: bool = False
    asked: int = 0
    joined: int = 0
    window: str = ""


@dataclass(frozen=True, slots=True)
class VisitAsked(Event):
    """The applicant was asked to come (R64): by which office, why, why no other way will do, and how the count stood then."""

    place: str
    purpose: str
    reason: str
    instead: str
    office: str
    cause: str
    plan_on: date | None = None
    made: int = 0
    promise: int = 0
    beyond: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class VisitWithdrawn(Event):
    """A request to come was taken back before anybody came."""

    asked: int
    reason: str
    office: str = ""


@dataclass(frozen=True, slots=True)
class Published(Event):
    """The decision stands on the public list (R107)."""

    published_on: date


@dataclass(frozen=True, slots=True)
class Reminded(Event):
    """A clock reached a rung of its ladder, and those concerned were reminded, once (R119-R121).

    `due_on` is its last day as it was then; `reached_on` the rung's own day, also when an outage delayed the reminder.
    """

    clock: str
    rung: str
    due_on: date
    reached_on: date | None = None


@dataclass(frozen=True, slots=True)
class DeemedRenewed(Event):
    """A renewal filed in time was undecided when the licence expired: the licence counts as renewed (article 50 (2), R37)."""

    decided_on: date
    expires_on: date
    filed_on: date
    apply_by: date
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitChanged(Event):
    """Something happened on which the law gives another limit: `cause` is site_check, hearing or expert_review; told in writing."""

    cause: str
    changed_on: date
    limits: tuple[NewLimit, ...]
    reason: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class HearingTold(Event):
    """The right to a hearing was told before the decision (articles 46, 47): what is proposed, and on which facts (R36, R140).

    `interested` says that interested parties were told too, so that the applicant's waiver alone ends nothing.
    """

    told_on: date
    reason: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    interested: bool = False


@dataclass(frozen=True, slots=True)
class HearingRequested(Event):
    """The applicant or an interested party asked for the hearing (article 47, R36); `party` is applicant or interested.

    `way` is online, window or office; `paper` names the content that is kept beside the journal: who asked, in which words.
    """

    requested_on: date
    party: str = "applicant"
    note: str = ""
    way: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class HearingSet(Event):
    """The day of the hearing was told, at least seven working days before it (article 48, R36, R140).

    `host` is the office held by the one who presides, `host_ref` the account, `paper` the content with the name.
    """

    set_on: date
    held_on: date
    time: str
    place: str
    host: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    host_ref: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Arrived(Event):
    """What another point took in reached the accepting agency, whose clocks start here (R68); by wire in the same instant (R9)."""

    received_on: date
    way: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class HearingAnnounced(Event):
    """The authority itself holds a hearing, as the law or the public interest asks, and announces it (article 46)."""

    announced_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class HearingWaived(Event):
    """A party gave the hearing up: declared in words, or no_show where it stayed away without good reason."""

    waived_on: date
    party: str = "applicant"
    cause: str = "declared"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HearingRequestWithdrawn(Event):
    """A party took its request for the hearing back."""

    withdrawn_on: date
    party: str = "applicant"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HearingAdjourned(Event):
    """The hearing was put off, with its reason; `cause` is party, force_majeure or agency. A new day is told again."""

    adjourned_on: date
    cause: str
    reason: str


@dataclass(frozen=True, slots=True)
class HearingHeld(Event):
    """The hearing took place and its record was made (article 48 (5)): statements and names lie in `paper`, by their digest.

    `present` are the parties that came; `signed` is signed, or refused where a party would not sign and a witness did;
    `scan` is the digest of the signed paper.
    """

    held_on: date
    host_ref: str
    recorder_ref: str
    present: tuple[str, ...]
    signed: str
    paper: str
    scan: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class InspectionHandedOver(Event):
    """The checks after the licence were handed over to those who supervise (R131)."""

    handed_on: date
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutyChecked(Event):
    """A check after the licence: passed, correct (to be put right by a day) or failed; by which officers (R80, R131).

    `source` is portal, or import where the inspection system sent it; `credit` says that it goes on to the credit records.
    """

    duty: str
    checked_on: date
    result: str
    correct_by: date | None = None
    officers: tuple[str, ...] = ()
    paper: str = ""
    scan: str = ""
    source: str = "portal"
    credit: bool = False


@dataclass(frozen=True, slots=True)
class RevocationProposed(Event):
    """What was promised is false, so that the licence is proposed for revocation; the decision follows its own procedure."""

    proposed_on: date
    duty: str


@dataclass(frozen=True, slots=True)
class RenewalFiled(Event):
    """The renewal of the licence was applied for; `renewed_by` is the number of that case (R37)."""

    filed_on: date
    renewed_by: str


@dataclass(frozen=True, slots=True)
class CalendarApplied(Event):
    """The schedule of a year was published, and the clocks were derived again (R158); `digest` names its text.

    `scope` is empty for the national schedule and `region` for the festivals of a region; `source` is the region's document.
    """

    year: int
    digest: str
    moved: tuple[Moved, ...] = ()
    letters: Letters = ()
    told: tuple[Told, ...] = ()
    scope: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rated(Event):
    """The applicant rated an act once (R83): the matter, or a visit (`visit-12`); `level` is 5 to 1, `words` a digest.

    A bad rating pins the working days within which it has to be verified and put right (R84). `way`: account or code.
    """

    act: str
    channel: str
    level: int
    rated_on: date
    tags: tuple[str, ...] = ()
    words: str = ""
    named: bool = False
    bad: bool = False
    contact_days: int = 0
    fix_days: int = 0
    way: str = "account"


@dataclass(frozen=True, slots=True)
class RatingVerified(Event):
    """The applicant was contacted about a bad rating, and it was found founded, unfounded or malicious (R84)."""

    act: str
    finding: str
    reason: str
    way: str = "phone"


@dataclass(frozen=True, slots=True)
class RatingReviewed(Event):
    """A supervisor reviewed the finding that a bad rating is unfounded or malicious (R83): upheld or overturned."""

    act: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class RatingAppealed(Event):
    """The applicant appealed against the exclusion of a rating; `words` is the digest of what was written."""

    act: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class RatingAnswered(Event):
    """What a bad rating was about was put right, and the applicant was told how (R84)."""

    act: str
    reply: str


@dataclass(frozen=True, slots=True)
class RatingCalledBack(Event):
    """The applicant was called back after the rectification (R84): satisfied, dissatisfied or unreached."""

    act: str
    result: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RatedAgain(Event):
    """The applicant rated once more after the reply; the first rating stands beside it."""

    act: str
    level: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class CaseTaken(Event):
    """An officer became the first-contact officer (首问负责人): by saying so, or by the first act at the desk (`by_act`).

    `was` is the one before, who no longer works at the window.
    """

    officer: str
    by_act: bool = False
    was: str = ""


@dataclass(frozen=True, slots=True)
class CaseHandedOver(Event):
    """The case went to a colleague, with a reason; `ordered` when the head of the window or a supervisor said so."""

    officer: str
    reason: str
    was: str = ""
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class DeferralOffered(Event):
    """The window proposed to accept although these materials are to follow; the applicant may sign or decline (R69, R75)."""

    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeferralPromised(Event):
    """The applicant agreed to a proposed deferral and signed the commitment (R69)."""

    signature: Signature


@dataclass(frozen=True, slots=True)
class DeferralDeclined(Event):
    """The applicant chose the ordinary way for these materials; nothing follows from that but the ordinary way (R75)."""

    materials: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ParcelAnnounced(Event):
    """The applicant says that a promised material was posted: the courier, the parcel's number and the day of posting (R31)."""

    material: str
    courier: str
    number: str
    posted_on: date


@dataclass(frozen=True, slots=True)
class CaseSuspended(Event):
    """A supplement did not come in time and the guide gives a grace of so many working days meanwhile (R73 d)."""

    material: str
    suspended_on: date
    grace_days: int
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseResumed(Event):
    """What a suspended case waited for came in within the grace, and its handling goes on (R73 d)."""

    material: str
    resumed_on: date


@dataclass(frozen=True, slots=True)
class FalsePromiseFound(Event):
    """An officer found that what was promised or brought is not true (R74), and says why."""

    material: str
    reason: str


@dataclass(frozen=True, slots=True)
class PromiseRepaired(Event):
    """An officer found the applicant's record of a broken promise repaired (R74), and says why."""

    material: str
    reason: str


@dataclass(frozen=True, slots=True)
class ServiceChosen(Event):
    """The applicant agreed to electronic service, or took the agreement back (R146): `service` is electronic or paper."""

    service: str
    chosen_on: date


@dataclass(frozen=True, slots=True)
class LetterSent(Event):
    """A letter is on its way: `letter` is the place of its event, `document` its kind; by courier, entrusted, public notice."""

    letter: int
    document: str
    way: str
    sent_on: date
    reference: str = ""


@dataclass(frozen=True, slots=True)
class LetterServed(Event):
    """A letter was served otherwise than electronically (R146); `recipient` says that somebody signed, `sheet` is the digest
    of the scanned proof with the signature."""

    letter: int
    document: str
    way: str
    served_on: date
    reference: str = ""
    recipient: str = ""
    witnesses: str = ""
    sheet: str = ""
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceFailed(Event):
    """A letter did not arrive and came back to a person: returned, nobody, moved, refused or bounced."""

    letter: int
    document: str
    way: str
    failed_on: date
    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckOwed(Event):
    """A check of an outside system could not be made yet: antivirus or register; `refs` are the files it is about."""

    check: str
    since: date
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckDone(Event):
    """A check that was owed came back: clean, infected, confirmed, different or unknown; `differs` names what is different."""

    check: str
    result: str
    done_on: date
    refs: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LaterDemandAsked(Event):
    """A clerk found something outside the first notice and asked the supervisor whether it may still be demanded (R6).

    `material` is the key of the material or field, `demand` what the applicant would be told, `reason` why the first
    notice did not say it.
    """

    material: str
    demand: str
    reason: str


@dataclass(frozen=True, slots=True)
class LaterDemandPermitted(Event):
    """The supervisor let it be demanded, for a reason; it is counted (R6, article 72 (4))."""

    material: str
    reason: str


@dataclass(frozen=True, slots=True)
class LaterDemandRefused(Event):
    """The supervisor did not let it be demanded: what was in order stays in order."""

    material: str
    reason: str


@dataclass(frozen=True, slots=True)
class HandOverAnswered(Event):
    """The applicant agreed that the file goes to the competent office, or not; `draft` is the application it became there."""

    agreed: bool
    office: str
    item: str = ""
    draft: str = ""
    on_paper: bool = False


KINDS: dict[str, type[Event]] = {cls.__name__: cls for cls in Event.__subclasses__()}


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it stands in the journal: its place, its moment and who did it."""

    seq: int
    at: datetime
    by: str
    event: Event


def kind_of(event: Event) -> str:
    """The name under which the journal keeps this kind of event."""
    return type(event).__name__


def to_payload(event: Event) -> dict[str, Any]:
    """The event as JSON-able data."""
    payload = encode(event)
    assert isinstance(payload, dict)
    return payload


def from_payload(kind: str, payload: dict[str, Any]) -> Event:
    """The event again. Raises KeyError for a kind that never existed."""
    event = decode(KINDS[kind], payload)
    assert isinstance(event, Event)
    return event


def tells(event: Event) -> bool:
    """Whether the applicant is told of the event: a schedule that moved only what offices owe each other, or the follow-up of a
    rating, is silent."""
    if isinstance(event, CaseTaken | CaseHandedOver):
        return False
    if isinstance(event, CheckDone):
        return event.result == "infected"
    if isinstance(event, CalendarApplied):
        return any(one.running and not one.clock.startswith(("track:", "rating_")) for one in event.moved)
    return True


def with_letters(event: Event, letters: Letters, told: tuple[Told, ...]) -> Event:
    """The same event, promising these letters, which name these last days."""
    return replace(event, letters=letters, told=told)  # type: ignore[call-arg]
