"""The letters of a licence that is issued anew (补发), from the source of each."""

from __future__ import annotations

from collections.abc import Callable

from portal.documents import reissue
from portal.documents.letter import Kind, Letter
from portal.services.letter_source import Source
from portal.services.letter_standing import held_of
from workflows import events as e
from workflows.reissue import policy

Builder = Callable[[Source], Letter]


def builders(licence: Builder, filing: Builder) -> dict[Kind, Builder]:
    """The letters, the new document being written as the first one was: as a licence, or as the proof of a filing."""

    def again(s: Source) -> Letter:
        event = s.entry.event
        assert isinstance(event, e.LicenceReissued)
        first = filing if s.guide.item_type == "filing" else licence
        return reissue.again(first(s), event.reissued_on)

    return {Kind.LICENCE_AGAIN: again, Kind.REISSUE_REFUSED: _refused}


def _refused(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.ReissueRefused)
    ground = policy().grounds.get(event.ground)
    words = ground.words["zh"] if ground else event.ground
    told = reissue.Refused(words, event.asked_on, event.reason, event.basis)
    return reissue.refused(s.to_licensee, held_of(s), told, s.remedies)
