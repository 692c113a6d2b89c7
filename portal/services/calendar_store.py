"""The schedules that the database holds, married to the shipped ones; a change by another process is noticed soon."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from time import monotonic
from weakref import WeakKeyDictionary

from flask import has_app_context
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.db import db, reading
from portal.models import CalendarYear
from workflows.calendar import Calendar
from workflows.schedule import Year, read_year

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0
"""Seconds between two looks for a schedule that another process brought in."""

NATIONAL = "national"
CENTRE = "centre"

Revision = tuple[int, int]
"""The newest version, and how many versions are not yet applied to every clock."""


@dataclass
class _Known:
    """What this process knows of one database, and how old that knowledge is."""

    shipped: Calendar
    revision: Revision
    calendar: Calendar
    closed: Mapping[str, frozenset[date]] = field(default_factory=dict)
    looked: float = 0.0


_known: WeakKeyDictionary[Engine, _Known] = WeakKeyDictionary()


def merged(shipped: Calendar) -> Calendar:
    """The shipped schedules with those of the database in their place; looked after every LOOK_EVERY seconds at most.

    Without a database, or while it does not answer, the shipped ones or what was known last.
    """
    known = _current(shipped)
    return known.calendar if known else shipped


def closed_days(shipped: Calendar, office: str) -> frozenset[date]:
    """The days on which the service centre or that office is closed although the law counts them as working days."""
    known = _current(shipped)
    if known is None:
        return frozenset()
    return known.closed.get(CENTRE, frozenset()) | known.closed.get(office, frozenset())


def unfinished(shipped: Calendar) -> bool:
    """Whether a schedule was brought in under which some clocks may not have been derived again yet."""
    known = _current(shipped)
    return known is not None and known.revision[1] > 0


def forget() -> None:
    """Look again at the next question, because something was changed just now."""
    if has_app_context() and (known := _known.get(db.engine)):
        known.looked = float("-inf")


def reset() -> None:
    """Know nothing of this database any more: it was emptied or put back."""
    _known.pop(db.engine, None)


def changed(session: Session) -> None:
    """Forget what is known once the caller's transaction is committed."""
    session.info.setdefault("after_commit", []).append(forget)


def before(session: Session, shipped: Calendar, version: int) -> Calendar:
    """The calendar as it was before a version was brought in, by the version's number in the database."""
    return _married(shipped, years(session, NATIONAL, before=version).values())


def in_force(session: Session, shipped: Calendar) -> Calendar:
    """The calendar as the database says it in this very transaction, however old this process's knowledge is."""
    return _married(shipped, years(session, NATIONAL).values())


def years(session: Session, scope: str, *, before: int | None = None) -> dict[int, Year]:
    """The newest schedule of each year in a scope, of those brought in before a version if one is named."""
    c = CalendarYear
    newest = select(func.max(c.id)).where(c.scope == scope).group_by(c.year)
    if before is not None:
        newest = newest.where(c.id < before)
    rows = session.execute(select(c.year, c.text).where(c.id.in_(newest)).order_by(c.year))
    return {year: read_year(text, f"{year}.yaml") for year, text in rows}


def _current(shipped: Calendar) -> _Known | None:
    if not has_app_context():
        return None
    engine = db.engine
    known = _known.get(engine)
    if known and known.shipped is shipped and monotonic() - known.looked < LOOK_EVERY:
        return known
    revision = _revision(engine)
    if known is None or known.shipped is not shipped or revision not in (None, known.revision):
        if revision is None:
            return known
        known = _known[engine] = _gathered(shipped, revision)
    known.looked = monotonic()
    return known


def _revision(engine: Engine) -> Revision | None:
    """Past the ORM, for it is asked every few seconds; None while the database does not answer, or is older than this."""
    try:
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("SELECT MAX(id), SUM(CASE WHEN applied_at IS NULL THEN 1 ELSE 0 END) FROM calendar_years")
            row = cursor.fetchone()
            cursor.close()
        finally:
            connection.close()
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:
        log.debug("no look at the schedules of the database: %s", error)
        return None
    return (int(row[0] or 0), int(row[1] or 0)) if row else (0, 0)


def _gathered(shipped: Calendar, revision: Revision) -> _Known:
    """Everything that the database says of schedules, read once for this revision."""
    known = _Known(shipped, revision, shipped)
    if revision[0] == 0:
        return known
    with reading() as session:
        known.calendar = _married(shipped, years(session, NATIONAL).values())
        scopes = session.scalars(select(CalendarYear.scope).where(CalendarYear.scope != NATIONAL).distinct())
        known.closed = {
            scope: frozenset(day for year in years(session, scope).values() for day in year.off) for scope in scopes
        }
    return known


def _married(shipped: Calendar, brought: Iterable[Year]) -> Calendar:
    calendar = shipped
    for year in brought:
        calendar = calendar.with_year(year)
    return calendar
