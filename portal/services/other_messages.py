"""Messages about what is no event of a case: complaint, objection, draft, appointment, own data; in the inbox, mailed, texted.

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
from portal.services import mobiles, outbox, ports
from portal.services.message_channels import MAIL, SMS
from portal.services.message_choices import of_user
from portal.services.message_topics import OFF, topic_of

LAPSES, COMPLAINT, OWN_DATA = "DraftLapses", "ComplaintAnswered", "OwnDataReady"
OBJECTION, LATER = "ObjectionAnswered", "ObjectionExtended"
BOOKED, MOVED, REMINDER = "AppointmentBooked", "AppointmentMoved", "AppointmentReminder"


def note(
    session: Session,
    user: User,
    kind: str,
    *,
    key: str,
    facts: dict[str, Any],
    at: datetime,
    keep: date | None = None,
    about: dict[str, Any] | None = None,
) -> None:
    """Write a message into somebody's inbox, once, in the caller's transaction, and by which message of the outbox it is mailed.

    Where its reader chose so, an SMS is promised with it (services/other_sms.py); whoever has to `keep` the very day gets it that
    day, and `about` says whether there is still anything to say. `key` is that of the outbox; facts are codes and days, never
    names. Only an enterprise's side has an inbox.
    """
    own = f"{key}-{user.id}"
    if user.kind != "handler" or session.scalar(select(Message.id).where(Message.key == own)):
        return
    topic = topic_of(kind)
    one = Message(key=own, user_id=user.id, seq=0, kind=kind, topic=topic, facts=facts, created_at=at)
    session.add(one)
    session.flush()
    choices = of_user(session, user.id)
    if user.email and choices.mails(topic) != OFF:
        session.add(MessageDelivery(message_id=one.id, channel=MAIL, key=key))
    if topic in choices.sms and mobiles.reached(user) and ports.configured("sms"):
        payload = {"message": one.id, "notice": kind, "keep": keep.isoformat() if keep else "", **(about or {})}
        outbox.post(session, f"{own}-sms", "sms", case_id=None, payload=payload, at=at)
        session.add(MessageDelivery(message_id=one.id, channel=SMS, key=f"{own}-sms"))


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
