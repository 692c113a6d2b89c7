"""Originals that were seen: what the event changes in a case."""

from __future__ import annotations

from workflows import events as e
from workflows.case import Case, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply
from workflows.originals import Sight, after


@apply.register
def _(event: e.OriginalsSeen, case: Case, recorded: Recorded) -> Case:
    now = Sight(recorded.at, recorded.by, event.place)
    return advance(case, originals=after(case.originals, event.materials, event.withdrawn, now))
