"""The former licence: what each event changes in a case."""

from __future__ import annotations

from dataclasses import replace

from workflows import events as e
from workflows.case import Case, State, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply
from workflows.former_licence import FormerLook, tied
from workflows.terms import FormerTerm


@apply.register
def _(event: e.FormerSeen, case: Case, recorded: Recorded) -> Case:
    return advance(
        case, former=FormerLook(event.licence, event.stands, event.seen_on, event.proposed_on, event.changed)
    )


@apply.register
def _(event: e.FormerTaken, case: Case, recorded: Recorded) -> Case:
    seen = replace(case.former, changed=()) if case.former else None
    return advance(case, snapshot=event.snapshot, round=case.round + 1, former=seen)


@apply.register
def _(event: e.FormerTied, case: Case, recorded: Recorded) -> Case:
    return advance(case, terms=tied(case.terms, FormerTerm(event.kind, event.licence, event.from_expiry)))


@apply.register
def _(event: e.GrantEnded, case: Case, recorded: Recorded) -> Case:
    return advance(case, state=State.CLOSED, ended_on=event.ended_on, grant_ended_on=event.ended_on)
