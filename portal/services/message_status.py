"""How messages stand on each channel: waiting, held, in a digest, sent, delivered, or failed with a reason that is plain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import Message, MessageDelivery, OutboxMessage, User
from portal.services import casefile, messages
from portal.services.messages import Told
from portal.services.outbox import OBJECTION
from portal.services.outbox_retry import HELD, NOBODY

DIGESTS = ("digest", "message_digest")
LEAVES = ("mail", "sms", "mobile_code", "webhook", "account", "appointment", "credit_objection", OBJECTION, *DIGESTS)
MOST = 50


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel of a message: its state, the moment that belongs to it (when it went, or when it will), and why it failed
    or never left.

    States: waiting, held, digest, sent, delivered, failed, handled (told in another way instead), withheld (never left).
    """

    name: str
    state: str
    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CaseMessage:
    """One message about a case, as the staff sees it: to whom, whether it was read, and how each channel stands."""

    told: Told
    to: str
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """A message that left the house and was given up: which case and kind, by which channel, since when, and why."""

    channel: str
    number: str
    kind: str
    at: datetime
    attempts: int
    reason: str
    handled: bool


def of_inbox(found: Collection[Told]) -> dict[int, tuple[Channel, ...]]:
    """The channels of some messages, by number; only the inbox has those that are missing."""
    with reading() as session:
        return _channels(session, [one.id for one in found])


def of_case(case_id: str, *, by: Actor) -> tuple[CaseMessage, ...]:
    """What was told about a case to whom, the newest first, for the window and the supervisor."""
    require(by.holds(Role.WINDOW) or by.holds(Role.SUPERVISOR), "role", roles=[str(Role.WINDOW)])
    with reading() as session:
        row = casefile.row_of(session, case_id)
        casefile.check_sight(session, row, by)
        found = session.execute(
            select(Message, User.name)
            .join(User, User.id == Message.user_id)
            .where(Message.case_id == row.id)
            .order_by(Message.id.desc())
            .limit(MOST)
        ).all()
        events = messages.events_of(session, {(row.id, one.seq) for one, _name in found})
        channels = _channels(session, [one.id for one, _name in found])
    return tuple(CaseMessage(messages.told_of(one, row, events), name, channels.get(one.id, ())) for one, name in found)


def failed(*, by: Actor) -> tuple[Failed, ...]:
    """What was given up last on every channel, for the administrator: numbers and reasons, never an address."""
    require(by.holds(Role.ADMINISTRATOR), "role", roles=[str(Role.ADMINISTRATOR)])
    m = OutboxMessage
    wanted = (m.state == "failed", m.kind.in_(LEAVES))
    statement = select(m, CaseRow.number).outerjoin(CaseRow, CaseRow.id == m.case_id).where(*wanted)
    with reading() as session:
        rows = session.execute(statement.order_by(m.id.desc()).limit(MOST)).all()
    return tuple(
        Failed(
            m.kind,
            number or "",
            m.payload.get("notice", ""),
            m.created_at,
            m.attempts,
            _reason(m),
            m.handled_at is not None,
        )
        for m, number in rows
    )


def _channels(session: Session, ids: Collection[int]) -> dict[int, tuple[Channel, ...]]:
    found: dict[int, list[Channel]] = defaultdict(list)
    statement = (
        select(MessageDelivery, OutboxMessage)
        .join(OutboxMessage, OutboxMessage.key == MessageDelivery.key)
        .where(MessageDelivery.message_id.in_(ids))
        .order_by(MessageDelivery.message_id, MessageDelivery.channel)
    )
    for delivery, carried in session.execute(statement):
        found[delivery.message_id].append(_channel(delivery, carried))
    return {number: tuple(channels) for number, channels in found.items()}


def _channel(delivery: MessageDelivery, carried: OutboxMessage) -> Channel:
    if delivery.delivered_at is not None:
        return Channel(delivery.channel, "delivered", delivery.delivered_at)
    return channel_of(delivery.channel, carried)


def channel_of(name: str, carried: OutboxMessage) -> Channel:
    """How a message of the outbox stands, by itself."""
    if carried.state == "sent":
        return Channel(name, "sent", carried.sent_at)
    if carried.state == "failed":
        handled = carried.handled_at is not None
        return Channel(name, "handled" if handled else "failed", carried.handled_at, _reason(carried))
    if carried.state == "withheld":
        return Channel(name, "withheld", reason=carried.error.removeprefix(NOBODY))
    if carried.error == HELD:
        return Channel(name, "held", carried.due_at)
    return Channel(name, "digest" if carried.kind in DIGESTS else "waiting", carried.due_at)


def _reason(carried: OutboxMessage) -> str:
    """Why a message was given up: bounced, refused, address (none was given), undelivered (so the receipt says), gone (no number,
    no gateway, webhook paused or removed) or silent."""
    kind, _colon, said = carried.error.partition(": ")
    if kind != "Undeliverable":
        return "silent"
    return {"bounced": "bounced", "no address": "address", "undelivered": "undelivered"}.get(said) or (
        "refused" if said.startswith("refused") else "gone"
    )
