"""The mail to an applicant whose objection was answered, or takes longer; the words themselves stand behind the sign-in (R102)."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.clock import business_day
from portal.connectors.mail import Mail, NobodyToTell, mail_port
from portal.db import reading
from portal.models import CreditObjection, User
from portal.services import other_messages, outbox, ports
from portal.services.correspondents import spoken_to
from portal.services.outbox import Parcel
from portal.services.reminder_words import day_words

_KINDS = {"answered": other_messages.OBJECTION, "extended": other_messages.LATER}


def promise(session: Session, row: CreditObjection, what: str, *, at: datetime) -> None:
    """Promise the mail in the transaction of the act; `what` is answered or extended. What came on paper is answered on paper."""
    if row.enterprise_id is not None:
        key, payload = f"objection-{row.id}-{what}", {"objection": row.id, "what": what}
        if user := _reader(session, row, at):
            facts = {"on": row.due_on.isoformat()} if row.due_on else {}
            other_messages.note(session, user, _KINDS[what], key=key, facts=facts, at=at)
        outbox.post(session, key, "credit_objection", case_id=None, payload=payload, at=at)


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry a `credit_objection` message of the outbox, to whoever objected, or to the owner of the enterprise where he acts
    for it no more."""
    settings = current_app.config["SETTINGS"]
    with reading() as session:
        row = session.get_one(CreditObjection, parcel.payload["objection"])
        user = _reader(session, row, at)
        stop = other_messages.why_not(session, user, _KINDS[parcel.payload["what"]], at=at)
        if stop is not None or user is None:
            raise stop or NobodyToTell("left")
        to, locale, due = user.email, user.locale, row.due_on
    with force_locale(locale):
        if parcel.payload["what"] == "answered":
            subject = _("信用异议已经答复")
            what = _("您单位对信用名单记录提出的异议已经答复，结论和理由在“信用信息”里。")
        else:
            subject = _("信用异议的答复期限已经延长")
            what = _("您单位对信用名单记录提出的异议需要更多时间核实，答复期限延长到 %(day)s，理由在“信用信息”里。",
                     day=day_words(due) if due else "")  # fmt: skip
        where = _("请登录“一窗”查看：%(site)s", site=f"{settings.base_url}/my/credit")
        body = "\n\n".join((_("您好："), what, where)) + "\n"
    with ports.asking("mail", at=at):
        mail_port(settings.mail_url, settings.mail_from, settings.data).send(Mail(parcel.key, to, subject, body))


def _reader(session: Session, row: CreditObjection, at: datetime) -> User | None:
    filed = session.get(User, int(row.filed_by.partition(":")[2]))
    return spoken_to(session, filed, row.enterprise_id or 0, on=business_day(at))
