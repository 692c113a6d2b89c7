"""Tickets: arrival, the number of the day, calling, recalling, not coming, and being served (R64 for the visit that it is)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import case as sql_case
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.clock import BUSINESS_ZONE, business_day
from portal.config import Settings
from portal.db import transaction
from portal.models import Appointment, ServiceWindow, Ticket
from portal.services import casefile, journal, standing
from portal.services.counters import next_value
from portal.services.slots import begins
from workflows.commands import RecordVisit
from workflows.refusal import Refusal
from workflows.visits import PROMISED, vocabulary

CALLS_BEFORE_MISSED = 2
"""Somebody who was called once may be on the stairs: only who was called again and did not come is missed."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A ticket as its holder knows it; `starts` is its booked time in minutes of the day, None without one."""

    id: int
    number: str
    state: str
    starts: int | None


def arrive(code: str, *, at: datetime) -> Issued:
    """Give the number for an appointment by its code; a second time gives the same number.

    Who comes later than the setting allows is called as one without appointment, never turned away. Raises Refusal:
    `no_such_appointment`, `appointment_other_day`, `appointment_over`.
    """
    today, wanted = business_day(at), "".join(code.split()).upper()[:12]
    with transaction() as session:
        one = session.scalars(select(Appointment).where(Appointment.code == wanted).with_for_update()).one_or_none()
        if one is None:
            raise Refusal("no_such_appointment")
        known = session.scalars(select(Ticket).where(Ticket.appointment_id == one.id)).one_or_none()
        if known is not None:
            return _issued(known)
        if one.day != today:
            raise Refusal("appointment_other_day", day=one.day.isoformat())
        if one.state not in ("booked", "missed"):
            raise Refusal("appointment_over")
        in_time = at <= begins(one.day, one.starts) + _patience()
        one.state, one.changed_at = "arrived", at
        facts = {"appointment_id": one.id, "case_id": one.case_id, "starts": one.starts if in_time else None}
        return _new(session, "A", one.item, one.purpose, at, **facts)


def take(item: str, purpose: str, *, by: Actor, at: datetime) -> Issued:
    """Give a number to somebody who comes without appointment."""
    _serves(by)
    if purpose not in vocabulary().purposes:
        raise Refusal("no_such_purpose")
    with transaction() as session:
        standing.check(session, by, Role.WINDOW)
        return _new(session, "W", item, purpose, at)


def call_next(window_id: int, *, by: Actor, at: datetime) -> Issued:
    """Call the next one that this counter serves: booked times that have come, then by arrival, then who came too early.

    Raises Refusal: `ticket_open` while the counter has somebody called, `nobody_waits`.
    """
    _serves(by)
    with transaction() as session:
        window = _window(session, window_id)
        standing.check(session, by, Role.WINDOW)
        if _current(session, window_id, business_day(at)) is not None:
            raise Refusal("ticket_open")
        one = session.scalars(_queue(window, at).limit(1).with_for_update(skip_locked=True)).first()
        if one is None:
            raise Refusal("nobody_waits")
        one.window_id, one.state, one.calls, one.called_at = window_id, "called", 1, at
        return _issued(one)


def recall(ticket_id: int, *, by: Actor, at: datetime) -> Issued:
    """Call somebody again."""
    _serves(by)
    with transaction() as session:
        one = _called(session, ticket_id)
        standing.check(session, by, Role.WINDOW)
        one.calls, one.called_at = one.calls + 1, at
        return _issued(one)


def miss(ticket_id: int, *, by: Actor, at: datetime) -> Issued:
    """Somebody called did not come; only after being called again. Raises Refusal `ticket_recall_first`."""
    _serves(by)
    with transaction() as session:
        one = _called(session, ticket_id)
        standing.check(session, by, Role.WINDOW)
        if one.calls < CALLS_BEFORE_MISSED:
            raise Refusal("ticket_recall_first")
        _end(session, one, "missed", at)
        return _issued(one)


def serve(ticket_id: int, *, case_id: str = "", visit: bool = False, code: str = "", by: Actor, at: datetime) -> Issued:
    """Somebody was served: the ticket is done, linked to the case; with `visit` the presence is recorded in the same act.

    `code` says why where the visit is beyond the promise. Raises Refusal of the rule on visits, and then nothing is done.
    """
    _serves(by)
    with transaction() as session:
        one = _called(session, ticket_id)
        row = casefile.locked(session, case_id, by=by) if case_id else None
        if row is None and one.case_id is not None:
            row = journal.lock(session, one.case_id)
        standing.check(session, by, Role.WINDOW)
        if visit and row is None:
            raise Refusal("visit_without_case")
        if row is not None:
            one.case_id = row.id
        if visit and row is not None:
            window = session.get_one(ServiceWindow, one.window_id)
            journal.record(
                session, row, RecordVisit("window", one.purpose, PROMISED, code=code, window=window.code), by=by, at=at
            )
        _end(session, one, "served", at)
        return _issued(one)


def close_past(*, at: datetime) -> int:
    """Give up booked times whose minutes of patience are over, so that policy and figures know who did not come."""
    local = at.astimezone(BUSINESS_ZONE)
    limit = local - _patience()
    passed = or_(
        Appointment.day < limit.date(),
        (Appointment.day == limit.date()) & (Appointment.starts < limit.hour * 60 + limit.minute),
    )
    statement = update(Appointment).where(Appointment.state == "booked", Appointment.day <= local.date(), passed)
    with transaction() as session:
        return len(session.scalars(statement.values(state="missed", changed_at=at).returning(Appointment.id)).all())


def queue_order(at: datetime):  # type: ignore[no-untyped-def]
    """The order in which people are called: booked times that have come, then by arrival, then booked ones come early."""
    local = at.astimezone(BUSINESS_ZONE)
    now = local.hour * 60 + local.minute
    rank = sql_case((Ticket.starts <= now, 0), (Ticket.starts.is_(None), 1), else_=2)
    return rank, sql_case((rank == 1, 0), else_=Ticket.starts), Ticket.arrived_at, Ticket.id


def _queue(window: ServiceWindow, at: datetime):  # type: ignore[no-untyped-def]
    where = [Ticket.day == business_day(at), Ticket.state == "waiting"]
    if window.items:
        where.append(or_(Ticket.item.in_(window.items), Ticket.item == ""))
    return select(Ticket).where(*where).order_by(*queue_order(at))


def _new(session: Session, series: str, item: str, purpose: str, at: datetime, **facts: int | None) -> Issued:
    day = business_day(at)
    number = f"{series}{next_value(session, f'ticket:{day.isoformat()}:{series}'):03d}"
    one = Ticket(day=day, number=number, item=item, purpose=purpose, state="waiting", calls=0, arrived_at=at, **facts)
    session.add(one)
    session.flush()
    return _issued(one)


def _issued(one: Ticket) -> Issued:
    return Issued(one.id, one.number, one.state, one.starts)


def _end(session: Session, one: Ticket, state: str, at: datetime) -> None:
    one.state, one.ended_at = state, at
    if one.appointment_id is not None:
        booked = session.get_one(Appointment, one.appointment_id)
        booked.state, booked.changed_at = state, at


def _called(session: Session, ticket_id: int) -> Ticket:
    one = session.get(Ticket, ticket_id, with_for_update=True)
    if one is None:
        raise Refusal("no_such_ticket")
    if one.state != "called":
        raise Refusal("ticket_done", number=one.number)
    return one


def _current(session: Session, window_id: int, day: date) -> Ticket | None:
    where = (Ticket.day == day, Ticket.state == "called", Ticket.window_id == window_id)
    return session.scalars(select(Ticket).where(*where).limit(1)).first()


def _window(session: Session, window_id: int) -> ServiceWindow:
    """The counter, held: two clicks at one counter call one person."""
    row = session.get(ServiceWindow, window_id, with_for_update=True)
    if row is None:
        raise Refusal("no_such_window")
    return row


def _serves(by: Actor) -> None:
    require(by.holds(Role.WINDOW), "role", roles=[str(Role.WINDOW)])


def _patience() -> timedelta:
    settings: Settings = current_app.config["SETTINGS"]
    return timedelta(minutes=settings.no_show_minutes)
