"""The credit lists as data: every import is a version of its own, and the newest one of a name is in use (R92-R98)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from guides.identifiers import id_number_fault, uscc_fault
from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import CreditEntry, CreditList
from portal.services.wrong_input import WrongInput

KINDS = ("red", "black")


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit or person to be listed, with the decision that lists it and its term."""

    grounds: str
    body: str
    listed_on: date
    until: date | None = None
    uscc: str = ""
    unit_name: str = ""
    person_name: str = ""
    person_id: str = ""
    decision_document: str = ""
    removed_on: date | None = None


@dataclass(frozen=True, slots=True)
class ListFacts:
    """A version of a list as pages name it."""

    id: int
    kind: str
    name: str
    version: str
    rule_version: str
    current: bool
    imported_at: datetime
    entries: int


def import_list(
    kind: str, name: str, version: str, entries: Iterable[Entry], *, rule_version: str, by: Actor, at: datetime
) -> ListFacts:
    """Take in a new version of the list of that name; the version before stays as evidence and is used no more.

    The same version with the same entries changes nothing. Raises WrongInput naming the line of an entry that cannot be right.
    """
    require(by.kind == "system" or by.holds(Role.ADMINISTRATOR), "role", roles=["administrator"])
    lines = list(entries)
    _check(kind, name, version, lines)
    digest = _digest(lines)
    with transaction() as session:
        known = session.scalars(
            select(CreditList).where(
                CreditList.kind == kind,
                CreditList.name == name,
                CreditList.version == version,
                CreditList.digest == digest,
                CreditList.current,
            )
        ).first()
        if known is None:
            known = _replace(session, kind, name, version, digest, rule_version, by, at)
            _store(session, known, lines)
        return _facts(known, len(lines))


def lists(*, current: bool = True) -> tuple[ListFacts, ...]:
    """The lists in use, or every version, with the number of their entries; the newest first."""
    count = select(func.count()).where(CreditEntry.list_id == CreditList.id).scalar_subquery()
    statement = select(CreditList, count).order_by(CreditList.id.desc())
    if current:
        statement = statement.where(CreditList.current)
    with reading() as session:
        return tuple(_facts(one, number) for one, number in session.execute(statement))


def _check(kind: str, name: str, version: str, entries: Sequence[Entry]) -> None:
    wrong = {}
    if kind not in KINDS:
        wrong["kind"] = "unknown"
    if not name.strip():
        wrong["name"] = "missing"
    if not version.strip():
        wrong["version"] = "missing"
    wrong |= {f"line_{n}": fault for n, entry in enumerate(entries, start=1) if (fault := _fault(entry))}
    if wrong:
        raise WrongInput(**wrong)


def _fault(entry: Entry) -> str:
    """Why the entry cannot be right: nobody, uscc, person_id, reversed, grounds or body; nothing when it can."""
    if not (entry.uscc or entry.unit_name or entry.person_name or entry.person_id):
        return "nobody"
    if entry.uscc and uscc_fault(entry.uscc):
        return "uscc"
    if entry.person_id and id_number_fault(entry.person_id):
        return "person_id"
    if entry.until is not None and entry.until < entry.listed_on:
        return "reversed"
    return "grounds" if not entry.grounds.strip() else "body" if not entry.body.strip() else ""


def _digest(entries: Sequence[Entry]) -> str:
    text = json.dumps([asdict(one) for one in entries], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _replace(
    session: Session, kind: str, name: str, version: str, digest: str, rule_version: str, by: Actor, at: datetime
) -> CreditList:
    older = update(CreditList).where(CreditList.kind == kind, CreditList.name == name, CreditList.current)
    session.execute(older.values(current=False))
    new = CreditList(
        kind=kind,
        name=name,
        version=version,
        rule_version=rule_version,
        digest=digest,
        current=True,
        imported_at=at,
        imported_by=by.reference,
    )
    session.add(new)
    session.flush()
    return new


def _store(session: Session, new: CreditList, entries: Sequence[Entry]) -> None:
    rows = [{"list_id": new.id, "kind": new.kind, **asdict(one)} for one in entries]
    if rows:
        session.execute(insert(CreditEntry), rows)


def _facts(one: CreditList, entries: int) -> ListFacts:
    return ListFacts(one.id, one.kind, one.name, one.version, one.rule_version, one.current, one.imported_at, entries)
