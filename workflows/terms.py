"""The terms of one case: what its guide asks for, given its answers, as the procedure needs to know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LimitTerm:
    """A time limit: a value, its unit (working_day, calendar_day, month) and the event that starts it (R35)."""

    value: int
    unit: str = "working_day"
    start: str = "accepted"


@dataclass(frozen=True, slots=True)
class MaterialTerm:
    """A material that this case needs, and whether it may follow later (R69): by a day, or until an event."""

    id: str
    principal: bool = False
    deferrable: bool = False
    days: int = 0
    unit: str = "working_day"
    until: str = "day"
    shared: bool = False
    red_list: bool = False
    """May follow later for applicants on the red list alone (R104)."""


DEEMED_CONSENT = "deemed_consent"


@dataclass(frozen=True, slots=True)
class TrackTerm:
    """One department's share of the review (R13, R87): its days, what it waits for, how many officers must sign (R18).

    `on_silence` is escalate, or deemed_consent where the guide dispenses with an opinion that does not come (R91).
    """

    id: str
    office: str
    days: int
    unit: str = "working_day"
    depends_on: tuple[str, ...] = ()
    officers: int = 1
    site_check: bool = False
    on_silence: str = "escalate"
    silence_basis: str = ""


@dataclass(frozen=True, slots=True)
class PauseTerm:
    """A cause that stops clocks: the eight of article 45 stop both (R27), other causes the promised one alone (R166)."""

    kind: str
    stops_statutory: bool
    stops_promised: bool
    max_days: int | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class LimitChange:
    """A limit that takes the place of the one of its kind once `after` happens: a site check makes 30 days into 45."""

    kind: str
    after: str
    limit: LimitTerm
    basis: str = ""


@dataclass(frozen=True, slots=True)
class RenewalTerm:
    """The licence to be renewed expires on a day; whoever applies so long before is renewed if nothing is decided (R37).

    `on_silence` is `renewed`, or `expired` where the guide says that the law of this item knows no such silence.
    """

    expires_on: date
    value: int
    unit: str = "calendar_day"
    on_silence: str = "renewed"
    basis: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class FormerTerm:
    """The licence whose place the result of this case takes: how (renewal, change, reissue), its number, and whether the
    term of a renewal counts from the day after its last day."""

    kind: str
    licence: str
    from_expiry: bool = False


@dataclass(frozen=True, slots=True)
class DutyTerm:
    """A check after the licence: by which office, within so many units of the decision; 0 where the guide names no term.

    `kind` is check, or commitment where the licence rests on the applicant's word (R80); with `credit` a finding goes on to
    the credit records.
    """

    id: str
    office: str
    kind: str = "check"
    value: int = 0
    unit: str = "working_day"
    credit: bool = False


@dataclass(frozen=True, slots=True)
class RenewableTerm:
    """How the licence that this case ends in is renewed: applied for so long before it expires; by which item (R37, R38)."""

    value: int
    unit: str
    item: str
    opens_days: int
    basis: str = ""


@dataclass(frozen=True, slots=True)
class PublicityTerm:
    """What is about to be decided is put before the public for so many working days, by which provision (R161)."""

    days: int
    basis: str = ""


SINGLE_EXTENSION = 10
"""The days by which one authority may extend (《行政许可法》第四十二条第一款)."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything the engine has to know of the guide and of the procedure, pinned when the case is submitted."""

    lead: str
    materials: tuple[MaterialTerm, ...]
    tracks: tuple[TrackTerm, ...]
    notice: LimitTerm
    promised: LimitTerm
    statutory: LimitTerm
    correction: LimitTerm
    delivery: LimitTerm
    publication: LimitTerm
    on_correction_expiry: str = "deemed_withdrawn"
    on_deferral_failure: str = "acceptance_revoked"
    pauses: tuple[PauseTerm, ...] = ()
    extension_days: int = 0
    credit_days: int = 3
    credit_required: bool = True
    legal_review: str = "on_refusal"
    collegial: str = "never"
    collegial_kinds: tuple[str, ...] = ()
    """The kinds of decision that were discussed collegially on the day of submission, whatever the guide says."""
    legal_kinds: tuple[str, ...] = ()
    """The kinds of decision that were reviewed legally on that day, whatever the guide says."""
    acts_reviewed: tuple[str, ...] = ()
    acts_discussed: tuple[str, ...] = ()
    """The acts on the licence that the guide has reviewed legally and discussed, beyond those of the law and the place."""
    black: tuple[str, ...] = ()
    red: tuple[str, ...] = ()
    visits: int = 1
    deemed_acceptance: bool = True
    deemed_filing: bool = False
    yellow_share: float = 0.2
    yellow_days: int = 1
    situations: tuple[str, ...] = ()
    cut_off: str = ""
    changes: tuple[LimitChange, ...] = ()
    renewal: RenewalTerm | None = None
    grace_days: int = 0
    duties: tuple[DutyTerm, ...] = ()
    renewable: RenewableTerm | None = None
    former: FormerTerm | None = None
    panel_least: int = 0
    publicity: PublicityTerm | None = None
    answer: LimitTerm | None = None
    """An earlier answer on acceptance than the law's, where the guide promises one: late is late, but nothing follows from it."""

    @property
    def joint_extension(self) -> bool:
        """Whether an extension is that of joint handling, which the head of the government approves: more than the ten days
        of a single authority (《行政许可法》第四十二条第二款, R24, R25)."""
        return self.extension_days > SINGLE_EXTENSION

    def duty(self, name: str) -> DutyTerm | None:
        """The check of that id after the licence, or None."""
        return next((d for d in self.duties if d.id == name), None)

    def material(self, name: str) -> MaterialTerm | None:
        """The material of that id, or None when this case does not need it."""
        return next((m for m in self.materials if m.id == name), None)

    def track(self, name: str) -> TrackTerm | None:
        """The track of that id, or None."""
        return next((t for t in self.tracks if t.id == name), None)

    def pause(self, kind: str) -> PauseTerm | None:
        """The stop-clock cause of that kind, or None when neither the law nor the guide knows it."""
        return next((p for p in self.pauses if p.kind == kind), None)
