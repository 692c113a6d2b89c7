"""The journal: the only writer of events and of the columns copied from them (DESIGN §3)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from portal.actors import SYSTEM, Actor, Role
from portal.db import add_rows, table_of
from portal.models import Case as CaseRow
from portal.models import JournalEntry
from portal.services import chain, columns, copied_rows, law, messages, numbering, outbox, reminders
from portal.services.calendar_store import NATIONAL, Version
from workflows.case import Case, fold
from workflows.commands import ApplyCalendar, Command, Submit
from workflows.events import Event, Recorded, from_payload, kind_of
from workflows.evolve import evolve
from workflows.recalendar import moves
from workflows.refusal import Refusal
from workflows.rules import Moment, decide
from workflows.sweep import falls_due, wakes_on

_JOURNAL = table_of(JournalEntry)
_ENTRIES = (
    select(_JOURNAL.c.seq, _JOURNAL.c.at, _JOURNAL.c.by, _JOURNAL.c.kind, _JOURNAL.c.payload)
    .where(_JOURNAL.c.case_id == bindparam("case"))
    .order_by(_JOURNAL.c.seq)
)
_LOCK = select(CaseRow).where(CaseRow.id == bindparam("case")).with_for_update()


@dataclass
class Book:
    """A case's journal while a transaction works on it: what was read, what was added, and the state after all of it."""

    row: CaseRow
    past: list[Recorded]
    before: Case | None
    case: Case | None
    fresh: list[Recorded] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    copied: Case | None = None
    now: Moment | None = None
    anew: Moment | None = None
    signer: str = ""


def open_case(session: Session, row: CaseRow, command: Submit, *, by: Actor, at: datetime) -> Case:
    """Begin a case: record the submission and store its row, in the caller's transaction; afterwards the row has its id."""
    now = _moment(session, row, by, at)
    row.seq, row.head, row.state, row.changed_at = 0, chain.GENESIS, "", at
    row.calendar_version = law.held(session).newest
    book = Book(row, [], None, None)
    case = _add(session, book, decide(None, command, now=now), now, by)
    columns.fill(row, case, now)
    session.add(row)
    session.flush()
    book.copied = case
    _keep_open(session, book)
    return case


def record(
    session: Session, row: CaseRow, command: Command, *, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Decide a command on a locked case; what follows is written when the transaction ends: events, letters, outbox, copies.

    `row` must come from `lock`. The act is decided by the schedules that are committed at this moment; a case that an import
    has not reached yet is brought to them first. Raises Refusal: of the rule that forbids the act, or `stale` when the page
    was made from an older state (`expected_seq`), with who did what since.
    """
    book = _book(session, row)
    if expected_seq is not None and expected_seq != row.seq:
        latest = (book.past + book.fresh)[-1]
        raise Refusal("stale", kind=kind_of(latest.event), by=latest.by, at=latest.at)
    settle(session, row, by=SYSTEM, at=at)
    now = _moment(session, row, by, at)
    return _add(session, book, decide(book.case, command, now=now), now, by)


def lock(session: Session, case_id: int) -> CaseRow:
    """The case's row, held until the transaction ends: two officers act one after the other, never at once."""
    anew = {"populate_existing": case_id not in _books(session)}
    row = session.scalars(_LOCK, {"case": case_id}, execution_options=anew).one_or_none()
    if row is None:
        raise Refusal("no_such_case")
    return row


def lock_all(session: Session, case_ids: Collection[int]) -> list[CaseRow]:
    """The rows of several cases with their journals at hand, held in the order of their numbers before anything is done.

    Whoever holds several cases takes them in this order and nothing else before them, so that nobody waits in a circle.
    """
    asked = select(CaseRow).where(CaseRow.id.in_(case_ids)).order_by(CaseRow.id).with_for_update()
    rows = list(session.scalars(asked, execution_options={"populate_existing": True}))
    past = _stored_all(session, [row.id for row in rows])
    for row in rows:
        case = fold(past[row.id])
        _books(session)[row.id] = Book(row, past[row.id], case, case)
    session.info.setdefault("before_commit", {})["journal"] = _write
    return rows


def load(session: Session, case_id: int) -> list[Recorded]:
    """The events of a case, oldest first, with those that this very transaction has added."""
    book = _books(session).get(case_id)
    return book.past + book.fresh if book else _stored(session, case_id)


def state_of(session: Session, case_id: int) -> Case:
    """The case folded from its journal. Raises Refusal when there is none."""
    book = _books(session).get(case_id)
    case = book.case if book else fold(_stored(session, case_id))
    if case is None:
        raise Refusal("no_such_case")
    return case


def states_of(session: Session, case_ids: Collection[int], *, without: Collection[str] = ()) -> dict[int, Case]:
    """Several cases folded from their journals, by number; those without a journal are missing.

    Who asks for something that entries of some kinds never touch leaves them out (`without`): reminders are most of a journal.
    """
    folded = {case_id: fold(past) for case_id, past in _stored_all(session, case_ids, without).items()}
    return {case_id: case for case_id, case in folded.items() if case is not None}


def fall_due(session: Session, row: CaseRow, *, by: Actor, at: datetime) -> int:
    """Record on a locked case all that time alone has brought about, each once; return how many events that made.

    One command is recorded at a time and the case asked again, so that a silence and its reminders come in their order.
    """
    settle(session, row, by=by, at=at)
    now = _moment(session, row, by, at)
    before = row.seq
    woken = row.wake_on in (columns.NEXT, columns.AT_LEISURE)
    if woken:  # an act writes what it changes alone, and these copies may all be of another time
        _look_again(session, row, now)
    while (command := next(falls_due(_known(_book(session, row)), now=now), None)) is not None:
        record(session, row, command, by=by, at=at)
    if row.seq == before and not woken:
        _look_again(session, row, now)
    return row.seq - before


def _look_again(session: Session, row: CaseRow, now: Moment) -> None:
    """Nothing fell due on a case that woke, or it was woken for this: write its copies again as its last act left them."""
    book = _book(session, row)
    last = Moment(book.past[-1].at, book.past[-1].by, now.calendar)
    columns.copy(session, row, _known(book), last)
    columns.copy_every_track(session, row, _known(book), last)
    copied_rows.copy(session, row, _known(book), _known(book), last, anew=True)
    row.wake_on = wakes_on(_known(book), now=now)


def _moment(session: Session, row: CaseRow, by: Actor, at: datetime) -> Moment:
    """The circumstances of an act on a case; the hours of the counter count for whoever takes paper in there (R31)."""
    held = law.held(session)
    opening = held.opening(row.lead_office) if by.holds(Role.WINDOW) else None
    return Moment(at, by.reference, held.calendar, held.closed_days(row.lead_office), opening)


def settle(session: Session, row: CaseRow, *, by: Actor, at: datetime) -> int:
    """Derive a locked case's clocks again under every schedule that was brought in since its copies were made (R158).

    What moved is recorded with its reason, a version at a time; the copies are written anew in any case. Returns how many
    clocks moved. A case that knows the newest schedule stays as it is.
    """
    held = law.held(session)
    if row.calendar_version >= held.newest:
        return 0
    versions = held.after(row.calendar_version)
    if versions:
        book = _book(session, row)
        last = (book.past + book.fresh)[-1]
        book.anew = Moment(last.at, last.by, held.calendar)
        book.now = Moment(at, by.reference, held.calendar)
    moved = sum(_apply(session, row, version, by, at) for version in versions)
    set_committed_value(row, "calendar_version", held.newest)
    return moved


def _apply(session: Session, row: CaseRow, version: Version, by: Actor, at: datetime) -> int:
    """Record what one version of a schedule does to a case, as if nothing had come after it."""
    held, book = law.held(session), _book(session, row)
    old, now = held.as_of(version.id - 1), Moment(at, by.reference, held.as_of(version.id))
    national = version.scope == NATIONAL
    moved = moves(_known(book), old, now.calendar, version.year if national else None, now.day)
    scope, source = ("", "") if national else (version.scope, version.schedule.source)
    if moved and _known(book).schedules.get((scope, version.year)) != version.digest:
        command = ApplyCalendar(version.year, version.digest, moved, scope, source)
        _add(session, book, decide(_known(book), command, now=now), now, by)
        return len(moved)
    return 0


def _books(session: Session) -> dict[int, Book]:
    books: dict[int, Book] = session.info.setdefault("journal", {})
    return books


def _book(session: Session, row: CaseRow) -> Book:
    book = _books(session).get(row.id)
    if book is None:
        past = _stored(session, row.id)
        case = fold(past)
        book = Book(row, past, case, case)
        _keep_open(session, book)
    return book


def _keep_open(session: Session, book: Book) -> None:
    _books(session)[book.row.id] = book
    session.info.setdefault("before_commit", {})["journal"] = _write


def _known(book: Book) -> Case:
    if book.case is None:
        raise Refusal("no_such_case")
    return book.case


def _stored(session: Session, case_id: int) -> list[Recorded]:
    rows = session.connection().execute(_ENTRIES, {"case": case_id})
    return [Recorded(seq, at, by, from_payload(kind, payload)) for seq, at, by, kind, payload in rows]


def _stored_all(
    session: Session, case_ids: Collection[int], without: Collection[str] = ()
) -> dict[int, list[Recorded]]:
    past: dict[int, list[Recorded]] = {case_id: [] for case_id in case_ids}
    entries = select(_JOURNAL).where(_JOURNAL.c.case_id.in_(past)).order_by(_JOURNAL.c.case_id, _JOURNAL.c.seq)
    if without:
        entries = entries.where(_JOURNAL.c.kind.not_in(without))
    for entry in session.connection().execute(entries):
        event = from_payload(entry.kind, entry.payload)
        past[entry.case_id].append(Recorded(entry.seq, entry.at, entry.by, event))
    return past


def _add(session: Session, book: Book, events: Sequence[Event], now: Moment, by: Actor) -> Case:
    """Number the events, fold them, and chain them to what stands; the row's place in the journal moves at once."""
    row = book.row
    for event in events:
        one = Recorded(row.seq + 1, now.at, now.by, event)
        one = numbering.with_promises(session, row, book.case, one, now)
        entry = chain.entry(one, row.head)
        book.case = evolve(book.case, one)
        book.fresh.append(one)
        book.entries.append(entry)
        for name, value in _place(one, entry).items():
            set_committed_value(row, name, value)  # `_write` stores them: the session has no change to find
    book.now, book.signer = now, by.name
    return _known(book)


def _write(session: Session) -> None:
    """Write what this transaction added to every journal it touched, and the copies of the new state."""
    books = list(session.info.pop("journal", {}).values())
    for book in books:
        if not book.fresh and book.anew:
            version = book.row.calendar_version
            columns.copy_again(session, book.row, book.case, book.anew, book.now, calendar_version=version)
            columns.copy_all_tracks(session, book.row, book.case, book.anew)
            copied_rows.copy(session, book.row, book.before, _known(book), book.anew, anew=True)
    books = [book for book in books if book.fresh]
    if not books:
        return
    for book in books:
        if book.case is not book.copied:
            place = _place(book.fresh[-1], book.entries[-1])
            version = book.row.calendar_version
            columns.copy(session, book.row, book.case, book.now, calendar_version=version, **place)
    add_rows(session, JournalEntry, [{"case_id": book.row.id, **entry} for book in books for entry in book.entries])
    for book in books:
        if book.anew and book.before and book.before.state in columns.TRACKS_CHANGE_WITH:
            columns.copy_all_tracks(session, book.row, book.case, book.now)
        else:
            columns.copy_tracks(session, book.row, book.before, book.case, book.past, book.now)
        numbering.keep(session, book.row, book.fresh, book.signer)
        assert book.now is not None, "what was added has its moment"
        copied_rows.copy(session, book.row, book.before, _known(book), book.now, anew=book.anew is not None)
        outbox.promise(session, book.row, _known(book), book.fresh)
    messages.promise(session, [(book.row, book.fresh) for book in books])
    reminders.promise(session, [(book.row, _known(book), book.fresh) for book in books])


def _place(one: Recorded, entry: dict[str, Any]) -> dict[str, Any]:
    """Where a case stands in its journal after an entry, as columns of its row."""
    return {"seq": one.seq, "head": entry["digest"], "changed_at": one.at}
