"""Limits and calendars: what each event changes in a case."""

from __future__ import annotations

from dataclasses import replace

from workflows import events as e
from workflows.case import Case, advance
from workflows.case_facts import LimitFact, Stop
from workflows.events import Recorded
from workflows.evolve.apply import apply


@apply.register
def _(event: e.ClockPaused, case: Case, recorded: Recorded) -> Case:
    told = (event.cause, event.began_on, event.announced_days, recorded.by, event.reason, event.basis)
    stop = Stop(*told, beyond=event.beyond, approved_by=event.approved_by)
    return advance(case, stops=(*case.stops, stop))


@apply.register
def _(event: e.ClockResumed, case: Case, recorded: Recorded) -> Case:
    ended = tuple(  # on a machine whose clock was set back a pause ends on the day it began at the earliest
        replace(s, ended=max(event.ended_on, s.began)) if s.cause == event.cause and s.ended is None else s
        for s in case.stops
    )
    return advance(case, stops=ended)


@apply.register
def _(event: e.Extended, case: Case, recorded: Recorded) -> Case:
    return advance(case, extended_by=case.extended_by + event.days)


@apply.register
def _(event: e.LimitChanged, case: Case, recorded: Recorded) -> Case:
    facts = tuple(LimitFact(event.changed_on, event.cause, limit) for limit in event.limits)
    return advance(case, changes=(*case.changes, *facts))


@apply.register
def _(event: e.Reminded, case: Case, recorded: Recorded) -> Case:
    reminder = (event.clock, event.rung, event.due_on, event.reached_on or event.due_on)
    return advance(case, reminded=case.reminded | {reminder})


@apply.register
def _(event: e.CalendarApplied, case: Case, recorded: Recorded) -> Case:
    kept = {**case.kept, **{one.clock: one.kept for one in event.moved}}
    return advance(case, kept=kept, schedules={**case.schedules, (event.scope, event.year): event.digest})
