"""Mails that were given up: they stand on the window's list until a person has told the applicant in another way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import OutboxMessage, User
from portal.services import casefile, outbox
from portal.services.answers import clean
from portal.services.outbox import OBJECTION
from workflows.refusal import Refusal

MOST = 50
WAYS = ("again", "phone", "paper")
ALONE = ("digest", "message_digest", "account", "appointment", "credit_objection")
"""Mails to one person, whose Message-ID is the key of the message itself; the others add whom they go to."""


@dataclass(frozen=True, slots=True)
class FailedMail:
    """One mail that did not go out: about which event of which case, since when, why, and who answers for the case."""

    id: int
    case_id: str
    case_number: str
    applicant_name: str
    event: str
    promised_at: datetime
    attempts: int
    refused: bool
    owner: str


def open_ones(*, by: Actor) -> tuple[int, tuple[FailedMail, ...]]:
    """How many failed mails wait for a person, and the oldest of them."""
    require(by.holds(Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    m, r = OutboxMessage, CaseRow
    theirs = m.key.not_like(
        "%-mail-to%"
    )  # who follows a case beside its correspondent has the inbox, and no claim to a call
    wanted = (m.kind == "mail", m.state == "failed", m.handled_at.is_(None), theirs)
    owner = select(User.name).where(User.id == r.officer_id).scalar_subquery()
    statement = select(m, r.public_id, r.number, r.applicant_name, func.coalesce(owner, ""))
    statement = statement.join(r, r.id == m.case_id).where(*wanted).order_by(m.id).limit(MOST)
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(m).where(*wanted)) or 0
        rows = tuple(_line(*row) for row in session.execute(statement))
    return total, rows


def _line(m: OutboxMessage, case_id: str, number: str, applicant: str, owner: str) -> FailedMail:
    refused = m.error.startswith("Undeliverable")
    return FailedMail(
        m.id, case_id, number, applicant, m.payload.get("notice", ""), m.created_at, m.attempts, refused, owner
    )


def handle(message_id: int, way: str, note: str = "", *, by: Actor, at: datetime) -> str:
    """Take a failed mail up: `again` sends it once more, `phone` and `paper` say how the applicant was told instead.

    Returns the opaque name of the case. Raises Refusal where it was taken up already, or a call has no note.
    """
    with transaction() as session:
        message, row = _locked(session, message_id)
        casefile.check_sight(session, row, by)
        require(may_act(by, row, Role.WINDOW), "role", roles=[str(Role.WINDOW)])
        if message.state != "failed" or message.handled_at is not None:
            raise Refusal("mail_handled")
        note = clean(note).strip()[:300]
        if way not in WAYS or (way == "phone" and not note):
            raise Refusal("mail_way_missing")
        if way == "again":
            message.state, message.attempts, message.due_at = "queued", 0, at
            outbox.wake_after_commit(session, [(message.id, message.kind)])
        else:
            message.handled_at = at
        message.handled_by, message.handling = by.reference, f"{way}: {note}" if note else way
        return row.public_id


def bounced(message_id: str, *, at: datetime) -> bool:
    """Say that a mail which was sent came back, by the Message-ID that the bounce names. False for an unknown one."""
    key = message_id.strip("<> ").partition("@")[0]
    whole = and_(OutboxMessage.key == key, OutboxMessage.kind.in_(ALONE))
    with transaction() as session:
        named = and_(OutboxMessage.key == key.rpartition("-")[0], OutboxMessage.kind.in_(("mail", OBJECTION)))
        wanted = select(OutboxMessage).where(or_(whole, named)).with_for_update()
        message = session.scalars(wanted).one_or_none()
        if message is None or message.state != "sent":
            return False
        message.state, message.error, message.handled_at = "failed", "Undeliverable: bounced", None
        return True


def _locked(session: Session, message_id: int) -> tuple[OutboxMessage, CaseRow]:
    message = session.scalars(
        select(OutboxMessage).where(OutboxMessage.id == message_id, OutboxMessage.kind == "mail").with_for_update()
    ).one_or_none()
    if message is None or message.case_id is None:
        raise Refusal("no_such_mail")
    return message, session.get_one(CaseRow, message.case_id)
