"""Messages about what is no event of a case: complaint, objection, draft, appointment; in the inbox, and mailed as chosen.

Links and codes that somebody has just asked for, and what was done with an account, are mailed at once whatever was chosen.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import business_day
from portal.connectors.mail import NobodyToTell, NotNow
from portal.models import Message, MessageDelivery, User
from portal.services.message_channels import MAIL
from portal.services.message_choices import of_user
from portal.services.message_topics import OFF, topic_of

LAPSES, COMPLAINT = "DraftLapses", "ComplaintAnswered"
OBJECTION, LATER = "ObjectionAnswered", "ObjectionExtended"
BOOKED, MOVED, REMINDER = "AppointmentBooked", "AppointmentMoved", "AppointmentReminder"


def note(session: Session, user: User, kind: str, *, key: str, facts: dict[str, Any], at: datetime) -> None:
    """Write a message into somebody's inbox, once, in the caller's transaction, and by which message of the outbox it is mailed.

    `key` is that of the outbox; facts are codes and days, never names. Only an enterprise's side has an inbox.
    """
    own = f"{key}-{user.id}"
    if user.kind != "handler" or session.scalar(select(Message.id).where(Message.key == own)):
        return
    topic = topic_of(kind)
    one = Message(key=own, user_id=user.id, seq=0, kind=kind, topic=topic, facts=facts, created_at=at)
    session.add(one)
    session.flush()
    if user.email and of_user(session, user.id).mails(topic) != OFF:
        session.add(MessageDelivery(message_id=one.id, channel=MAIL, key=key))


def why_not(
    session: Session, user: User | None, kind: str, *, at: datetime, keep: date | None = None
) -> NobodyToTell | NotNow | None:
    """Why this mail does not leave now: nobody is there, its reader wants none, or it is quiet; to be raised by its carrier.

    Whoever has to `keep` the very day is told today, whatever the hour.
    """
    if user is None or not user.active:
        return NobodyToTell("left")
    if not user.email:
        return NobodyToTell("address")
    choices = of_user(session, user.id)
    if choices.mails(topic_of(kind)) == OFF:
        return NobodyToTell("off")
    quiet = None if keep == business_day(at) else choices.quiet_until(at)
    return NotNow(quiet) if quiet else None
