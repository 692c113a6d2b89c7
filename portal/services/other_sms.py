"""Short messages: about cases (`short_messages`), and about what is no event of a case, with the sentence of the inbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.clock import business_day
from portal.connectors.mail import NobodyToTell, NotNow
from portal.connectors.sms import Sms
from portal.db import reading
from portal.models import Appointment, Draft, Message, OwnPackage, User
from portal.services import mobiles, other_words, short_messages
from portal.services.message_choices import of_user
from portal.services.outbox import Parcel


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry an `sms` message of the outbox. Raises NotNow in quiet hours, NobodyToTell where nothing is to be said any more,
    Undeliverable for a number that is refused."""
    if parcel.case_id is not None:
        short_messages.carry(parcel, at)
        return
    asked = parcel.payload
    with reading() as session:
        message = session.get(Message, asked["message"])
        user = session.get(User, message.user_id) if message is not None else None
        if message is None or user is None or not user.active:
            raise NobodyToTell("left")
        if stop := _why_not(session, message, user, asked, at):
            raise stop
        to, locale, kind, facts = mobiles.reached(user), user.locale, message.kind, dict(message.facts)
    language = "en" if locale.startswith("en") else "zh"
    with force_locale(locale):
        said = other_words.sentence(kind, facts)
        text = _("【一窗】%(what)s，请登录查看。", what=said)
    short_messages.hand_over(Sms(parcel.key, to, f"onewindow_told_{language}", language, {"what": said}, text), at=at)


def _why_not(
    session: Session, message: Message, user: User, asked: Mapping[str, Any], at: datetime
) -> NobodyToTell | NotNow | None:
    """Why this SMS does not leave now: it is over, its reader wants none any more or has no number, or it is quiet.

    Whoever has to keep the very day is told that day, whatever the hour.
    """
    choices = of_user(session, user.id)
    if _over(session, asked):
        return NobodyToTell("over")
    if message.topic not in choices.sms or not mobiles.reached(user):
        return NobodyToTell("off_sms")
    quiet = None if asked["keep"] == business_day(at).isoformat() else choices.quiet_until(at)
    return NotNow(quiet) if quiet else None


def _over(session: Session, asked: Mapping[str, Any]) -> bool:
    """Whether an appointment was cancelled or moved since, a draft kept or handed in, or the own data deleted or asked for anew."""
    if "draft" in asked:
        draft = session.get(Draft, asked["draft"])
        return draft is None or draft.lapse_told_on is None or draft.case_id is not None
    if "own_data" in asked:
        package = session.get(OwnPackage, asked["own_data"])
        return package is None or package.ready_at is None
    if "appointment" not in asked:
        return False
    one = session.get(Appointment, asked["appointment"])
    day, starts = date.fromisoformat(asked["day"]), asked["starts"]
    return one is None or one.state != "booked" or (one.day, one.starts) != (day, starts)
