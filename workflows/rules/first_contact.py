"""First-contact responsibility (首问负责): who took a case answers for it until it is handed over, with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.events import Event
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled, required


def take(case: Case | None, command: c.TakeCase, now: Moment) -> Sequence[Event]:
    """Who takes a case first has it; taking it twice is taking it once. One whose officer has left may be taken again."""
    case = _open(case)
    if case.officer == now.by:
        return []
    if case.officer and not command.vacant:
        raise Refusal("taken_already", by=case.officer, at=case.officer_since)
    return [e.CaseTaken(now.by, command.by_act, case.officer)]


def hand_over(case: Case | None, command: c.HandOverCase, now: Moment) -> Sequence[Event]:
    """To a colleague, with a reason: by the officer who has the case, or on the order of whoever leads the window."""
    case = _open(case)
    if case.officer == command.officer:
        raise Refusal("handed_to_owner", by=case.officer)
    if case.officer and case.officer != now.by and not command.ordered:
        raise Refusal("not_first_contact", by=case.officer, at=case.officer_since)
    reason = filled(command.reason, "handover_reason_missing")
    return [e.CaseHandedOver(command.officer, reason, case.officer, command.ordered)]


def _open(case: Case | None) -> Case:
    """The case, which must not have ended: nobody has to answer for what is done with."""
    case = required(case)
    if case.ended:
        raise Refusal("case_ended", state=str(case.state))
    return case


RULES: Rules = {c.TakeCase: take, c.HandOverCase: hand_over}
