"""Credit lists (红黑名单): versioned lists and their entries."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant


class CreditList(Base):
    """One imported version of a red or black list."""

    __tablename__ = "credit_lists"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))  # red, black
    name: Mapped[str] = mapped_column(String(160))
    version: Mapped[str] = mapped_column(String(60))
    rule_version: Mapped[str] = mapped_column(String(120), default="")  # which rule the listing rests on (R92, R97)
    digest: Mapped[str] = mapped_column(String(64))
    current: Mapped[bool] = mapped_column(default=True)
    imported_at: Mapped[datetime] = mapped_column(Instant)
    imported_by: Mapped[str] = mapped_column(String(40))


class CreditEntry(Base):
    """One unit or person on a list, with the decision that put it there and its term (R94, R96)."""

    __tablename__ = "credit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("credit_lists.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    uscc: Mapped[str] = mapped_column(String(18), default="", index=True)
    unit_name: Mapped[str] = mapped_column(String(200), default="", index=True)
    person_name: Mapped[str] = mapped_column(String(80), default="", index=True)
    person_id: Mapped[str] = mapped_column(String(18), default="", index=True)
    grounds: Mapped[str] = mapped_column(String(400))
    decision_document: Mapped[str] = mapped_column(String(120), default="")
    body: Mapped[str] = mapped_column(String(120))
    listed_on: Mapped[date]
    until: Mapped[date | None]
    removed_on: Mapped[date | None]
