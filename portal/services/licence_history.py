"""The history of a licence: granted, issued, told, decided, replaced, each with the document behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.services.casefile import CaseFile
from portal.services.people import PORTAL, Name, names_of
from workflows import events as e
from workflows.events import Event, Recorded, kind_of
from workflows.evolve import day_of

TELLING = (
    e.Granted,
    e.DeemedRenewed,
    e.DeemedFiled,
    e.LicenceIssued,
    e.Published,
    e.PublicationCorrected,
    e.PublicationWithdrawn,
    e.RenewalFiled,
    e.RenewalEnded,
    e.StandingTaken,
    e.RenewalDeemed,
    e.LicenceActProposed,
    e.LicenceActReviewed,
    e.LicenceActDiscussed,
    e.LicenceDefended,
    e.LicenceActDropped,
    e.LicenceDecision,
    e.CancellationAsked,
    e.LicenceReplaced,
    e.ReissueAsked,
    e.ReissueProposed,
    e.ReissueReturned,
    e.CancellationRefusalProposed,
    e.CancellationRefusalReturned,
    e.LicenceReissued,
    e.VoidDeclared,
    e.CancellationRefused,
    e.ReissueRefused,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history: the kind of event, its facts, who did it, and the letter behind it (opaque name and number)."""

    seq: int
    kind: str
    on: date
    by: Name
    facts: Mapping[str, Any]
    letter: str = ""
    number: str = ""


INSIDE = (
    e.LicenceActReviewed,
    e.LicenceActDiscussed,
    e.ReissueProposed,
    e.ReissueReturned,
    e.CancellationRefusalProposed,
    e.CancellationRefusalReturned,
)
"""What comes before a signature, which the holder is not told."""


def history(session: Session, file: CaseFile, *, inside: bool) -> tuple[Line, ...]:
    """What happened to the licence of a case, the newest first; without `inside` only what its holder is told."""
    told = [entry for entry in file.recorded if isinstance(entry.event, TELLING) and (inside or _shown(entry.event))]
    names = names_of(session, {entry.by for entry in told})
    letters = {one.seq: one for one in file.letters if one.kind != "service"}
    return tuple(_lines(told, names, letters))


def _shown(event: Event) -> bool:
    """A proposal that the law does not have the holder told of stays inside until it is decided; so does what came before the
    signature."""
    if isinstance(event, INSIDE):
        return False
    return not isinstance(event, e.LicenceActProposed | e.LicenceActDropped) or event.notice


def _lines(told: list[Recorded], names: Mapping[str, Name], letters: Mapping[int, Any]) -> Iterator[Line]:
    for entry in reversed(told):
        letter = letters.get(entry.seq)
        facts = {one.name: getattr(entry.event, one.name) for one in fields(entry.event)}
        yield Line(
            entry.seq,
            kind_of(entry.event),
            day_of(entry),
            names.get(entry.by, PORTAL),
            facts,
            letter.public_id if letter else "",
            letter.number if letter else "",
        )
