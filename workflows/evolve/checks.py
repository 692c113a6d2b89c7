"""Checks of outside systems: what each event changes in a case."""

from __future__ import annotations

from workflows import events as e
from workflows.case import Case, advance
from workflows.case_facts import Owed
from workflows.events import Recorded
from workflows.evolve.apply import apply


@apply.register
def _(event: e.CheckOwed, case: Case, recorded: Recorded) -> Case:
    before = case.owed.get(event.check)
    owed = Owed(before.since, (*before.refs, *event.refs)) if before else Owed(event.since, event.refs)
    return advance(case, owed={**case.owed, event.check: owed})


@apply.register
def _(event: e.CheckDone, case: Case, recorded: Recorded) -> Case:
    before = case.owed.get(event.check)
    left = tuple(ref for ref in before.refs if ref not in event.refs) if before else ()
    others = {name: one for name, one in case.owed.items() if name != event.check}
    if before and left:
        others[event.check] = Owed(before.since, left)
    infected = (*case.infected, *event.refs) if event.result == "infected" else case.infected
    return advance(case, owed=others, infected=infected)
