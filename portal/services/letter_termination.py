"""The letter that ends the proceedings of a case, from its event and what is kept beside the journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from portal.documents import termination
from portal.documents.letter import Kind, Letter
from portal.documents.words import day
from portal.services.letter_source import Source
from workflows import events as e
from workflows.termination import APPLICANT, REGISTER, WAIVED, policy


def _terminated(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.Terminated)
    rules, said = policy(), s.paper
    ground = rules.grounds.get(event.ground)
    capacity = rules.recipients.get(event.recipient, {"zh": event.recipient})["zh"]
    dated = str(said.get("dated", ""))
    ended = termination.Ended(
        ground=ground.words["zh"] if ground else event.ground,
        facts=event.facts,
        evidence=termination.Evidence(
            str(said.get("document", "")),
            str(said.get("number", "")),
            day(date.fromisoformat(dated)) if dated else "",
            event.proof == REGISTER,
        ),
        reason=event.reason,
        basis=event.basis,
        ended_on=event.terminated_on,
        served=termination.Served(str(said.get("recipient", "")), capacity, event.recipient == APPLICANT, event.nobody),
        heard=event.heard,
        waived=event.successor == WAIVED,
        fees=event.fees,
        returned=tuple(line.name for line in s.lines_in()),
    )
    return termination.terminated(s.data, ended, s.remedies)


BUILDERS: dict[Kind, Callable[[Source], Letter]] = {Kind.TERMINATION: _terminated}
