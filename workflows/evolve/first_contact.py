"""Who answers for a case: what each event changes in a case."""

from __future__ import annotations

from workflows import events as e
from workflows.case import Case, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply


@apply.register
def _(event: e.CaseTaken, case: Case, recorded: Recorded) -> Case:
    return advance(case, officer=event.officer, officer_since=recorded.at)


@apply.register
def _(event: e.CaseHandedOver, case: Case, recorded: Recorded) -> Case:
    return advance(case, officer=event.officer, officer_since=recorded.at)
