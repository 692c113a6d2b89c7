"""What happens to a published decision later, as events: the words themselves stand beside the journal, masked (R107, R108)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event


@dataclass(frozen=True, slots=True)
class PublicationCorrected(Event):
    """The published line was corrected: which national fields, and the digest of what they said and say."""

    corrected_on: date
    fields: tuple[str, ...] = ()
    digest: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PublicationWithdrawn(Event):
    """The line was taken off the public list: decision_revoked, objection_upheld, published_wrongly or other."""

    withdrawn_on: date
    ground: str
    reason: str = ""
