"""The decision: what each event changes in a case."""

from __future__ import annotations

from datetime import date

from workflows import events as e
from workflows.case import Case, State, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply


@apply.register
def _(event: e.Granted, case: Case, recorded: Recorded) -> Case:
    return _decided(case, recorded, State.GRANTED, event.decided_on, event.scope)


@apply.register
def _(event: e.Refused, case: Case, recorded: Recorded) -> Case:
    return _decided(case, recorded, State.REFUSED, event.decided_on, "")


@apply.register
def _(event: e.DeemedFiled, case: Case, recorded: Recorded) -> Case:
    return _decided(case, recorded, State.GRANTED, event.decided_on, "")


@apply.register
def _(event: e.DeemedRenewed, case: Case, recorded: Recorded) -> Case:
    return _decided(case, recorded, State.GRANTED, event.decided_on, "")


def _decided(case: Case, recorded: Recorded, state: State, on: date, scope: str) -> Case:
    outcome = "grant" if state is State.GRANTED else "refuse"
    return advance(case, state=state, outcome=outcome, decided_on=on, decided_by=recorded.by, scope=scope)
