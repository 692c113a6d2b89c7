"""By which channels a message goes out: decided for everybody who was told of an event, by their own choices, each once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import BUSINESS_ZONE, business_day
from portal.models import Case as CaseRow
from portal.models import Message, MessageChoice, MessageDelivery, User
from portal.services import mobiles, outbox, ports, webhooks
from portal.services.correspondents import concerned, handler_of
from portal.services.message_choices import Choices, choices_of
from portal.services.message_topics import ASKED, DIGEST, NOW, topic_of
from portal.services.outbox import Parcel
from workflows.events import Event, kind_of

MAIL, SMS, WEBHOOK = "mail", "sms", "webhook"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a mail or an SMS: the account's number makes the key, the language chooses the words."""

    user_id: int
    email: str
    locale: str
    mobile: str = ""
    staff: bool = False
    quiet_until: datetime | None = None


def recipient_of(user: User, choices: Choices, event: Event, *, at: datetime) -> Recipient:
    """Somebody of the applicant's side, with the end of the quiet hours where it is quiet now.

    Whoever has to do something today is told today, whatever the hour.
    """
    quiet = None if business_day(at) in days_of(event) else choices.quiet_until(at)
    return Recipient(user.id, user.email, user.locale, mobiles.reached(user), quiet_until=quiet)


def dispatch(session: Session, row: CaseRow, parcel: Parcel, event: Event, *, at: datetime) -> Recipient | None:
    """Promise what an event's message causes beside the mail of the correspondent, in the caller's transaction, each once.

    Returns the correspondent where that mail goes with this very parcel: the handler, or the owner in the handler's place.
    """
    main = handler_of(session, row, on=business_day(at))
    goes, told = None, False
    people = _told(session, row, parcel.payload["seq"], at)
    for message, user, choices in people:
        own = main is not None and user.id == main.id
        told = told or own
        if _mail(session, message, user, choices, parcel, own=own, at=at) == parcel.key:
            goes = recipient_of(user, choices, event, at=at)
        if mobiles.reached(user) and message.topic in choices.sms and ports.configured("sms"):
            send_sms(session, message, parcel.key, user, at=at)
    own_people = [one for one, user, _choices in people if user.enterprise_id == row.enterprise_id]
    _webhook(session, row, parcel, event, own_people, at)
    if not told and main is not None and main.email:  # of a time without messages, or the handler has changed since
        return recipient_of(main, choices_of(session.get(MessageChoice, main.id)), event, at=at)
    return goes


def _told(session: Session, row: CaseRow, seq: int, at: datetime) -> list[tuple[Message, User, Choices]]:
    """Who was told of an event and still acts for the enterprise, with what each of them chose."""
    found = (
        select(Message, User, MessageChoice)
        .join(User, User.id == Message.user_id)
        .outerjoin(MessageChoice, MessageChoice.user_id == User.id)
        .where(Message.case_id == row.id, Message.seq == seq)
        .order_by(Message.id)
    )
    rows = session.execute(found).all()
    day = business_day(at)
    return [(one, user, choices_of(chosen)) for one, user, chosen in rows if concerned(session, user, row, on=day)]


def days_of(event: Event) -> set[date]:
    """The days that an event asks somebody to keep; one that asks nothing has none."""
    if topic_of(kind_of(event)) != ASKED:
        return set()
    told = {one.on for one in getattr(event, "told", ()) if one.on}
    return told | {day for name in ("plan_on", "due_on") if isinstance(day := getattr(event, name, None), date)}


def _mail(
    session: Session, message: Message, user: User, choices: Choices, parcel: Parcel, *, own: bool, at: datetime
) -> str:
    """Promise the mail about a message as its reader wants it; returns the key it goes by, empty where there is none."""
    if known := session.get(MessageDelivery, (message.id, MAIL)):
        return known.key
    way = choices.mails(message.topic)
    if not user.email or way not in (NOW, DIGEST):
        return ""
    if way == DIGEST:
        key, due = digest_of(user.id, at)
        outbox.post(session, key, "message_digest", case_id=None, payload={"user": user.id}, at=at, due=due)
    elif own:
        key = parcel.key
    else:
        key = f"{parcel.key}-to{user.id}"
        payload = {**parcel.payload, "to": user.id}
        outbox.post(session, key, "mail", case_id=message.case_id, payload=payload, at=at)
    session.add(MessageDelivery(message_id=message.id, channel=MAIL, key=key))
    return key


def send_sms(session: Session, message: Message, key: str, user: User, *, at: datetime) -> None:
    """Promise one SMS about a message, once."""
    if session.get(MessageDelivery, (message.id, SMS)) is not None:
        return
    key = f"{key}-sms{user.id}"
    payload = {"to": user.id, "notice": message.kind, "seq": message.seq}
    outbox.post(session, key, "sms", case_id=message.case_id, payload=payload, at=at)
    session.add(MessageDelivery(message_id=message.id, channel=SMS, key=key))


def _webhook(session: Session, row: CaseRow, parcel: Parcel, event: Event, told: list[Message], at: datetime) -> None:
    """Promise the message to the enterprise's own system, where it wants to hear of such; its people see how it stands."""
    hook = webhooks.active_of(session, row.enterprise_id, topic_of(kind_of(event)))
    if hook is None:
        return
    key = f"{parcel.key}-hook"
    payload = {"hook": hook, "seq": parcel.payload["seq"], "notice": parcel.payload.get("notice", "")}
    outbox.post(session, key, "webhook", case_id=row.id, payload=payload, at=at)
    for message in told:
        if session.get(MessageDelivery, (message.id, WEBHOOK)) is None:
            session.add(MessageDelivery(message_id=message.id, channel=WEBHOOK, key=key))


def digest_of(user_id: int, at: datetime) -> tuple[str, datetime]:
    """The key of the daily mail that takes up what is told at this moment, and when it goes out."""
    hour = time(current_app.config["SETTINGS"].digest_hour)
    local = at.astimezone(BUSINESS_ZONE)
    day = local.date() + timedelta(days=local.time() >= hour)
    return f"messages-{user_id}-{day.isoformat()}", datetime.combine(day, hour, BUSINESS_ZONE)
