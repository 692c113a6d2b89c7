"""What would have become of a case under another calendar, promise or staffing: arithmetic on its ledgers, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from math import ceil

from workflows.calendar import Calendar, CalendarGap
from workflows.case import Case
from workflows.case_tracks import track_started
from workflows.clocks import PROMISED, STATUTORY, clocks, pauses
from workflows.ledger import Clock, ClockError, Limit, Unit, excluded, running, used_up
from workflows.limits import due

MOST = Fraction(100)
"""A hundred times the staff, or a hundredth of it, is no question about an office any more."""

EVERY = "*"
"""In the place of an item or an office: all of them that are not named themselves."""

_DAYS = Limit(0, Unit.WORKING_DAY, "started")


@dataclass(frozen=True, slots=True)
class World:
    """A calendar in force, promises by item in working days, and staffing by office: 2 is twice the people, 1/2 half of them.

    What is said of EVERY item or office holds for those that are not named.
    """

    calendar: Calendar
    promises: Mapping[str, int] = field(default_factory=dict)
    staff: Mapping[str, Fraction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for office, factor in self.staff.items():
            if not 1 / MOST <= factor <= MOST:
                raise ClockError(f"{office}: staffing is a factor from 0.01 to {MOST}, not {float(factor):g}")
        for item, days in self.promises.items():
            try:
                Limit(days, Unit.WORKING_DAY, "accepted")
            except ClockError as wrong:
                raise ClockError(f"{item}: {wrong}") from None

    def promise(self, item: str) -> int | None:
        """The promise for an item in working days; None where it stays as it was."""
        return self.promises.get(item, self.promises.get(EVERY))

    def factor(self, office: str) -> Fraction:
        """How many times the people an office has."""
        return self.staff.get(office, self.staff.get(EVERY, Fraction(1)))


@dataclass(frozen=True, slots=True)
class Judged:
    """A case in a world: the last days, the day of the decision, what was late, and the tracks that answered late.

    A day is None where it does not exist (undecided, unpublished year). An undecided case is late when its last day is over.
    """

    promised_on: date | None
    statutory_on: date | None
    decided_on: date | None
    late: bool
    past_law: bool
    late_tracks: tuple[str, ...]


def judged(case: Case, world: World, today: date) -> Judged:
    """What comes of an accepted case in a world, as it stands today.

    Staffing changes how long an office took: its working days divided by the factor, rounded up. What nobody at the office
    could hasten stays: pauses, the order of the tracks, and the days on which promised materials came in.
    """
    answers = _answers(case, world)
    decided = _decided(case, answers, world)
    running_ = clocks(case)
    promised = _last(_promised(case, running_.get(PROMISED), world), decided, world, today)
    statutory = _last(running_.get(STATUTORY), decided, world, today)
    ended = decided or case.ended_on or today
    return Judged(
        promised_on=promised,
        statutory_on=statutory,
        decided_on=decided,
        late=promised is not None and ended > promised,
        past_law=statutory is not None and ended > statutory,
        late_tracks=tuple(_late_tracks(case, answers, world, today)),
    )


def _promised(case: Case, clock: Clock | None, world: World) -> Clock | None:
    days = world.promise(case.item)
    if clock is None or days is None:
        return clock
    return replace(clock, limit=Limit(days, Unit.WORKING_DAY, clock.limit.start))


def _last(clock: Clock | None, decided: date | None, world: World, today: date) -> date | None:
    """The last day of a clock that is answered by the decision of this world."""
    if clock is None:
        return None
    return due(replace(clock, stopped=decided or clock.stopped), world.calendar, today).on


def _answers(case: Case, world: World) -> dict[str, date]:
    """The day on which each track answers, by track; a serial one starts when its predecessors have answered (R169)."""
    given: dict[str, date] = {}
    waiting = [term for term in case.terms.tracks if term.id in case.answers]
    while waiting:
        ready = [term for term in waiting if all(name in given for name in term.depends_on)]
        if not ready:
            break
        for term in ready:
            then = track_started(case, term.id) or case.accepted_on or case.received_on
            start = max([case.accepted_on or then, *(given[name] for name in term.depends_on)])
            factor = world.factor(term.office)
            given[term.id] = _moved(case, then, case.answers[term.id].given_on, start, factor, world.calendar)
        waiting = [term for term in waiting if term.id not in given]
    return given


def _decided(case: Case, answers: Mapping[str, date], world: World) -> date | None:
    """The day of the decision: so long after everything was there as it took the lead office."""
    if case.decided_on is None or case.accepted_on is None:
        return case.decided_on
    arrived = [promise.arrived_on for promise in case.promises.values() if promise.arrived_on]
    heard = [answer.given_on for answer in case.answers.values()]
    then = min(max([case.accepted_on, *arrived, *heard]), case.decided_on)
    start = max([case.accepted_on, *arrived, *answers.values()])
    factor = world.factor(case.terms.lead)
    if start == max([case.accepted_on, *arrived, *heard]) and factor == 1:
        return case.decided_on
    return _moved(case, then, case.decided_on, start, factor, world.calendar)


def _moved(case: Case, then: date, until: date, start: date, factor: Fraction, calendar: Calendar) -> date:
    """The end of a stretch of work that begins on `start` instead of `then` and takes 1/factor of the time."""
    if start == then and factor == 1:
        return until
    clock = Clock("work", "", _DAYS, then, pauses(case, PROMISED), 0, until)
    try:
        took = running(clock, calendar, until, then, until)
        stops = excluded(replace(clock, stopped=None), max(until, start))
        return used_up(replace(clock, started=start), calendar, ceil(took / factor), stops)
    except CalendarGap:
        return until


def _late_tracks(case: Case, answers: Mapping[str, date], world: World, today: date) -> list[str]:
    late = []
    for term in case.terms.tracks:
        clock = clocks(case).get(f"track:{term.id}")
        if clock is None or clock.started is None:
            continue
        started = max(
            [case.accepted_on or clock.started, *(answers.get(name, clock.started) for name in term.depends_on)]
        )
        answered = answers.get(term.id)
        last = due(replace(clock, started=started, stopped=answered or clock.stopped), world.calendar, today).on
        if last is not None and (answered or clock.stopped or today) > last:
            late.append(term.id)
    return late
