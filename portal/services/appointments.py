"""Appointments: a time at a counter that an enterprise books, moves or gives back; coming without one is always possible."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.config import Settings
from portal.db import reading, transaction
from portal.models import Appointment, Enterprise, ServiceWindow
from portal.models import Case as CaseRow
from portal.services import account_log, casefile, outbox, slots
from portal.services.own_rows import own_rows
from portal.services.slots import begins
from workflows.refusal import Refusal
from workflows.visits import vocabulary

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read for something else
WITHIN = timedelta(days=30)
"""How far back missed appointments are counted."""


@dataclass(frozen=True, slots=True)
class Booking:
    """An appointment as its enterprise sees it."""

    public_id: str
    code: str
    item: str
    purpose: str
    window: str
    window_zh: str
    window_en: str
    day: date
    starts: int
    state: str
    case_id: str = ""
    case_number: str = ""
    moved: int = 0

    @property
    def at(self) -> datetime:
        """The moment at which it begins."""
        return begins(self.day, self.starts)


def book(
    item: str,
    window_id: int,
    day: date,
    starts: int,
    *,
    purpose: str = "submit",
    case_id: str = "",
    by: Actor,
    at: datetime,
) -> str:
    """Book a time; returns the opaque name of the appointment. A confirmation goes out by mail, and a reminder before it.

    Two who want the last place at once are taken one after the other. Raises Refusal: `slot_gone`, `appointments_enough`,
    `appointments_paused` (where the centre has set a limit of missed ones), `no_such_purpose`.
    """
    require(by.holds(Role.HANDLER), "role", roles=[str(Role.HANDLER)])
    if purpose not in vocabulary().purposes:
        raise Refusal("no_such_purpose")
    with transaction() as session:
        _hold(session, by)
        _within_limits(session, by, at)
        _place(session, window_id, day, starts, at)
        case = casefile.row_of(session, case_id) if case_id else None
        if case is not None:
            casefile.check_sight(session, case, by)
        require(by.handles(case.item if case else item), "items")
        one = Appointment(window_id=window_id, day=day, starts=starts, purpose=purpose, booked_at=at, changed_at=at)
        one.public_id, one.code = secrets.token_urlsafe(16), _code(session)
        one.enterprise_id, one.user_id = by.enterprise_id or 0, by.id
        one.item, one.case_id = (case.item, case.id) if case else (item, None)
        session.add(one)
        session.flush()
        _note(session, "appointment_booked", one, by, at)
        _tell(session, one, "booked", at)
        return one.public_id


def move(public_id: str, window_id: int, day: date, starts: int, *, by: Actor, at: datetime) -> None:
    """Put a booked appointment to another time; the old place is free again in the same act."""
    with transaction() as session:
        _hold(session, by)
        one = _own(session, public_id, by)
        if (one.window_id, one.day, one.starts) == (window_id, day, starts):
            return
        _changeable(one, at)
        _place(session, window_id, day, starts, at)
        one.window_id, one.day, one.starts, one.moved, one.changed_at = window_id, day, starts, one.moved + 1, at
        _note(session, "appointment_moved", one, by, at)
        _tell(session, one, f"moved{one.moved}", at)


def cancel(public_id: str, *, by: Actor, at: datetime) -> None:
    """Give a booked time back; a second click changes nothing."""
    with transaction() as session:
        one = _own(session, public_id, by)
        if one.state == "cancelled":
            return
        _changeable(one, at)
        one.state, one.changed_at = "cancelled", at
        _note(session, "appointment_cancelled", one, by, at)


def mine(*, by: Actor) -> tuple[Booking, ...]:
    """The appointments of the enterprise, the next ones first, then the last thirty that are over."""
    require(by.holds(Role.HANDLER), "role", roles=[str(Role.HANDLER)])
    statement = _columns().where(own_rows(Appointment, by))
    with reading() as session:
        open_ = session.execute(
            statement.where(Appointment.state == "booked").order_by(Appointment.day, Appointment.starts)
        ).all()
        over = session.execute(
            statement.where(Appointment.state != "booked")
            .order_by(Appointment.day.desc(), Appointment.id.desc())
            .limit(30)
        ).all()
    return tuple(Booking(*row) for row in (*open_, *over))


def appointment(public_id: str, *, by: Actor) -> Booking:
    """One appointment of the own enterprise. Raises Refusal when there is none, Denied when it is another's."""
    with reading() as session:
        one = _own(session, public_id, by, lock=False)
        return Booking(*session.execute(_columns().where(Appointment.id == one.id)).one())


def of_case(case_number_id: int, session: Session) -> tuple[Booking, ...]:
    """The appointments booked for a case."""
    statement = _columns().where(Appointment.case_id == case_number_id, Appointment.state == "booked")
    return tuple(Booking(*row) for row in session.execute(statement.order_by(Appointment.day)))


def _columns():  # type: ignore[no-untyped-def]
    a, w, c = Appointment, ServiceWindow, CaseRow
    columns = (a.public_id, a.code, a.item, a.purpose, w.code, w.name_zh, w.name_en, a.day, a.starts, a.state)
    more = (func.coalesce(c.public_id, ""), func.coalesce(c.number, ""), a.moved)
    return select(*columns, *more).join(w, w.id == a.window_id).outerjoin(c, c.id == a.case_id)


def _hold(session: Session, by: Actor) -> None:
    """Hold the enterprise, so that two of its people at once do not pass its limit together."""
    session.get_one(Enterprise, by.enterprise_id, with_for_update=True)


def _place(session: Session, window_id: int, day: date, starts: int, at: datetime) -> None:
    """Hold the counter and look whether the slot still has a place; everybody holds enterprise before counter."""
    session.scalar(select(ServiceWindow.id).where(ServiceWindow.id == window_id).with_for_update())
    settings: Settings = current_app.config["SETTINGS"]
    found = slots.slot_at(session, window_id, day, starts)
    far = business_day(at) + timedelta(days=settings.appointment_days)
    if found is None or found.left < 1 or begins(day, starts) <= at or day > far:
        raise Refusal("slot_gone")


def _within_limits(session: Session, by: Actor, at: datetime) -> None:
    settings: Settings = current_app.config["SETTINGS"]
    own = (Appointment.enterprise_id == by.enterprise_id,)
    booked = session.scalar(select(func.count()).where(*own, Appointment.state == "booked")) or 0
    if booked >= settings.appointment_limit:
        raise Refusal("appointments_enough", limit=settings.appointment_limit)
    if settings.no_show_limit:
        since = business_day(at) - WITHIN
        missed = (*own, Appointment.state == "missed", Appointment.day >= since)
        if (n := session.scalar(select(func.count()).where(*missed)) or 0) >= settings.no_show_limit:
            raise Refusal("appointments_paused", missed=n)


def _own(session: Session, public_id: str, by: Actor, *, lock: bool = True) -> Appointment:
    statement = select(Appointment).where(Appointment.public_id == public_id)
    one = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if one is None:
        raise Refusal("no_such_appointment")
    own = by.holds(Role.HANDLER) and by.enterprise_id == one.enterprise_id
    require(own and by.handles(one.item), "enterprise")
    return one


def _changeable(one: Appointment, at: datetime) -> None:
    if one.state != "booked" or begins(one.day, one.starts) <= at:
        raise Refusal("appointment_over")


def _code(session: Session) -> str:
    """Eight characters that nobody guesses and nobody misreads."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(8))
        if session.scalar(select(Appointment.id).where(Appointment.code == code)) is None:
            return code


def _note(session: Session, kind: str, one: Appointment, by: Actor, at: datetime) -> None:
    firm = one.enterprise_id
    account_log.note(session, kind, by=by, at=at, enterprise_id=firm, item=one.item, case=one.case_id)


def _tell(session: Session, one: Appointment, what: str, at: datetime) -> None:
    """A confirmation now, and a reminder before the time; each is worked out when it is sent."""
    settings: Settings = current_app.config["SETTINGS"]
    told = {"appointment": one.id, "day": one.day.isoformat(), "starts": one.starts}
    key = f"appointment-{one.public_id}"
    outbox.post(
        session,
        f"{key}-{what}",
        "appointment",
        case_id=None,
        payload={**told, "what": what.rstrip("0123456789")},
        at=at,
    )
    due = begins(one.day, one.starts) - timedelta(hours=settings.appointment_reminder_hours)
    if settings.appointment_reminder_hours and due > at:
        payload = {**told, "what": "reminder"}
        outbox.post(session, f"{key}-{what}-reminder", "appointment", case_id=None, payload=payload, at=at, due=due)
