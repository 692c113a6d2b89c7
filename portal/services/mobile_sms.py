"""The short message with the code that proves a mobile number: at once whatever the hour, as its person has just asked for it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from portal.connectors.mail import NobodyToTell
from portal.connectors.sms import Sms
from portal.db import reading
from portal.models import MobileCode, User
from portal.services import mobiles, short_messages
from portal.services.outbox import Parcel


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry a `mobile_code` message of the outbox. A code that is over, used or followed by a newer one goes nowhere."""
    with reading() as session:
        user, kept = session.get(User, parcel.payload["user"]), session.get(MobileCode, parcel.payload["user"])
        if user is None or kept is None or not user.active:
            raise NobodyToTell("left")
        over = kept.nonce != parcel.payload["nonce"] or not kept.code_hash or at >= kept.sent_at + mobiles.VALID
        to, locale = kept.mobile, user.locale
        code = mobiles.code_of(user.id, kept.nonce)
    if over:
        raise NobodyToTell("over")
    language = "en" if locale.startswith("en") else "zh"
    with force_locale(locale):
        text = _words(code)
    sms = Sms(parcel.key, to, f"onewindow_mobile_code_{language}", language, {"code": code}, text)
    short_messages.hand_over(sms, at=at)


def _words(code: str) -> str:
    return _(
        "【一窗】手机号确认码 %(code)s，10 分钟内有效，只由您本人填写，不要告诉任何人。不是您要的，不用理会。",
        code=code,
    )
