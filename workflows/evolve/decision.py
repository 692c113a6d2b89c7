"""The decision: what each event changes in a case."""

from __future__ import annotations

from datetime import date

from workflows import events as e
from workflows.case import Case, State, advance
from workflows.commands.decision import Grant, Refuse
from workflows.events import Recorded
from workflows.evolve.apply import apply
from workflows.signed import Signed


@apply.register
def _(event: e.Granted, case: Case, recorded: Recorded) -> Case:
    return _decided(case, recorded, State.GRANTED, event.decided_on, event.scope)


@apply.register
def _(event: e.Refused, case: Case, recorded: Recorded) -> Case:
    return _decided(case, recorded, State.REFUSED, event.decided_on, "")


@apply.register
def _(event: e.DecisionSigned, case: Case, recorded: Recorded) -> Case:
    signed = Signed(_decision(event), recorded.at, recorded.by, event.signed_on, event.minutes)
    return advance(case, signed=signed, unsent=None, put_back=())


@apply.register
def _(event: e.DecisionTakenBack, case: Case, recorded: Recorded) -> Case:
    return advance(case, signed=None, unsent=case.signed)


@apply.register
def _(event: e.DecisionPutBack, case: Case, recorded: Recorded) -> Case:
    return advance(case, signed=None, unsent=case.signed, put_back=event.causes)


@apply.register
def _(event: e.DeemedFiled, case: Case, recorded: Recorded) -> Case:
    return _decided(case, recorded, State.GRANTED, event.decided_on, "")


@apply.register
def _(event: e.DeemedRenewed, case: Case, recorded: Recorded) -> Case:
    return _decided(case, recorded, State.GRANTED, event.decided_on, "")


def _decided(case: Case, recorded: Recorded, state: State, on: date, scope: str) -> Case:
    outcome = "grant" if state is State.GRANTED else "refuse"
    gone = {"signed": None, "unsent": None, "put_back": ()}
    return advance(case, state=state, outcome=outcome, decided_on=on, decided_by=recorded.by, scope=scope, **gone)


def _decision(event: e.DecisionSigned) -> Grant | Refuse:
    if event.outcome == "grant":
        return Grant(event.reason, event.scope, event.resolution, *_answers(event), event.panel, event.conditions)
    return Refuse(event.facts, event.reason, event.basis, *_answers(event), event.standards)


def _answers(event: e.DecisionSigned) -> tuple[str, str, str]:
    """What both outcomes answer: lateness, the record of the hearing, the collegial discussion."""
    return event.explanation, event.hearing, event.discussion
