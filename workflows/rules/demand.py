"""A demand outside the first notice: asked by the clerk, answered by the supervisor, never by the same person (R6)."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.events import Event
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled
from workflows.rules.stage import at_window


def ask_later_demand(case: Case | None, command: c.AskLaterDemand, now: Moment) -> Sequence[Event]:
    """Only what the last notice left in order needs to be asked about; everything else may be marked as it is."""
    case = at_window(case)
    if command.material not in case.settled:
        raise Refusal("demand_not_needed", materials=(command.material,))
    known = case.demand(command.material)
    if known is not None:
        raise Refusal("demand_asked_already", materials=(command.material,))
    words = filled(command.demand, "demand_missing")
    return [e.LaterDemandAsked(command.material, words, filled(command.reason, "demand_reason_missing"))]


def answer_later_demand(case: Case | None, command: c.AnswerLaterDemand, now: Moment) -> Sequence[Event]:
    """The supervisor's word, with a reason, on what somebody else asked."""
    case = at_window(case)
    asked = case.demand(command.material)
    if asked is None or asked.state != "asked":
        raise Refusal("no_demand_asked")
    if asked.by == now.by:
        raise Refusal("own_demand")
    reason = filled(command.reason, "reason_missing")
    if command.permitted:
        return [e.LaterDemandPermitted(command.material, reason)]
    return [e.LaterDemandRefused(command.material, reason)]


RULES: Rules = {c.AskLaterDemand: ask_later_demand, c.AnswerLaterDemand: answer_later_demand}
