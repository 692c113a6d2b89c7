"""The mail about a signed decision that did not leave: to whoever signed it, or to the office's deciders where he no longer may."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.connectors.mail import Mail, NobodyToTell, mail_port
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import User
from portal.services import journal, outbox, ports
from portal.services.head_mail import heads
from portal.services.outbox import Parcel
from portal.services.signed_words import cause_of

KIND = "put_back"


def promise(session: Session, row: CaseRow, signer: str, *, at: datetime) -> None:
    """Promise a mail about the decision that was just put back, in the same transaction."""
    people = heads(session, row)
    who = int(signer.partition(":")[2])
    for user in [who] if who in people else people:
        key = f"{row.public_id}-{row.seq}-{KIND}-{user}"
        outbox.post(session, key, KIND, case_id=row.id, payload={"user": user}, at=at)


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry a `put_back` message of the outbox; nothing is sent when the case was decided or signed anew in the meantime."""
    settings = current_app.config["SETTINGS"]
    with reading() as session:
        user = session.get_one(User, parcel.payload["user"])
        row = session.get_one(CaseRow, parcel.case_id)
        causes = journal.state_of(session, row.id).put_back
        if not causes or not user.active or not user.email:
            raise NobodyToTell("over" if not causes else "left" if not user.active else "address")
        with force_locale(user.locale):
            item = row.item_name_en if str(get_locale()).startswith("en") else row.item_name_zh
            subject, body = _words(row.number, item, causes, f"{settings.base_url}/review/cases/{row.public_id}")
        to = user.email
    with ports.asking("mail", at=at):
        mail_port(settings.mail_url, settings.mail_from, settings.data).send(Mail(parcel.key, to, subject, body))


def _words(number: str, item: str, causes: tuple[str, ...], address: str) -> tuple[str, str]:
    subject = _("决定没有送出，请再看一下：%(number)s", number=number[-12:])
    about = _("%(item)s（办件编号 %(number)s）", item=item, number=number)
    why = _("已签发的决定没有送出，退回您处理。原因：")
    tail = _("签发时写的内容都保留着。处理好以后请重新签发：")
    said = "\n".join(f"- {cause_of(code)}" for code in causes)
    return subject, "\n\n".join((_("同事，您好："), about, f"{why}\n{said}", f"{tail}\n{address}")) + "\n"
