"""Receipt and the lawful answers of the window: what each event changes in a case."""

from __future__ import annotations

from workflows import events as e
from workflows.case import Case, State, advance
from workflows.events import Recorded
from workflows.evolve.apply import accept, apply, day_of, ended
from workflows.later import HandOver


@apply.register
def _(event: e.Arrived, case: Case, recorded: Recorded) -> Case:
    return advance(case, state=State.SUBMITTED, received_on=event.received_on, arrived_on=day_of(recorded))


@apply.register
def _(event: e.CorrectedOnSpot, case: Case, recorded: Recorded) -> Case:
    handed_in = frozenset(event.handed_in) or case.handed_in
    fields = event.fields or case.fields
    return advance(case, snapshot=event.snapshot, round=case.round + 1, handed_in=handed_in, fields=fields)


@apply.register
def _(event: e.NotRequiredDeclared, case: Case, recorded: Recorded) -> Case:
    return ended(case, recorded, State.NOT_REQUIRED)


@apply.register
def _(event: e.CompetenceDeclined, case: Case, recorded: Recorded) -> Case:
    offered = HandOver(event.office, event.item) if event.office else None
    return advance(ended(case, recorded, State.NOT_COMPETENT), hand_over=offered)


@apply.register
def _(event: e.Accepted, case: Case, recorded: Recorded) -> Case:
    return accept(case, recorded, event.effective_on, "act", event.marks, event.window)


@apply.register
def _(event: e.DeemedAccepted, case: Case, recorded: Recorded) -> Case:
    return accept(case, recorded, event.effective_on, "silence", case.marks)


@apply.register
def _(event: e.AcceptanceRefused, case: Case, recorded: Recorded) -> Case:
    return advance(ended(case, recorded, State.NOT_ACCEPTED), marks=event.marks)


@apply.register
def _(event: e.DeemedWithdrawn, case: Case, recorded: Recorded) -> Case:
    return ended(case, recorded, State.WITHDRAWN)


@apply.register
def _(event: e.Withdrawn, case: Case, recorded: Recorded) -> Case:
    return ended(case, recorded, State.WITHDRAWN)
