"""Publicity before the decision: what each event changes in a case."""

from __future__ import annotations

from dataclasses import replace

from workflows import events as e
from workflows.case import Case, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply
from workflows.publicity import Objection, Publicity, Window
from workflows.second_look import UNDONE


@apply.register
def _(event: e.PublicityOpened, case: Case, recorded: Recorded) -> Case:
    before, earlier = case.publicity, case.publicity.earlier
    if before.opened_on is not None and before.last_on is not None:
        earlier = (*earlier, Window(before.opened_on, before.last_on, before.paper))
    stands = Publicity(
        event.opened_on, event.last_on, event.days, event.paper, before.objections, event.reason, earlier
    )
    return advance(case, publicity=stands)


@apply.register
def _(event: e.PublicityObjected, case: Case, recorded: Recorded) -> Case:
    one = Objection(event.objection, event.received_on, event.way, event.paper, recorded.by)
    return advance(case, publicity=replace(case.publicity, objections=(*case.publicity.objections, one)))


@apply.register
def _(event: e.PublicityAnswered, case: Case, recorded: Recorded) -> Case:
    answered = tuple(
        replace(one, outcome=event.outcome, answered_on=event.answered_on, reply=event.paper)
        if one.number == event.objection
        else one
        for one in case.publicity.objections
    )
    return advance(case, publicity=replace(case.publicity, objections=answered), **UNDONE)
