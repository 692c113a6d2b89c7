"""The journal: the only writer of events and of the columns copied from them (DESIGN §3)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.models import Case as CaseRow
from portal.models import JournalEntry
from portal.services import columns, law, numbering, outbox
from workflows.case import Case, fold
from workflows.commands import Command, Submit
from workflows.events import Event, Recorded, from_payload, kind_of, to_payload
from workflows.evolve import evolve
from workflows.refusal import Refusal
from workflows.rules import Moment, decide
from workflows.sweep import falls_due, wakes_on

GENESIS = "0" * 64


def open_case(session: Session, row: CaseRow, command: Submit, *, by: Actor, at: datetime) -> Case:
    """Begin a case: store its row and record the submission, in the caller's transaction."""
    now = Moment(at, by.reference, law.calendar())
    events = decide(None, command, now=now)
    row.seq, row.head, row.state, row.changed_at = 0, GENESIS, "", at
    session.add(row)
    session.flush()
    return _append(session, row, None, events, now)


def record(
    session: Session, row: CaseRow, command: Command, *, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Decide a command on a locked case and write what follows: events, letters, outbox, copied columns.

    `row` must come from `lock`. Raises Refusal: of the rule that forbids the act, or `stale` when the page was made from
    an older state (`expected_seq`), with who did what since.
    """
    past = load(session, row.id)
    if expected_seq is not None and expected_seq != row.seq:
        latest = past[-1]
        raise Refusal("stale", kind=kind_of(latest.event), by=latest.by, at=latest.at)
    case = fold(past)
    now = Moment(at, by.reference, law.calendar())
    return _append(session, row, case, decide(case, command, now=now), now)


def lock(session: Session, case_id: int) -> CaseRow:
    """The case's row, held until the transaction ends: two officers act one after the other, never at once."""
    statement = select(CaseRow).where(CaseRow.id == case_id).with_for_update().execution_options(populate_existing=True)
    row = session.scalars(statement).one_or_none()
    if row is None:
        raise Refusal("no_such_case")
    return row


def load(session: Session, case_id: int) -> list[Recorded]:
    """The events of a case, oldest first."""
    entry = JournalEntry
    statement = select(entry.seq, entry.at, entry.by, entry.kind, entry.payload)
    rows = session.execute(statement.where(entry.case_id == case_id).order_by(entry.seq))
    return [Recorded(seq, at, by, from_payload(kind, payload)) for seq, at, by, kind, payload in rows]


def state_of(session: Session, case_id: int) -> Case:
    """The case folded from its journal. Raises Refusal when there is none."""
    case = fold(load(session, case_id))
    if case is None:
        raise Refusal("no_such_case")
    return case


def fall_due(session: Session, row: CaseRow, *, by: Actor, at: datetime) -> int:
    """Record on a locked case all that time alone has brought about, each once; return how many events that made.

    One command is recorded at a time and the case asked again, so that a silence and its reminders come in their order.
    """
    now = Moment(at, by.reference, law.calendar())
    before = row.seq
    while (command := next(falls_due(state_of(session, row.id), now=now), None)) is not None:
        record(session, row, command, by=by, at=at)
    if row.seq == before:
        row.wake_on = wakes_on(state_of(session, row.id), now=now)
    return row.seq - before


def _append(session: Session, row: CaseRow, case: Case | None, events: Iterable[Event], now: Moment) -> Case:
    entries: list[dict[str, Any]] = []
    recorded: list[Recorded] = []
    head, seq = row.head, row.seq
    for event in events:
        seq += 1
        one = numbering.with_promises(session, row, case, Recorded(seq, now.at, now.by, event), now)
        case = evolve(case, one)
        entry = _entry(row.id, seq, one.event, now, head)
        head = entry["digest"]
        entries.append(entry)
        recorded.append(one)
    assert case is not None
    if entries:
        session.execute(insert(JournalEntry), entries)
        row.seq, row.head, row.changed_at = seq, head, now.at
        columns.copy(session, row, case, now)
        numbering.keep(session, row, recorded)
        outbox.promise(session, row, recorded)
    return case


def _entry(case_id: int, seq: int, event: Event, now: Moment, previous: str) -> dict[str, Any]:
    entry = {"case_id": case_id, "seq": seq, "kind": kind_of(event), "payload": to_payload(event)}
    entry |= {"at": now.at, "by": now.by, "previous": previous}
    return entry | {"digest": digest(entry)}


def digest(entry: dict[str, Any]) -> str:
    """SHA-256 of an entry and of the digest before it: a changed, lost or reordered entry breaks every one after it."""
    text = json.dumps(
        [
            entry["case_id"],
            entry["seq"],
            entry["kind"],
            entry["payload"],
            entry["at"].astimezone(UTC).isoformat(timespec="microseconds"),
            entry["by"],
            entry["previous"],
        ],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()
