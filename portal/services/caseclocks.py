"""The clocks of a case as pages show them: what is left, the light, the due day and the reason for it day by day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from guides.guide import Guide
from guides.text import Text
from portal.services import law
from portal.services.casefile import CaseFile
from workflows.calendar import SHANGHAI, Calendar, CalendarGap
from workflows.case import Case, State
from workflows.case_facts import LimitFact
from workflows.clocks import ANSWER, CORRECTION, DELIVERY, NOTICE, PROMISED, PUBLICATION, STATUTORY, clocks
from workflows.duties import CHECK, RECTIFY, RENEWAL
from workflows.ladder import stands_since
from workflows.limits import (
    Clock,
    Day,
    DayKind,
    Due,
    Pause,
    Signal,
    budget,
    consumed,
    due,
    explain,
    left,
    paused,
    signal,
)
from workflows.rating import CONTACT, FIX
from workflows.rating_policy import Period, Policy, load_policy
from workflows.rules import Moment

_FOLLOW_UP: dict[str, Callable[[Policy], Period]] = {
    CONTACT: lambda policy: policy.contact,
    FIX: lambda policy: policy.fix,
}


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock on one day. Amounts are in `unit`; `left` is negative when it is overdue, `used` then exceeds `total`.

    `first_due` is the day it would have ended on without pauses and extension; `paused_after` how many days had counted
    before the first pause, None without one. `counted_in` is the limit's own unit; `moves` says that an open pause puts the
    last day off every day; `basis`, `subject` and `causes` are the guide's words: its article, the question or material
    concerned, and by code what stops the clock. `changes` are the limits that took the place of others, with their
    provisions; `kept` the days that a schedule published later would have taken away from a day that was told (R158).
    """

    name: str
    kind: str
    ref: str
    unit: str
    total: int
    used: int
    left: int
    due: Due
    first_due: Due
    signal: Signal
    days: tuple[Day, ...]
    started: date | None
    stopped: date | None
    pausing: bool
    paused: int
    paused_after: int | None
    extended_by: int
    counted_in: str = "working_day"
    pauses: tuple[Pause, ...] = ()
    moves: bool = False
    basis: Text | None = None
    subject: Text | None = None
    causes: tuple[tuple[str, Text], ...] = ()
    kept: int = 0
    changes: tuple[LimitFact, ...] = ()

    @property
    def running(self) -> bool:
        """True while it has been neither answered nor stopped by a pause."""
        return self.stopped is None and not self.pausing


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the clocks of a case are counted by and called after: the working days, and the guide where it is at hand."""

    calendar: Calendar
    guide: Guide | None


def clock_views(file: CaseFile, today: date) -> dict[str, ClockView]:
    """Every clock of the case by its name, as `workflows.clocks` names them."""
    return views_of(file.case, today)


def views_of(case: Case, today: date, grounds: Grounds | None = None) -> dict[str, ClockView]:
    """The same for a folded case alone; by the calendar in force and the pinned guide, or by those of an evidence package."""
    found, grounds = clocks(case), grounds or Grounds(law.calendar(), _guide(case))
    return {name: _view(name, clock, found, case, today, grounds) for name, clock in found.items()}


def main_clock(case: Case) -> str:
    """The name of the clock that matters now: until it ends, something has to happen."""
    match case.state:
        case State.SUBMITTED | State.RESUBMITTED:
            return ANSWER if case.terms.answer else NOTICE
        case State.CORRECTION:
            return CORRECTION
        case State.GRANTED | State.ISSUED | State.REFUSED:
            return DELIVERY
    return PROMISED


def _view(name: str, clock: Clock, all_: Mapping[str, Clock], case: Case, today: date, grounds: Grounds) -> ClockView:
    calendar = grounds.calendar
    days = explain(clock, calendar, today)
    pausing = clock.stopped is None and any(p.ended is None for p in clock.pauses)
    bare = replace(clock, pauses=(), extended_by=0)
    last = due(clock, calendar, today)
    return ClockView(
        name=name,
        kind=clock.kind,
        ref=clock.ref,
        unit=str(clock.limit.unit) if clock.limit.unit != "month" else "calendar_day",
        total=budget(clock),
        used=_counted(consumed, clock, calendar, today),
        left=_counted(left, clock, calendar, today),
        due=last,
        first_due=due(bare, calendar, today),
        signal=_signal(name, clock, all_, case, calendar, today),
        days=days,
        started=clock.started,
        stopped=clock.stopped,
        pausing=pausing,
        paused=_counted(paused, clock, calendar, today),
        paused_after=_before_first_pause(days),
        extended_by=clock.extended_by,
        counted_in=str(clock.limit.unit),
        pauses=clock.pauses,
        moves=clock.stopped is None and last.on is not None and stands_since(clock, last.on, today) is not None,
        basis=_basis(grounds.guide, clock),
        subject=_subject(grounds.guide, clock),
        causes=_causes(grounds.guide),
        kept=clock.kept,
        changes=tuple(fact for fact in case.changes if fact.limit.kind == name),
    )


def answered_today(case: Case, today: date) -> Due | None:
    """While the applicant corrects: the last day of the window's answer if the corrections come in today (R167)."""
    if case.state is not State.CORRECTION:
        return None
    received = Moment(datetime.combine(today, time(), SHANGHAI), "", law.calendar()).received
    found = clocks(case)
    return due(Clock(NOTICE, "", found.get(ANSWER, found[NOTICE]).limit, received), law.calendar(), today)


def _guide(case: Case) -> Guide | None:
    try:
        return law.guide_of(case.item, date.fromisoformat(case.guide_version))
    except LookupError:
        return None


def _basis(guide: Guide | None, clock: Clock) -> Text | None:
    """What the guide names as the basis of a limit of that kind and length, if it names one; the policy for ratings."""
    if clock.kind in _FOLLOW_UP:
        source = _FOLLOW_UP[clock.kind](load_policy()).source
        return Text(zh=source["zh"], en=source["en"])
    if clock.kind in (CHECK, RECTIFY) and guide:
        own = [one.basis for one in guide.post_checks if one.id == clock.ref]
        return own[0] if own else guide.commitment.basis if guide.commitment else None
    if clock.kind == RENEWAL and guide and guide.result.renewal:
        return guide.result.renewal.basis
    wanted = (clock.kind, clock.limit.value, str(clock.limit.unit))
    limits = guide.limits if guide else ()
    return next((one.basis for one in limits if (one.kind, one.whole, one.counted_in) == wanted), None)


def _causes(guide: Guide | None) -> tuple[tuple[str, Text], ...]:
    return tuple((one.kind, one.name) for one in guide.special_procedures) if guide else ()


def _subject(guide: Guide | None, clock: Clock) -> Text | None:
    """The department's question, or the material, that a clock belongs to."""
    if guide is None or not clock.ref:
        return None
    if clock.kind in (CHECK, RECTIFY):
        return next((one.name for one in guide.post_checks if one.id == clock.ref), None)
    if clock.kind == "track":
        track = guide.track(clock.ref)
        return track.name if track else None
    return next((one.name for one in guide.materials if one.id == clock.ref), None)


def _counted(function, clock: Clock, calendar: Calendar, today: date) -> int:  # type: ignore[no-untyped-def]
    """An amount of the clock; where the schedule of a year is missing nothing can be counted, and 0 is shown with the gap."""
    try:
        return int(function(clock, calendar, today))
    except CalendarGap:
        return 0


_BEHIND = {PROMISED: STATUTORY, ANSWER: NOTICE}
"""The law's own limit behind a promise."""


def _signal(name: str, clock: Clock, all_: Mapping[str, Clock], case: Case, calendar: Calendar, today: date) -> Signal:
    """The promise is lit together with the law's limit; the law's own limits alone; every other clock is a promise (R120)."""
    terms = case.terms
    law_alone = name in (STATUTORY, NOTICE, DELIVERY, PUBLICATION)
    promised, statutory = (None, clock) if law_alone else (clock, all_.get(_BEHIND.get(name, "")))
    try:
        return signal(promised, statutory, calendar, today, terms.yellow_share, terms.yellow_days)
    except CalendarGap:
        return Signal.GREY


def _before_first_pause(days: tuple[Day, ...]) -> int | None:
    counted = 0
    for day in days:
        if day.kind is DayKind.PAUSED:
            return counted
        counted = day.n if day.n and day.n > 0 else counted
    return None
