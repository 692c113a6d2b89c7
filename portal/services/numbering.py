"""Letters as promises: an event names its documents and their numbers, in one transaction (R118, R134-R148)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace

from flask import current_app
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from guides.guide import Guide
from portal.db import add_rows, table_of
from portal.documents.letter import Kind
from portal.documents.numbers import SERIES, number, prefix
from portal.models import Case as CaseRow
from portal.models import Document, Office, User
from portal.services import law
from portal.services.counters import next_value
from workflows.case import Case
from workflows.clocks import told
from workflows.events import Letters, Recorded, kind_of
from workflows.events.telling import tells, with_letters
from workflows.evolve import dated, evolve
from workflows.rules.moment import Moment

_OFFICES = table_of(Office)
_PREFIX = select(_OFFICES.c.document_prefix).where(_OFFICES.c.code == bindparam("office"))
UNNUMBERED = frozenset({Kind.LICENCE, Kind.LICENCE_AGAIN, Kind.FILING, Kind.DEFERRAL_COMMITMENT})


def with_promises(session: Session, row: CaseRow, case: Case | None, recorded: Recorded, now: Moment) -> Recorded:
    """The event with the letters that its procedure promises, their numbers, and the last days that they tell."""
    kinds = law.procedure(row.procedure).letters_of(kind_of(recorded.event))
    if not kinds or not tells(recorded.event):
        return recorded
    after = evolve(case, recorded)
    event = with_letters(
        recorded.event, _letters(session, row, kinds, dated(recorded).year), told(after, now.calendar, now.day)
    )
    return replace(recorded, event=event)


def keep(session: Session, row: CaseRow, recorded: Iterable[Recorded], signer: str = "") -> None:
    """Store a row for every promised letter, so that lists can find it; its content stays derived from the journal."""
    promising = [entry for entry in recorded if getattr(entry.event, "letters", ())]
    if not promising:
        return
    signer = signer or name_of(session, promising[0].by)
    site = current_app.config["SETTINGS"].base_url
    rows = [
        {
            "public_id": secrets.token_urlsafe(16),
            "case_id": row.id,
            "seq": entry.seq,
            "kind": kind,
            "number": name,
            "dated": dated(entry),
            "created_at": entry.at,
            "signer": signer,
            "site": site,
            "link": f"{site}/track?number={row.number}" if kind == Kind.RECEIPT else "",
            "recipient": session.info.get("recipients", {}).get(row.id, ""),
        }
        for entry in promising
        for kind, name in entry.event.letters  # type: ignore[attr-defined]
    ]
    add_rows(session, Document, rows)


def name_recipient(session: Session, case_id: int, name: str) -> None:
    """Say who signs for what this transaction serves: the name goes beside the letter, never into the journal (DESIGN §3.6)."""
    session.info.setdefault("recipients", {})[case_id] = name


def name_of(session: Session, reference: str) -> str:
    """The name of the account behind a reference of the journal; empty for the portal itself."""
    kind, _, number = reference.partition(":")
    if kind == "system":
        return ""
    return session.scalars(select(User.name).where(User.id == int(number))).one_or_none() or ""


def _letters(session: Session, row: CaseRow, kinds: tuple[str, ...], year: int) -> Letters:
    guide = law.guide_of(row.item, row.guide_version)
    return tuple((kind, _number(session, row, guide, Kind(kind), year)) for kind in kinds)


def _number(session: Session, row: CaseRow, guide: Guide, kind: Kind, year: int) -> str:
    if kind in UNNUMBERED or kind not in SERIES:
        return ""
    series = prefix(_prefix(session, row.lead_office), kind, guide.item_type)
    return number(series, year, next_value(session, f"document:{series}:{year}"))


def _prefix(session: Session, office: str) -> str:
    """The agency's own characters (机关代字), read once a transaction.

    An office that nobody has set up yet has none, like one without characters: what is handed in is received all the same.
    """
    known: dict[str, str] = session.info.setdefault("document_prefixes", {})
    if office not in known:
        known[office] = session.connection().execute(_PREFIX, {"office": office}).scalar_one_or_none() or ""
    return known[office]
