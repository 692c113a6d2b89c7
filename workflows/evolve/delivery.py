"""What goes out: what each event changes in a case."""

from __future__ import annotations

from workflows import events as e
from workflows import service
from workflows.case import Case, State, advance
from workflows.case_facts import LicenceFacts
from workflows.events import Recorded
from workflows.evolve.apply import apply


@apply.register
def _(event: e.LicenceIssued, case: Case, recorded: Recorded) -> Case:
    facts = LicenceFacts(event.number, event.valid_from, event.valid_to, event.identifier)
    return advance(case, state=State.ISSUED, licence=facts)


@apply.register
def _(event: e.Delivered, case: Case, recorded: Recorded) -> Case:
    return advance(
        case,
        state=State.CLOSED,
        delivered_on=event.delivered_on,
        delivered_by_way=event.way,
        ended_on=event.delivered_on,
        letters=service.delivered(case.letters, event),
    )


@apply.register
def _(event: e.Published, case: Case, recorded: Recorded) -> Case:
    return advance(case, published_on=event.published_on)
