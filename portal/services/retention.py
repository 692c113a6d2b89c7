"""Retention: what belongs to no case is deleted in time, its owner told before (《个人信息保护法》第十九条、第四十七条).

A case file is an archive and stays; what is deleted here nobody has handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from portal.actors import SYSTEM, Actor
from portal.clock import business_day, day_starts
from portal.db import transaction
from portal.models import AccountLink, Draft, SignIn
from portal.services import account_log, draftfiles, drafts, outbox
from workflows.retention import Rule, load_policy

TOGETHER = 50
"""Of every kind so many a sweep: it is in no hurry, and holds nobody up."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """What one run did: owners told, and what was deleted by kind."""

    told: int = 0
    drafts: int = 0
    sign_ins: int = 0
    links: int = 0


def tidy(*, at: datetime) -> Tidied:
    """Tell whose drafts will be deleted, delete what was announced long enough ago, and what nobody has to be told of."""
    with transaction() as session:
        return Tidied(
            _tell(session, at), _delete_drafts(session, at), _delete_sign_ins(session, at), _links(session, at)
        )


def gone_on(changed_at: datetime, told_on: date | None, channel: str) -> date:
    """The day on which an untouched draft is deleted."""
    return _rule(channel).gone_on(business_day(changed_at), told_on)


def keep(draft_id: str, *, by: Actor, at: datetime) -> None:
    """Keep a draft that was to be deleted: its time begins anew."""
    with transaction() as session:
        drafts.touch(drafts.locked(session, draft_id, by=by), at=at)


def _rule(channel: str) -> Rule:
    return load_policy()["draft" if channel == "online" else "window_draft"]


def _tell(session: Session, at: datetime) -> int:
    """Tell the owners of online drafts by mail, once; the list of drafts says it as well."""
    rule, today = load_policy()["draft"], business_day(at)
    late = Draft.changed_at < day_starts(today - timedelta(days=rule.days - rule.notice) + timedelta(days=1))
    wanted = (Draft.case_id.is_(None), Draft.channel == "online", Draft.lapse_told_on.is_(None), late)
    rows = session.scalars(select(Draft).where(*wanted).order_by(Draft.changed_at).limit(TOGETHER)).all()
    for draft in rows:
        draft.lapse_told_on = today
        payload = {"lapse": draft.user_id, "on": rule.gone_on(business_day(draft.changed_at), today).isoformat()}
        key = f"lapse-{draft.public_id}-{draft.version}"
        outbox.post(session, key, "account", case_id=None, payload=payload, at=at)
    return len(rows)


def _delete_drafts(session: Session, at: datetime) -> int:
    """Delete drafts whose time is over: online ones only when the whole notice has passed."""
    today, policy = business_day(at), load_policy()
    online, window = policy["draft"], policy["window_draft"]
    over = or_(
        and_(
            Draft.channel == "online",
            Draft.changed_at < _over(today, online),
            Draft.lapse_told_on <= today - timedelta(days=online.notice),
        ),
        and_(Draft.channel != "online", Draft.changed_at < _over(today, window)),
    )
    wanted = select(Draft).where(Draft.case_id.is_(None), over).order_by(Draft.changed_at).limit(TOGETHER)
    rows = session.scalars(wanted.with_for_update(skip_locked=True)).all()
    for draft in rows:
        if draft.channel == "online":
            firm = draft.enterprise_id
            account_log.note(session, "draft_lapsed", by=SYSTEM, at=at, enterprise_id=firm, item=draft.item)
        draftfiles.forget(session, draft.id)
        session.delete(draft)
    return len(rows)


def _delete_sign_ins(session: Session, at: datetime) -> int:
    """Delete sign-ins that nobody has used for so long; an account's own log stays."""
    old = SignIn.seen_at < _over(business_day(at), load_policy()["sign_in"])
    numbers = session.scalars(select(SignIn.id).where(old).limit(TOGETHER)).all()
    if numbers:
        session.execute(delete(SignIn).where(SignIn.id.in_(numbers)))
    return len(numbers)


def _links(session: Session, at: datetime) -> int:
    """Delete links of mails that have not worked for so long."""
    old = AccountLink.expires_at < _over(business_day(at), load_policy()["link"])
    numbers = session.scalars(select(AccountLink.id).where(old).limit(TOGETHER)).all()
    if numbers:
        session.execute(delete(AccountLink).where(AccountLink.id.in_(numbers)))
    return len(numbers)


def _over(today: date, rule: Rule) -> datetime:
    """Whatever changed before this moment has been kept for its time."""
    return day_starts(today - timedelta(days=rule.days) + timedelta(days=1))
