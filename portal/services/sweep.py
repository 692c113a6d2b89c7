"""The sweep: once a minute it asks what is due, records it once, and wakes what is still to be sent (DESIGN §2.8)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from portal.actors import SYSTEM
from portal.clock import BUSINESS_ZONE, business_day
from portal.connectors.port import PortDown
from portal.db import reading, transaction, wait_briefly
from portal.models import Case as CaseRow
from portal.services import (
    calendar_import,
    case_audits,
    credit_feed,
    credit_folder,
    former_licence,
    former_waits,
    journal,
    law,
    outbox,
    parcels,
    partial_uploads,
    retention,
    signed,
    tickets,
    unowned,
    visit_digest,
)
from portal.services.columns import AT_LEISURE
from portal.services.leases import lease
from workflows.refusal import Refusal

log = logging.getLogger("onewindow.sweep")
BATCH = 200
LEISURE = 1000
"""Ended cases a sweep whose copies are written anew after an upgrade."""

TOGETHER = 20
"""Cases of one transaction: few enough that an officer who acts on one of them hardly waits."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: whether it ran at all, cases looked at, events recorded, messages woken."""

    ran: bool
    cases: int = 0
    events: int = 0
    woken: int = 0


def run(*, at: datetime) -> Swept:
    """Record what fell due by `at`: silences of the law, lapses and reminders, each once (R5, R8, R73, R119).

    Two sweeps at once do the work of one: the second finds the lease taken. A sweep that died is taken up by the next.
    """
    with lease("sweep", at=at) as held:
        if not held:
            return Swept(ran=False)
        _apart(signed.release_due, at)
        if law.unfinished_calendar():
            _apart(calendar_import.finish, at)
        looked, events = _cases(at)
        more = _at_leisure()
        events += sum(_together(more[first : first + TOGETHER], at) for first in range(0, len(more), TOGETHER))
        looked += len(more)
        for work in (unowned.remind, visit_digest.promise, tickets.close_past):
            _apart(work, at)
        _by_night(at)
        _credit(at)
        return Swept(True, looked, events, outbox.wake(at=at))


def _apart(work: Callable[..., object], at: datetime) -> None:
    """Do a part of the sweep by itself: what fails in it keeps no case from its due day and no message from leaving."""
    try:
        work(at=at)
    except Exception:
        log.exception("%s could not be done; left for the next sweep", work.__module__)


def _by_night(at: datetime) -> None:
    """Check closed files and delete what was kept long enough, from one to five o'clock and once an hour by day: none of it is
    in a hurry, and what fails here keeps nothing from its due day."""
    now = at.astimezone(BUSINESS_ZONE).time()
    by_night = case_audits.NIGHT[0] <= now < case_audits.NIGHT[1]
    if not by_night and now.minute != case_audits.BY_DAY:
        return
    for work in (
        former_waits.promise,
        case_audits.check_closed,
        retention.tidy,
        parcels.forget,
        partial_uploads.expire,
    ):
        _apart(work, at)


def _credit(at: datetime) -> None:
    """Take up the credit lists that came by themselves; a folder or platform that is away keeps nothing from its due day."""
    for take_up in (credit_folder.watch, credit_feed.fetch_by_night):
        try:
            take_up(at=at)
        except PortDown as down:
            log.warning("credit lists: %s", down)
        except Exception:
            log.exception("credit lists could not be taken up; left for the next sweep")


def _cases(at: datetime) -> tuple[int, int]:
    looked = events = 0
    last: tuple[date, int] | None = None
    while batch := _due(at, last):
        ids = [case_id for _, case_id in batch]
        events += sum(_together(ids[first : first + TOGETHER], at) for first in range(0, len(ids), TOGETHER))
        last = batch[-1]
        looked += len(batch)
    return looked, events


def _due(at: datetime, after: tuple[date, int] | None) -> list[tuple[date, int]]:
    """The next cases that wake by `at`, by day and number: cost grows with what is due, not with what exists."""
    statement = select(CaseRow.wake_on, CaseRow.id).where(CaseRow.wake_on <= business_day(at))
    if after is not None:
        statement = statement.where(tuple_(CaseRow.wake_on, CaseRow.id) > after)
    with reading() as session:
        rows = session.execute(statement.order_by(CaseRow.wake_on, CaseRow.id).limit(BATCH))
        return [(wake_on, case_id) for wake_on, case_id in rows if wake_on is not None]


def _at_leisure() -> list[int]:
    """Ended cases whose copies are to be written anew: so many a sweep that nothing that is due waits for them."""
    statement = select(CaseRow.id).where(CaseRow.wake_on >= AT_LEISURE).order_by(CaseRow.wake_on, CaseRow.id)
    with reading() as session:
        return list(session.scalars(statement.limit(LEISURE)))


def _together(case_ids: list[int], at: datetime) -> int:
    """Sweep some cases in one transaction; where one of them cannot be swept, each in a transaction of its own.

    It holds several cases and number series at once and officers may hold them in another order: it is the sweep that yields.
    """
    try:
        with transaction() as session:
            wait_briefly(session)
            rows = journal.lock_all(session, case_ids)
            return sum(_fall_due(session, row, at) for row in rows)
    except Exception as wrong:  # whatever it is, it concerns one case and must not keep the others from their due day
        log.info("some cases are swept one by one: %r", wrong)
        return sum(_one(case_id, at) for case_id in case_ids)


def _fall_due(session: Session, row: CaseRow, at: datetime) -> int:
    former_licence.before_silence(session, row, by=SYSTEM, at=at)
    return journal.fall_due(session, row, by=SYSTEM, at=at)


def _one(case_id: int, at: datetime) -> int:
    try:
        with transaction() as session:
            return _fall_due(session, journal.lock(session, case_id), at)
    except Refusal as refusal:
        log.warning("case %s: %r while sweeping; left for the next sweep", case_id, refusal)
        return 0
    except Exception:  # one case that cannot be read keeps no other case from its due day
        log.exception("case %s could not be swept; left for the next sweep", case_id)
        return 0
