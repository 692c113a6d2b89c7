"""A published decision that is corrected or withdrawn: what each event changes in a case."""

from __future__ import annotations

from workflows import events as e
from workflows.case import Case, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply


@apply.register
def _(event: e.PublicationCorrected, case: Case, recorded: Recorded) -> Case:
    return advance(case, publication_corrected_on=event.corrected_on)


@apply.register
def _(event: e.PublicationWithdrawn, case: Case, recorded: Recorded) -> Case:
    return advance(case, publication_withdrawn_on=event.withdrawn_on)
