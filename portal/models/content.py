"""The content of an application: drafts, uploaded files, and the officer's marks while he works."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant, Json


class Draft(Base):
    """An application being written; whatever was typed is kept as it was typed."""

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    item: Mapped[str] = mapped_column(String(64))
    guide_version: Mapped[date]
    channel: Mapped[str] = mapped_column(String(12), default="online")  # online, window
    raw: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)  # field id -> what was typed
    later: Mapped[list[str]] = mapped_column(Json, default=list)  # materials the applicant promises to bring later
    carried: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)  # versions it was carried over from
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))  # set once it was submitted
    submit_key: Mapped[str] = mapped_column(String(40), default="")


class Upload(Base):
    """A file handed in for one material, kept in storage under an opaque name."""

    __tablename__ = "uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    purpose: Mapped[str] = mapped_column(String(16), default="draft")  # draft, correction, supplement, desk
    material: Mapped[str] = mapped_column(String(64))
    filename: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str] = mapped_column(String(64))
    pages: Mapped[int | None]
    uploaded_by: Mapped[str] = mapped_column(String(40))
    uploaded_at: Mapped[datetime] = mapped_column(Instant)
    removed_at: Mapped[datetime | None] = mapped_column(Instant)
    scan: Mapped[str] = mapped_column(String(12), default="")  # owed, clean, infected; empty: none was owed

    __table_args__ = (Index("ix_uploads_case", "case_id", "material"),)


class DeskMark(Base):
    """What the window officer has marked so far on one material of one round; frozen into the journal with the outcome."""

    __tablename__ = "desk_marks"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    material: Mapped[str] = mapped_column(String(64), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(12))  # ok, fix, later
    reason: Mapped[str] = mapped_column(String(2000), default="")
    points: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)  # review point number -> yes / no
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Instant)
