"""Webhooks: an enterprise's own system is told of its cases; only the owner sets one up, and its secret is shown once."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.connectors import webhook as connector
from portal.connectors.mail import Undeliverable
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import JournalEntry, MessageDelivery, OutboxMessage, User, Webhook
from portal.services import account_log, messages, outbox, sealing
from portal.services.message_topics import SMS_TOPICS
from portal.services.outbox import Parcel
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal

PURPOSE = "webhook secrets"
LISTED = 20


@dataclass(frozen=True, slots=True)
class Sent:
    """One message to the webhook: about which case (none: a test), of which kind, and how its delivery stands."""

    id: int
    at: datetime
    kind: str
    number: str
    case_id: str
    state: str
    attempts: int
    next_at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class View:
    """The webhook of an enterprise as its owner sees it, with what was sent there last."""

    url: str
    paused_at: datetime | None
    answered_at: datetime | None
    failures: int
    sent: tuple[Sent, ...]
    topics: tuple[str, ...] = SMS_TOPICS


def view(*, by: Actor) -> View | None:
    """The enterprise's webhook; None where there is none. For the owner alone."""
    _require_owner(by)
    with reading() as session:
        hook = session.scalar(select(Webhook).where(Webhook.enterprise_id == by.enterprise_id))
        return None if hook is None else _view(session, hook)


def _view(session: Session, hook: Webhook) -> View:
    test = OutboxMessage.key.like(f"hook-{hook.id}-test-%")
    own = select(CaseRow.id).where(CaseRow.enterprise_id == hook.enterprise_id)
    mine = or_(OutboxMessage.case_id.in_(own), test)
    found = (
        select(OutboxMessage, CaseRow.number, CaseRow.public_id)
        .outerjoin(CaseRow, CaseRow.id == OutboxMessage.case_id)
        .where(OutboxMessage.kind == "webhook", mine)
        .order_by(OutboxMessage.id.desc())
        .limit(LISTED)
    )
    sent = tuple(
        Sent(
            m.id,
            m.created_at,
            m.payload.get("notice", ""),
            number or "",
            case_id or "",
            m.state,
            m.attempts,
            m.due_at,
            m.error,
        )
        for m, number, case_id in session.execute(found)
    )
    return View(hook.url, hook.paused_at, hook.answered_at, hook.failures, sent, _topics(hook))


def _topics(hook: Webhook) -> tuple[str, ...]:
    """What it is told of, in the order in which topics are named."""
    return tuple(one for one in SMS_TOPICS if hook.topics is None or one in hook.topics)


def set_up(url: str, *, by: Actor, at: datetime) -> str:
    """Tell this address of the enterprise's cases from now on; returns the new secret, which is never shown again.

    Raises WrongInput (url: scheme, host, password, port, private, long, unknown).
    """
    _require_owner(by)
    url = url.strip()
    _check(url)
    secret = secrets.token_urlsafe(32)
    with transaction() as session:
        wanted = select(Webhook).where(Webhook.enterprise_id == by.enterprise_id).with_for_update()
        hook = session.scalar(wanted)
        if hook is None:
            hook = Webhook(enterprise_id=by.enterprise_id, created_at=at, created_by=by.id)
            session.add(hook)
        hook.url, hook.secret = url, sealing.seal(secret, PURPOSE)
        hook.failures, hook.paused_at = 0, None
        account_log.note(session, "webhook_set", by=by, at=at, enterprise_id=by.enterprise_id)
    return secret


def remove(*, by: Actor, at: datetime) -> None:
    """Tell that address nothing any more; a second click changes nothing."""
    _require_owner(by)
    with transaction() as session:
        hook = session.scalar(select(Webhook).where(Webhook.enterprise_id == by.enterprise_id).with_for_update())
        if hook is not None:
            session.delete(hook)
            account_log.note(session, "webhook_removed", by=by, at=at, enterprise_id=by.enterprise_id)


def choose(topics: Collection[str], *, by: Actor, at: datetime) -> None:
    """Tell it of these topics alone from now on. Raises WrongInput (topics: none, unknown) and Refusal `no_webhook`."""
    _require_owner(by)
    if not topics or not set(topics) <= set(SMS_TOPICS):
        raise WrongInput(topics="unknown" if topics else "none")
    with transaction() as session:
        hook = _own(session, by)
        hook.topics = None if set(topics) == set(SMS_TOPICS) else sorted(topics)
        account_log.note(session, "webhook_set", by=by, at=at, enterprise_id=by.enterprise_id, topics=sorted(topics))


def again(message_id: int, *, by: Actor, at: datetime) -> None:
    """Send once more what was given up, under the same key; a second click changes nothing.

    Raises Refusal `no_webhook`, `webhook_paused`, and `no_such_message` for one that is not the enterprise's own.
    """
    _require_owner(by)
    with transaction() as session:
        hook = _own(session, by)
        if hook.paused_at is not None:
            raise Refusal("webhook_paused")
        own = select(CaseRow.id).where(CaseRow.enterprise_id == by.enterprise_id)
        wanted = (OutboxMessage.id == message_id, OutboxMessage.kind == "webhook", OutboxMessage.case_id.in_(own))
        message = session.scalar(select(OutboxMessage).where(*wanted).with_for_update())
        if message is None:
            raise Refusal("no_such_message")
        if message.state == "failed":
            message.payload = {**message.payload, "hook": hook.id}
            message.state, message.attempts, message.due_at, message.error = "queued", 0, at, ""
            outbox.wake_after_commit(session, [(message.id, message.kind)])


def resume(*, by: Actor, at: datetime) -> None:
    """Go on after a pause. Raises Refusal `no_webhook`."""
    _require_owner(by)
    with transaction() as session:
        hook = _own(session, by)
        if hook.paused_at is not None:
            hook.failures, hook.paused_at = 0, None
            account_log.note(session, "webhook_resumed", by=by, at=at, enterprise_id=by.enterprise_id)


def test(*, by: Actor, at: datetime) -> None:
    """Send a message that is about nothing, with the next turn of the outbox. Raises Refusal `no_webhook`."""
    _require_owner(by)
    with transaction() as session:
        hook = _own(session, by)
        key = f"hook-{hook.id}-test-{at.timestamp():.0f}"  # once a second at most: a double click is one test
        payload = {"hook": hook.id, "notice": "Test"}
        outbox.post(session, key, "webhook", case_id=None, payload=payload, at=at)


def active_of(session: Session, enterprise_id: int, topic: str) -> int | None:
    """The number of the enterprise's webhook, where it has one that is not paused and wants to hear of that topic."""
    hook = session.scalar(select(Webhook).where(Webhook.enterprise_id == enterprise_id, Webhook.paused_at.is_(None)))
    return hook.id if hook is not None and topic in _topics(hook) else None


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry a `webhook` message: signed, to the address as it is now. Raises Undeliverable where nothing may be sent there."""
    with reading() as session:
        hook = session.get(Webhook, parcel.payload["hook"])
        if hook is None:
            raise Undeliverable("removed")
        test_ = parcel.case_id is None
        if hook.paused_at is not None and not test_:
            raise Undeliverable("paused")
        said = _said(session, parcel, at)
        url, secret = hook.url, sealing.unseal(hook.secret, PURPOSE)
    private = current_app.config["SETTINGS"].webhook_private
    try:
        connector.post(url, secret, parcel.key, said, stamp=str(int(at.timestamp())), private=private)
    except connector.NotAllowed as wrong:
        _failed(parcel, at)
        raise Undeliverable(f"not allowed: {wrong}") from wrong
    except connector.NoAnswer as wrong:
        _failed(parcel, at)
        if test_:  # whoever tries an address wants to see what happened now
            raise Undeliverable(str(wrong)) from wrong
        raise
    _answered(parcel, at)


def _said(session: Session, parcel: Parcel, at: datetime) -> dict[str, Any]:
    """What leaves the house: number, kind, state and times; no name, no answer and no reason."""
    if parcel.case_id is None:
        return {"kind": "Test", "at": at.isoformat()}
    row = session.get_one(CaseRow, parcel.case_id)
    entry = session.get_one(JournalEntry, (row.id, parcel.payload["seq"]))
    due = {
        name: getattr(row, f"{name}_due")
        for name in ("answer", "notice", "correction", "promised", "statutory", "delivery")
    }
    return {
        "case": row.number,
        "seq": entry.seq,
        "kind": entry.kind,
        "at": entry.at.isoformat(),
        "state": row.state,
        "paused": row.paused,
        "due": {name: day.isoformat() for name, day in due.items() if day is not None},
    }


def _answered(parcel: Parcel, at: datetime) -> None:
    with transaction() as session:
        hook = session.get(Webhook, parcel.payload["hook"], with_for_update=True)
        if hook is not None:
            hook.failures, hook.answered_at = 0, at
        told = update(MessageDelivery).where(MessageDelivery.key == parcel.key, MessageDelivery.channel == "webhook")
        session.execute(told.values(delivered_at=at))  # its answer is the word of the other side


def _failed(parcel: Parcel, at: datetime) -> None:
    """Count a try that failed; after so many in a row nothing more is sent there, and the owner is told."""
    with transaction() as session:
        hook = session.get(Webhook, parcel.payload["hook"], with_for_update=True)
        if hook is None:
            return
        hook.failures += 1
        if hook.failures < current_app.config["SETTINGS"].webhook_failures or hook.paused_at is not None:
            return
        hook.paused_at = at
        owner = session.scalar(select(User.id).where(User.enterprise_id == hook.enterprise_id, User.owner, User.active))
        if owner is not None:
            messages.about_account(session, owner, "WebhookPaused", at=at, facts={"failures": hook.failures})


def _own(session: Session, by: Actor) -> Webhook:
    hook = session.scalar(select(Webhook).where(Webhook.enterprise_id == by.enterprise_id).with_for_update())
    if hook is None:
        raise Refusal("no_webhook")
    return hook


def _check(url: str) -> None:
    private = current_app.config["SETTINGS"].webhook_private
    if len(url) > 500:
        raise WrongInput(url="long")
    try:
        connector.addresses(connector.checked(url, insecure=private), private=private)
    except connector.NotAllowed as wrong:
        raise WrongInput(url=str(wrong)) from wrong
    except connector.NoAnswer as wrong:
        raise WrongInput(url="unknown") from wrong


def _require_owner(by: Actor) -> None:
    require(by.holds(Role.HANDLER) and by.owner and not by.mandate_id and bool(by.enterprise_id), "owner")
