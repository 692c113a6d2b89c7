"""Later demands: what each event changes in a case."""

from __future__ import annotations

from dataclasses import replace

from workflows import events as e
from workflows.case import Case, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply
from workflows.later import Demand


@apply.register
def _(event: e.LaterDemandAsked, case: Case, recorded: Recorded) -> Case:
    asked = Demand(event.material, event.demand, event.reason, recorded.by, recorded.at, case.notices)
    return advance(case, demands=(*case.demands, asked))


@apply.register
def _(event: e.LaterDemandPermitted, case: Case, recorded: Recorded) -> Case:
    return _demand_answered(case, recorded, event.material, "permitted", event.reason)


@apply.register
def _(event: e.LaterDemandRefused, case: Case, recorded: Recorded) -> Case:
    return _demand_answered(case, recorded, event.material, "refused", event.reason)


def _demand_answered(case: Case, recorded: Recorded, material: str, state: str, reason: str) -> Case:
    demands = tuple(
        replace(one, state=state, answered_by=recorded.by, answer=reason)
        if one.material == material and one.state == "asked"
        else one
        for one in case.demands
    )
    return advance(case, demands=demands)
