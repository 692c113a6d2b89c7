"""Dates that approach, as an applicant's side is told of them: the channels that go out with the digest of the morning."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.connectors.mail import NotNow
from portal.db import transaction
from portal.models import Case as CaseRow
from portal.models import Message, MessageDelivery, User
from portal.services import mobiles, ports
from portal.services.message_channels import MAIL, send_sms
from portal.services.message_choices import Choices, of_user
from portal.services.message_topics import DATE, OFF, REMINDED
from portal.services.outbox import Parcel


def mailed(user_id: int, numbers: Collection[str], parcel: Parcel, *, at: datetime) -> bool:
    """Whether the digest of the morning is to be mailed to somebody; notes by what each reminder in it goes out.

    One SMS a case goes with it, where that was chosen. Raises NotNow in quiet hours of the person's own.
    """
    with transaction() as session:
        user, choices = session.get_one(User, user_id), of_user(session, user_id)
        if quiet := choices.quiet_until(at):
            raise NotNow(quiet)
        by_mail = choices.mails(DATE) != OFF
        _note(session, user, choices, numbers, parcel, at=at)
    return by_mail


def _note(
    session: Session, user: User, choices: Choices, numbers: Collection[str], parcel: Parcel, *, at: datetime
) -> None:
    by_sms = DATE in choices.sms and bool(mobiles.reached(user)) and ports.configured("sms")
    by_mail = choices.mails(DATE) != OFF
    texted: set[int | None] = set()
    for message in _open(session, user, numbers):
        if by_mail:
            session.add(MessageDelivery(message_id=message.id, channel=MAIL, key=parcel.key))
        if by_sms and message.case_id not in texted:
            send_sms(session, message, f"{parcel.key}-{message.case_id}", user, at=at)
            texted.add(message.case_id)


def _open(session: Session, user: User, numbers: Collection[str]) -> list[Message]:
    """The reminders about these cases that have gone out by no channel yet, the newest of a case first."""
    gone = select(MessageDelivery.message_id).where(MessageDelivery.message_id == Message.id).exists()
    found = (
        select(Message)
        .join(CaseRow, CaseRow.id == Message.case_id)
        .where(Message.user_id == user.id, Message.kind == REMINDED, CaseRow.number.in_(numbers), ~gone)
    )
    return list(session.scalars(found.order_by(Message.id.desc()).limit(200)))
