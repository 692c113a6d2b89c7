"""Hearings, as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event
from workflows.events.parts import Letters, Told


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

    `way` is online, window, office or post; `paper` names the content that is kept beside the journal: who asked, in which words.
    `number` is that of the interested party; without one an older journal speaks of all of them together. What came by post
    counts as in time by the day of its postmark, `posted_on`, which `postmark` shows (R31); `requested_on` is its arrival.
    """

    requested_on: date
    party: str = "applicant"
    note: str = ""
    way: str = ""
    paper: str = ""
    number: str = ""
    posted_on: date | None = None
    postmark: str = ""


@dataclass(frozen=True, slots=True)
class HearingRequestOvertaken(Event):
    """A request that was posted within its days arrived after the decision (article 47, R31, R36): it is kept with its proof, the
    office is told, and the outcome stands until somebody changes it by its own procedure."""

    arrived_on: date
    posted_on: date
    postmark: str
    party: str = "applicant"
    note: str = ""
    paper: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class HearingAnswered(Event):
    """The applicant's request that the decision overtook was answered in a letter: `outcome` is stands, where the decision is not
    changed, or revoke, where the revocation of the licence was proposed; with the reason and the provision (R36, R151)."""

    answered_on: date
    outcome: str
    reason: str
    basis: str
    letters: Letters = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class HearingSet(Event):
    """The day of the hearing was told, at least seven working days before it (article 48, R36, R140).

    `host` is the office held by the one who presides, `host_ref` the account, `paper` the content with the name. `late` says
    that it lies past the twenty days within which it had to be held, and `explanation` why (R34).
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
    late: bool = False
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class HearingAnnounced(Event):
    """The authority itself holds a hearing, as the law or the public interest asks, and announces it (article 46)."""

    announced_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class HearingWaived(Event):
    """A party gave the hearing up: declared in words, or no_show where it stayed away without good reason.

    `period_over` says that nobody else could ask for it any more: the days of everybody were over, or given up as well.
    `number` is that of the interested party, as where the hearing is asked for.
    """

    waived_on: date
    party: str = "applicant"
    cause: str = "declared"
    reason: str = ""
    period_over: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class HearingRequestWithdrawn(Event):
    """A party took its request for the hearing back; `period_over` and `number` as where it is given up."""

    withdrawn_on: date
    party: str = "applicant"
    reason: str = ""
    period_over: bool = False
    number: str = ""


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
