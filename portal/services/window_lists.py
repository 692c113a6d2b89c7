"""The window's lists: what waits at the desk, and what waits for the applicant, each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import and_, case, or_, select

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import JournalEntry
from portal.services import law
from portal.services.window_listing import Listing, listed, promise_lights
from portal.services.window_rows import WaitingPage, WaitingRow
from portal.services.worklist import remaining
from portal.services.worklist_query import near_until
from workflows.case import fold
from workflows.clocks import clocks
from workflows.events import Recorded, from_payload
from workflows.limits import Signal, due

KINDS = ("new", "returned", "supplement")
WAITING_KINDS = ("correction", "deferral")


def queue(
    *, by: Actor, on: date, light: Signal | str | None = None, kind: str = "", search: str = "", page: int = 1
) -> WaitingPage:
    """What waits at the window, by the time left to answer: new applications, returned corrections, supplements that came in.

    The red list's fast lane stands first among cases of one day (R104). Two queries, whatever the number of cases.
    """
    require(by.holds(Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    supplement = and_(CaseRow.state == "in_review", CaseRow.deferred_arrived > 0)
    at_window = CaseRow.state.in_(("submitted", "resubmitted"))
    notice, near = CaseRow.notice_due, near_until(on, law.calendar())
    listing = Listing(
        where=or_(at_window, supplement),
        kind=case(
            (CaseRow.state == "submitted", "new"), (CaseRow.state == "resubmitted", "returned"), else_="supplement"
        ),
        due=case((CaseRow.state == "in_review", CaseRow.promised_due), else_=notice),
        light=case(
            *((and_(supplement, condition), str(name)) for condition, name in promise_lights(on)),
            (and_(at_window, notice < on), str(Signal.DARK)),
            (and_(at_window, notice <= near), str(Signal.YELLOW)),
            else_=str(Signal.GREEN),
        ),
    )
    return listed(listing, on=on, light=light, kind=kind, words=search, page=page)


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


def _outstanding(row: WaitingRow, journal: list[Recorded], on: date) -> WaitingRow:
    folded = fold(journal)
    assert folded is not None
    missing = [p.material for p in folded.promises.values() if p.open and p.arrived_on is None]
    running = clocks(folded)
    days = [due(running[f"deferred:{name}"], law.calendar(), on) for name in missing]
    last = min((one.on for one in days if one.on), default=row.due)
    left, unit = remaining(last, on, law.calendar())
    light = row.light if left is None else Signal.RED if left < 0 else Signal.YELLOW if left < 2 else Signal.GREEN
    return replace(row, due=last, left=left, unit=unit, light=light, missing=tuple(missing))
