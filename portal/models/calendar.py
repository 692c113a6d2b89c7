"""Holiday schedules that were brought in by somebody: every version of a year stays, and the newest one is in force."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant


class CalendarYear(Base):
    """One version of a year's schedule. `scope` is `national`, `region` for the festivals of the region in which the portal
    stands, `centre` for the closing days of the whole service centre, or an office's code.

    Rows are only ever added; the one thing that changes is `applied_at`, the moment when every clock had been derived anew.
    """

    __tablename__ = "calendar_years"

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(String(32))
    year: Mapped[int]
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(300))
    imported_by: Mapped[str] = mapped_column(String(40))
    imported_at: Mapped[datetime] = mapped_column(Instant)
    applied_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (Index("uq_calendar_years_version", "scope", "year", "version", unique=True),)


class OpeningHours(Base):
    """One version of the hours of a desk from the day `since` on; `scope` is `centre` or an office's code. Only ever added."""

    __tablename__ = "opening_hours"

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    since: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(300))
    imported_by: Mapped[str] = mapped_column(String(40))
    imported_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("uq_opening_hours_version", "scope", "version", unique=True),)
