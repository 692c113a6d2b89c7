"""The window's own tables: who works at which window for which items, saved views of the queue, and who looks at what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant, Json


class ServiceWindow(Base):
    """A window of the service centre (窗口): a comprehensive one serves every item, another those that are listed."""

    __tablename__ = "service_windows"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(24), unique=True)  # what the screen shows, such as 3
    name_zh: Mapped[str] = mapped_column(String(60), unique=True)
    name_en: Mapped[str] = mapped_column(String(80), default="")
    comprehensive: Mapped[bool] = mapped_column(default=True)
    items: Mapped[list[str]] = mapped_column(Json, default=list)
    active: Mapped[bool] = mapped_column(default=True)


class WindowOfficer(Base):
    """An officer works at a window, or leads it."""

    __tablename__ = "window_officers"

    window_id: Mapped[int] = mapped_column(ForeignKey("service_windows.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    head: Mapped[bool] = mapped_column(default=False)


class SavedView(Base):
    """Filters of the queue that a person gave a name; never the words that were looked for."""

    __tablename__ = "saved_views"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(String(40))
    filters: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    first: Mapped[bool] = mapped_column(default=False)  # the one that the queue opens with

    __table_args__ = (UniqueConstraint("user_id", "name"),)


class Presence(Base):
    """A person has the desk of a case open: since when, and the last sign of it. A hint for colleagues, never a lock."""

    __tablename__ = "presences"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    beats: Mapped[bool] = mapped_column(default=False)  # the page says so itself, again and again

    __table_args__ = (Index(None, "seen_at"),)
