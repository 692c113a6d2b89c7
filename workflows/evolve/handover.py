"""Handing the file over: what each event changes in a case."""

from __future__ import annotations

from workflows import events as e
from workflows.case import Case, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply
from workflows.later import HandOver


@apply.register
def _(event: e.HandOverAnswered, case: Case, recorded: Recorded) -> Case:
    state = "agreed" if event.agreed else "declined"
    return advance(case, hand_over=HandOver(event.office, event.item, state, event.draft))
