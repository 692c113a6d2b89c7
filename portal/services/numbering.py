"""Letters as promises: an event names its documents and their numbers, in one transaction (R118, R134-R148)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from guides.guide import Guide
from portal.documents.letter import Kind
from portal.documents.numbers import SERIES, number, prefix
from portal.models import Case as CaseRow
from portal.models import Document, Office
from portal.services import law
from portal.services.counters import next_value
from workflows.events import Event, Letters, Recorded, kind_of, with_letters
from workflows.rules.moment import Moment

UNNUMBERED = frozenset({Kind.LICENCE, Kind.FILING, Kind.DEFERRAL_COMMITMENT})


def numbered(session: Session, row: CaseRow, events: Iterable[Event], now: Moment) -> Iterator[Event]:
    """The events, each with the letters that its procedure promises and their numbers."""
    procedure = law.procedure(row.procedure)
    for event in events:
        kinds = procedure.letters_of(kind_of(event))
        yield with_letters(event, _letters(session, row, kinds, now)) if kinds else event


def keep(session: Session, row: CaseRow, recorded: Iterable[Recorded]) -> None:
    """Store a row for every promised letter, so that lists can find it; its content stays derived from the journal."""
    rows = [
        {
            "public_id": secrets.token_urlsafe(16),
            "case_id": row.id,
            "seq": entry.seq,
            "kind": kind,
            "number": name,
            "dated": Moment(entry.at, entry.by, law.calendar()).day,
            "created_at": entry.at,
        }
        for entry in recorded
        for kind, name in getattr(entry.event, "letters", ())
    ]
    if rows:
        session.execute(insert(Document), rows)


def _letters(session: Session, row: CaseRow, kinds: tuple[str, ...], now: Moment) -> Letters:
    guide = law.guide_of(row.item, row.guide_version)
    return tuple((kind, _number(session, row, guide, Kind(kind), now)) for kind in kinds)


def _number(session: Session, row: CaseRow, guide: Guide, kind: Kind, now: Moment) -> str:
    if kind in UNNUMBERED or kind not in SERIES:
        return ""
    agency = session.scalars(select(Office.document_prefix).where(Office.code == row.lead_office)).one()
    series = prefix(agency, kind, guide.item_type)
    return number(series, now.day.year, next_value(session, f"document:{series}:{now.day.year}"))
