"""What agents (代理人) may do for an enterprise that is not theirs, and the log of what was done with accounts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant, Json


class Mandate(Base):
    """A written authority (授权委托书): who acts for which enterprise, from when until when, for which items."""

    __tablename__ = "mandates"

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id"), index=True
    )  # empty until the agent has accepted
    email: Mapped[str] = mapped_column(String(160))
    valid_from: Mapped[date]
    valid_until: Mapped[date]  # the last day
    items: Mapped[list[str]] = mapped_column(Json, default=list)  # empty means every item
    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"))  # the signed power of attorney
    given_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    given_at: Mapped[datetime] = mapped_column(Instant)
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)  # taken back or given up before its last day


class AccountEntry(Base):
    """One line of the log of accounts: what was done with an account or for an enterprise, by whom and when; only ever added."""

    __tablename__ = "account_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # whose account
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprises.id"))  # for which enterprise
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    reason: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(40))

    __table_args__ = (
        Index("ix_account_log_user", "user_id", "id"),
        Index("ix_account_log_enterprise", "enterprise_id", "id"),
    )
