"""Verification of the journal: the chain is unbroken, and every row equals the fold of its events (DESIGN §3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import reading
from portal.models import (
    ActContent,
    CaseDuty,
    CasePromise,
    CaseRating,
    CaseTrack,
    CaseVisit,
    JournalEntry,
    LetterService,
    Licence,
    RatingText,
    Snapshot,
)
from portal.models import Case as CaseRow
from portal.services import (
    chain,
    columns,
    duty_columns,
    law,
    licence_rows,
    promise_rows,
    rating_rows,
    rating_words,
    service_rows,
    snapshots,
    visit_rows,
)
from workflows.case import Case, fold
from workflows.events import Recorded, from_payload
from workflows.rules import Moment

BATCH = 200


@dataclass(frozen=True, slots=True)
class Break:
    """One thing that does not hold: the case, the entry (0: the row itself), and what is wrong with it."""

    number: str
    seq: int
    fault: str
    copied: bool = False  # a copy that differs from the journal, which the journal can mend


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found."""

    cases: int
    events: int
    broken: tuple[Break, ...] = field(default=())


def verify() -> Verdict:
    """Check every case of the database; nothing is written."""
    cases = events = 0
    broken: list[Break] = []
    with reading() as session:
        last = 0
        while rows := _batch(session, last):
            for row in rows:
                entries = list(_entries(session, row.id))
                cases, events = cases + 1, events + len(entries)
                broken += _faults(session, row, entries)
            last = rows[-1].id
            session.expunge_all()
        broken += _orphans(session)
    return Verdict(cases, events, tuple(broken))


def holds(session: Session, row: CaseRow) -> bool:
    """Whether the record of one case is whole, and its row what the record says."""
    return not list(_faults(session, row, list(_entries(session, row.id))))


def _batch(session: Session, after: int) -> list[CaseRow]:
    statement = select(CaseRow).where(CaseRow.id > after).order_by(CaseRow.id).limit(BATCH)
    return list(session.scalars(statement))


def _entries(session: Session, case_id: int) -> Iterator[JournalEntry]:
    return iter(session.scalars(select(JournalEntry).where(JournalEntry.case_id == case_id).order_by(JournalEntry.seq)))


def _faults(session: Session, row: CaseRow, entries: list[JournalEntry]) -> Iterator[Break]:
    broken = list(_chain(row, entries)) if entries else [Break(row.number, 0, "no journal")]
    yield from broken
    if broken:
        return
    case = _folded(entries)
    if isinstance(case, str):
        yield Break(row.number, 0, case)
        return
    yield from _copies(session, row, case, entries[-1])
    yield from _ratings(session, row, case, entries[-1])
    yield from _promises(session, row, case, entries[-1])
    yield from _services(session, row, case)
    yield from _snapshots(session, row, case)
    yield from _papers(session, row, entries)


def _chain(row: CaseRow, entries: list[JournalEntry]) -> Iterator[Break]:
    """Every digest covers its entry and the digest before it; the row's head is the last one, so a lost tail shows."""
    previous = chain.GENESIS
    for expected, entry in enumerate(entries, 1):
        content = {name: getattr(entry, name) for name in ("seq", "kind", "payload", "at", "by", "previous")}
        if entry.seq != expected:
            yield Break(row.number, expected, "missing entry")
            return
        if entry.previous != previous or entry.digest != chain.digest(content):
            yield Break(row.number, entry.seq, "changed entry")
            return
        previous = entry.digest
    if row.head != previous or row.seq != len(entries):
        yield Break(row.number, row.seq, "the journal ends elsewhere than the row says")


def _folded(entries: list[JournalEntry]) -> Case | str:
    try:
        recorded = [Recorded(e.seq, e.at, e.by, from_payload(e.kind, e.payload)) for e in entries]
        case = fold(recorded)
    except (KeyError, TypeError, ValueError) as error:
        return f"cannot be folded: {error!r}"
    return case or "empty journal"


def _copies(session: Session, row: CaseRow, case: Case, last: JournalEntry) -> Iterator[Break]:
    now = Moment(last.at, last.by, law.calendar())
    for name, value in columns.of_case(case, now).items():
        if getattr(row, name) != value:
            yield Break(row.number, 0, f"{name} is {getattr(row, name)!r}, the journal says {value!r}", copied=True)
    owed = {one["duty"]: one for one in duty_columns.of_duties(case, now)}
    kept = {one.duty: one for one in session.scalars(select(CaseDuty).where(CaseDuty.case_id == row.id))}
    if kept.keys() != owed.keys() or any(_differs(kept[name], owed[name]) for name in owed):
        yield Break(row.number, 0, "the duties after the licence differ from the journal")
    visits = {v.seq: v for v in session.scalars(select(CaseVisit).where(CaseVisit.case_id == row.id))}
    wanted = visit_rows.of_case(case)
    if visits.keys() != wanted.keys() or any(_differs(visits[seq], wanted[seq]) for seq in wanted):
        yield Break(row.number, 0, "the visits differ from the journal")
    yield from _licence(session, row, case)
    if case.state not in columns.TRACKS_CHANGE_WITH:
        return
    stored = {t.track: t for t in session.scalars(select(CaseTrack).where(CaseTrack.case_id == row.id))}
    told = {t["track"]: t for t in columns.of_tracks(case, now)}
    if stored.keys() != told.keys() or any(_differs(stored[name], told[name]) for name in told):
        yield Break(row.number, 0, "the tracks differ from the journal", copied=True)


def _licence(session: Session, row: CaseRow, case: Case) -> Iterator[Break]:
    """How the licence stands equals the fold."""
    kept = session.scalars(select(Licence).where(Licence.case_id == row.id)).one_or_none()
    if kept is not None and case.licence is not None and _differs(kept, licence_rows.of_licence(case)):
        yield Break(row.number, 0, "the standing of the licence differs from the journal")


def _ratings(session: Session, row: CaseRow, case: Case, last: JournalEntry) -> Iterator[Break]:
    """The copies of ratings equal the fold, and the words that are still kept are those whose digest the journal holds."""
    stored = {one.act: one for one in session.scalars(select(CaseRating).where(CaseRating.case_id == row.id))}
    told = {one["act"]: one for one in rating_rows.of_ratings(row, case, Moment(last.at, last.by, law.calendar()))}
    if stored.keys() != told.keys() or any(_differs(stored[act], told[act]) for act in told):
        yield Break(row.number, 0, "the ratings differ from the journal")
    for text in session.scalars(select(RatingText).where(RatingText.case_id == row.id)) if told else ():
        if rating_words.digest_of(text.words) != text.digest:
            yield Break(row.number, 0, "words of a rating do not match their digest")


def _promises(session: Session, row: CaseRow, case: Case, last: JournalEntry) -> Iterator[Break]:
    """The copies of promises equal the fold."""
    stored = {one.material: one for one in session.scalars(select(CasePromise).where(CasePromise.case_id == row.id))}
    found = promise_rows.of_promises(row, case, Moment(last.at, last.by, law.calendar()))
    told = {one["material"]: one for one in found}
    if stored.keys() != told.keys() or any(_differs(stored[name], told[name]) for name in told):
        yield Break(row.number, 0, "the promises differ from the journal")


def _services(session: Session, row: CaseRow, case: Case) -> Iterator[Break]:
    """How far the service of every letter has come equals the fold."""
    rows = session.scalars(select(LetterService).where(LetterService.case_id == row.id))
    stored, told = {(one.seq, one.document): one for one in rows}, service_rows.of_letters(case)
    if stored.keys() != told.keys() or any(_differs(stored[key], told[key]) for key in told):
        yield Break(row.number, 0, "the service of letters differs from the journal")


Copied = CaseTrack | CaseRating | CaseDuty | CaseVisit | CasePromise | LetterService | Licence


def _differs(stored: Copied, told: dict[str, Any]) -> bool:
    return any(getattr(stored, name) != value for name, value in told.items())


def _snapshots(session: Session, row: CaseRow, case: Case) -> Iterator[Break]:
    kept = session.execute(select(Snapshot.digest, Snapshot.content).where(Snapshot.case_id == row.id)).all()
    for digest, content in kept:
        if snapshots.digest_of(content) != digest:
            yield Break(row.number, 0, "a snapshot does not match its digest")
    if case.snapshot not in {digest for digest, _ in kept}:
        yield Break(row.number, 0, "the journal names a snapshot that is not there")


def _papers(session: Session, row: CaseRow, entries: list[JournalEntry]) -> Iterator[Break]:
    """What an act rests on matches the digest that its event names."""
    named = {entry.payload["paper"] for entry in entries if entry.payload.get("paper")}
    if not named:
        return
    kept = session.execute(select(ActContent.digest, ActContent.content).where(ActContent.case_id == row.id)).all()
    if named - {digest for digest, _ in kept}:
        yield Break(row.number, 0, "the journal names the content of an act that is not there")
    if any(content and snapshots.digest_of(content) != digest for digest, content in kept):
        yield Break(row.number, 0, "the content of an act does not match its digest")


def _orphans(session: Session) -> Iterator[Break]:
    """Events without a case: a row that was removed leaves its journal behind."""
    statement = (
        select(JournalEntry.case_id, func.count())
        .outerjoin(CaseRow, CaseRow.id == JournalEntry.case_id)
        .where(CaseRow.id.is_(None))
        .group_by(JournalEntry.case_id)
    )
    for case_id, count in session.execute(statement):
        yield Break(f"#{case_id}", 0, f"{count} entries of a case that is not there")
