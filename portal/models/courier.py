"""Results that go out by courier: whom to hand them to, as long as that is needed, and how far each parcel has come."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant


class CourierParcel(Base):
    """One parcel of a case. Name, mobile and address are emptied when they are no longer needed; the rest stays."""

    __tablename__ = "courier_parcels"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    key: Mapped[str] = mapped_column(String(32), unique=True)  # makes a repeated order the same order
    state: Mapped[str] = mapped_column(String(12))  # wanted, ordered, sent, collected, on_the_way, delivered, returned
    name: Mapped[str] = mapped_column(String(60), default="")
    mobile: Mapped[str] = mapped_column(String(20), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    wanted_at: Mapped[datetime] = mapped_column(Instant)
    number: Mapped[str] = mapped_column(String(60), default="")  # of the tracking
    changed_at: Mapped[datetime] = mapped_column(Instant)  # when the state became what it is
    ended_on: Mapped[date | None]  # handed over, or came back
    polls: Mapped[int] = mapped_column(default=0)
    forget_at: Mapped[datetime | None] = mapped_column(Instant)  # when the address is emptied

    __table_args__ = (
        Index("ix_courier_parcels_case", "case_id", "id"),
        Index("ix_courier_parcels_forget", "forget_at"),
    )
