"""Presence: who has the desk of a case open and since when. A hint for colleagues, never a lock: it ends by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading, table_of, transaction
from portal.models import Presence, User
from portal.services import casefile

OPENED = timedelta(minutes=15)
"""How long a desk that was opened without scripts is still told of, as opened and no more."""

FORGOTTEN = timedelta(days=1)
"""After that nobody needs to know; whoever opens a desk sweeps away what is older."""


@dataclass(frozen=True, slots=True)
class Present:
    """A colleague at the same desk: `working` while the page says so itself, otherwise only opened at that time."""

    name: str
    since: datetime
    working: bool


def opened(public_id: str, *, by: Actor, at: datetime, beats: bool = False) -> tuple[Present, ...]:
    """Note that the person has the desk of a case open (`beats`: the page says so again and again); returns who else has."""
    with transaction() as session:
        row = casefile.row_of(session, public_id)
        casefile.check_sight(session, row, by)
        require(may_act(by, row, Role.WINDOW), "role", roles=[str(Role.WINDOW)])
        _note(session, row.id, by, at, beats)
        return _others(session, row.id, by, at)


def left(public_id: str, *, by: Actor) -> None:
    """Note that the person closed the desk of a case."""
    with transaction() as session:
        row = casefile.row_of(session, public_id)
        session.execute(delete(Presence).where(Presence.case_id == row.id, Presence.user_id == by.id))


def others(public_id: str, *, by: Actor, at: datetime) -> tuple[Present, ...]:
    """The colleagues who have the desk of a case open, the first one first."""
    with reading() as session:
        return _others(session, casefile.row_of(session, public_id).id, by, at)


def lasts() -> timedelta:
    """How long a sign of life holds (ONEWINDOW_PRESENCE_SECONDS)."""
    return timedelta(seconds=current_app.config["SETTINGS"].presence_seconds)


def _note(session: Session, case_id: int, by: Actor, at: datetime, beats: bool) -> None:
    """One row a person and case: the beginning stays while the signs of life do not break off."""
    known = session.get(Presence, (case_id, by.id))
    if known is None:
        session.execute(delete(Presence).where(Presence.seen_at < at - FORGOTTEN))
    goes_on = known is not None and at - known.seen_at <= (lasts() if known.beats else OPENED)
    since = known.since if known is not None and goes_on else at
    values = {"since": since, "seen_at": at, "beats": beats or (goes_on and known is not None and known.beats)}
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table_of(Presence)).values(case_id=case_id, user_id=by.id, **values)
    session.connection().execute(statement.on_conflict_do_update(index_elements=["case_id", "user_id"], set_=values))


def _others(session: Session, case_id: int, by: Actor, at: datetime) -> tuple[Present, ...]:
    statement = (
        select(User.name, Presence.since, Presence.seen_at, Presence.beats)
        .join(User, User.id == Presence.user_id)
        .where(Presence.case_id == case_id, Presence.user_id != by.id, Presence.seen_at > at - OPENED)
        .order_by(Presence.since, Presence.user_id)
    )
    return tuple(_present(session.execute(statement), at))


def _present(rows: Iterable[tuple[str, datetime, datetime, bool]], at: datetime) -> Iterable[Present]:
    for name, since, seen_at, beats in rows:
        if not beats:
            yield Present(name, seen_at, False)
        elif at - seen_at <= lasts():
            yield Present(name, since, True)
