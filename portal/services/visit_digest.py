"""The weekly digest of supervision: the visits beyond the promise of the week before, one mail a supervisor and week (R64)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import current_app
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from sqlalchemy import select

from portal.actors import Role
from portal.clock import BUSINESS_ZONE, business_day
from portal.connectors.mail import Mail, NobodyToTell, mail_port
from portal.db import reading, transaction
from portal.models import CaseVisit, OutboxMessage, User, UserRole
from portal.services import outbox
from portal.services.outbox import Parcel
from portal.services.reminders import MORNING
from portal.services.visit_figures import BeyondRow, beyond_between
from workflows.visits import OPEN, vocabulary

LONGEST = 100


def promise(*, at: datetime) -> int:
    """On the first sweep after Monday morning promise every supervisor the digest of the week before; return how many.

    A week without anything beyond the promise has no digest. What was promised once is not promised again.
    """
    first = _monday(business_day(at)) - timedelta(days=7)
    morning = datetime.combine(first + timedelta(days=7), MORNING, BUSINESS_ZONE)
    if at < morning or not _owed(first):
        return 0
    with transaction() as session:
        told = session.scalars(
            select(User.id)
            .join(UserRole, UserRole.user_id == User.id)
            .where(User.active, User.email != "", UserRole.role == Role.SUPERVISOR.value)
        ).all()
        payload = {"first": first.isoformat()}
        return sum(
            outbox.post(
                session, _key(first, user), "visit_digest", case_id=None, payload={**payload, "user": user}, at=at
            )
            for user in told
        )


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry a `visit_digest` message: what still stands of that week when it is sent."""
    first = date.fromisoformat(parcel.payload["first"])
    rows = beyond_between(first, first + timedelta(days=6))
    with reading() as session:
        user = session.get(User, parcel.payload["user"])
        if not rows or user is None or not user.active or not user.email:
            raise NobodyToTell("over" if not rows else "address" if user is not None and user.active else "left")
        to, locale = user.email, user.locale
    settings = current_app.config["SETTINGS"]
    with force_locale(locale):
        subject, body = words_of(rows, first, site=settings.base_url)
    mail_port(settings.mail_url, settings.mail_from, settings.data).send(Mail(parcel.key, to, subject, body))


def words_of(rows: tuple[BeyondRow, ...], first: date, *, site: str) -> tuple[str, str]:
    """Subject and body in the language in force: cases by number and item alone, no personal data."""
    language = "en" if str(get_locale()).startswith("en") else "zh"
    words = vocabulary()
    said = []
    for at, row in enumerate(rows[:LONGEST], 1):
        item = row.item_en if language == "en" else row.item_zh
        state = _("还没有来") if row.state == OPEN else _("已经来过")
        purpose, code = words.purposes[row.purpose].get(language), _code(row.code, language)
        line = _("%(purpose)s，%(state)s；原因：%(code)s", purpose=purpose, state=state, code=code)
        said.append(f"{at}. {row.number[-12:-4]}-{row.number[-4:]}  {item}\n   {row.on.isoformat()}  {line}")
    if len(rows) > LONGEST:
        said.append(_("另有 %(n)s 次，请在“到场”页查看。", n=len(rows) - LONGEST))
    last = first + timedelta(days=6)
    subject = _("上周超出承诺的到场：%(n)s 次", n=len(rows))
    head = _("%(first)s 至 %(last)s，超出办事指南承诺的到场：", first=first.isoformat(), last=last.isoformat())
    tail = _("统计和明细：%(address)s", address=f"{site}/supervision/visits")
    return subject, "\n\n".join((_("同事，您好："), head, *said, tail)) + "\n"


def _code(code: str, language: str) -> str:
    found = vocabulary().codes.get(code)
    return found.get(language) if found else "–"


def _owed(first: date) -> bool:
    """Whether something of the week is to be told and was not promised yet, in one question: every sweep asks it."""
    keys = OutboxMessage.key.between(f"visits-{first.isoformat()}-", f"visits-{first.isoformat()}.")
    happened = (CaseVisit.beyond, CaseVisit.on_day.between(first, first + timedelta(days=6)))
    statement = select(CaseVisit.seq).where(*happened, ~select(OutboxMessage.id).where(keys).exists()).limit(1)
    with reading() as session:
        return session.scalar(statement) is not None


def _key(first: date, user: int) -> str:
    return f"visits-{first.isoformat()}-{user}"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
