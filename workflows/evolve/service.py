"""Service of letters: what each event changes in a case."""

from __future__ import annotations

from workflows import events as e
from workflows import service
from workflows.case import Case, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply


@apply.register
def _(event: e.ServiceChosen, case: Case, recorded: Recorded) -> Case:
    agreed = event.service == service.ELECTRONIC
    return advance(case, service=event.service, consent_on=event.chosen_on if agreed else None)


@apply.register
def _(event: e.LetterSent, case: Case, recorded: Recorded) -> Case:
    return advance(case, letters=service.sent(case.letters, event))


@apply.register
def _(event: e.LetterServed, case: Case, recorded: Recorded) -> Case:
    return advance(case, letters=service.served(case.letters, event))


@apply.register
def _(event: e.ServiceFailed, case: Case, recorded: Recorded) -> Case:
    return advance(case, letters=service.failed(case.letters, event))
