"""The full-process record: every act on a case from submission to filing, as the journal holds it (R130, R131)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.db import reading
from portal.models import JournalEntry
from portal.services.casefile import CaseFile
from workflows import events as e
from workflows.events import Event, kind_of


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One act: its number, moment and author, its kind, what it is about, the words that were written, and its digest.

    `about` names a code by kind: `track`, `material` or `cause`; `letters` are kinds and numbers of what went out.
    """

    seq: int
    at: datetime
    by: str
    kind: str
    about: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    letters: tuple[tuple[str, str], ...]
    digest: str


_CODES = (
    "outcome", "conclusion",
    "track", "how", "officer", "on_behalf", "material", "cause", "finding", "verdict", "result", "clock", "rung", "way", "stage",
)  # fmt: skip
_WORDS = (
    "opinion",
    "basis",
    "reason",
    "facts",
    "scope",
    "resolution",
    "explanation",
    "note",
    "competent_body",
    "reply",
    "panel",
    "question",
    "words",
    "discussion",
    "nobody",
    "heard",
    "fees",
)


def lines(file: CaseFile) -> tuple[RecordLine, ...]:
    """Every act on the case, oldest first, each with the first 12 signs of the digest that chains it to those before."""
    with reading() as session:
        statement = select(JournalEntry.seq, JournalEntry.digest).where(JournalEntry.case_id == file.id)
        digests = {row.seq: row.digest for row in session.execute(statement)}
    return tuple(
        RecordLine(
            seq=entry.seq,
            at=entry.at,
            by=entry.by,
            kind=kind_of(entry.event),
            about=tuple((name, str(value)) for name, value in _present(entry.event, _CODES)),
            words=tuple(str(value) for name, value in _present(entry.event, _WORDS)) + _marks(entry.event),
            letters=getattr(entry.event, "letters", ()),
            digest=digests.get(entry.seq, "")[:12],
        )
        for entry in file.recorded
    )


def _present(event: Event, names: tuple[str, ...]) -> list[tuple[str, object]]:
    if isinstance(event, e.BallotCast):  # how an expert voted is read on the page of the panel alone
        return []
    return [(name, value) for name in names if (value := getattr(event, name, ""))]


def _marks(event: Event) -> tuple[str, ...]:
    """The words of a correction notice, and of materials that were left for later."""
    if not isinstance(event, e.CorrectionRequested | e.AcceptanceRefused | e.AcceptedDeferred):
        return ()
    return tuple(mark.reason for mark in event.marks if mark.reason)
