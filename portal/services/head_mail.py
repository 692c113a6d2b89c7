"""Mails to the heads of an office about what waits for them: a signature, a request that came late, findings of an audit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actors import Role
from portal.connectors.mail import Mail, NobodyToTell, mail_port
from portal.db import reading
from portal.models import AuditReview, Office, User, UserRole
from portal.models import Case as CaseRow
from portal.services import journal, outbox, ports
from portal.services.outbox import Parcel
from workflows.case import Case
from workflows.hearing import unanswered

KIND = "to_head"
REISSUE, CANCELLATION, OVERTAKEN, AUDIT = "reissue", "cancellation", "hearing_overtaken", "audit"


@dataclass(frozen=True, slots=True)
class Matter:
    """What heads are told: the sentence, where it is dealt with, who brought it (and needs no mail), and whether it still waits."""

    words: Any
    path: str
    brought_by: Callable[[Case], str]
    waits: Callable[[Session, CaseRow], bool]


def _reissue(case: Case) -> str:
    asked = case.licence.reissue if case.licence else None
    return asked.proposed.by if asked and asked.proposed else ""


def _refusal(case: Case) -> str:
    proposed = case.licence.cancellation_refusal if case.licence else None
    return proposed.by if proposed else ""


def _folded(waits: Callable[[Case], Any]) -> Callable[[Session, CaseRow], bool]:
    """Whether a matter waits that the journal of the case knows."""
    return lambda session, row: bool(waits(journal.state_of(session, row.id)))


def _unanswered(session: Session, row: CaseRow) -> bool:
    state = select(AuditReview.state).where(AuditReview.case_id == row.id)
    return session.scalar(state) == "found"


MATTERS = {
    REISSUE: Matter(
        _l("补发证照的申请已经提出处理意见，等待您签发。"),
        "/licences",
        _reissue,
        _folded(_reissue),
    ),
    CANCELLATION: Matter(
        _l("不予注销证照的处理意见已经提出，等待您签发。"),
        "/licences",
        _refusal,
        _folded(_refusal),
    ),
    OVERTAKEN: Matter(
        _l("作出决定以后，收到一份邮戳没有超过期限的听证要求。请核实决定是否应当纠正，在办件页面书面答复。"),
        "/review/cases",
        lambda case: "",
        _folded(lambda case: unanswered(case.hearing)),
    ),
    AUDIT: Matter(
        _l("本部门的案卷评查有问题，请在定分以前说明。可以说明到哪一天，见评查页面。"),
        "/review/audits",
        lambda case: "",
        _unanswered,
    ),
}


def promise(session: Session, row: CaseRow, case: Case, matter: str, *, at: datetime) -> None:
    """Promise a mail to every head of the office that leads, but who brought the matter, in the transaction of the act."""
    brought = int(MATTERS[matter].brought_by(case).partition(":")[2] or 0)
    for user in heads(session, row):
        if user != brought:
            key = f"{row.public_id}-{row.seq}-{KIND}-{matter}-{user}"
            outbox.post(session, key, KIND, case_id=row.id, payload={"user": user, "matter": matter}, at=at)


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry a `to_head` message of the outbox; nothing is sent when it was dealt with in the meantime."""
    settings, matter = current_app.config["SETTINGS"], MATTERS[parcel.payload["matter"]]
    with reading() as session:
        user = session.get_one(User, parcel.payload["user"])
        row = session.get_one(CaseRow, parcel.case_id)
        waits = matter.waits(session, row)
        if not waits or not user.active or not user.email or user.id not in heads(session, row):
            raise NobodyToTell("over" if not waits else "address" if user.active and not user.email else "left")
        with force_locale(user.locale):
            item = row.item_name_en if str(get_locale()).startswith("en") else row.item_name_zh
            subject, body = _words(row.number, item, matter, f"{settings.base_url}{matter.path}/{row.public_id}")
        to = user.email
    with ports.asking("mail", at=at):
        mail_port(settings.mail_url, settings.mail_from, settings.data).send(Mail(parcel.key, to, subject, body))


def _words(number: str, item: str, matter: Matter, address: str) -> tuple[str, str]:
    subject = _("有一件事等您处理：%(number)s", number=number[-12:])
    about = _("%(item)s（办件编号 %(number)s）", item=item, number=number)
    return subject, "\n\n".join((_("同事，您好："), about, str(matter.words), address)) + "\n"


def heads(session: Session, row: CaseRow) -> list[int]:
    """The active deciders of the office that leads."""
    statement = (
        select(User.id)
        .join(UserRole, UserRole.user_id == User.id)
        .join(Office, Office.id == User.office_id)
        .where(User.active, User.email != "", UserRole.role == str(Role.DECIDER), Office.code == row.lead_office)
    )
    return list(session.scalars(statement.order_by(User.id)))
