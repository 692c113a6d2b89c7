"""Signing in: each sign-in of an account, its identities elsewhere, its recovery codes, and the one-time links of mails."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant, Json


class SignIn(Base):
    """One sign-in on one device; only a digest of the session's token is kept, and no address of the network."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    session_version: Mapped[int]  # it ends with this version of the account's sessions
    device: Mapped[str] = mapped_column(String(40), default="")  # such as chrome/windows
    factor: Mapped[bool] = mapped_column(default=False)  # a second factor was given
    way: Mapped[str] = mapped_column(String(12), default="password")  # password, openid
    proven_at: Mapped[datetime | None] = mapped_column(Instant)  # the provider made the person sign in there
    started_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (Index("ix_sign_ins_user", "user_id", "seen_at"), Index("ix_sign_ins_seen_at", "seen_at"))


class Identity(Base):
    """Who somebody is at an OpenID Connect provider: issuer and subject, and nothing else of what the provider says."""

    __tablename__ = "identities"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[datetime] = mapped_column(Instant)
    linked_by: Mapped[str] = mapped_column(String(40))  # the person, or the administrator who entered it beforehand
    used_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("user_id", "issuer"))


class RecoveryCode(Base):
    """A code that stands in for the second factor once; only a keyed digest of it is kept."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class AccountLink(Base):
    """A link that a mail carries and that works once: a lost password, or an invitation; only a digest of its token is kept."""

    __tablename__ = "account_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))  # password, handler, agent
    token_hash: Mapped[str] = mapped_column(String(64), default="", index=True)
    nonce: Mapped[str] = mapped_column(String(32))  # the mail's token is worked out from it and the portal's secret
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprises.id"), index=True)
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandates.id"))
    email: Mapped[str] = mapped_column(String(160), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (Index("ix_account_links_expires_at", "expires_at"),)


class MobileCode(Base):
    """The number that an account has to confirm, and the code that went there last; only a keyed digest of the code is kept."""

    __tablename__ = "mobile_codes"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    mobile: Mapped[str] = mapped_column(String(20), index=True)
    nonce: Mapped[str] = mapped_column(String(32))  # the code is worked out from it and the portal's secret
    code_hash: Mapped[str] = mapped_column(String(64))  # empty once the code is used up
    sent_at: Mapped[datetime] = mapped_column(Instant)
    today: Mapped[int]  # codes sent on that day
    tries: Mapped[int]  # wrong codes since then
