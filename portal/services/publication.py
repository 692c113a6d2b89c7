"""Publication (双公示): the public list of licensing decisions, natural persons masked (R107-R109)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from guides.text import Text
from portal.actors import SYSTEM
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Office, Publication, PublicationChange
from portal.services import journal, law
from portal.services.licences import spellings
from portal.services.outbox import Parcel
from portal.services.publication_fields import fields_of, searched, shown
from workflows.case import Case
from workflows.commands import DeclareVoid, Publish
from workflows.refusal import Refusal


@dataclass(frozen=True, slots=True)
class PublishedDecision:
    """One line of the public list, in the national fields (R109), with the item in both languages."""

    decided_on: date
    item: Text
    granted: bool
    fields: dict[str, Any]
    public_id: str = ""
    corrected_on: date | None = None
    void_on: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A correction (by field what it said and says) or the withdrawal of a line, as anybody may read it."""

    act: str
    ground: str
    fields: Mapping[str, tuple[str, str]]
    reason: str
    on: date
    office: Text


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """The page of one decision with its history, the oldest first; a withdrawn one shows no content any more.

    `void_basis` is the provision of the declaration that old documents are void, where one stands.
    """

    decision: PublishedDecision
    published_on: date
    withdrawn: Change | None
    history: tuple[Change, ...]
    void_basis: Text | None = None


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry a `publication` message of the outbox: publish the decision, once."""
    assert parcel.case_id is not None
    publish(parcel.case_id, at=at)


def publish(case_id: int, *, at: datetime) -> bool:
    """Put a decision on the public list within its limit (R107).

    False when it stands there already; its line then takes up what has come since, such as the licence that was made out, or a
    new document of it with which the old ones are declared void.
    """
    with transaction() as session:
        row = journal.lock(session, case_id)
        line_there = session.get(Publication, case_id)
        if line_there is not None:
            case = _declared(session, row, journal.state_of(session, case_id), at)
            take_up(line_there, row, fields_of(session, row, case, business_day(at)))
            line_there.void_on = case.licence.void_declared_on if case.licence else None
            return False
        case = _declared(session, row, journal.record(session, row, Publish(), by=SYSTEM, at=at), at)
        assert case.decided_on is not None
        fields = fields_of(session, row, case, business_day(at))
        line = {
            "case_id": case_id,
            "published_at": at,
            "decided_on": case.decided_on,
            "fields": fields,
            "public_id": secrets.token_urlsafe(16),
            "searched": searched(fields, row),
            "corrected": {},
            "void_on": case.licence.void_declared_on if case.licence else None,
        }
        session.execute(insert(Publication), [line])
        return True


def _declared(session: Session, row: CaseRow, case: Case, at: datetime) -> Case:
    """The case, with the declaration that its old documents are void where that is owed; a line that was withdrawn says nothing."""
    if case.licence is None or not case.licence.void_owed or case.publication_withdrawn_on is not None:
        return case
    return journal.record(session, row, DeclareVoid(), by=SYSTEM, at=at)


def take_up(line: Publication, row: CaseRow, told: dict[str, Any]) -> None:
    """Let a line say what its case says now, with what was corrected in it."""
    line.fields = shown(told, line.corrected or {}, line.corrected_on)
    line.searched = searched(line.fields, row)
    line.decided_on = date.fromisoformat(line.fields["XK_JDRQ"])


def published(*, search: str = "", page: int = 1, size: int = 50) -> tuple[list[PublishedDecision], bool]:
    """A page of the public list, newest first, and whether there is more; what was withdrawn stands there no more.

    `search` finds what is published, and nothing that was masked: names, items, numbers of decisions and of licences
    (with brackets of any kind), codes.
    """
    p = Publication
    columns = (p.decided_on, p.fields, p.public_id, p.corrected_on, p.void_on)
    named = (CaseRow.item_name_zh, CaseRow.item_name_en, CaseRow.outcome)
    statement = select(*columns, *named).join(CaseRow, CaseRow.id == p.case_id).where(p.withdrawn_on.is_(None))
    if search.strip():
        words = {search.strip()[:100], *spellings(search)} - {""}
        statement = statement.where(or_(*(p.searched.contains(one.lower(), autoescape=True) for one in sorted(words))))
    statement = statement.order_by(p.decided_on.desc(), p.case_id.desc())
    with reading() as session:
        rows = session.execute(statement.offset((page - 1) * size).limit(size + 1)).all()
    found = [
        PublishedDecision(on, Text(zh=zh, en=en), outcome != "refuse", fields, public_id, corrected, void)
        for on, fields, public_id, corrected, void, zh, en, outcome in rows[:size]
    ]
    return found, len(rows) > size


def line_of(public_id: str) -> PublishedLine:
    """The page of one decision, by the name in its address. Raises Refusal where there is none."""
    wanted = select(Publication, CaseRow).join(CaseRow, CaseRow.id == Publication.case_id)
    with reading() as session:
        found = session.execute(wanted.where(Publication.public_id == public_id)).one_or_none()
        if found is None or not public_id:
            raise Refusal("no_such_publication")
        line, row = found
        history = history_of(session, line.case_id)
        item = Text(zh=row.item_name_zh, en=row.item_name_en)
        gone = next((one for one in history if one.act == "withdrawn"), None)
        fields = {} if gone else line.fields
        decision = PublishedDecision(
            line.decided_on, item, row.outcome != "refuse", fields, line.public_id, line.corrected_on, line.void_on
        )
        rule = law.guide_of(row.item, row.guide_version).result.void_notice if line.void_on else None
        return PublishedLine(decision, business_day(line.published_at), gone, history, rule.basis if rule else None)


def history_of(session: Session, case_id: int) -> tuple[Change, ...]:
    """The corrections of a line and its withdrawal, the oldest first."""
    changes = select(PublicationChange).where(PublicationChange.case_id == case_id).order_by(PublicationChange.seq)
    rows = session.scalars(changes).all()
    offices = select(Office.code, Office.name_zh, Office.name_en).where(Office.code.in_({one.office for one in rows}))
    names = {code: Text(zh=zh, en=en) for code, zh, en in session.execute(offices)} if rows else {}
    return tuple(
        Change(
            one.act, one.ground, {code: (said[0], said[1]) for code, said in one.fields.items()}, one.reason, one.on,
            names.get(one.office, Text(zh=one.office, en=one.office)),
        )
        for one in rows
    )  # fmt: skip
