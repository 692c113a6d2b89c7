"""Correction: what each event changes in a case."""

from __future__ import annotations

from workflows import events as e
from workflows.case import Case, State, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply, day_of


@apply.register
def _(event: e.CorrectionRequested, case: Case, recorded: Recorded) -> Case:
    day = day_of(recorded)
    return advance(
        case,
        state=State.CORRECTION,
        marks=event.marks,
        noticed=tuple(m for m in event.marks if m.verdict == "fix"),
        noticed_on=day,
        answered_on=day,
        notices=case.notices + 1,
    )


@apply.register
def _(event: e.Corrected, case: Case, recorded: Recorded) -> Case:
    return advance(
        case,
        state=State.RESUBMITTED,
        snapshot=event.snapshot,
        round=case.round + 1,
        corrected_on=event.corrected_on,
        corrected_in=day_of(recorded),
        answered_on=None,
        handed_in=case.handed_in | frozenset(event.handed_in),
        fields=event.fields or case.fields,
        kept={},  # every clock that ran until now begins anew
    )
