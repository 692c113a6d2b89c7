"""Termination of the proceedings: what each event changes in a case."""

from __future__ import annotations

from dataclasses import replace

from workflows import events as e
from workflows.case import Case, State, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply, ended
from workflows.termination import Termination


@apply.register
def _(event: e.TerminationProposed, case: Case, recorded: Recorded) -> Case:
    proposed = Termination(
        event.ground, event.proposed_on, recorded.by, event.facts, event.reason, event.basis, event.recipient, event.paper,
        event.proof, event.scan, event.successor, event.nobody, event.heard, event.fees,
    )  # fmt: skip
    return advance(case, termination=proposed)


@apply.register
def _(event: e.TerminationDropped, case: Case, recorded: Recorded) -> Case:
    return advance(case, termination=None)


@apply.register
def _(event: e.Terminated, case: Case, recorded: Recorded) -> Case:
    assert case.termination is not None
    decided = replace(case.termination, decided_on=event.terminated_on, opinion=event.opinion)
    return advance(ended(case, recorded, State.TERMINATED), termination=decided)
