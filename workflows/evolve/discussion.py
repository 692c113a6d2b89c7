"""The collegial discussion: what its event changes in a case."""

from __future__ import annotations

from workflows import events as e
from workflows.case import Case, advance
from workflows.discussion import Discussion
from workflows.events import Recorded
from workflows.evolve.apply import apply


@apply.register
def _(event: e.DecisionDiscussed, case: Case, recorded: Recorded) -> Case:
    held = Discussion(event.held_on, event.conclusion, event.present, event.paper, recorded.by)
    return advance(case, discussion=held)
