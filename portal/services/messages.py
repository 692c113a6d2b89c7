"""Messages: written for everybody who follows a case in the transaction of the event itself, so that none can be lost."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, insert, literal, or_, select, union, union_all, update
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor
from portal.clock import business_day
from portal.db import add_rows, reading, table_of, transaction
from portal.models import Case as CaseRow
from portal.models import JournalEntry, Message, User
from portal.services.correspondents import followers, owner_of
from portal.services.message_topics import ACCOUNT, topic_of
from portal.services.outbox import is_told
from portal.services.own_rows import own_rows
from portal.services.paging import Page, offset
from workflows.events import Event, Recorded, from_payload, kind_of

ROWS = 20
TOGETHER = 100
"""Events of one statement: a database takes no more than some hundred parts of a union."""

_MESSAGES = table_of(Message)


@dataclass(frozen=True, slots=True)
class Told:
    """One message as its reader sees it: about which event of which case, or (`event` is None) about the account."""

    id: int
    kind: str
    topic: str
    at: datetime
    read: bool
    case_id: str = ""
    number: str = ""
    item_zh: str = ""
    item_en: str = ""
    event: Event | None = None
    facts: dict[str, Any] | None = None


def promise(session: Session, changed: Iterable[tuple[CaseRow, Sequence[Recorded]]]) -> None:
    """Write a message for every follower of a case and every told event, in the transaction of the events."""
    told = [(row, entry) for row, recorded in changed for entry in recorded if is_told(entry.event)]
    for first in range(0, len(told), TOGETHER):
        _write(session, told[first : first + TOGETHER])


def _write(session: Session, told: list[tuple[CaseRow, Recorded]]) -> None:
    """One statement finds the followers and writes what each is told: an act costs one statement more, whoever follows."""
    parts = [
        select(
            literal(row.id).label("case_id"),
            literal(entry.seq).label("seq"),
            literal(f"{row.public_id}-{entry.seq}-").label("key"),
            literal(kind := kind_of(entry.event)).label("kind"),
            literal(topic_of(kind)).label("topic"),
            literal(entry.at, _MESSAGES.c.created_at.type).label("at"),
        )
        for row, entry in told
    ]
    events = (union_all(*parts) if len(parts) > 1 else parts[0]).subquery("events")
    people = union(*followers(select(events.c.case_id), on=business_day(told[-1][1].at))).subquery("people")
    found = select(
        events.c.key + cast(people.c.user_id, String),
        people.c.user_id,
        *(events.c[name] for name in ("case_id", "seq", "kind", "topic", "at")),
    ).join(people, people.c.case_id == events.c.case_id)
    names = ["key", "user_id", "case_id", "seq", "kind", "topic", "created_at"]
    session.connection().execute(insert(_MESSAGES).from_select(names, found, include_defaults=False))


def remind(session: Session, reminded: Iterable[tuple[CaseRow, Recorded, Iterable[int]]]) -> None:
    """Write the reminders of a transaction for those of the applicant's side whom each of them is told."""
    rows = [
        {
            "key": f"{row.public_id}-{entry.seq}-{user}",
            "user_id": user,
            "case_id": row.id,
            "seq": entry.seq,
            "kind": kind_of(entry.event),
            "topic": topic_of(kind_of(entry.event)),
            "facts": {},
            "created_at": entry.at,
        }
        for row, entry, users in reminded
        for user in users
    ]
    if rows:
        add_rows(session, Message, rows)


def tell_accounts(session: Session, row: CaseRow, seq: int, kind: str, *, at: datetime) -> None:
    """Tell an event of a case that nobody handed in with an account to the owner of the enterprise's account too, where it has
    one, in the caller's transaction; whoever follows the case has been told already."""
    owner = owner_of(session, row.enterprise_id) if row.handler_id is None else None
    key = f"{row.public_id}-{seq}-{owner.id if owner else 0}"
    if owner is not None and session.scalar(select(Message.id).where(Message.key == key)) is None:
        told = {"kind": kind, "topic": topic_of(kind), "facts": {}, "created_at": at}
        session.add(Message(key=key, user_id=owner.id, case_id=row.id, seq=seq, **told))


def about_account(
    session: Session, user_id: int, kind: str, *, at: datetime, facts: dict[str, Any] | None = None
) -> None:
    """Tell somebody what was done with the account, in the caller's transaction; only an enterprise's side has an inbox."""
    user = session.get(User, user_id)
    if user is None or user.kind != "handler":
        return
    key = f"account-{secrets.token_urlsafe(16)}"  # two codes may be used, or two devices ended, in one moment
    told = {"kind": kind, "topic": ACCOUNT, "facts": facts or {}, "created_at": at}
    session.add(Message(key=key, user_id=user_id, seq=0, **told))


def unread(*, by: Actor) -> int:
    """How many messages the person has not read, of the enterprise that is acted for: the number in the head of every page."""
    statement = select(func.count()).select_from(Message).outerjoin(CaseRow, CaseRow.id == Message.case_id)
    with reading() as session:
        return session.scalar(statement.where(*_mine(by), Message.read_at.is_(None))) or 0


def inbox(*, by: Actor, topic: str = "", only_unread: bool = False, page: int = 1) -> Page[Told]:
    """A page of the person's messages, the newest first; of one topic, or the unread ones alone, where that is asked."""
    wanted = [*_mine(by)]
    wanted += [Message.topic == topic] if topic else []
    wanted += [Message.read_at.is_(None)] if only_unread else []
    joined = select(Message, CaseRow).outerjoin(CaseRow, CaseRow.id == Message.case_id).where(*wanted)
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(joined.subquery())) or 0
        page, pages, before = offset(page, total, ROWS)
        found = session.execute(joined.order_by(Message.id.desc()).limit(ROWS).offset(before)).all()
        events = _events(session, [one for one, _row in found])
    return Page(tuple(told_of(one, row, events) for one, row in found), total, page, pages)


def told_of(one: Message, row: CaseRow | None, events: dict[tuple[int, int], Event]) -> Told:
    """A message with its case and event."""
    said = (one.id, one.kind, one.topic, one.created_at, one.read_at is not None)
    if row is None:
        return Told(*said, facts=dict(one.facts))
    names = (row.public_id, row.number, row.item_name_zh, row.item_name_en)
    return Told(*said, *names, event=events.get((row.id, one.seq)))


def _events(session: Session, found: Sequence[Message]) -> dict[tuple[int, int], Event]:
    return events_of(session, {(one.case_id, one.seq) for one in found if one.case_id is not None})


def events_of(session: Session, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Event]:
    """Single entries of journals by case and place, in one statement: what a message says is made from them."""
    j = JournalEntry
    places = [(j.case_id == case_id) & (j.seq == seq) for case_id, seq in sorted(wanted)]
    if not places:
        return {}
    found = session.execute(select(j.case_id, j.seq, j.kind, j.payload).where(or_(*places)))
    return {(case_id, seq): from_payload(kind, payload) for case_id, seq, kind, payload in found}


def mark(message_id: int, *, read: bool = True, by: Actor, at: datetime) -> str:
    """Mark one own message as read or unread; returns the opaque name of its case. Raises Denied for anybody else's."""
    with transaction() as session:
        one = session.get(Message, message_id, with_for_update=True)
        require(one is not None and one.user_id == by.id, "message")
        assert one is not None
        if (one.read_at is not None) != read:
            one.read_at = at if read else None
        row = session.get(CaseRow, one.case_id) if one.case_id else None
        return row.public_id if row is not None else ""


def mark_all(*, by: Actor, at: datetime) -> int:
    """Mark all that the inbox shows as read; returns how many were not."""
    found = select(Message.id).outerjoin(CaseRow, CaseRow.id == Message.case_id)
    found = found.where(*_mine(by), Message.read_at.is_(None))
    statement = update(Message).where(Message.id.in_(found)).values(read_at=at).returning(Message.id)
    with transaction() as session:
        return len(session.scalars(statement, execution_options={"synchronize_session": False}).all())


def lay_aside(*, until: datetime) -> None:
    """Take the messages of a past that was only played as read: nobody missed them."""
    old = update(Message).where(Message.created_at < until, Message.read_at.is_(None))
    with transaction() as session:
        session.execute(old.values(read_at=until))


def _mine(by: Actor) -> tuple[ColumnElement[bool], ...]:
    """The person's own, about the enterprise that is acted for, as far as the authority goes, or about the account."""
    return Message.user_id == by.id, or_(Message.case_id.is_(None), own_rows(CaseRow, by))
