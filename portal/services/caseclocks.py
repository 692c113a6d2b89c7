"""The clocks of a case as pages show them: what is left, the light, the due day and the reason for it day by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from portal.services import law
from portal.services.casefile import CaseFile
from workflows.calendar import CalendarGap
from workflows.case import Case, State
from workflows.clocks import CORRECTION, DELIVERY, NOTICE, PROMISED, STATUTORY, clocks
from workflows.limits import Clock, Day, DayKind, Due, Signal, budget, consumed, due, explain, left, paused, signal


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock on one day. Amounts are in `unit`; `left` is negative when it is overdue, `used` then exceeds `total`.

    `first_due` is the day it would have ended on without pauses and extension; `paused_after` how many days had counted
    before the first pause, None without one.
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

    @property
    def running(self) -> bool:
        """True while it has been neither answered nor stopped by a pause."""
        return self.stopped is None and not self.pausing


def clock_views(file: CaseFile, today: date) -> dict[str, ClockView]:
    """Every clock of the case by its name, as `workflows.clocks` names them."""
    return views_of(file.case, today)


def views_of(case: Case, today: date) -> dict[str, ClockView]:
    """The same for a folded case alone."""
    found = clocks(case)
    return {name: _view(name, clock, found, case, today) for name, clock in found.items()}


def main_clock(case: Case) -> str:
    """The name of the clock that matters now: until it ends, something has to happen."""
    match case.state:
        case State.SUBMITTED | State.RESUBMITTED:
            return NOTICE
        case State.CORRECTION:
            return CORRECTION
        case State.GRANTED | State.ISSUED | State.REFUSED:
            return DELIVERY
    return PROMISED


def _view(name: str, clock: Clock, all_: Mapping[str, Clock], case: Case, today: date) -> ClockView:
    calendar = law.calendar()
    days = explain(clock, calendar, today)
    pausing = clock.stopped is None and any(p.ended is None for p in clock.pauses)
    bare = replace(clock, pauses=(), extended_by=0)
    return ClockView(
        name=name,
        kind=clock.kind,
        ref=clock.ref,
        unit=str(clock.limit.unit) if clock.limit.unit != "month" else "calendar_day",
        total=budget(clock),
        used=_counted(consumed, clock, today),
        left=_counted(left, clock, today),
        due=due(clock, calendar, today),
        first_due=due(bare, calendar, today),
        signal=_signal(name, clock, all_, case, today),
        days=days,
        started=clock.started,
        stopped=clock.stopped,
        pausing=pausing,
        paused=_counted(paused, clock, today),
        paused_after=_before_first_pause(days),
        extended_by=clock.extended_by,
    )


def _counted(function, clock: Clock, today: date) -> int:  # type: ignore[no-untyped-def]
    """An amount of the clock; where the schedule of a year is missing nothing can be counted, and 0 is shown with the gap."""
    try:
        return int(function(clock, law.calendar(), today))
    except CalendarGap:
        return 0


def _signal(name: str, clock: Clock, all_: Mapping[str, Clock], case: Case, today: date) -> Signal:
    """The promise is lit together with the law's limit; the law's own limits alone; every other clock is a promise (R120)."""
    terms = case.terms
    law_alone = name in (STATUTORY, NOTICE, DELIVERY)
    promised, statutory = (None, clock) if law_alone else (clock, all_.get(STATUTORY) if name == PROMISED else None)
    try:
        return signal(promised, statutory, law.calendar(), today, terms.yellow_share, terms.yellow_days)
    except CalendarGap:
        return Signal.GREY


def _before_first_pause(days: tuple[Day, ...]) -> int | None:
    counted = 0
    for day in days:
        if day.kind is DayKind.PAUSED:
            return counted
        counted = day.n if day.n and day.n > 0 else counted
    return None
