"""The service of letters, for lists: copied from the journal with every act, and what the journal does not hold."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant


class LetterService(Base):
    """How far the service of one letter has come (R146): planned, sent, served, failed or unservable; one row a letter."""

    __tablename__ = "letter_services"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str] = mapped_column(String(12))
    way: Mapped[str] = mapped_column(String(16), default="")
    dated: Mapped[date]
    due_on: Mapped[date | None]
    sent_on: Mapped[date | None]
    served_on: Mapped[date | None]
    failed_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(16), default="")
    opened_at: Mapped[datetime | None] = mapped_column(Instant)  # by the applicant, for the first time
    sheet_key: Mapped[str] = mapped_column(String(64), default="")  # the scanned proof; its digest is in the journal
    sheet_name: Mapped[str] = mapped_column(String(255), default="")

    __table_args__ = (Index("ix_letter_services_waiting", "state", "due_on", "case_id"),)
