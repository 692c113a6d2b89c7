"""An officer's calendar: a private address that lists the due days of the office's open cases, and can be taken back."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select

from portal.access import require
from portal.actors import STAFF, Actor, Role
from portal.db import reading, transaction
from portal.models import CalendarFeed, Office, User
from portal.services.feed_days import Entry, entries

__all__ = ["Entry", "Feed", "close_feed", "feed", "open_feed", "opened_at"]


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


def feed(token: str, *, on: date) -> Feed | None:
    """The last days behind a private address as they stand on that day; None when it was never given, was taken back, or its
    owner has left."""
    with reading() as session:
        owner = select(User, Office.code).join(CalendarFeed, CalendarFeed.user_id == User.id)
        owner = owner.outerjoin(Office, Office.id == User.office_id)
        found = session.execute(owner.where(CalendarFeed.token_hash == _hash(token), User.active)).one_or_none()
        if found is None:
            return None
        user, office = found
        roles = {Role(one.role) for one in user.roles}
        return Feed(user.locale, entries(session, roles, office or "", on))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
