"""Opening hours of the service centre and its offices: brought in as data, kept as versions, and said on pages (R31)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import SYSTEM, Actor, Role
from portal.db import reading, transaction
from portal.models import Office, OpeningHours
from portal.services import calendar_store, law
from portal.services.calendar_store import CENTRE, SERIES
from portal.services.counters import next_value
from workflows.opening import Hours, Opening, Span, read_hours, written_hours
from workflows.refusal import Refusal
from workflows.schedule import CalendarError


@dataclass(frozen=True, slots=True)
class HoursFacts:
    """One version of the hours of a desk, as the administrator's page lists it; `holds` when it is the one of that day."""

    scope: str
    version: int
    hours: Hours
    imported_at: datetime
    holds: bool


@dataclass(frozen=True, slots=True)
class Brought:
    """What bringing hours in did, or would do: for whom, which, and whether they are new."""

    scope: str
    hours: Hours
    new: bool


@dataclass(frozen=True, slots=True)
class Today:
    """A desk on one day: the spans of the day, the hour at which it closes, and the next day on which it opens when it is shut."""

    spans: tuple[Span, ...]
    closes: str
    next_day: date | None = None


def preview(text: str, *, file: str, by: Actor, scope: str = CENTRE) -> Brought:
    """The hours that a file says, and whether they would change anything; nothing is written. Raises Refusal as `bring_in`."""
    require(by.holds(Role.ADMINISTRATOR) or by == SYSTEM)
    with reading() as session:
        return _read(session, text, file, scope)


def bring_in(text: str, *, file: str, at: datetime, by: Actor, scope: str = CENTRE) -> Brought:
    """Bring the hours of a desk in as a new version; the same hours twice change nothing. They move no clock of any case.

    Raises Refusal `hours_unusable` with the reason, `hours_scope` where there is no such office.
    """
    require(by.holds(Role.ADMINISTRATOR) or by == SYSTEM)
    with transaction() as session:
        next_value(session, SERIES)  # acts that began by the old hours end first, and later ones see the new
        found = _read(session, text, file, scope)
        if found.new:
            session.add(_row(session, found, by, at))
        calendar_store.changed(session)
    return found


def every(*, on: date) -> tuple[HoursFacts, ...]:
    """All versions, by desk and from the newest on."""
    with reading() as session:
        rows = list(session.scalars(select(OpeningHours).order_by(OpeningHours.scope, OpeningHours.id.desc())))
    read = {row.id: read_hours(row.text, row.scope) for row in rows}
    held = {scope: Opening(tuple(read[r.id] for r in reversed(rows) if r.scope == scope)).hours(on)
            for scope in {row.scope for row in rows}}  # fmt: skip
    return tuple(
        HoursFacts(row.scope, row.version, read[row.id], row.imported_at, read[row.id] is held[row.scope])
        for row in sorted(rows, key=lambda row: (row.scope != CENTRE, row.scope, -row.id))
    )


def scopes() -> tuple[str, ...]:
    """Whose hours can be brought in: those of the service centre, or of one office by its code."""
    with reading() as session:
        return (CENTRE, *session.scalars(select(Office.code).where(Office.code != CENTRE).order_by(Office.code)))


def of(office: str, *, on: date) -> Hours | None:
    """The hours of an office's counter that hold on a day; None where nobody said any."""
    opening = law.opening(office)
    return opening.hours(on) if opening else None


def today(office: str, *, on: date) -> Today | None:
    """A counter on one day; None where nobody said its hours. A day on which the desk is closed has none."""
    opening = law.opening(office)
    if opening is None or opening.hours(on) is None:
        return None
    spans = spans_on(opening, office, on)
    if spans:
        return Today(spans, spans[-1][1])
    ahead = (date.fromordinal(on.toordinal() + n) for n in range(1, 40))
    return Today((), "", next((day for day in ahead if spans_on(opening, office, day)), None))


def spans_on(opening: Opening, office: str, day: date) -> tuple[Span, ...]:
    """The spans of a desk on a day, none on its closing days."""
    return () if day in law.closed_days(office) else opening.spans(day, law.calendar())


def closing_hours(office: str, days: Mapping[str, date | None]) -> dict[str, str]:
    """By name the hour at which the counter closes on each of these days, where it opens on them and its hours are known."""
    opening = law.opening(office)
    if opening is None:
        return {}
    ends = {name: spans_on(opening, office, day) for name, day in days.items() if day}
    return {name: spans[-1][1] for name, spans in ends.items() if spans}


def _read(session: Session, text: str, file: str, scope: str) -> Brought:
    if scope != CENTRE and not session.scalar(select(Office.id).where(Office.code == scope)):
        raise Refusal("hours_scope", scope=scope)
    try:
        hours = read_hours(text, file)
    except CalendarError as wrong:
        raise Refusal("hours_unusable", file=file, reason=wrong.message, reason_zh=wrong.zh) from None
    known = calendar_store.in_force(session, law.shipped_calendar()).openings.get(scope)
    before = next((one for one in reversed(known.versions) if one.since == hours.since), None) if known else None
    return Brought(scope, hours, before != hours)


def _row(session: Session, found: Brought, by: Actor, at: datetime) -> OpeningHours:
    h, text = OpeningHours, written_hours(found.hours)
    before = session.scalar(select(func.max(h.version)).where(h.scope == found.scope)) or 0
    return OpeningHours(
        scope=found.scope,
        version=before + 1,
        since=found.hours.since,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        source=found.hours.source[:300],
        imported_by=by.reference,
        imported_at=at,
    )
