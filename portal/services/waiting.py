"""Who waits and who was called today: the public screen without names, and a counter's own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading
from portal.models import Appointment, Enterprise, ServiceWindow, Ticket
from portal.models import Case as CaseRow
from portal.services import service_windows
from portal.services.service_windows import WindowRow
from portal.services.tickets import queue_order

LINGERS = timedelta(minutes=20)
"""How long a number that was called stays on the screen."""

ENOUGH = 3
"""People served today from which on a waiting time is estimated at all; before, nobody could know."""


@dataclass(frozen=True, slots=True)
class Called:
    """A number and the counter that called it."""

    number: str
    window: str
    called_at: datetime
    again: bool


@dataclass(frozen=True, slots=True)
class Estimate:
    """How long somebody who came now would wait: `minutes` is None while too few were served today to know."""

    waiting: int
    counters: int
    minutes: int | None
    based_on: int


@dataclass(frozen=True, slots=True)
class Board:
    """The public screen."""

    called: tuple[Called, ...]
    next: tuple[str, ...]
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the counter or waiting, as the clerk sees him."""

    id: int
    number: str
    item: str
    purpose: str
    starts: int | None
    arrived_at: datetime
    calls: int
    case_id: str
    case_number: str
    made: int | None
    applicant: str


@dataclass(frozen=True, slots=True)
class CounterView:
    """A counter's page: whom it has called, who waits for it, and how many it has served today."""

    window: WindowRow
    current: Person | None
    waiting: tuple[Person, ...]
    served: int


@dataclass(frozen=True, slots=True)
class Expected:
    """An appointment of today."""

    code: str
    starts: int
    item: str
    window: str
    enterprise: str
    state: str


def board(*, at: datetime) -> Board:
    """Numbers and counters only, the newest call first."""
    today = business_day(at)
    called = (
        select(Ticket.number, ServiceWindow.code, Ticket.called_at, Ticket.calls > 1)
        .join(ServiceWindow, ServiceWindow.id == Ticket.window_id)
        .where(Ticket.day == today, Ticket.state == "called", Ticket.called_at >= at - LINGERS)
    )
    with reading() as session:
        rows = session.execute(called.order_by(Ticket.called_at.desc()).limit(8)).all()
        waiting = session.scalars(_waiting(today, Ticket.number).order_by(*queue_order(at)).limit(12)).all()
        estimate = _estimate(session, today)
    shown = tuple(Called(n, w, when, again) for n, w, when, again in rows if when)
    return Board(shown, tuple(waiting), estimate)


def estimate(*, at: datetime) -> Estimate:
    """How long one would wait now."""
    with reading() as session:
        return _estimate(session, business_day(at))


def counter(window_id: int, *, by: Actor, at: datetime) -> CounterView:
    """The page of one counter. Raises Refusal `no_such_window`."""
    require(by.holds(Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    today, window = business_day(at), service_windows.window(window_id)
    with reading() as session:
        here = (Ticket.day == today, Ticket.window_id == window_id)
        now = session.execute(_people().where(*here, Ticket.state == "called")).first()
        rows = session.execute(
            _people().where(Ticket.day == today, Ticket.state == "waiting").order_by(*queue_order(at))
        ).all()
        served = session.scalar(select(func.count()).where(*here, Ticket.state == "served")) or 0
    people = (Person(*row) for row in rows)
    waiting = tuple(one for one in people if window.facts.serves(one.item))
    return CounterView(window, Person(*now) if now else None, waiting, served)


def expected(*, by: Actor, at: datetime) -> tuple[Expected, ...]:
    """The appointments of today by hour."""
    require(by.holds(Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    a = Appointment
    statement = (
        select(a.code, a.starts, a.item, ServiceWindow.code, Enterprise.name, a.state)
        .join(ServiceWindow, ServiceWindow.id == a.window_id)
        .join(Enterprise, Enterprise.id == a.enterprise_id)
        .where(a.day == business_day(at), a.state != "cancelled")
        .order_by(a.starts, a.id)
    )
    with reading() as session:
        return tuple(Expected(*row) for row in session.execute(statement))


def _people():  # type: ignore[no-untyped-def]
    t, c = Ticket, CaseRow
    said = (t.id, t.number, t.item, t.purpose, t.starts, t.arrived_at, t.calls)
    of_case = (
        func.coalesce(c.public_id, ""),
        func.coalesce(c.number, ""),
        c.visits,
        func.coalesce(c.applicant_name, ""),
    )
    return select(*said, *of_case).outerjoin(c, c.id == t.case_id)


def _waiting(today: date, *columns):  # type: ignore[no-untyped-def]
    return select(*columns).where(Ticket.day == today, Ticket.state == "waiting")


def _estimate(session: Session, today: date) -> Estimate:
    """Those who wait, shared among the counters that served today, times the median minutes of a person today."""
    waiting = session.scalar(_waiting(today, func.count(Ticket.id))) or 0
    served = session.execute(
        select(Ticket.window_id, Ticket.called_at, Ticket.ended_at).where(Ticket.day == today, Ticket.state == "served")
    ).all()
    spent = [(end - begun).total_seconds() / 60 for _window, begun, end in served if begun and end]
    counters = len({window for window, _begun, _end in served})
    if len(spent) < ENOUGH or not counters:
        return Estimate(waiting, counters, None, len(spent))
    return Estimate(waiting, counters, max(0, round(median(spent) * waiting / counters)), len(spent))
