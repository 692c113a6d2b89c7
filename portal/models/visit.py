"""Visits and requests to come, copied from the journal for figures and for supervision."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class CaseVisit(Base):
    """One presence, or one request to come: `state` is asked, made, joined (to a presence counted already) or withdrawn."""

    __tablename__ = "case_visits"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)  # of the request, or of the visit that nobody asked for
    state: Mapped[str] = mapped_column(String(12))
    place: Mapped[str] = mapped_column(String(40))
    purpose: Mapped[str] = mapped_column(String(24))
    cause: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(32), default="")
    beyond: Mapped[bool] = mapped_column(default=False)
    office: Mapped[str] = mapped_column(String(32), default="")  # who asked; empty where nobody did
    asked_on: Mapped[date | None]
    plan_on: Mapped[date | None]
    made_on: Mapped[date | None]
    window: Mapped[str] = mapped_column(String(24), default="")
    on_day: Mapped[date]  # the day made, else the day asked: the day by which supervision counts

    __table_args__ = (
        Index("ix_case_visits_beyond", "beyond", "on_day", "case_id"),
        Index("ix_case_visits_made", "state", "made_on"),
    )
