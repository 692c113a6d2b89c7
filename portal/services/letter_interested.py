"""The letters to interested parties, from the source of each; name and address lie beside the journal (R36, R141)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from portal.documents import hearing, interested
from portal.documents.data import Applicant, LetterData
from portal.documents.letter import Kind, Letter
from portal.services.letter_source import Source, days
from workflows import events as e
from workflows.hearing import REQUEST_DAYS


def to_party(s: Source) -> LetterData:
    """What every letter says, addressed to the interested party that the event names."""
    name, address = str(s.paper.get("name", "")), str(s.paper.get("address", ""))
    return replace(s.data, applicant=Applicant(name, "—", address=address))


def _right(s: Source) -> Letter:
    assert isinstance(s.entry.event, e.InterestedTold)
    reason = next(one.event.reason for one in reversed(s.past) if isinstance(one.event, e.HearingTold))
    return interested.right(to_party(s), interested.Matter(s.applicant.name, reason, days(REQUEST_DAYS)))


def _notice(s: Source) -> Letter:
    event, at = s.entry.event, s.case.hearing
    assert isinstance(event, e.InterestedSummoned)
    day = hearing.Day(at.requested_on or event.set_on, event.held_on, at.time, at.place, at.host)
    return interested.notice(to_party(s), s.applicant.name, day)


BUILDERS: dict[Kind, Callable[[Source], Letter]] = {
    Kind.INTERESTED_RIGHT: _right,
    Kind.INTERESTED_NOTICE: _notice,
}
