"""The daily mail of messages: what somebody chose to hear once a day, in one mail, worked out when it is sent."""

from __future__ import annotations

from datetime import date, datetime

from flask import current_app
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.clock import business_day
from portal.connectors.mail import Mail, NobodyToTell, NotNow, mail_port
from portal.db import transaction
from portal.models import Case as CaseRow
from portal.models import Message, MessageDelivery, User
from portal.services import messages, ports
from portal.services.correspondents import concerned
from portal.services.message_choices import of_user
from portal.services.messages import Told
from portal.services.notice_words import sentence_of
from portal.services.outbox import Parcel

LONGEST = 200
"""Lines of one mail; what goes beyond is counted, and stands in the inbox."""


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry a `message_digest` message: what was put into it, about cases that the person still acts for.

    Raises NobodyToTell where the person has left, has no address, or acts for none of these cases any more.
    """
    with transaction() as session:
        user = session.get(User, parcel.payload["user"])
        if user is None or not user.active or not user.email:
            raise NobodyToTell("address" if user is not None and user.active else "left")
        if quiet := of_user(session, user.id).quiet_until(at):
            raise NotNow(quiet)
        lines = _lines(session, user, parcel.key, business_day(at))
    if not lines:
        raise NobodyToTell("left")
    settings = current_app.config["SETTINGS"]
    with force_locale(user.locale):
        subject, body = words_of(lines, site=settings.base_url)
    with ports.asking("mail", at=at):
        mail_port(settings.mail_url, settings.mail_from, settings.data).send(
            Mail(parcel.key, user.email, subject, body)
        )


def _lines(session: Session, user: User, key: str, on: date) -> list[Told]:
    found = (
        select(Message, CaseRow)
        .join(MessageDelivery, MessageDelivery.message_id == Message.id)
        .join(CaseRow, CaseRow.id == Message.case_id)
        .where(MessageDelivery.key == key, Message.user_id == user.id)
        .order_by(CaseRow.number, Message.id)
    )
    told = session.execute(found).all()
    rows = [(one, row) for one, row in told if concerned(session, user, row, on=on)]
    if rows:  # of the others this mail says nothing, so that they are not called sent with it
        left = {one.id for one, _row in told} - {one.id for one, _row in rows}
        session.execute(delete(MessageDelivery).where(MessageDelivery.key == key, MessageDelivery.message_id.in_(left)))
    events = messages.events_of(session, {(row.id, one.seq) for one, row in rows})
    return [messages.told_of(one, row, events) for one, row in rows]


def words_of(lines: list[Told], *, site: str) -> tuple[str, str]:
    """Subject and body in the language in force: cases by number and item alone, no personal data."""
    english = str(get_locale()).startswith("en")
    said = []
    for at, one in enumerate(lines[:LONGEST], 1):
        item, sentence = one.item_en if english else one.item_zh, sentence_of(one.event) if one.event else ""
        said.append(f"{at}. {one.number[-12:-4]}-{one.number[-4:]}  {item}\n   {sentence}")
    if len(lines) > LONGEST:
        said.append(_("另有 %(n)s 条，请在“消息”里查看。", n=len(lines) - LONGEST))
    subject = _("办件进展汇总：%(n)s 条", n=len(lines))
    tail = _("请登录“一窗”查看办件：%(site)s", site=site)
    return subject, "\n\n".join((_("您好："), _("您选择了每天汇总一次，从上次汇总以来："), *said, tail)) + "\n"
