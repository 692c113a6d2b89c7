"""A published holiday notice is brought in: checked, previewed, kept as a version, and every open clock derived again (R158)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import SYSTEM, Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import CalendarYear, CaseDuty, CaseTrack, Office
from portal.models import Case as CaseRow
from portal.services import calendar_store, journal, law
from portal.services.calendar_store import CENTRE, NATIONAL
from portal.services.counters import next_value
from workflows.calendar import Calendar
from workflows.events import Moved
from workflows.notice import differing, read_notice, same_days, written
from workflows.recalendar import moves
from workflows.refusal import Refusal
from workflows.schedule import CalendarError, Year

BATCH = 200
SERIES = "calendar"


@dataclass(frozen=True, slots=True)
class MovedCase:
    """A case whose clocks a schedule moves, or whose told days it must keep."""

    public_id: str
    number: str
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What bringing in a notice would do. `same` when it is in force already; `days` are those it makes otherwise than now.

    `clocks` counts what would move, `kept` the told days that would stand although the count is shorter now.
    """

    year: int
    scope: str
    source: str
    same: bool
    days: tuple[date, ...]
    cases: tuple[MovedCase, ...] = ()

    @property
    def clocks(self) -> int:
        """How many clocks would move."""
        return sum(1 for case in self.cases for one in case.moved if one.before != one.after)

    @property
    def kept(self) -> int:
        """How many told days would be kept."""
        return sum(1 for case in self.cases for one in case.moved if one.kept)


@dataclass(frozen=True, slots=True)
class Imported:
    """What bringing in a notice did; `new` is false when the same schedule was in force already."""

    year: int
    scope: str
    new: bool
    cases: int = 0
    clocks: int = 0


@dataclass(frozen=True, slots=True)
class YearFacts:
    """The schedule of a year as pages list it; `version` 0 is the one that came with the program."""

    year: int
    scope: str
    published: bool
    source: str
    off: int
    work: int
    version: int = 0
    imported_at: datetime | None = None
    finished: bool = True


def preview(text: str, *, file: str, at: datetime, by: Actor, scope: str = NATIONAL, force: bool = False) -> Preview:
    """What this notice would move; nothing is written. Raises Refusal where it could not be brought in."""
    require(by.holds(Role.ADMINISTRATOR) or by == SYSTEM)
    with reading() as session:
        year, known = _checked(session, text, file, scope, on=business_day(at), force=force)
        days = differing(year, known) if known else tuple(sorted(year.off | year.work))
        found = Preview(year.year, scope, year.source, known is not None and same_days(year, known), days)
        if found.same or scope != NATIONAL:
            return found
        old = law.calendar()
        cases = tuple(_would_move(session, old, old.with_year(year), year.year, business_day(at)))
        return Preview(found.year, scope, found.source, found.same, days, cases)


def bring_in(text: str, *, file: str, at: datetime, by: Actor, scope: str = NATIONAL, force: bool = False) -> Imported:
    """Bring a notice in as a new version and derive every open clock again; the same schedule twice changes nothing.

    Raises Refusal `calendar_unusable` with the reason, `calendar_gap` where a year before it is missing, `calendar_settled`
    where it would change a published year that has begun and `force` is not given.
    """
    require(by.holds(Role.ADMINISTRATOR) or by == SYSTEM)
    with transaction() as session:
        next_value(session, SERIES)  # whoever brings one in at the same moment waits, and then finds it there
        year, known = _checked(session, text, file, scope, on=business_day(at), force=force)
        if known is not None and same_days(year, known):
            return Imported(year.year, scope, new=False)
        row = _version(session, year, scope, by, at)
        session.add(row)
        session.flush()
        number = row.id
        calendar_store.changed(session)
    cases, clocks = finish(at=at, by=by, only=number)
    return Imported(year.year, scope, True, cases, clocks)


def finish(*, at: datetime, by: Actor = SYSTEM, only: int | None = None) -> tuple[int, int]:
    """Derive the clocks again for every version that was not applied to all cases yet; return the cases and clocks moved.

    Each case in a transaction of its own, and each text once a case: whoever is interrupted is taken up by the next sweep.
    """
    cases = clocks = 0
    with reading() as session:
        waiting = select(CalendarYear).where(CalendarYear.applied_at.is_(None)).order_by(CalendarYear.id)
        rows = list(session.scalars(waiting if only is None else waiting.where(CalendarYear.id == only)))
    calendar_store.forget()  # what this process knows may be older than what was just read
    for row in rows:
        if row.scope == NATIONAL:
            for moved in _applied(row, by, at):
                cases, clocks = cases + 1, clocks + moved
        with transaction() as session:
            session.get_one(CalendarYear, row.id).applied_at = at
            calendar_store.changed(session)
    return cases, clocks


def in_force() -> tuple[YearFacts, ...]:
    """The schedules in force, newest year first: the shipped ones, those brought in, and the closing days of a scope."""
    with reading() as session:
        c = CalendarYear
        newest = select(func.max(c.id)).group_by(c.scope, c.year)
        rows = list(session.scalars(select(c).where(c.id.in_(newest))))
        brought = {(row.scope, row.year): row for row in rows}
        local = {
            (scope, year): found
            for scope in {row.scope for row in rows} - {NATIONAL}
            for year, found in calendar_store.years(session, scope).items()
        }
    named = {(NATIONAL, one.year): one for one in law.calendar().years} | local
    facts = (_facts(scope, year, brought.get((scope, year.year))) for (scope, _), year in named.items())
    return tuple(sorted(facts, key=lambda one: (-one.year, one.scope != NATIONAL, one.scope)))


def scopes() -> tuple[str, ...]:
    """Whom a schedule can be for: the whole country, the service centre, or one office by its code."""
    with reading() as session:
        return (NATIONAL, CENTRE, *session.scalars(select(Office.code).order_by(Office.code)))


def _facts(scope: str, year: Year, row: CalendarYear | None) -> YearFacts:
    version, at = (row.version, row.imported_at) if row else (0, None)
    finished = row is None or row.applied_at is not None
    return YearFacts(
        year.year, scope, year.published, year.source, len(year.off), len(year.work), version, at, finished
    )


def _checked(session: Session, text: str, file: str, scope: str, *, on: date, force: bool) -> tuple[Year, Year | None]:
    """The schedule that the text says, and the one in force now. Raises Refusal with the reason."""
    if scope not in (NATIONAL, CENTRE) and not session.scalar(select(Office.id).where(Office.code == scope)):
        raise Refusal("calendar_scope", scope=scope)
    try:
        year = read_notice(text, file)
        calendar = calendar_store.in_force(session, law.shipped_calendar())
        if scope == NATIONAL:
            calendar.with_year(year)
    except CalendarError as wrong:
        raise Refusal("calendar_unusable", file=file, reason=wrong.message, reason_zh=wrong.zh) from None
    if scope != NATIONAL:
        return year, calendar_store.years(session, scope).get(year.year)
    _refuse_gap(calendar, year)
    known = calendar.schedule(year.year)
    settled = known is not None and known.published and year.year <= on.year
    if settled and known and not same_days(known, year) and not force:
        raise Refusal("calendar_settled", year=year.year, days=len(differing(known, year)))
    return year, known


def _refuse_gap(calendar: Calendar, year: Year) -> None:
    first, last = calendar.years[0].year, calendar.years[-1].year
    if not first - 1 <= year.year <= last + 1:
        raise Refusal("calendar_gap", year=year.year, missing=last + 1 if year.year > last else first - 1)


def _version(session: Session, year: Year, scope: str, by: Actor, at: datetime) -> CalendarYear:
    text = written(year)
    c = CalendarYear
    before = session.scalar(select(func.max(c.version)).where(c.scope == scope, c.year == year.year)) or 0
    return CalendarYear(
        scope=scope,
        year=year.year,
        version=before + 1,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        source=year.source[:300],
        imported_by=by.reference,
        imported_at=at,
    )


def _applied(version: CalendarYear, by: Actor, at: datetime) -> Iterator[int]:
    """How many clocks moved on each case on which any did."""
    with reading() as session:
        old = calendar_store.before(session, law.shipped_calendar(), version.id)
    for case_id in _touched(version.year):
        with transaction() as session:
            row = journal.lock(session, case_id)
            moved = journal.apply_calendar(
                session, row, year=version.year, digest=version.digest, old=old, by=by, at=at
            )
        if moved:
            yield moved


def _would_move(session: Session, old: Calendar, new: Calendar, year: int, on: date) -> Iterator[MovedCase]:
    for case_id in _touched(year):
        if moved := moves(journal.state_of(session, case_id), old, new, year, on):
            row = session.get_one(CaseRow, case_id)
            yield MovedCase(row.public_id, row.number, moved)


def _touched(year: int) -> Iterator[int]:
    """The cases of which a clock may reach into that year, or into the December before it, which its file may schedule."""
    c, since = CaseRow, date(year - 1, 12, 1)
    ends = (c.notice_due, c.promised_due, c.statutory_due, c.correction_due, c.delivery_due, c.wake_on)
    late_track = exists().where(CaseTrack.case_id == c.id, CaseTrack.due_on >= since)
    duty = exists().where(CaseDuty.case_id == c.id, CaseDuty.due_on >= since, CaseDuty.kind != "renewal")
    running = and_(c.closed_on.is_(None), or_(c.paused, c.deferred_open > 0, c.decided_on >= date(year - 1, 11, 1)))
    reaches = or_(c.provisional, *(end >= since for end in ends), late_track, duty, running)
    statement = select(c.id).where(c.received_on < date(year + 1, 1, 1), reaches).order_by(c.id).limit(BATCH)
    last = 0
    while True:
        with reading() as session:
            ids = list(session.scalars(statement.where(c.id > last)))
        if not ids:
            return
        yield from ids
        last = ids[-1]
