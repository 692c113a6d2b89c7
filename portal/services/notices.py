"""Notices: what a mail says is worked out when it is sent, from the journal; it names no person and opens nothing by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import business_day
from portal.connectors.mail import Mail, NobodyToTell, NotNow, Undeliverable, mail_port
from portal.db import transaction
from portal.models import Case as CaseRow
from portal.models import MessageDelivery, User
from portal.services import journal, ports
from portal.services.correspondents import concerned, handler_of
from portal.services.message_channels import Recipient, dispatch, recipient_of
from portal.services.message_choices import of_user
from portal.services.notice_words import Facts, words_of
from portal.services.outbox import Parcel
from portal.services.reminders import audience
from workflows.case import fold
from workflows.events import Event, Recorded, Reminded
from workflows.ladder import HANDLER


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry a `mail` message of the outbox: to staff, to one person it names, or to the correspondent of its case.

    The last kind also promises what others are told of the same event, and the other channels. Raises NotNow in quiet hours,
    NobodyToTell where no mail left because nobody is there to get one.
    """
    with transaction() as session:
        row = session.get_one(CaseRow, parcel.case_id)
        seq = parcel.payload["seq"]
        past = _with_reminder([entry for entry in journal.load(session, row.id) if entry.seq <= seq], parcel)
        recipients = list(_recipients(session, row, past[-1], parcel, at))
        nobody = "" if recipients else _nobody(session, row, parcel, at)
        facts = facts_of(row, past)
    if nobody:  # what the message promised to others stays promised
        raise NobodyToTell(nobody)
    for recipient in recipients:
        if recipient.quiet_until is not None:
            raise NotNow(recipient.quiet_until)
        _send(parcel.key, recipient, facts, at)


def _with_reminder(past: list[Recorded], parcel: Parcel) -> list[Recorded]:
    """A colleague's reminder stands in no journal: the message itself says which clock it is about."""
    if "clock" not in parcel.payload:
        return past
    asked = parcel.payload
    reminder = Reminded(asked["clock"], asked["rung"], date.fromisoformat(asked["due_on"]))
    return [*past, replace(past[-1], event=reminder)]


def facts_of(row: CaseRow, past: list[Recorded]) -> Facts:
    """What a mail about the last of these entries may say."""
    site = current_app.config["SETTINGS"].base_url
    case = fold(past)
    assert case is not None
    return Facts(past[-1].event, case, row.number, row.item_name_zh, row.item_name_en, site, row.public_id)


def _send(key: str, recipient: Recipient, facts: Facts, at: datetime) -> None:
    settings = current_app.config["SETTINGS"]
    with force_locale(recipient.locale):
        subject, body = words_of(facts, staff=recipient.staff)
    port = mail_port(settings.mail_url, settings.mail_from, settings.data)
    mail = Mail(f"{key}-{recipient.user_id}", recipient.email, subject, body)
    refused: Undeliverable | None = None
    with ports.asking("mail", at=at):
        try:
            port.send(mail)
        except Undeliverable as error:  # the server answered, and said no
            refused = error
    if refused:
        raise refused


def _recipients(session: Session, row: CaseRow, entry: Recorded, parcel: Parcel, at: datetime) -> Iterator[Recipient]:
    event = entry.event
    if "clock" in parcel.payload:
        assert isinstance(event, Reminded)
        case = journal.state_of(session, row.id)
        told = audience(session, row, case, event.clock, (HANDLER,))
        for user in session.scalars(select(User).where(User.id.in_(told)).order_by(User.id)):
            yield Recipient(user.id, user.email, user.locale, staff=True)
    elif "to" in parcel.payload:
        one = named(session, row, parcel, event, at=at)
        yield from [one] if one and one.email else []
    else:
        main = dispatch(session, row, parcel, event, at=at)
        yield from [main] if main else []


def _nobody(session: Session, row: CaseRow, parcel: Parcel, at: datetime) -> str:
    """Why no mail leaves: nobody is there, or nobody with an address; empty where the correspondent wants it otherwise."""
    if "clock" in parcel.payload:
        return "left"
    asked = session.get(User, parcel.payload["to"]) if "to" in parcel.payload else None
    if asked is not None:
        return "left" if not concerned(session, asked, row, on=business_day(at)) else "address"
    promised = session.scalar(select(MessageDelivery.message_id).where(MessageDelivery.key == parcel.key).limit(1))
    main = handler_of(session, row, on=business_day(at))
    if main is None or promised is not None:
        return "left"
    return "" if main.email else "address"


def named(session: Session, row: CaseRow, parcel: Parcel, event: Event, *, at: datetime) -> Recipient | None:
    """The person that a message names, unless that person no longer acts for the enterprise."""
    user = session.get(User, parcel.payload["to"])
    if user is None or not concerned(session, user, row, on=business_day(at)):
        return None
    return recipient_of(user, of_user(session, user.id), event, at=at)
