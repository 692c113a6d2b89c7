"""What a newly published holiday schedule does to the clocks of a case: days that move, and days that must not (R158)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from workflows.calendar import Calendar, CalendarGap
from workflows.case import Case
from workflows.clocks import clocks
from workflows.events import Moved, Told
from workflows.ledger import Clock, Unit
from workflows.limits import due


def moves(case: Case, old: Calendar, new: Calendar, year: int | None, today: date) -> tuple[Moved, ...]:
    """Every clock of the case on which the schedule of `year` has something to say, under `new` instead of `old`.

    A region's festivals settle no year that was told as provisional: then `year` is None.

    A later last day moves. An earlier one stands where it was told: the clock keeps as many days as that takes. A day told
    as provisional for this year is named even where it stays, because the letter promised word of it. An answered clock
    is touched only where its answer, given in time, would come to lie behind the new day.
    """
    found = (_moved(name, clock, case, old, new, year, today) for name, clock in clocks(case).items())
    return tuple(one for one in found if one is not None)


def _moved(
    name: str, clock: Clock, case: Case, old: Calendar, new: Calendar, year: int | None, today: date
) -> Moved | None:
    if clock.started is None:
        return None
    before, told = due(clock, old, today).on, _told(case, name)
    if clock.stopped is not None:
        return _in_time(name, clock, before, new, today)
    kept = _kept(clock, before, new, today) if before and told else 0
    after = due(replace(clock, kept=kept), new, today).on
    promised = told is not None and year is not None and told.provisional == year
    if after == before and kept == clock.kept and not (promised and after is not None):
        return None
    return Moved(name, before, after, kept, running=True)


def _in_time(name: str, clock: Clock, before: date | None, new: Calendar, today: date) -> Moved | None:
    """An answer that was in time stays in time, whatever the schedule makes of the days before it."""
    after = due(clock, new, today).on
    if before is None or after is None or clock.stopped is None or not after < clock.stopped <= before:
        return None
    kept = _kept(clock, before, new, today)
    return Moved(name, before, due(replace(clock, kept=kept), new, today).on, kept)


def _told(case: Case, name: str) -> Told | None:
    """The day that a letter told of the clock; those of the offices' own shares are nobody's promise to the applicant."""
    told = None if name.startswith("track:") else case.told.get(name)
    return told if told and told.on else None


def _kept(clock: Clock, before: date, new: Calendar, today: date) -> int:
    """How many days more the clock has to count so that it does not end before `before`; 0 when it does not anyway."""
    try:
        bare = replace(clock, kept=0)
        for extra in _counts(bare, before, new, today):
            on = due(replace(clock, kept=extra), new, today).on
            if on is None or on >= before:
                return extra
    except CalendarGap:
        pass
    return 0


def _counts(bare: Clock, before: date, new: Calendar, today: date) -> Iterator[int]:
    """Nothing first, then from the days between the two ends on."""
    yield 0
    on = due(bare, new, today).on
    if on is None or on >= before:
        return
    by_working_day = bare.limit.unit is Unit.WORKING_DAY
    first = new.count(on, before) if by_working_day else (before - on).days
    yield from range(max(first, 1), max(first, 1) + 40)
