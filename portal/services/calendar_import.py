"""A published holiday notice is brought in: checked, previewed, kept as a version, and every open clock derived again (R158)."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import SYSTEM, Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import CalendarYear, CaseDuty, CaseRating, CaseTrack, Office
from portal.models import Case as CaseRow
from portal.services import calendar_store, journal, law
from portal.services.calendar_store import CENTRE, COUNTED, NATIONAL, REGION, SERIES, Schedules
from portal.services.counters import next_value
from workflows.calendar import Calendar
from workflows.events import Moved
from workflows.notice import differing, read_festivals, read_notice, same_days, written
from workflows.recalendar import moves
from workflows.refusal import Refusal
from workflows.schedule import CalendarError, Year

log = logging.getLogger("onewindow.calendar")
BATCH = 200


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
    region: str = ""
    article: str = ""


def preview(text: str, *, file: str, at: datetime, by: Actor, scope: str = NATIONAL, force: bool = False) -> Preview:
    """What this notice would move; nothing is written. Raises Refusal where it could not be brought in."""
    require(by.holds(Role.ADMINISTRATOR) or by == SYSTEM)
    with reading() as session:
        year, known = _checked(session, text, file, scope, on=business_day(at), force=force)
        days = differing(year, known) if known else tuple(sorted(year.off | year.work))
        found = Preview(year.year, scope, year.source, known is not None and same_days(year, known), days)
        if found.same or scope not in COUNTED:
            return found
        old = calendar_store.in_force(session, law.shipped_calendar()).calendar
        cases = tuple(_would_move(session, old, year, business_day(at)))
        return Preview(found.year, scope, found.source, found.same, days, cases)


def bring_in(text: str, *, file: str, at: datetime, by: Actor, scope: str = NATIONAL, force: bool = False) -> Imported:
    """Bring a notice in as a new version and derive every open clock again; the same schedule twice changes nothing.

    Whoever acts on a case at this moment is waited for, and whoever acts later acts by the new version. Raises Refusal
    `calendar_unusable` with the reason, `calendar_gap` where a year before it is missing, `calendar_settled` where it would
    change a published year that has begun, or a region's days that are over, and `force` is not given.
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

    Each case in a transaction of its own, and each text once a case: whoever is interrupted is taken up by the next sweep,
    and an act that comes before it settles its own case first. A case whose clocks cannot be derived keeps no other case from
    it; the version then stays unfinished, and the next sweep tries again.
    """
    cases = clocks = 0
    with reading() as session:
        waiting = select(CalendarYear).where(CalendarYear.applied_at.is_(None)).order_by(CalendarYear.id)
        rows = list(session.scalars(waiting if only is None else waiting.where(CalendarYear.id == only)))
    calendar_store.forget()  # what this process knows may be older than what was just read
    for row in rows:
        found = list(_applied(row, by, at)) if row.scope in COUNTED else []
        cases, clocks = cases + sum(map(bool, found)), clocks + sum(moved or 0 for moved in found)
        if None in found:
            continue
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
        held = calendar_store.in_force(session, law.shipped_calendar())
    scopes = {row.scope for row in rows} - {NATIONAL}
    local = {(scope, year): found for scope in scopes for year, found in held.years(scope).items()}
    named = {(NATIONAL, one.year): one for one in held.calendar.years} | local
    facts = (_facts(scope, year, brought.get((scope, year.year))) for (scope, _), year in named.items())
    return tuple(sorted(facts, key=lambda one: (-one.year, one.scope != NATIONAL, one.scope)))


def scopes() -> tuple[str, ...]:
    """Whom a schedule can be for: the whole country, the region, the service centre, or one office by its code."""
    with reading() as session:
        return (NATIONAL, REGION, CENTRE, *session.scalars(select(Office.code).order_by(Office.code)))


def _facts(scope: str, year: Year, row: CalendarYear | None) -> YearFacts:
    version, at = (row.version, row.imported_at) if row else (0, None)
    finished = row is None or row.applied_at is not None
    return YearFacts(
        year.year, scope, year.published, year.source, len(year.off), len(year.work), version, at, finished,
        year.region, year.article,
    )  # fmt: skip


def _checked(session: Session, text: str, file: str, scope: str, *, on: date, force: bool) -> tuple[Year, Year | None]:
    """The schedule that the text says, and the one in force now. Raises Refusal with the reason."""
    if scope not in (NATIONAL, REGION, CENTRE) and not session.scalar(select(Office.id).where(Office.code == scope)):
        raise Refusal("calendar_scope", scope=scope)
    try:
        year = read_festivals(text, file) if scope == REGION else read_notice(text, file)
        held = calendar_store.in_force(session, law.shipped_calendar())
        if scope in COUNTED:
            _joined(held.calendar, year)
    except CalendarError as wrong:
        raise Refusal("calendar_unusable", file=file, reason=wrong.message, reason_zh=wrong.zh) from None
    if scope == REGION:
        return year, _festivals(held, year, on, force=force)
    if scope != NATIONAL:
        return year, held.years(scope).get(year.year)
    _refuse_gap(held.calendar, year)
    known = held.calendar.schedule(year.year)
    settled = known is not None and known.published and year.year <= on.year
    if settled and known and not same_days(known, year) and not force:
        raise Refusal("calendar_settled", year=year.year, days=len(differing(known, year)))
    return year, known


def _festivals(held: Schedules, year: Year, on: date, *, force: bool) -> Year | None:
    """The festivals of that year that hold in the region now. Raises Refusal where days that are over would change."""
    if held.calendar.schedule(year.year) is None:
        raise Refusal("calendar_gap", year=year.year, missing=year.year)
    known = held.years(REGION).get(year.year)
    now = known or Year(year.year, True, "", frozenset(), frozenset())
    over = [day for day in differing(year, now) if day <= on]
    if over and not force:
        raise Refusal("calendar_settled", year=year.year, days=len(over))
    return known


def _joined(calendar: Calendar, year: Year) -> Calendar:
    """The calendar with a national schedule, or a region's, in its place; CalendarError where the two contradict."""
    return calendar.with_region(year) if year.region else calendar.with_year(year)


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


def _applied(version: CalendarYear, by: Actor, at: datetime) -> Iterator[int | None]:
    """How many clocks moved on each case on which any did; None for a case whose clocks could not be derived."""
    for case_id in _touched(version.year, before=version.id):
        try:
            with transaction() as session:
                moved = journal.settle(session, journal.lock(session, case_id), by=by, at=at)
        except Exception:  # whatever it is, it concerns one case
            log.exception("the clocks of case %s could not be derived again; left for the next sweep", case_id)
            yield None
            continue
        if moved:
            yield moved


def _would_move(session: Session, old: Calendar, year: Year, on: date) -> Iterator[MovedCase]:
    new, settles = _joined(old, year), None if year.region else year.year
    for case_id in _touched(year.year):
        if moved := moves(journal.state_of(session, case_id), old, new, settles, on):
            row = session.get_one(CaseRow, case_id)
            yield MovedCase(row.public_id, row.number, moved)


def _touched(year: int, *, before: int | None = None) -> Iterator[int]:
    """The cases of which a clock may reach into that year, or into the December before it, which its file may schedule.

    With `before` those alone whose copies were made before that version was brought in.
    """
    c, since = CaseRow, date(year - 1, 12, 1)
    ends = (c.notice_due, c.promised_due, c.statutory_due, c.correction_due, c.delivery_due, c.wake_on)
    late_track = exists().where(CaseTrack.case_id == c.id, CaseTrack.due_on >= since)
    duty = exists().where(CaseDuty.case_id == c.id, CaseDuty.due_on >= since, CaseDuty.kind != "renewal")
    running = and_(c.closed_on.is_(None), or_(c.paused, c.deferred_open > 0, c.decided_on >= date(year - 1, 11, 1)))
    rated = exists().where(
        CaseRating.case_id == c.id, or_(CaseRating.contact_due >= since, CaseRating.fix_due >= since)
    )
    reaches = or_(c.provisional, *(end >= since for end in ends), late_track, duty, rated, running)
    statement = select(c.id).where(c.received_on < date(year + 1, 1, 1), reaches).order_by(c.id).limit(BATCH)
    if before is not None:
        statement = statement.where(c.calendar_version < before)
    last = 0
    while True:
        with reading() as session:
            ids = list(session.scalars(statement.where(c.id > last)))
        if not ids:
            return
        yield from ids
        last = ids[-1]
