"""The mail to whoever objected in a publicity window: what became of the objection, with its delivery status (R161).

It says the item, the window and the outcome. Names, the objection and the answer stay in the case: who objected signed in reads
them there, anybody else asks the office.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.connectors.mail import Mail, Undeliverable, mail_port
from portal.db import reading, transaction
from portal.formats import date_words
from portal.models import Case as CaseRow
from portal.models import OutboxMessage, User
from portal.services import act_contents, journal, law, outbox, ports, tracks
from portal.services.answers import clean
from portal.services.message_status import Channel, channel_of
from portal.services.outbox import OBJECTION, Parcel
from workflows.case import Case
from workflows.publicity import Objection, Publicity
from workflows.refusal import Refusal

WAYS = ("again", "phone", "letter", "visit")
LOCALES = ("zh_Hans_CN", "en")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,120}\.[A-Za-z]{2,24}")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who objected, as the mail needs it: the address, the languages, and whether an account opens the page with the answer."""

    email: str
    locales: tuple[str, ...]
    account: bool


@dataclass(frozen=True, slots=True)
class _About:
    """What the mail says: the item in both languages, the window, the outcome (empty: the case ended first), whom to ask."""

    item: dict[str, str]
    at: Publicity
    outcome: str
    page: str
    phone: str


def dropped(session: Session, row: CaseRow, case: Case, *, at: datetime) -> None:
    """Promise a mail to everybody whose objection has no answer, when the case ends before there is anything to decide."""
    for one in case.publicity.unanswered:
        key, payload = f"{row.public_id}-{one.number}-{OBJECTION}-over", {"objection": one.number}
        outbox.post(session, key, OBJECTION, case_id=row.id, payload=payload, at=at)


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry an `objection` message of the outbox. Raises Undeliverable where no address was given: then somebody has to call."""
    settings = current_app.config["SETTINGS"]
    with reading() as session:
        row = session.get_one(CaseRow, parcel.case_id)
        case = journal.state_of(session, row.id)
        one = next(each for each in case.publicity.objections if each.number == parcel.payload["objection"])
        reader = _reader(session, row, one)
        about = _about(row, case.publicity, one, settings.base_url)
    if not reader.email:
        raise Undeliverable("no address")
    subject, body = words_of(about, reader)
    refused: Undeliverable | None = None
    with ports.asking("mail", at=at):
        try:
            port = mail_port(settings.mail_url, settings.mail_from, settings.data)
            port.send(Mail(f"{parcel.key}-{one.number}", reader.email, subject, body))
        except Undeliverable as error:  # the server answered, and said no
            refused = error
    if refused:
        raise refused


def words_of(about: _About, reader: _Reader) -> tuple[str, str]:
    """Subject and body, in the reader's language, or in both for somebody whose language nobody knows."""
    said = []
    for locale in reader.locales:
        with force_locale(locale):
            said.append(_words(about, account=reader.account))
    return " / ".join(subject for subject, _body in said), "\n----\n\n".join(body for _subject, body in said)


def _words(about: _About, *, account: bool) -> tuple[str, str]:
    item = about.item["en" if str(get_locale()).startswith("en") else "zh"]
    days = {"first": date_words(about.at.opened_on), "last": date_words(about.at.last_on)}  # type: ignore[arg-type]
    outcomes = {"upheld": _("采纳"), "partly": _("部分采纳"), "dismissed": _("不采纳")}
    if about.outcome:
        subject = _("您对公示提出的意见已经答复")
        what = _("“%(item)s”决定前公示（%(first)s至 %(last)s）期间您提出的意见，我们已经核实并书面答复：%(outcome)s。",
                 item=item, outcome=outcomes[about.outcome], **days)  # fmt: skip
    else:
        subject = _("您提出意见的公示已经结束，不再作出决定")
        what = _("“%(item)s”决定前公示（%(first)s至 %(last)s）期间您提出过意见。"
                 "申请人已经撤回申请，这件事不再作出决定，您的意见不再另行答复。",
                 item=item, **days)  # fmt: skip
    where = _("答复和理由的全文，请登录后在这里看：%(page)s", page=about.page)
    if not account:
        where = _("要看答复和理由的全文，请联系办理的部门，电话 %(phone)s。", phone=about.phone)
    parts = (_("您好："), what, where) if about.outcome else (_("您好："), what)
    return subject, "\n\n".join(parts) + "\n"


def _reader(session: Session, row: CaseRow, one: Objection) -> _Reader:
    """The address given with the objection; who objected signed in and gave a telephone is written to as the account is."""
    given = _ADDRESS.search(str(act_contents.content_of(session, row.id, one.paper).get("contact", "")))
    user = session.get(User, int(one.by.partition(":")[2])) if one.way == "online" else None
    email = given[0] if given else user.email if user and user.active else ""
    return _Reader(email, (user.locale,) if user else LOCALES, user is not None)


def _about(row: CaseRow, at: Publicity, one: Objection, site: str) -> _About:
    item = {"zh": row.item_name_zh, "en": row.item_name_en}
    page = f"{site}/publicity/{row.public_id}/objection"
    return _About(item, at, one.outcome, page, law.guide_of(row.item, row.guide_version).contact.phone)


def told(session: Session, case_id: int) -> dict[str, Channel]:
    """How each objector was told, by the number of the objection; nothing for one that waits for its answer."""
    mails = select(OutboxMessage).where(OutboxMessage.case_id == case_id, OutboxMessage.kind == OBJECTION)
    found = session.scalars(mails.order_by(OutboxMessage.id))
    return {str(one.payload["objection"]): channel_of("mail", one) for one in found}


def handle(case_id: str, objection: str, way: str, note: str = "", *, by: Actor, at: datetime) -> None:
    """Take up a mail that did not arrive: `again` sends it once more, anything else says how the objector was told instead.

    Raises Refusal `no_such_mail`, `mail_handled` where a colleague was faster, `mail_way_missing` without way or note.
    """
    note = clean(note).strip()[:300]
    with transaction() as session:
        row = tracks.led(session, case_id, by)
        mails = select(OutboxMessage).where(OutboxMessage.case_id == row.id, OutboxMessage.kind == OBJECTION)
        found = session.scalars(mails.order_by(OutboxMessage.id.desc()).with_for_update())
        message = next((one for one in found if one.payload["objection"] == objection), None)
        if message is None:
            raise Refusal("no_such_mail")
        if message.state != "failed" or message.handled_at is not None:
            raise Refusal("mail_handled")
        if way not in WAYS or (way != "again" and not note):
            raise Refusal("mail_way_missing")
        if way == "again":
            message.state, message.attempts, message.due_at = "queued", 0, at
            outbox.wake_after_commit(session, [(message.id, message.kind)])
        else:
            message.handled_at = at
        message.handled_by, message.handling = by.reference, f"{way}: {note}" if note else way
