"""Retention: what belongs to no case is deleted in time, its owner told before (《个人信息保护法》第十九条、第四十七条).

A case file is an archive and stays; what is deleted here nobody has handed in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, String, and_, cast, literal, or_, select
from sqlalchemy.orm import Session

from portal.actors import SYSTEM, Actor
from portal.clock import business_day, day_starts
from portal.db import reading, transaction
from portal.models import Draft, OutboxMessage, User
from portal.services import account_log, draftfiles, drafts, other_messages, outbox, own_requests, retention_rows
from portal.services.correspondents import keeper_of, owner_of
from portal.services.outbox_retry import NOBODY
from workflows.retention import Rule, load_policy

log = logging.getLogger("onewindow.retention")

TOGETHER = 50
"""Drafts that one sweep announces, and deletes with their files: it is in no hurry, and holds nobody up."""

OWNER = "-owner"
"""What the second notice of a draft ends with, which goes to the owner where the mail to its author failed."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """What one run did: owners told, and what was deleted by kind."""

    told: int = 0
    drafts: int = 0
    sign_ins: int = 0
    links: int = 0
    messages: int = 0
    appointments: int = 0
    reminders: int = 0
    own_data: int = 0


def tidy(*, at: datetime) -> Tidied:
    """Tell whose drafts will be deleted, delete what was announced long enough ago, and what nobody has to be told of.

    Every kind in a transaction of its own, and every draft: what fails keeps nothing else from its day.
    """
    kinds = {"told": _tell, "own_data": own_requests.expire, **retention_rows.KINDS}
    done = {kind: _apart(kind, work, at) for kind, work in kinds.items()}
    return Tidied(drafts=_delete_drafts(at), **done)


def _apart(what: str, work: Callable[[Session, datetime], int], at: datetime) -> int:
    try:
        with transaction() as session:
            return work(session, at)
    except Exception:
        log.exception("%s could not be tidied; left for the next sweep", what)
        return 0


@dataclass(frozen=True, slots=True)
class Standing:
    """The standing notice of a page: what is of `before` or earlier is gone on `on`; kept for so many `days` as a rule."""

    days: int
    before: date
    on: date


def standing(kind: str, today: date) -> Standing:
    """What the page of a kind announces today: everything that its notice covers."""
    rule = load_policy()[kind]
    return Standing(rule.days, today - timedelta(days=rule.days - rule.notice), today + timedelta(days=rule.notice))


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
    """Tell who is in charge of online drafts, once: in the inbox, and by mail as they chose; the list of drafts says it too."""
    rule, today = load_policy()["draft"], business_day(at)
    late = Draft.changed_at < day_starts(today - timedelta(days=rule.days - rule.notice) + timedelta(days=1))
    wanted = (Draft.case_id.is_(None), Draft.channel == "online", Draft.lapse_told_on.is_(None), late)
    asked = select(Draft).where(*wanted).order_by(Draft.changed_at).limit(TOGETHER)
    rows = session.scalars(asked.with_for_update(skip_locked=True)).all()
    for draft in rows:
        _notice(session, draft, keeper_of(session, draft, on=today), _key(draft), at)
    return len(rows) + _tell_owners(session, at)


def _key(draft: Draft) -> str:
    return f"lapse-{draft.public_id}-{draft.version}"


def _notice(session: Session, draft: Draft, user: User | None, key: str, at: datetime) -> None:
    """Begin the notice of a draft today; where an enterprise has nobody left, there is nobody to tell."""
    today = draft.lapse_told_on = business_day(at)
    if user is None:
        return
    gone = gone_on(draft.changed_at, today, draft.channel).isoformat()
    facts, about = {"on": gone}, {"draft": draft.id}
    other_messages.note(session, user, other_messages.LAPSES, key=key, facts=facts, at=at, about=about)
    payload = {"lapse": user.id, "on": gone, "draft": draft.id}
    outbox.post(session, key, "account", case_id=None, payload=payload, at=at)


def _tell_owners(session: Session, at: datetime) -> int:
    """A mail that came back, or found its reader gone, is no notice: the owner is told, once, and the notice begins anew."""
    key = literal("lapse-") + Draft.public_id + literal("-") + cast(Draft.version, String)
    again = select(OutboxMessage.id).where(OutboxMessage.key == key + literal(OWNER)).correlate(Draft).exists()
    lost = or_(OutboxMessage.state == "failed", OutboxMessage.error == f"{NOBODY}left")
    failed = (Draft.lapse_told_on.is_not(None), Draft.case_id.is_(None), lost, ~again, _other_owner())
    wanted = select(Draft).join(OutboxMessage, OutboxMessage.key == key).where(*failed)
    rows = session.scalars(wanted.order_by(Draft.id).limit(TOGETHER)).all()
    for draft in rows:
        _notice(session, draft, owner_of(session, draft.enterprise_id), f"{_key(draft)}{OWNER}", at)
    return len(rows)


def _other_owner() -> ColumnElement[bool]:
    """Whether the enterprise of a draft has an owner who is not the one that the mail went to; asked by the database, so that
    drafts with nobody left to tell do not stand in front of the others for ever."""
    told = OutboxMessage.payload["lapse"].as_integer()
    owner = select(User.id).where(User.enterprise_id == Draft.enterprise_id, User.owner, User.active, User.id != told)
    return owner.correlate(Draft, OutboxMessage).exists()


def _delete_drafts(at: datetime) -> int:
    """Delete drafts whose time is over: online ones only when the whole notice has passed."""
    with reading() as session:
        wanted = select(Draft.id).where(_lapsed(business_day(at))).order_by(Draft.changed_at).limit(TOGETHER)
        numbers = list(session.scalars(wanted))
    return sum(_apart(f"draft {number}", partial(_delete_draft, number), at) for number in numbers)


def _lapsed(today: date) -> ColumnElement[bool]:
    online, window = load_policy()["draft"], load_policy()["window_draft"]
    over = or_(
        and_(
            Draft.channel == "online",
            Draft.changed_at < retention_rows.threshold(today, online),
            Draft.lapse_told_on <= today - timedelta(days=online.notice),
        ),
        and_(Draft.channel != "online", Draft.changed_at < retention_rows.threshold(today, window)),
    )
    return and_(Draft.case_id.is_(None), over)


def _delete_draft(number: int, session: Session, at: datetime) -> int:
    """Delete one draft, unless somebody goes on with it at this moment."""
    asked = select(Draft).where(Draft.id == number, _lapsed(business_day(at)))
    draft = session.scalars(asked.with_for_update(skip_locked=True)).one_or_none()
    if draft is None:
        return 0
    if draft.channel == "online":
        firm = draft.enterprise_id
        account_log.note(session, "draft_lapsed", by=SYSTEM, at=at, enterprise_id=firm, item=draft.item)
    draftfiles.forget(session, draft.id)
    session.delete(draft)
    return 1


RULED = {
    "drafts": "draft",
    "sign_ins": "sign_in",
    "account_links": "link",
    "mobile_codes": "link",
    "messages": "message",
    "appointments": "appointment",
    "reminders": "reminder",
    "own_packages": "own_data",
}
"""Tables with a rule: by which kind of the policy their rows are deleted."""

_CASE_FILE = "part of the case file, which is an archive"
_ACCOUNT = "part of the account, for as long as there is one"
_ENTERPRISE = "part of the enterprise's record, which its licences and cases rest on"
_OFFICE = "how the office is staffed, written over by itself"
KEPT = {
    "users": "the name under acts in archived case files; whoever leaves is switched off",
    "user_roles": _ACCOUNT,
    "identities": _ACCOUNT,
    "recovery_codes": _ACCOUNT,
    "message_choices": _ACCOUNT,
    "case_follows": _ACCOUNT,
    "calendar_feeds": _ACCOUNT,
    "saved_views": _ACCOUNT,
    "membership_requests": "by whom somebody was let act for an enterprise, which the powers in case files rest on",
    "account_log": "who did what with an account, the proof of powers in archived case files",
    "enterprises": _ENTERPRISE,
    "enterprise_log": _ENTERPRISE,
    "mandates": "the written authority behind acts in archived case files",
    "webhooks": "an address of the enterprise, until its owner removes it",
    "cases": _CASE_FILE,
    "case_promises": _CASE_FILE,
    "licences": "the register of licences, which whoever checks one relies on",
    "credit_objections": "what stands against an entry of a credit list, with its answer",
    "credit_verdicts": "whom an entry of a credit list is about, so that nobody is taken for another again",
    "credit_bars": "until when an enterprise is barred by a statute, with the decision behind it",
    "complaints": "complaints with their answers are kept as files of the office",
    "desk_marks": _CASE_FILE,
    "desk_traces": _CASE_FILE,
    "hand_overs": _CASE_FILE,
    "sittings": _CASE_FILE,
    "guide_versions": "who wrote a guide that cases were decided by",
    "absences": "for whom somebody acted, which acts in case files rest on",
    "window_officers": _OFFICE,
    "presences": "forgotten within minutes by presence.forget",
}
"""Tables about a person or an enterprise whose rows stay, each with its reason."""
