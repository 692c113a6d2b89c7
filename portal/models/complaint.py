"""A complaint (投诉) about how somebody was served, and its answer; kept apart from the case, whose officers do not read it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant


class Complaint(Base):
    """One complaint of a signed-in person, in the own name or the enterprise's; supervisors read and answer it."""

    __tablename__ = "complaints"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    number: Mapped[str] = mapped_column(String(24), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprises.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    in_name: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # of the enterprise: its owner reads it as well
    about: Mapped[str] = mapped_column(String(20))  # one of workflows/remedies.yaml
    words: Mapped[str] = mapped_column(String(2000))
    wish: Mapped[str] = mapped_column(String(1000), default="")
    once: Mapped[str] = mapped_column(String(40))  # the page it was written on: sent twice, it is filed once
    filed_at: Mapped[datetime] = mapped_column(Instant)
    due_on: Mapped[date | None]  # None where nobody knows yet which days are worked
    founded: Mapped[str] = mapped_column(String(8), default="")  # yes, partly, no; empty until it is answered
    answer: Mapped[str] = mapped_column(String(2000), default="")
    answered_by: Mapped[str] = mapped_column(String(40), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        Index("uq_complaints_once", "user_id", "once", unique=True),
        Index("ix_complaints_open", "founded", "due_on"),
        Index("ix_complaints_enterprise", "enterprise_id", "id"),
    )
