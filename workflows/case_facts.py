"""What a case is made of: promises, opinions, stretches that do not count, looks, the licence, the hearing, checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from workflows.events import NewLimit
from workflows.interested import InterestedParty
from workflows.licence import OVER
from workflows.reissue import Reissue
from workflows.two_signatures import Proposed


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel that the applicant announced: courier, number, day of posting."""

    courier: str
    number: str
    posted_on: date


@dataclass(frozen=True, slots=True)
class Promise:
    """A deferred material (容缺): promised on a day, and what became of it."""

    material: str
    since: date
    arrived_on: date | None = None
    confirmed: bool = False
    rejected: str = ""
    lapsed: bool = False
    posted_on: date | None = None
    way: str = ""
    parcel: Parcel | None = None
    confirmed_on: date | None = None
    lapsed_on: date | None = None
    suspended_on: date | None = None
    grace_days: int = 0
    resumed_on: date | None = None
    false_on: date | None = None
    repaired_on: date | None = None

    @property
    def in_on(self) -> date | None:
        """The day that counts for what came in: the postmark of a parcel, else the day it arrived (R31)."""
        return self.posted_on or self.arrived_on if self.arrived_on else None

    @property
    def broken_on(self) -> date | None:
        """The day on which the promise was broken: found false, or lapsed and never made good; None while it is not (R74)."""
        return self.false_on or (None if self.confirmed else self.lapsed_on)

    @property
    def open(self) -> bool:
        """True while the window has not found the supplement in order."""
        return not self.confirmed


@dataclass(frozen=True, slots=True)
class Answer:
    """A department's opinion. `deemed_on` is the day of the silence that stood for it before it came (R91)."""

    verdict: str
    opinion: str
    given_on: date
    by: str
    at: datetime
    basis: str = ""
    officers: tuple[str, ...] = ()
    late: bool = False
    on_behalf: str = ""
    deemed_on: date | None = None

    @property
    def waited_until(self) -> date:
        """The day on which whoever waited for this opinion could begin: words that come after a silence move it no more (R169)."""
        return self.deemed_on or self.given_on


@dataclass(frozen=True, slots=True)
class AddedTrack:
    """A track that the lead added during the case: since when, what is asked, why, and by whom."""

    on: date
    question: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """How the lead settled a disagreement: adopted, settled or overruled, in which words, when, and who."""

    how: str
    words: str
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A stretch during which a cause stops clocks; both dates are event days (R165). `beyond` are the days past the guide's
    longest time, which `approved_by` approved."""

    cause: str
    began: date
    announced_days: int
    by: str
    reason: str
    basis: str = ""
    ended: date | None = None
    beyond: int = 0
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A prohibition to apply for this licence again, up to and with the day `until` (R10, R11)."""

    ground: str
    facts: str
    document: str
    decided_on: date
    until: date
    basis: str


@dataclass(frozen=True, slots=True)
class CreditLook:
    """What the credit lists showed at one look (R99)."""

    stage: str
    result: str
    on: date
    at: datetime
    entries: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    matched: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()
    same: str = ""


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """The licence that was made out, and how it stands: `state` since the day `since`, `before` until then.

    `decided` is the number of the document that says so, `seq` its place in the journal, `ground` why.
    `issue` counts its documents, the newest made out on `reissued_on`; `reissue` is the one that is asked for. That the
    documents before are void was said in public on `void_declared_on`, or still has to be (`void_owed`). The application to
    cancel it is answered within `cancellation_days` working days and refused by so many people (`cancellation_signatures`);
    `cancellation_refusal` is the refusal that waits for its signature, `cancellation_returned` why the last one came back. What
    took its place ended on `chain_over_on`.
    """

    number: str
    valid_from: date
    valid_to: date | None
    identifier: str = ""
    state: str = "valid"
    before: str = "valid"
    since: date | None = None
    until: date | None = None
    decided: str = ""
    seq: int = 0
    successor: str = ""
    ground: str = ""
    issue: int = 1
    reissued_on: date | None = None
    reissue: Reissue | None = None
    void_owed: bool = False
    void_declared_on: date | None = None
    cancellation_days: int = 0
    cancellation_signatures: int = 0
    cancellation_refusal: Proposed | None = None
    cancellation_returned: str = ""
    chain_over_on: date | None = None

    @property
    def over_on(self) -> date | None:
        """The day on which it ended by a decision; None while it may still be used or come back."""
        return self.since if self.state in OVER else None


@dataclass(frozen=True, slots=True)
class Hearing:
    """How far a hearing has come: the right told, asked for, its day set, held or given up (R36).

    `requests` are the parties whose request stands and `waived` those that gave it up: `applicant`, the number of an interested
    party, or `interested` where an older journal says it of all of them together. `held_on` is the day that is set, `over_on`
    the day on which it ended, `record` the digest of its record; `explanation` says why the day lies past the period to hold
    it. `parties` are the interested parties, `interested_on` the day of the newest letter that told one of them. `overtaken` are
    the parties whose request was posted in time and arrived after the decision, `overtaken_on` the day of the newest, and
    `answered` those of them that a letter answered.
    """

    told_on: date | None = None
    requested_on: date | None = None
    set_on: date | None = None
    held_on: date | None = None
    told_by: str = ""
    interested: bool = False
    interested_on: date | None = None
    parties: tuple[InterestedParty, ...] = ()
    announced_on: date | None = None
    requests: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()
    waived_on: date | None = None
    time: str = ""
    place: str = ""
    host: str = ""
    host_ref: str = ""
    paper: str = ""
    adjourned: str = ""
    adjournments: int = 0
    over_on: date | None = None
    record: str = ""
    explanation: str = ""
    overtaken: tuple[str, ...] = ()
    overtaken_on: date | None = None
    answered: tuple[str, ...] = ()

    @property
    def owed(self) -> bool:
        """True while somebody's request, or the authority's announcement, waits for the hearing to be held."""
        return self.over_on is None and bool(self.requests or self.announced_on)


@dataclass(frozen=True, slots=True)
class Fixes:
    """What departments want put right (track, material, words), when the lead told it, until when, and what came in.

    `note` is what the applicant wrote with the newest files.
    """

    wished: tuple[tuple[str, str, str], ...] = ()
    told_on: date | None = None
    until: date | None = None
    handed_on: date | None = None
    done: frozenset[str] = frozenset()
    note: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The materials that were told and have not come in."""
        asked = dict.fromkeys(material for _, material, _ in self.wished) if self.told_on else {}
        return tuple(name for name in asked if name not in self.done)


@dataclass(frozen=True, slots=True)
class Check:
    """One check after the licence: its day, its result, and by when something has to be put right."""

    on: date
    result: str
    correct_by: date | None = None
    officers: tuple[str, ...] = ()
    source: str = "portal"
    credit: bool = False


@dataclass(frozen=True, slots=True)
class LimitFact:
    """A limit that changed during the case: of which kind, since when, why, and by which provision."""

    on: date
    cause: str
    limit: NewLimit


@dataclass(frozen=True, slots=True)
class Owed:
    """A check of an outside system that is still missing: since when, and for which files."""

    since: date
    refs: tuple[str, ...] = ()
