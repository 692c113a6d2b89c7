"""Short messages (SMS): one sentence with the number of the case alone, in the language of its reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select, update

from portal.connectors.mail import NobodyToTell, NotNow, Undeliverable
from portal.connectors.sms import Sms, SmsGateway, genuine, receipts
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import MessageDelivery, OutboxMessage
from portal.services import messages, ports
from portal.services.message_topics import ASKED, DATE, DECISION, topic_of
from portal.services.notices import named
from portal.services.outbox import Parcel

UNDELIVERED = "Undeliverable: undelivered"
"""What stands with a message of which the gateway says that no telephone took it."""


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry an `sms` message of the outbox. Raises NotNow in quiet hours, Undeliverable for a number that is refused."""
    settings = current_app.config["SETTINGS"]
    if not settings.sms_url:
        raise Undeliverable("no gateway")
    with reading() as session:
        row = session.get_one(CaseRow, parcel.case_id)
        place = (row.id, parcel.payload["seq"])
        event = messages.events_of(session, {place})[place]
        to = named(session, row, parcel, event, at=at)
        number = row.number[-12:]
    if to is None:
        raise NobodyToTell("left")
    if not to.mobile:
        raise Undeliverable("no number")
    if to.quiet_until is not None:
        raise NotNow(to.quiet_until)
    topic, short = topic_of(parcel.payload["notice"]), f"{number[:8]}-{number[8:]}"
    with force_locale(to.locale):
        text = words_of(topic, short)
    language = "en" if to.locale.startswith("en") else "zh"
    sms = Sms(parcel.key, to.mobile, f"onewindow_{topic}_{language}", language, {"number": short}, text)
    hand_over(sms, at=at)


def hand_over(sms: Sms, *, at: datetime) -> None:
    """Hand a message to the gateway of the settings. Raises Undeliverable for a number that is refused, or without a gateway."""
    settings = current_app.config["SETTINGS"]
    if not settings.sms_url:
        raise Undeliverable("no gateway")
    _send(SmsGateway(settings.sms_url, settings.sms_key), sms, at)


def _send(gateway: SmsGateway, sms: Sms, at: datetime) -> None:
    refused: Undeliverable | None = None
    delivered = False
    with ports.asking("sms", at=at):
        try:
            delivered = gateway.send(sms)
        except Undeliverable as error:  # the gateway answered, and said no
            refused = error
    if refused:
        raise refused
    if delivered:
        arrived = update(MessageDelivery).where(MessageDelivery.key == sms.key, MessageDelivery.channel == "sms")
        with transaction() as session:
            session.execute(arrived.values(delivered_at=at))


class NotGenuine(Exception):
    """The letter was not signed by the gateway, or some time ago: somebody else sent it, or sent it again."""


def take_receipts(body: bytes, *, moment: str, signed: str, at: datetime) -> tuple[str, ...]:
    """Take a letter of the gateway with its receipts. Returns the keys that are not known, or not yet: to be told again later.

    Raises NotGenuine, and ValueError for a letter without receipts.
    """
    if not genuine(current_app.config["SETTINGS"].sms_receipt_key, moment, body, signed, at):
        raise NotGenuine
    return arrived(receipts(body), at=at)


def arrived(told: Mapping[str, bool], *, at: datetime) -> tuple[str, ...]:
    """Keep what receipts say, by key: True for a message that is on the telephone. Returns the keys that are not known yet.

    The same receipt twice changes nothing. What has arrived has arrived: a later or a repeated "undelivered" takes nothing back,
    while a telephone that was off may still get its message after one.
    """
    with transaction() as session:
        asked = select(OutboxMessage).where(OutboxMessage.key.in_(told), OutboxMessage.kind == "sms")
        found = {one.key: one for one in session.scalars(asked.order_by(OutboxMessage.id).with_for_update())}
        sent = select(MessageDelivery).where(MessageDelivery.key.in_(found), MessageDelivery.channel == "sms")
        kept = {one.key for one in session.scalars(sent) if _keep(one, found[one.key], told[one.key], at)}
    return tuple(sorted(key for key in told if key not in kept))


def _keep(delivery: MessageDelivery, message: OutboxMessage, on_telephone: bool, at: datetime) -> bool:
    """Keep one receipt; False for one that was faster than the worker's own note that the gateway has taken the message."""
    if message.state not in ("sent", "failed"):
        return False
    if on_telephone and delivery.delivered_at is None:
        delivery.delivered_at = at
        message.state, message.error = "sent", ""
    elif delivery.delivered_at is None and message.state == "sent":
        message.state, message.error, message.handled_at = "failed", UNDELIVERED, None
    return True


def words_of(topic: str, number: str) -> str:
    """The text of a short message in the language in force: what it is about, and the short number of the case."""
    sentences = {
        ASKED: _("【一窗】办件 %(number)s 需要您办理，请登录查看。", number=number),
        DATE: _("【一窗】办件 %(number)s 有日期要注意，请登录查看。", number=number),
        DECISION: _("【一窗】办件 %(number)s 有决定或证照，请登录查看。", number=number),
    }
    return sentences.get(topic, _("【一窗】办件 %(number)s 有新进展，请登录查看。", number=number))
