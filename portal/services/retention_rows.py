"""What was kept long enough and has no files: sign-ins, links, codes, messages, appointments and reminders go by the thousand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.clock import business_day, day_starts
from portal.models import (
    AccountLink,
    Appointment,
    Message,
    MessageDelivery,
    MobileCode,
    Reminder,
    SignIn,
    Ticket,
)
from workflows.retention import Rule, load_policy

ROWS = 1000
"""Of each so many a sweep: a night is a few hundred sweeps, and a machine that is off at night has one an hour."""


def threshold(today: date, rule: Rule) -> datetime:
    """Whatever changed before this moment has been kept for its time."""
    return day_starts(today - timedelta(days=rule.days) + timedelta(days=1))


def _sign_ins(session: Session, at: datetime) -> int:
    """Delete sign-ins that nobody has used for so long; an account's own log stays."""
    old = SignIn.seen_at < threshold(business_day(at), load_policy()["sign_in"])
    numbers = session.scalars(select(SignIn.id).where(old).order_by(SignIn.seen_at).limit(ROWS)).all()
    if numbers:
        session.execute(delete(SignIn).where(SignIn.id.in_(numbers)))
    return len(numbers)


def _links(session: Session, at: datetime) -> int:
    """Delete links of mails that have not worked for so long."""
    old = AccountLink.expires_at < threshold(business_day(at), load_policy()["link"])
    numbers = session.scalars(select(AccountLink.id).where(old).order_by(AccountLink.expires_at).limit(ROWS)).all()
    if numbers:
        session.execute(delete(AccountLink).where(AccountLink.id.in_(numbers)))
    return len(numbers) + _codes(session, at)


def _codes(session: Session, at: datetime) -> int:
    """Delete the codes that went to mobile numbers so long ago, with a number that nobody has confirmed in that time."""
    old = MobileCode.sent_at < threshold(business_day(at), load_policy()["link"])
    numbers = session.scalars(select(MobileCode.user_id).where(old).limit(ROWS)).all()
    if numbers:
        session.execute(delete(MobileCode).where(MobileCode.user_id.in_(numbers)))
    return len(numbers)


def _messages(session: Session, at: datetime) -> int:
    """Delete messages that have stood in an inbox for so long; what they told stays in the case and in the log."""
    old = Message.created_at < threshold(business_day(at), load_policy()["message"])
    numbers = session.scalars(select(Message.id).where(old).order_by(Message.created_at).limit(ROWS)).all()
    if numbers:
        session.execute(delete(MessageDelivery).where(MessageDelivery.message_id.in_(numbers)))
        session.execute(delete(Message).where(Message.id.in_(numbers)))
    return len(numbers)


def _appointments(session: Session, at: datetime) -> int:
    """Delete appointments so long after their day; the presence that one became stands in the journal of its case."""
    last = business_day(at) - timedelta(days=load_policy()["appointment"].days)
    old = select(Appointment.id).where(Appointment.day <= last).order_by(Appointment.day)
    numbers = session.scalars(old.limit(ROWS)).all()
    if numbers:
        called = Ticket.appointment_id.in_(numbers)
        session.execute(update(Ticket).where(called).values(appointment_id=None))
        session.execute(delete(Appointment).where(Appointment.id.in_(numbers)))
    return len(numbers)


def _reminders(session: Session, at: datetime) -> int:
    """Delete what digests listed so long ago; that a rung was reached stands in the journal."""
    last = business_day(at) - timedelta(days=load_policy()["reminder"].days)
    numbers = session.scalars(select(Reminder.id).where(Reminder.day <= last).order_by(Reminder.day).limit(ROWS)).all()
    if numbers:
        session.execute(delete(Reminder).where(Reminder.id.in_(numbers)))
    return len(numbers)


KINDS: dict[str, Callable[[Session, datetime], int]] = {
    "sign_ins": _sign_ins,
    "links": _links,
    "messages": _messages,
    "appointments": _appointments,
    "reminders": _reminders,
}
"""Deletes what is old of each kind, and returns how many rows went."""
