"""The window's lists: what waits at the desk, and what waits for the applicant, each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, or_, select

from portal.access import require
from portal.actors import Actor, Role
from portal.db import alone, reading
from portal.models import Case as CaseRow
from portal.models import JournalEntry
from portal.services import first_contact, law, presence, service_windows
from portal.services import queue_query as query
from portal.services.days_left import CALENDAR_DAY, WORKING_DAY, remaining
from portal.services.paging import ROWS, offset
from portal.services.queue_filters import EVERYTHING, KINDS, QueueFilter
from portal.services.window_listing import LIGHTS, Listing, listed, promise_lights
from portal.services.window_rows import WaitingPage, WaitingRow, row_of
from portal.services.worklist_query import CAP, near_until
from workflows.calendar import CalendarGap
from workflows.case import fold
from workflows.clocks import clocks
from workflows.events import Recorded, from_payload
from workflows.limits import Clock, Signal, Unit, due, left

WAITING_KINDS = ("correction", "deferral")


def queue(
    asked: QueueFilter = EVERYTHING,
    *,
    by: Actor,
    on: date,
    at: datetime | None = None,
    search: str = "",
    page: int = 1,
) -> WaitingPage:
    """What waits at the window, by the time left to answer: new applications, returned corrections, supplements that came in.

    The red list's fast lane stands first among cases of one day (R104). One query, whatever the number of cases; of each
    kind the first thousand can be paged through, for more there are filters. `at` tells whose desk is open just now.
    """
    require(by.holds(Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    lasts = presence.lasts() if at else timedelta(0)
    with reading() as session:
        alone(session)
        served = service_windows.items_of(session, by.id) if asked.served else None
        gone = first_contact.gone(session) if asked.owner == "unowned" else ()
        near = near_until(on, law.calendar())
        wanted = query.Asked(by.id, on, at, near, asked, served, search, lasts, gone)
        found = session.execute(query.queue(wanted, (max(page, 1) - 1) * ROWS)).all()
        total = found[0].total
        page, pages, skip = offset(page, total)
        if found[0].id is None and total:
            found = session.execute(query.queue(wanted, skip)).all()
    return _page(found, on, page, pages)


def next_in_line(asked: QueueFilter, *, after: str, by: Actor, on: date, at: datetime) -> WaitingRow | None:
    """The case that a clerk opens next: of the queue's first page, the first that nobody else has or has open.

    `after` is the case from which he comes: while it is still in the queue, what stands below it comes first.
    """
    rows = queue(asked, by=by, on=on, at=at).rows
    place = next((n for n, row in enumerate(rows) if row.public_id == after), -1)
    order = (*rows[place + 1 :], *rows[: max(place, 0)])
    return next((row for row in order if not row.busy and (row.officer_left or row.officer_id in (None, by.id))), None)


def _page(found: Sequence[Any], on: date, page: int, pages: int) -> WaitingPage:
    """The page of the queue out of its one answer."""
    counted = query.numbers(found[0])
    lights, kinds = dict.fromkeys(LIGHTS, 0), dict.fromkeys(KINDS, 0)
    for (light, kind), n in counted.items():
        lights[light] += n
        kinds[kind] += n
    rows = tuple(_waiting(row, on) for row in found if row.id is not None)
    capped = max(kinds.values()) > CAP
    return WaitingPage(rows, found[0].total, page, pages, lights, {why: n for why, n in kinds.items() if n}, capped)


def _waiting(row: Any, on: date) -> WaitingRow:
    """A row of the queue: with how long it has waited, who has it, and who has its desk open."""
    return replace(
        row_of(row, on),
        waited=_waited(row.waits_since, on),
        officer=row.officer or "",
        officer_left=row.officer_id is not None and not row.officer_serves,
        busy=row.busy or "",
        busy_since=row.busy_since,
    )


def _waited(since: date | None, on: date) -> int | None:
    """The working days after a day up to another; calendar days where a schedule is missing."""
    if since is None or since > on:
        return None
    try:
        return law.calendar().count(since, on)
    except CalendarGap:
        return (on - since).days


def corrections(
    *, by: Actor, on: date, kind: str = "", light: Signal | str | None = None, search: str = "", page: int = 1
) -> WaitingPage:
    """What waits for the applicant: corrections by their own clock, deferred materials that are still out."""
    require(by.holds(Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    noticed = CaseRow.state == "correction"
    outstanding = and_(CaseRow.state == "in_review", CaseRow.deferred_open > CaseRow.deferred_arrived)
    near, until = near_until(on, law.calendar()), CaseRow.correction_due
    listing = Listing(
        where=or_(noticed, outstanding),
        kind=case((noticed, "correction"), else_="deferral"),
        due=case((noticed, until), else_=CaseRow.promised_due),
        light=case(
            *((and_(outstanding, condition), str(name)) for condition, name in promise_lights(on)),
            (and_(noticed, until < on), str(Signal.RED)),
            (and_(noticed, until <= near), str(Signal.YELLOW)),
            else_=str(Signal.GREEN),
        ),
    )
    found = listed(listing, on=on, light=light, kind=kind, words=search, page=page)
    return replace(found, rows=tuple(_with_missing(found.rows, on)))


def _with_missing(rows: Iterable[WaitingRow], on: date) -> Iterator[WaitingRow]:
    """Rows of deferred materials get their own day and names from the journals of this page, all read in one query."""
    shown = tuple(rows)
    wanted = [row.public_id for row in shown if row.kind == "deferral"]
    entry = JournalEntry
    statement = (
        select(CaseRow.public_id, entry.seq, entry.at, entry.by, entry.kind, entry.payload)
        .join(CaseRow, CaseRow.id == entry.case_id)
        .where(CaseRow.public_id.in_(wanted))
        .order_by(entry.case_id, entry.seq)
    )
    journals: dict[str, list[Recorded]] = {}
    if wanted:
        with reading() as session:
            for public_id, seq, at, by, kind, payload in session.execute(statement):
                journals.setdefault(public_id, []).append(Recorded(seq, at, by, from_payload(kind, payload)))
    for row in shown:
        yield _outstanding(row, journals[row.public_id], on) if row.public_id in journals else row


def _left(last: date | None, clock: Clock | None, on: date) -> tuple[int | None, str]:
    """What the ledger of a material says is left; by the last day alone where there is none, or a schedule is missing."""
    try:
        if clock is not None:
            unit = WORKING_DAY if clock.limit.unit is Unit.WORKING_DAY else CALENDAR_DAY
            return left(clock, law.calendar(), on), unit
    except CalendarGap:
        pass
    return remaining(last, on, law.calendar())


def _outstanding(row: WaitingRow, journal: list[Recorded], on: date) -> WaitingRow:
    folded = fold(journal)
    assert folded is not None
    missing = [p.material for p in folded.promises.values() if p.open and p.arrived_on is None]
    running = clocks(folded)
    days = [(due(clock, law.calendar(), on).on, clock) for name in missing if (clock := running[f"deferred:{name}"])]
    last, first = min(((day, clock) for day, clock in days if day), key=lambda one: one[0], default=(row.due, None))
    days_left, unit = _left(last, first, on)
    near = Signal.YELLOW if days_left is not None and days_left < 2 else Signal.GREEN
    light = row.light if days_left is None else Signal.RED if days_left < 0 else near
    return replace(row, due=last, left=days_left, unit=unit, light=light, missing=tuple(missing))
