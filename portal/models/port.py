"""The outside systems: whether each answered when it was last asked, and what the registers said of a case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant, Json


class PortState(Base):
    """One outside system: up or down, since when, when it last answered, and what it said or failed to say."""

    __tablename__ = "port_states"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    up: Mapped[bool]
    since: Mapped[datetime] = mapped_column(Instant)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    error: Mapped[str] = mapped_column(String(200), default="")
    failures: Mapped[int] = mapped_column(default=0, server_default="0")  # of the breaker, since the first of them
    failing_since: Mapped[datetime | None] = mapped_column(Instant)
    rests_until: Mapped[datetime | None] = mapped_column(Instant)


class RegisterAnswer(Base):
    """What a register answered to the check of a case: found or unknown, and the facts as it has them."""

    __tablename__ = "register_answers"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    port: Mapped[str] = mapped_column(String(16), primary_key=True)  # register, projects
    result: Mapped[str] = mapped_column(String(12))
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    asked_at: Mapped[datetime] = mapped_column(Instant)
