"""What people are told: messages with the channels they went by, what each person wants, whom a case is told to, webhooks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant, Json

_UNREAD = text("read_at IS NULL")


class Message(Base):
    """One message in one person's inbox: about an event of a case (its words are made from the journal), or about an account."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)  # one message a person and event
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    seq: Mapped[int] = mapped_column(default=0, server_default="0")  # the entry of the case's journal
    kind: Mapped[str] = mapped_column(String(40))
    topic: Mapped[str] = mapped_column(String(12))  # asked, step, date, decision, account
    facts: Mapped[dict[str, Any]] = mapped_column(
        Json, default=dict, server_default="{}"
    )  # codes and days, never names
    created_at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        Index("ix_messages_user", "user_id", "id"),
        Index("ix_messages_unread", "user_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
        Index("ix_messages_case", "case_id", "seq"),
        Index("ix_messages_created_at", "created_at"),
    )


class MessageDelivery(Base):
    """By which message of the outbox a message goes out on a channel (mail, sms, webhook); how that stands is said there."""

    __tablename__ = "message_deliveries"

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(8), primary_key=True)
    key: Mapped[str] = mapped_column(
        String(120), index=True
    )  # of the outbox; a digest carries many, and a webhook tells for many
    delivered_at: Mapped[datetime | None] = mapped_column(Instant)  # where the other side has said so


class MessageChoice(Base):
    """How one person wants to be told; without a row everything goes by mail at once."""

    __tablename__ = "message_choices"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    mail: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)  # by topic: now, digest or off
    sms: Mapped[list[str]] = mapped_column(Json, default=list)  # the topics that are also told by SMS
    quiet: Mapped[str] = mapped_column(String(12), default="")  # empty: the house's hours; none; or 22:00-07:00
    follows_all: Mapped[bool] = mapped_column(default=False)  # an owner who follows every case of the enterprise
    changed_at: Mapped[datetime] = mapped_column(Instant)


class CaseFollow(Base):
    """Somebody beside the handler who wants to hear of a case."""

    __tablename__ = "case_follows"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    since: Mapped[datetime] = mapped_column(Instant)


class Webhook(Base):
    """An enterprise's own address that is told of its cases: its secret is sealed, and it is paused when nobody answers there."""

    __tablename__ = "webhooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"), unique=True)
    url: Mapped[str] = mapped_column(String(500))
    secret: Mapped[str] = mapped_column(String(255))
    topics: Mapped[list[str] | None] = mapped_column(Json)  # what it is told of; nothing said: everything
    failures: Mapped[int] = mapped_column(default=0)  # tries in a row that failed
    paused_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
