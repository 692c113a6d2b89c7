"""An officer's calendar: a private address that lists the due days of the office's open cases, and can be taken back."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, delete, select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import STAFF, Actor, Role
from portal.db import reading, transaction
from portal.models import CalendarFeed, CaseDuty, CaseRating, CaseTrack, Office, User
from portal.models import Case as CaseRow
from portal.services.duty_columns import OWED
from workflows.case import AT_WINDOW, State
from workflows.duties import CHECK, RECTIFY, RENEWAL
from workflows.rating import CONTACT, FIX

LONGEST = 1000
"""Entries of one kind at most, the next ones first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One last day: which case, by its number and item alone, and which of its clocks. `name` stays the same for ever."""

    name: str
    clock: str
    number: str
    item_zh: str
    item_en: str
    due_on: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """What a private address opens: the language of its owner, and the last days."""

    locale: str
    entries: tuple[Entry, ...]


def opened_at(*, by: Actor) -> datetime | None:
    """When the person's address was made; None when there is none."""
    with reading() as session:
        feed = session.get(CalendarFeed, by.id)
        return feed.created_at if feed else None


def open_feed(*, by: Actor, at: datetime) -> str:
    """Make a new private address and return its token, which is shown this once; an address from before opens nothing more."""
    require(by.kind == "officer" and bool(by.roles & set(STAFF)), "role", roles=[str(role) for role in STAFF])
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        session.execute(delete(CalendarFeed).where(CalendarFeed.user_id == by.id))
        session.add(CalendarFeed(user_id=by.id, token_hash=_hash(token), created_at=at))
    return token


def close_feed(*, by: Actor) -> None:
    """Take the private address back: it opens nothing any more."""
    with transaction() as session:
        session.execute(delete(CalendarFeed).where(CalendarFeed.user_id == by.id))


def feed(token: str) -> Feed | None:
    """The last days behind a private address; None when it was never given, was taken back, or its owner has left."""
    with reading() as session:
        owner = select(User, Office.code).join(CalendarFeed, CalendarFeed.user_id == User.id)
        owner = owner.outerjoin(Office, Office.id == User.office_id)
        found = session.execute(owner.where(CalendarFeed.token_hash == _hash(token), User.active)).one_or_none()
        if found is None:
            return None
        user, office = found
        roles = {Role(one.role) for one in user.roles}
        return Feed(user.locale, tuple(_entries(session, roles, office or "")))


def _entries(session: Session, roles: set[Role], office: str) -> Iterator[Entry]:
    """What the person's roles make the office's business: decisions and opinions of the office, or the work of the window."""
    if roles & {Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR}:
        led = (CaseRow.lead_office == office, CaseRow.state == State.IN_REVIEW.value, CaseRow.paused.is_(False))
        yield from _of_cases(session, "promised", CaseRow.promised_due, *led)
        yield from _of_cases(session, "statutory", CaseRow.statutory_due, *led)
        yield from _of_tracks(session, office)
        yield from _of_ratings(session, CaseRating.desk == "office", CaseRating.office == office)
        yield from _of_duties(session, office)
    if Role.WINDOW in roles:
        waiting = CaseRow.state.in_([str(state) for state in AT_WINDOW])
        yield from _of_cases(session, "notice", CaseRow.notice_due, waiting)
        decided = CaseRow.state.in_((State.ISSUED.value, State.REFUSED.value))
        yield from _of_cases(session, "delivery", CaseRow.delivery_due, decided)
        yield from _of_ratings(session, CaseRating.desk == "window")


def _of_cases(session: Session, clock: str, due: Any, *where: Any) -> Iterator[Entry]:
    for row in session.execute(_asked(due, *where)):
        yield _entry(row, clock)


def _of_tracks(session: Session, office: str) -> Iterator[Entry]:
    owed = (CaseTrack.office == office, CaseTrack.state == "open", CaseRow.paused.is_(False))
    statement = _asked(CaseTrack.due_on, *owed).add_columns(CaseTrack.track)
    for row in session.execute(statement.join(CaseTrack, CaseTrack.case_id == CaseRow.id)):
        yield _entry(row, f"track:{row.track}")


def _of_ratings(session: Session, *where: Any) -> Iterator[Entry]:
    """The last days of bad ratings: to contact the applicant, then to put it right."""
    clock = case((CaseRating.stage == "contact", CONTACT), else_=FIX)
    statement = _asked(CaseRating.due_on, *where).add_columns((clock + ":" + CaseRating.act).label("clock"))
    for row in session.execute(statement.join(CaseRating, CaseRating.case_id == CaseRow.id)):
        yield _entry(row, row.clock)


def _of_duties(session: Session, office: str) -> Iterator[Entry]:
    """The last days of checks after the licence, and of checking again what had to be put right; a renewal is the enterprise's."""
    clock = case((CaseDuty.state == "correct", RECTIFY), else_=CHECK)
    owed = (CaseDuty.office == office, CaseDuty.state.in_(OWED), CaseDuty.kind != RENEWAL)
    statement = _asked(CaseDuty.due_on, *owed).add_columns((clock + ":" + CaseDuty.duty).label("clock"))
    for row in session.execute(statement.join(CaseDuty, CaseDuty.case_id == CaseRow.id)):
        yield _entry(row, row.clock)


def _asked(due: Any, *where: Any) -> Select[Any]:
    columns = (CaseRow.public_id, CaseRow.number, CaseRow.item_name_zh, CaseRow.item_name_en, CaseRow.provisional)
    statement = select(*columns, due.label("due_on")).select_from(CaseRow).where(due.is_not(None), *where)
    return statement.order_by(due, CaseRow.id).limit(LONGEST)


def _entry(row: Any, clock: str) -> Entry:
    facts = (row.number, row.item_name_zh, row.item_name_en, row.due_on, row.provisional)
    return Entry(f"{row.public_id}-{clock}", clock, *facts)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
