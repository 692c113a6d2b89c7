"""The schedules and hours that the database holds, married to the shipped ones; an act always uses those that are committed."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from time import monotonic
from weakref import WeakKeyDictionary

from flask import has_app_context
from sqlalchemy import Engine, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.db import db, reading
from portal.models import CalendarYear, Counter, OpeningHours
from workflows.calendar import Calendar
from workflows.opening import Opening, read_hours
from workflows.schedule import Year, read_region, read_year

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0
"""Seconds between two looks of a page for a schedule that another process brought in; an act looks every time."""

NATIONAL = "national"
REGION = "region"
CENTRE = "centre"
COUNTED = (NATIONAL, REGION)
"""Scopes whose days the count of every period leaves out; the others are closing days of a desk."""

SERIES = "calendar"
"""The counter that every import raises: acts hold it until they are committed, so that no import comes between."""

Revision = tuple[int, int]
"""How many imports there were, and how many versions are not yet applied to every clock."""

_MARK = select(Counter.value).where(Counter.name == SERIES)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a schedule as it was brought in."""

    id: int
    scope: str
    year: int
    digest: str
    schedule: Year


@dataclass(frozen=True)
class Schedules:
    """What the law and the desks say of days at one revision of the database."""

    shipped: Calendar
    revision: Revision = (0, 0)
    versions: tuple[Version, ...] = ()
    openings: Mapping[str, Opening] = field(default_factory=dict)
    _calendars: dict[int, Calendar] = field(default_factory=dict, repr=False)

    @property
    def newest(self) -> int:
        """The number of the newest version; 0 when nothing was brought in."""
        return self.versions[-1].id if self.versions else 0

    @property
    def calendar(self) -> Calendar:
        """The working days in force."""
        return self.as_of(self.newest)

    def as_of(self, number: int) -> Calendar:
        """The working days as they were once that version had been brought in, and nothing after it."""
        if number not in self._calendars:
            self._calendars[number] = self._married(number)
        return self._calendars[number]

    def after(self, number: int) -> tuple[Version, ...]:
        """The versions that came after one and change the count of periods, in their order."""
        return tuple(one for one in self.versions if one.id > number and one.scope in COUNTED)

    def years(self, scope: str, until: int | None = None) -> dict[int, Year]:
        """The newest schedule of each year in a scope, of those brought in up to a version if one is named."""
        return {v.year: v.schedule for v in self.versions if v.scope == scope and (until is None or v.id <= until)}

    def closed_days(self, office: str) -> frozenset[date]:
        """The days on which the service centre or that office is closed although the law counts them as working days."""
        listed = [year.off for scope in {CENTRE, office} - set(COUNTED) for year in self.years(scope).values()]
        return frozenset().union(*listed)

    def opening(self, office: str) -> Opening | None:
        """The hours of an office's counter: its own, or those of the service centre; None where nobody said any."""
        return self.openings.get(office) or self.openings.get(CENTRE)

    def _married(self, number: int) -> Calendar:
        calendar = self.shipped
        for year in self.years(NATIONAL, number).values():
            calendar = calendar.with_year(year)
        regional = tuple(self.years(REGION, number).values())
        return Calendar(calendar.years, regional) if regional else calendar


@dataclass
class _Look:
    """What this process knows of one database, and when it looked."""

    found: Schedules
    at: float


_known: WeakKeyDictionary[Engine, _Look] = WeakKeyDictionary()


def held(session: Session, shipped: Calendar) -> Schedules:
    """What is committed at this moment, and stays in force until the caller's transaction is over: for everything that acts.

    On PostgreSQL the counter of imports is held (shared with all other acts); on SQLite a writer is alone anyway.
    """
    found = session.info.get("schedules")
    if found is None:
        mark = _mark(session)
        look = _known.get(db.engine)
        if look is not None and look.found.shipped is shipped and look.found.revision[0] == mark:
            found = look.found
        else:
            found = _gathered(session, shipped, (mark, 0))
            _known[db.engine] = _Look(found, float("-inf"))  # a page looks for itself whether all clocks are settled
        session.info["schedules"] = found
    return found


def current(shipped: Calendar) -> Schedules:
    """What a page shows; looked after every LOOK_EVERY seconds at most.

    Without a database, or while it does not answer, the shipped schedules or what was known last.
    """
    if not has_app_context():
        return Schedules(shipped)
    look = _known.get(db.engine)
    if look and look.found.shipped is shipped and monotonic() - look.at < LOOK_EVERY:
        return look.found
    revision = _revision(db.engine)
    if revision is None:
        return look.found if look else Schedules(shipped)
    if look is None or look.found.shipped is not shipped or revision != look.found.revision:
        with reading() as session:
            look = _known[db.engine] = _Look(_gathered(session, shipped, revision), 0.0)
    look.at = monotonic()
    return look.found


def in_force(session: Session, shipped: Calendar) -> Schedules:
    """What the database says in this very transaction, however old this process's knowledge is."""
    return _gathered(session, shipped, None)


def forget() -> None:
    """Look again at the next question, because something was changed just now."""
    if has_app_context() and (look := _known.get(db.engine)):
        look.at = float("-inf")


def reset() -> None:
    """Know nothing of this database any more: it was emptied or put back."""
    _known.pop(db.engine, None)


def changed(session: Session) -> None:
    """Forget what is known once the caller's transaction is committed."""
    session.info.setdefault("after_commit", []).append(forget)


def _mark(session: Session) -> int:
    mark = session.scalar(_MARK.with_for_update(read=True))
    if mark is None and session.get_bind().dialect.name == "postgresql":
        # A row that does not exist cannot be held: the first act of a portal makes it.
        session.execute(insert(Counter).values(name=SERIES, value=0).on_conflict_do_nothing())
        mark = session.scalar(_MARK.with_for_update(read=True))
    return mark or 0


def _revision(engine: Engine) -> Revision | None:
    """Past the ORM, for it is asked every few seconds; None while the database does not answer, or is older than this."""
    try:
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(
                f"SELECT (SELECT value FROM counters WHERE name = '{SERIES}'), "
                "(SELECT count(*) FROM calendar_years WHERE applied_at IS NULL)"
            )
            row = cursor.fetchone()
            cursor.close()
        finally:
            connection.close()
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:
        log.debug("no look at the schedules of the database: %s", error)
        return None
    return (int(row[0] or 0), int(row[1] or 0)) if row else (0, 0)


def _gathered(session: Session, shipped: Calendar, revision: Revision | None) -> Schedules:
    """Everything that the database says of days, read once for this revision; nothing is read where nothing was brought in."""
    if revision is not None and revision[0] == 0:
        return Schedules(shipped, revision)
    c, h = CalendarYear, OpeningHours
    rows = session.execute(select(c.id, c.scope, c.year, c.digest, c.text).order_by(c.id)).all()
    hours = session.execute(select(h.scope, h.text).order_by(h.id)).all()
    versions = tuple(
        Version(id, scope, year, digest, _read(scope, year, text)) for id, scope, year, digest, text in rows
    )
    return Schedules(shipped, revision or (0, 0), versions, _openings(hours))


def _read(scope: str, year: int, text: str) -> Year:
    return (read_region if scope == REGION else read_year)(text, f"{year}.yaml")


def _openings(rows: Iterable[tuple[str, str]]) -> dict[str, Opening]:
    found: dict[str, Opening] = {}
    for scope, text in rows:
        before = found[scope].versions if scope in found else ()
        found[scope] = Opening((*before, read_hours(text, scope)))
    return found
