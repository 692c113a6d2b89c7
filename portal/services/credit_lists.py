"""The credit lists as data: every import is a version of its own, and the newest one of a name is in use (R92-R98)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from guides.identifiers import id_number_fault, uscc_fault
from portal.access import require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import CreditEntry, CreditList
from portal.services import credit_terms
from portal.services.counters import next_value
from portal.services.credit_keys import key_of, keys_of
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal

KINDS = ("red", "black")
SERIES = "credit_lists"
"""The series that whoever changes a list takes a number from: of two at once the second waits and sees what the first did."""
OWN = {"red": "本机关登记的守信激励名单", "black": "本机关登记的失信名单"}
"""The lists that hold what is listed by hand: an import never takes away what somebody entered here."""
_BY_HAND: dict[str, dict[str, str]] = {
    "nobody": {"uscc": "nobody"},
    "reversed": {"until": "reversed"},
    "term": {"until": "term"},
}


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
    grade: str = ""


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
    file: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry that a new version says otherwise: as it is in use, and as it would be."""

    before: Entry
    after: Entry


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new version would change: entries that are new, said otherwise or gone, and how many stay.

    `base` is the version that it was compared with, 0 where the list is new.
    """

    base: int
    version: str
    new: tuple[Entry, ...]
    changed: tuple[Changed, ...]
    gone: tuple[Entry, ...]
    same: int


def import_list(
    kind: str,
    name: str,
    version: str,
    entries: Iterable[Entry],
    *,
    rule_version: str,
    by: Actor,
    at: datetime,
    file: str = "",
    base: int | None = None,
) -> ListFacts:
    """Take in a new version of the list of that name; the version before stays as evidence and is used no more.

    The same version with the same entries changes nothing. `file` is the upload it was read from. With `base`, the version
    that the preview was compared with, another version in use meanwhile raises Refusal `credit_list_changed`.
    Raises WrongInput naming the line of an entry that cannot be right.
    """
    require(by.kind == "system" or by.holds(Role.ADMINISTRATOR), "role", roles=["administrator"])
    lines = list(entries)
    _check(kind, name, version, lines)
    digest = digest_of(lines)
    with transaction() as session:
        next_value(session, SERIES)
        now = _current(session, kind, name)
        if base is not None and base != (now.id if now else 0):
            raise Refusal("credit_list_changed", name=name, version=now.version if now else "")
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
            before, came_on = _entries(session, now), _came_on(now)
            known = _replace(session, kind, name, version, digest, rule_version, by, at)
            known.file = file
            _store(session, known, lines, before, came_on)
        return _facts(known, len(lines))


def add_by_hand(kind: str, entry: Entry, *, rule_version: str, by: Actor, at: datetime) -> int:
    """List one unit or person by hand: a new version of the office's own list, with one entry more; the entry's number.

    Raises WrongInput naming the field that cannot be right, Refusal `credit_entry_known` where it is listed already.
    """
    require(by.holds(Role.ADMINISTRATOR), "role", roles=["administrator"])
    if kind not in KINDS:
        raise WrongInput(kind="missing")
    if fault := fault_of(entry):
        raise WrongInput(**_BY_HAND.get(fault, {fault: "wrong"}))
    name = OWN[kind]
    with transaction() as session:
        next_value(session, SERIES)
        now = _current(session, kind, name)
        known = _entries(session, now)
        key = key_of(kind, name, entry)
        if key in known:
            raise Refusal("credit_entry_known")
        lines = [*known.values(), entry]
        made = session.scalar(select(func.count()).where(CreditList.kind == kind, CreditList.name == name)) or 0
        new = _replace(session, kind, name, f"{made + 1}", digest_of(lines), rule_version.strip(), by, at)
        _store(session, new, lines, known)
        wanted = select(CreditEntry.id).where(CreditEntry.list_id == new.id, CreditEntry.key == key)
        return session.scalars(wanted).one()


def differences(kind: str, name: str, entries: Iterable[Entry]) -> Difference:
    """What this version would change in the list of that name; nothing is written."""
    lines = list(entries)
    with reading() as session:
        now = _current(session, kind, name)
        before = _entries(session, now)
    after = dict(zip(keys_of(kind, name, lines, before, _came_on(now)), lines, strict=True))
    return Difference(
        base=now.id if now else 0,
        version=now.version if now else "",
        new=tuple(entry for key, entry in after.items() if key not in before),
        changed=tuple(
            Changed(before[key], entry) for key, entry in after.items() if key in before and before[key] != entry
        ),
        gone=tuple(entry for key, entry in before.items() if key not in after),
        same=sum(1 for key, entry in after.items() if before.get(key) == entry),
    )


def entry_of(row: CreditEntry) -> Entry:
    """The entry that a row keeps."""
    return Entry(**{field.name: getattr(row, field.name) for field in fields(Entry)})


def _entries(session: Session, one: CreditList | None) -> dict[str, Entry]:
    """The entries of a version by their keys; none where there is no version."""
    rows = session.scalars(select(CreditEntry).where(CreditEntry.list_id == one.id)) if one else ()
    return {row.key: entry_of(row) for row in rows}


def _current(session: Session, kind: str, name: str) -> CreditList | None:
    wanted = (CreditList.kind == kind, CreditList.name == name, CreditList.current)
    return session.scalars(select(CreditList).where(*wanted).order_by(CreditList.id.desc())).first()


def lists(*, current: bool = True) -> tuple[ListFacts, ...]:
    """The lists in use, or every version, with the number of their entries; the newest first."""
    count = select(func.count()).where(CreditEntry.list_id == CreditList.id).scalar_subquery()
    statement = select(CreditList, count).order_by(CreditList.id.desc())
    if current:
        statement = statement.where(CreditList.current)
    with reading() as session:
        return tuple(_facts(one, number) for one, number in session.execute(statement))


def file_of(list_id: int, *, by: Actor) -> str:
    """The name under which the file of a version is kept. Raises Refusal where there is none."""
    require(by.holds(Role.ADMINISTRATOR), "role", roles=["administrator"])
    with reading() as session:
        one = session.get(CreditList, list_id)
        if one is None or not one.file:
            raise Refusal("no_such_file")
        return one.file


def _check(kind: str, name: str, version: str, entries: Sequence[Entry]) -> None:
    wrong = {}
    if kind not in KINDS:
        wrong["kind"] = "unknown"
    if not name.strip():
        wrong["name"] = "missing"
    if not version.strip():
        wrong["version"] = "missing"
    wrong |= {f"line_{n}": fault for n, entry in enumerate(entries, start=1) if (fault := fault_of(entry))}
    if wrong:
        raise WrongInput(**wrong)


def fault_of(entry: Entry) -> str:
    """Why the entry cannot be right: nobody, uscc, person_id, reversed, grounds, body, grade or term; nothing when it can."""
    if not (entry.uscc or entry.unit_name or entry.person_name or entry.person_id):
        return "nobody"
    if entry.uscc and uscc_fault(entry.uscc):
        return "uscc"
    if entry.person_id and id_number_fault(entry.person_id):
        return "person_id"
    if entry.until is not None and entry.until < entry.listed_on:
        return "reversed"
    if not entry.grounds.strip() or not entry.body.strip():
        return "grounds" if not entry.grounds.strip() else "body"
    return credit_terms.fault_of(entry.grade, entry.listed_on, entry.until)


def digest_of(entries: Sequence[Entry]) -> str:
    """What makes two versions with the same entries the same."""
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


def _came_on(one: CreditList | None) -> date | None:
    """The day on which a version came in; None where there is none."""
    return business_day(one.imported_at) if one else None


def _store(
    session: Session,
    new: CreditList,
    entries: Sequence[Entry],
    before: Mapping[str, Entry],
    came_on: date | None = None,
) -> None:
    keys = keys_of(new.kind, new.name, entries, before, came_on)
    rows = [
        {"list_id": new.id, "kind": new.kind, "key": key, **asdict(one)} for key, one in zip(keys, entries, strict=True)
    ]
    if rows:
        session.execute(insert(CreditEntry), rows)


def _facts(one: CreditList, entries: int) -> ListFacts:
    known = (one.id, one.kind, one.name, one.version, one.rule_version, one.current, one.imported_at)
    return ListFacts(*known, entries, one.file)
