"""The letter that ends a grant whose former licence was ended, from its event."""

from __future__ import annotations

from collections.abc import Callable

from portal.documents import former
from portal.documents.letter import Kind, Letter
from portal.services.letter_source import Source
from workflows import events as e
from workflows.former_licence import former_term
from workflows.licence import state_words


def _grant_ended(s: Source) -> Letter:
    event, term = s.entry.event, former_term(s.case.terms)
    assert isinstance(event, e.GrantEnded)
    end = former.Ended(
        kind=term.kind if term else "",
        granted_on=s.case.decided_on or event.ended_on,
        grant_number=s.number_of("grant", "renewal"),
        licence=event.licence,
        stands=state_words(event.stands)["zh"],
        document=event.document,
        reason=event.reason,
        basis=event.basis,
        ended_on=event.ended_on,
    )
    return former.grant_ended(s.data, end, s.remedies)


BUILDERS: dict[Kind, Callable[[Source], Letter]] = {Kind.GRANT_ENDED: _grant_ended}
