"""The slots of the windows, appointments, and the tickets by which people are called."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant

_BOOKED = text("state = 'booked'")


class SlotRule(Base):
    """The slots of a counter in a season: on which weekdays, from when to when, how long each, and how many each takes."""

    __tablename__ = "slot_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    window_id: Mapped[int] = mapped_column(ForeignKey("service_windows.id"), index=True)
    first: Mapped[date]
    last: Mapped[date | None]  # None: until further notice
    opens: Mapped[int]  # minutes of the day
    closes: Mapped[int]
    minutes: Mapped[int]
    capacity: Mapped[int]


class Appointment(Base):
    """A time at a counter that an enterprise has booked; `state` is booked, arrived, served, cancelled or missed."""

    __tablename__ = "appointments"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)  # what is said or shown on arrival
    window_id: Mapped[int] = mapped_column(ForeignKey("service_windows.id"))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    item: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(24))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    day: Mapped[date]
    starts: Mapped[int]  # minutes of the day
    state: Mapped[str] = mapped_column(String(12), default="booked")
    moved: Mapped[int] = mapped_column(default=0)  # how often it was put to another time
    booked_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (
        Index("ix_appointments_slot", "window_id", "day", "starts", "state"),
        Index("ix_appointments_enterprise", "enterprise_id", "state", "day"),
        Index("ix_appointments_day", "day"),
        Index("ix_appointments_booked", "day", postgresql_where=_BOOKED, sqlite_where=_BOOKED),
    )


class Ticket(Base):
    """A number of the day by which somebody is called; `state` is waiting, called, served, missed."""

    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    number: Mapped[str] = mapped_column(String(12))  # A001 with an appointment, W001 without
    item: Mapped[str] = mapped_column(String(64), default="")
    purpose: Mapped[str] = mapped_column(String(24), default="submit")
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointments.id"), unique=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    window_id: Mapped[int | None] = mapped_column(ForeignKey("service_windows.id"))  # that called it
    starts: Mapped[int | None]  # the booked time, in minutes of the day
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    calls: Mapped[int] = mapped_column(default=0)
    arrived_at: Mapped[datetime] = mapped_column(Instant)
    called_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (Index("ux_tickets_number", "day", "number", unique=True), Index("ix_tickets_day", "day", "state"))
