"""A case: the state folded from its events, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from workflows.case_facts import (
    AddedTrack,
    Answer,
    Bar,
    Check,
    CreditLook,
    Fixes,
    Hearing,
    LicenceFacts,
    LimitFact,
    Owed,
    Promise,
    Resolution,
    Stop,
)
from workflows.discussion import Discussion
from workflows.events import Mark, Recorded, Signature, Told
from workflows.former_licence import FormerLook
from workflows.later import Demand, HandOver
from workflows.originals import Sight
from workflows.panel import Panel
from workflows.proposal import LicenceProposal
from workflows.publicity import Publicity
from workflows.rating import Rating
from workflows.remedy import Reconsideration
from workflows.service import ELECTRONIC, LetterState
from workflows.signed import Signed
from workflows.site_visit import SiteVisit
from workflows.termination import Termination
from workflows.terms import LimitTerm, Terms
from workflows.visits import Ask, Visit


class State(StrEnum):
    """Where a case stands (DOMAIN §9)."""

    FORWARDED = "forwarded"
    SUBMITTED = "submitted"
    CORRECTION = "correction"
    RESUBMITTED = "resubmitted"
    IN_REVIEW = "in_review"
    GRANTED = "granted"
    REFUSED = "refused"
    ISSUED = "issued"
    CLOSED = "closed"
    NOT_REQUIRED = "not_required"
    NOT_COMPETENT = "not_competent"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"
    ACCEPTANCE_REVOKED = "acceptance_revoked"
    TERMINATED = "terminated"


AT_WINDOW = frozenset({State.SUBMITTED, State.RESUBMITTED})
DECIDED = frozenset({State.GRANTED, State.REFUSED, State.ISSUED, State.CLOSED})
ENDED = frozenset(
    {
        State.CLOSED,
        State.NOT_REQUIRED,
        State.NOT_COMPETENT,
        State.NOT_ACCEPTED,
        State.WITHDRAWN,
        State.ACCEPTANCE_REVOKED,
        State.TERMINATED,
    }
)


@dataclass(frozen=True, slots=True)
class Case:
    """Everything the procedure knows of one case. Made by `fold`; never by hand."""

    terms: Terms
    state: State
    seq: int
    received_on: date
    submitted_at: datetime
    item: str
    guide_version: str
    guide_digest: str
    procedure: str
    channel: str
    snapshot: str
    intake_office: str = ""
    forwarding: str = ""
    arrived_on: date | None = None
    """The day on which what another point took in reached the accepting agency (R68); None where nothing was on the way."""
    round: int = 1
    handed_in: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    marks: tuple[Mark, ...] = ()
    noticed_on: date | None = None
    noticed: tuple[Mark, ...] = ()
    notices: int = 0
    corrected_on: date | None = None
    corrected_in: date | None = None
    """The day on which the corrections were handed in; `corrected_on` is the day that counts for the authority (R32)."""
    answered_on: date | None = None
    accepted_on: date | None = None
    accepted_by: str = ""
    accepted_how: str = ""
    accepted_window: str = ""
    """The code of the counter that accepted; empty for an acceptance by silence, and where none was chosen."""
    promises: dict[str, Promise] = field(default_factory=dict)
    signature: Signature | None = None
    """The commitment as it was signed last, and when; old journals name a paper one without it."""
    signed_at: datetime | None = None
    offered: tuple[str, ...] = ()
    declined: frozenset[str] = frozenset()
    answers: dict[str, Answer] = field(default_factory=dict)
    wrote: frozenset[str] = frozenset()  # who ever wrote or signed an opinion
    assigned: Mapping[str, str] = field(default_factory=dict)
    added: Mapping[str, AddedTrack] = field(default_factory=dict)
    reopened: Mapping[str, date] = field(default_factory=dict)
    resolved: Mapping[str, Resolution] = field(default_factory=dict)
    hurried: Mapping[str, date] = field(default_factory=dict)
    stops: tuple[Stop, ...] = ()
    extended_by: int = 0
    credit: tuple[CreditLook, ...] = ()
    cosigned_by: str = ""
    legal_verdict: str = ""
    legal_outcome: str = ""
    """What the legal reviewer had before him, grant or refuse; empty in old journals, where it stood for both."""
    legal_by: str = ""
    outcome: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    scope: str = ""
    signed: Signed | None = None
    """The decision that was signed and has not left; while there is one, its grounds do not move."""
    unsent: Signed | None = None  # what was signed last and did not leave, so that nobody has to write it again
    put_back: tuple[str, ...] = ()  # why a signed decision did not leave, until the next one is signed
    discussion: Discussion | None = None
    """The newest collegial discussion, of the file as it stands: an opinion that is asked anew undoes it."""
    licence: LicenceFacts | None = None
    delivered_on: date | None = None
    delivered_by_way: str = ""
    published_on: date | None = None
    publication_corrected_on: date | None = None
    publication_withdrawn_on: date | None = None
    ended_on: date | None = None
    visits: int = 0
    extra_visits: int = 0
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    visited: tuple[Visit, ...] = ()
    asks: tuple[Ask, ...] = ()
    originals: Mapping[str, Sight] = field(default_factory=dict)
    reminded: frozenset[tuple[str, str, date, date]] = frozenset()
    numbers: tuple[tuple[int, str, str], ...] = ()
    changes: tuple[LimitFact, ...] = ()
    hearing: Hearing = Hearing()
    site: SiteVisit = SiteVisit()
    panel: Panel = Panel()
    publicity: Publicity = Publicity()
    fixes: Fixes = Fixes()
    reconsiderations: Mapping[str, Reconsideration] = field(default_factory=dict)
    handed_on: date | None = None
    checks: Mapping[str, tuple[Check, ...]] = field(default_factory=dict)
    revocation_on: date | None = None
    bars: tuple[Bar, ...] = ()
    renewed_on: date | None = None
    renewed_by: str = ""
    former: FormerLook | None = None
    """How the licence whose place the result takes stood when it was looked at last."""
    grant_ended_on: date | None = None
    """The day on which a grant ended without a licence."""
    proposal: LicenceProposal | None = None
    """The act on the licence that is proposed and not decided; one at a time."""
    cancellation_asked_on: date | None = None
    told: Mapping[str, Told] = field(default_factory=dict)
    kept: Mapping[str, int] = field(default_factory=dict)
    schedules: Mapping[tuple[str, int], str] = field(default_factory=dict)
    officer: str = ""
    """The first-contact officer, as the journal names him (`officer:12`); empty until somebody takes the case."""
    officer_since: datetime | None = None
    fields: tuple[str, ...] = ()
    """The answers of the form that are marked like materials, by their keys; none in cases of before."""
    demands: tuple[Demand, ...] = ()
    hand_over: HandOver | None = None
    service: str = ELECTRONIC
    """How the applicant wants letters: electronic, or on paper."""
    consent_on: date | None = None
    letters: Mapping[tuple[int, str], LetterState] = field(default_factory=dict)
    owed: Mapping[str, Owed] = field(default_factory=dict)
    infected: tuple[str, ...] = ()
    termination: Termination | None = None
    """The termination of the proceedings that is proposed, or that ended the case."""
    derived: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was worked out of this state and may be asked for again; the state after one more event begins with nothing."""

    @property
    def ended(self) -> bool:
        """True when nothing more can happen but records after the fact."""
        return self.state in ENDED

    @property
    def to_mark(self) -> tuple[str, ...]:
        """Everything that the window marks: the materials in the order of the guide, then the answers of the form."""
        return (*(term.id for term in self.terms.materials), *self.fields)

    @property
    def settled(self) -> dict[str, Mark]:
        """What the last notice found in order or left for later: it cannot be asked for again (R6, article 72 (4))."""
        if self.notices == 0:
            return {}
        told = {mark.material for mark in self.noticed}
        return {mark.material: mark for mark in self.marks if mark.material not in told}

    def demand(self, material: str) -> Demand | None:
        """What was asked about a material or field since the last notice, or None."""
        found = (one for one in reversed(self.demands) if one.material == material and one.notices == self.notices)
        return next(found, None)

    @property
    def permitted(self) -> frozenset[str]:
        """What the supervisor let be demanded although the last notice did not name it."""
        return frozenset(
            one.material for one in self.demands if one.notices == self.notices and one.state == "permitted"
        )

    @property
    def last_look(self) -> CreditLook | None:
        """The latest look at the credit lists that came to an end."""
        return next((look for look in reversed(self.credit) if look.result != "unavailable"), None)

    @property
    def black(self) -> bool:
        """True when the latest conclusive look found the applicant or one of its people on a black list."""
        return self.last_look is not None and self.last_look.result == "black"

    @property
    def open_stops(self) -> tuple[Stop, ...]:
        """The causes that stop clocks now."""
        return tuple(s for s in self.stops if s.ended is None)

    def promise_state(self, promise: Promise) -> str:
        """What became of a promise: open, arrived, suspended, kept, late (kept within the grace), broken, or void."""
        if promise.false_on is not None:
            return "broken"
        if promise.confirmed:
            return "late" if promise.lapsed else "kept"
        if promise.lapsed and promise.suspended_on is not None and self.state is State.IN_REVIEW:
            return "arrived" if promise.arrived_on else "suspended"
        if promise.arrived_on is not None and self.state is State.IN_REVIEW:
            return "arrived"
        if promise.lapsed:
            return "broken"
        return "open" if self.state is State.IN_REVIEW else "void"

    def limit(self, kind: str) -> LimitTerm:
        """The promised, statutory, delivery or publication limit as it stands now: the guide's, or what took its place."""
        for fact in reversed(self.changes):
            if fact.limit.kind == kind:
                return LimitTerm(fact.limit.value, fact.limit.unit, fact.limit.start)
        term: LimitTerm = getattr(self.terms, kind)
        return term

    @property
    def disagreeing(self) -> tuple[str, ...]:
        """The tracks whose disagreement nobody has settled in writing."""
        return tuple(n for n, one in self.answers.items() if one.verdict == "disagree" and n not in self.resolved)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The tracks that have not been answered, in the order of the guide."""
        return tuple(t.id for t in self.terms.tracks if t.id not in self.answers)

    @property
    def outstanding(self) -> tuple[str, ...]:
        """The deferred materials that are not yet confirmed (R71)."""
        return tuple(p.material for p in self.promises.values() if p.open)


def fold(journal: Iterable[Recorded], case: Case | None = None) -> Case | None:
    """The state after these events (continuing from `case` when given). None for an empty journal."""
    from workflows.evolve import evolve  # the two modules need each other's names

    for recorded in journal:
        case = evolve(case, recorded)
    return case


def mark_of(case: Case, material: str) -> Mark | None:
    """The last verdict on a material, or None."""
    return next((m for m in case.marks if m.material == material), None)


def advance(case: Case, **changes: object) -> Case:
    """The case with these fields replaced."""
    return replace(case, **changes)  # type: ignore[arg-type]
