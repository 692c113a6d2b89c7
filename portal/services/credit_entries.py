"""The entries of credit lists one by one: found by whom they name, with their state and everything that happened to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import CreditEntry, CreditList
from portal.services import credit_acts, credit_marks, credit_terms
from portal.services.credit_lists import Entry, entry_of
from portal.services.credit_marks import Objection
from portal.services.credit_match import in_term
from portal.services.paging import Page, offset
from portal.services.people import Name, names_of
from workflows.refusal import Refusal

_FIRST = {"upheld": 1, "rejected": 1, "not_concerned": 1, "removed": 2}
"""Which comes after which of one moment: an objection is upheld, and so the entry is removed."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of a list in use; `state` is current, waiting, expired, removed, repaired or gone."""

    id: int
    kind: str
    list_name: str
    version: str
    entry: Entry
    state: str
    disputed: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened to an entry: which act, when, by whom, and what was said about it."""

    at: datetime
    act: str
    by: str
    version: str = ""
    day: date | None = None
    words: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry with its history, the oldest first; `names` are the people whom it names."""

    line: Line
    rule_version: str
    history: tuple[Moment, ...]
    objections: tuple[Objection, ...]
    names: dict[str, Name]
    last_day: date | None = None

    @property
    def ended(self) -> bool:
        """True when it was removed or repaired by hand and not restored since."""
        return self.line.state in credit_acts.ENDING


def find(asked: str, *, page: int = 1, by: Actor, on: date) -> Page[Line]:
    """The entries of the lists in use: all, or those of a unit or person. A number must be whole, a unit's name may be a part."""
    _administrator(by)
    wanted = select(CreditEntry, CreditList).join(CreditList, CreditList.id == CreditEntry.list_id)
    wanted = wanted.where(CreditList.current, *_named(asked.strip()))
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
        page, pages, skip = offset(page, total)
        rows = session.execute(wanted.order_by(CreditEntry.id.desc()).limit(50).offset(skip)).all()
        lines = _lines(session, [(entry, lst) for entry, lst in rows], on)
    return Page(lines, total, page, pages)


def one(entry_id: int, *, by: Actor, on: date) -> EntryView:
    """One entry with its history. Raises Refusal where there is none."""
    _administrator(by)
    with reading() as session:
        entry = session.get(CreditEntry, entry_id)
        if entry is None:
            raise Refusal("no_such_credit_entry")
        lst = session.get_one(CreditList, entry.list_id)
        (line,) = _lines(session, [(entry, lst)], on)
        objections = credit_marks.of_keys(session, [entry.key]).get(entry.key, ())
        moments = [*_versions(session, entry.key, lst), *_acts(session, entry.key), *_said(objections)]
        history = tuple(sorted(moments, key=lambda moment: (moment.at, _FIRST.get(moment.act, 0))))
        last = credit_terms.last_day(entry.kind, entry.grade, entry.listed_on, entry.until)
        known = names_of(session, {one.by for one in history})
        return EntryView(line, lst.rule_version, history, objections, known, last)


def _named(asked: str) -> list[Any]:
    if not asked:
        return []
    entry, number = CreditEntry, asked.upper().replace(" ", "")
    exact = or_(entry.uscc == number, entry.person_id == number, entry.person_name == asked)
    return [or_(exact, entry.unit_name.contains(asked, autoescape=True))]


def _lines(session: Session, rows: list[tuple[CreditEntry, CreditList]], on: date) -> tuple[Line, ...]:
    objections = credit_marks.of_keys(session, [entry.key for entry, _ in rows])
    acts = credit_acts.states(session, [entry.key for entry, _ in rows])
    return tuple(
        Line(
            entry.id, entry.kind, lst.name, lst.version, entry_of(entry), _state(entry, lst, acts.get(entry.key, ""), on),
            any(one.open for one in objections.get(entry.key, ())),
        )
        for entry, lst in rows
    )  # fmt: skip


def _state(entry: CreditEntry, lst: CreditList, act: str, on: date) -> str:
    if act in credit_acts.ENDING:
        return act
    if not lst.current:
        return "gone"
    if in_term(entry, on):
        return "current"
    if entry.removed_on is not None and entry.removed_on <= on:
        return "removed"
    return "waiting" if entry.listed_on > on else "expired"


def _versions(session: Session, key: str, lst: CreditList) -> Iterator[Moment]:
    """When the entry came in, changed, went and came back, from the versions of its list."""
    versions = (
        select(CreditList).where(CreditList.kind == lst.kind, CreditList.name == lst.name).order_by(CreditList.id)
    )
    rows = {row.list_id: entry_of(row) for row in session.scalars(select(CreditEntry).where(CreditEntry.key == key))}
    before: Entry | None = None
    known = False
    for version in session.scalars(versions):
        now = rows.get(version.id)
        act = "gone" if now is None else "changed" if before else "back" if known else "listed"
        if now != before:
            yield Moment(version.imported_at, act, version.imported_by, version.version)
        before, known = now, known or now is not None


def _acts(session: Session, key: str) -> Iterator[Moment]:
    for one in credit_acts.acts_of(session, key):
        yield Moment(one.at, one.act, one.by, day=one.day, words=one.reason, document=one.document)


def _said(objections: tuple[Objection, ...]) -> Iterator[Moment]:
    for one in objections:
        yield Moment(one.filed_at, "objected", one.filed_by, words=one.words, document=one.document)
        if one.extended_at is not None:
            yield Moment(one.extended_at, "extended", one.extended_by, words=one.extended_words)
        if one.answered_at is not None:
            yield Moment(
                one.answered_at, one.answer, one.answered_by, words=one.answer_words, document=one.answer_document
            )


def _administrator(by: Actor) -> None:
    require(by.holds(Role.ADMINISTRATOR), "role", roles=["administrator"])
