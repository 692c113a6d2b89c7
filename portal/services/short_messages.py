"""Short messages (SMS): one sentence with the number of the case alone, in the language of its reader."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import update

from portal.connectors.mail import NotNow, Undeliverable
from portal.connectors.sms import Sms, SmsGateway
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import MessageDelivery
from portal.services import messages, ports
from portal.services.message_topics import ASKED, DATE, DECISION, topic_of
from portal.services.notices import named
from portal.services.outbox import Parcel


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
    if to is None or not to.mobile:
        raise Undeliverable("no number")
    if to.quiet_until is not None:
        raise NotNow(to.quiet_until)
    topic, short = topic_of(parcel.payload["notice"]), f"{number[:8]}-{number[8:]}"
    with force_locale(to.locale):
        text = words_of(topic, short)
    language = "en" if to.locale.startswith("en") else "zh"
    sms = Sms(parcel.key, to.mobile, f"onewindow_{topic}_{language}", language, {"number": short}, text)
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


def words_of(topic: str, number: str) -> str:
    """The text of a short message in the language in force: what it is about, and the short number of the case."""
    sentences = {
        ASKED: _("【一窗】办件 %(number)s 需要您办理，请登录查看。", number=number),
        DATE: _("【一窗】办件 %(number)s 有日期要注意，请登录查看。", number=number),
        DECISION: _("【一窗】办件 %(number)s 有决定或证照，请登录查看。", number=number),
    }
    return sentences.get(topic, _("【一窗】办件 %(number)s 有新进展，请登录查看。", number=number))
