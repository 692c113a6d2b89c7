"""The outside systems: whether each answered when it was last asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant


class PortState(Base):
    """One outside system: up or down, since when, when it last answered, and what it said or failed to say."""

    __tablename__ = "port_states"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    up: Mapped[bool]
    since: Mapped[datetime] = mapped_column(Instant)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    error: Mapped[str] = mapped_column(String(200), default="")
