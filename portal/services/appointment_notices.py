"""The mails about appointments: worked out when they are sent; one that is over or was moved since sends nothing."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import business_day
from portal.connectors.mail import Mail, NobodyToTell, NotNow, mail_port
from portal.db import transaction
from portal.models import Appointment, ServiceWindow, User
from portal.services import other_messages
from portal.services.correspondents import spoken_to
from portal.services.outbox import Parcel
from portal.services.reminder_words import day_words

_KINDS = {"booked": other_messages.BOOKED, "moved": other_messages.MOVED, "reminder": other_messages.REMINDER}


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry an `appointment` message of the outbox to the one who booked, or to the owner where he acts for them no more."""
    asked = parcel.payload
    statement = (
        select(Appointment, ServiceWindow, User)
        .join(ServiceWindow, ServiceWindow.id == Appointment.window_id)
        .join(User, User.id == Appointment.user_id)
        .where(Appointment.id == asked["appointment"])
    )
    with transaction() as session:
        found = session.execute(statement).one_or_none()
        if found is None:
            raise NobodyToTell("over")
        one, window, booked = found
        user = spoken_to(session, booked, one.enterprise_id, on=business_day(at))
        if user is None:
            raise NobodyToTell("left")
        current = (one.day.isoformat(), one.starts) == (asked["day"], asked["starts"]) and one.state == "booked"
        if not current:
            raise NobodyToTell("over")
        stop = _told(session, one, user, parcel, at)
    if stop is not None:
        raise stop
    settings = current_app.config["SETTINGS"]
    with force_locale(user.locale):
        subject, body = words_of(one, window, asked["what"], site=settings.base_url)
    mail_port(settings.mail_url, settings.mail_from, settings.data).send(Mail(parcel.key, user.email, subject, body))


def _told(session: Session, one: Appointment, user: User, parcel: Parcel, at: datetime) -> NobodyToTell | NotNow | None:
    """Write the message into the inbox, and say why no mail leaves now. What somebody has just booked is confirmed at once."""
    kind = _KINDS[parcel.payload["what"]]
    facts = {"on": parcel.payload["day"], "starts": parcel.payload["starts"]}
    keep = one.day if kind == other_messages.REMINDER else business_day(at)
    about = {"appointment": one.id, "day": facts["on"], "starts": facts["starts"]}
    other_messages.note(session, user, kind, key=parcel.key, facts=facts, at=at, keep=keep, about=about)
    return other_messages.why_not(session, user, kind, at=at, keep=keep)


def words_of(one: Appointment, window: ServiceWindow, what: str, *, site: str) -> tuple[str, str]:
    """Subject and body in the language in force; the code stands behind the sign-in."""
    when = _("%(day)s %(time)s", day=day_words(one.day), time=f"{one.starts // 60}:{one.starts % 60:02d}")
    subjects = {
        "booked": _("预约成功：%(when)s", when=when),
        "moved": _("预约改到 %(when)s", when=when),
        "reminder": _("提醒：您约了 %(when)s 到窗口", when=when),
    }
    place = _("请到 %(window)s 号窗口。不能来的，请提前取消或者改时间，把位置留给别人。", window=window.code)
    online = _("能网上办的不用来：网上提交、邮寄送达和窗口办理效力相同。")
    tail = _("查看取号码、改期或者取消：%(site)s", site=f"{site}/my/appointments")
    return subjects[what], "\n\n".join((_("您好："), subjects[what], place, online, tail)) + "\n"
