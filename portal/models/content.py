"""The content of an application: drafts, uploaded files, and the officer's marks while he works."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
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
    channel: Mapped[str] = mapped_column(String(12), default="online")  # online, window, remote
    raw: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)  # field id -> what was typed
    later: Mapped[list[str]] = mapped_column(Json, default=list)  # materials the applicant promises to bring later
    carried: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)  # versions it was carried over from
    filled: Mapped[dict[str, Any]] = mapped_column(
        Json, default=dict
    )  # field id -> the case and the value it came from
    looks: Mapped[dict[str, Any]] = mapped_column(
        Json, default=dict, server_default="{}"
    )  # register -> what it answered and when
    stands: Mapped[dict[str, Any]] = mapped_column(
        Json, default=dict, server_default="{}"
    )  # field id -> what a register says of it
    looked: Mapped[dict[str, Any]] = mapped_column(
        Json, default=dict, server_default="{}"
    )  # review point -> what the applicant said of it: fine, again
    mending: Mapped[dict[str, Any]] = mapped_column(
        Json, default=dict, server_default="{}"
    )  # correction, supplement, review_fix -> words to the office and old files that stay, until it is handed in
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))  # set once it was submitted
    submit_key: Mapped[str] = mapped_column(String(40), default="")
    intake_office: Mapped[str] = mapped_column(String(32), default="")  # the point that takes in for others (R68)
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sittings.id"), index=True)  # begun at a window
    lapse_told_on: Mapped[date | None]  # since when its owner knows that it will be deleted (retention.py)

    __table_args__ = (
        Index(
            "ix_drafts_open",
            "changed_at",
            sqlite_where=text("case_id IS NULL"),
            postgresql_where=text("case_id IS NULL"),
        ),
    )


class Sitting(Base):
    """One visit at a window (一次到场): an applicant, who acts for it, where, and one or several applications."""

    __tablename__ = "sittings"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    office: Mapped[str] = mapped_column(
        String(32), default=""
    )  # the point that takes in for others; empty at our own window
    agent: Mapped[dict[str, Any]] = mapped_column(
        Json, default=dict
    )  # who stands at the counter: capacity, name, mobile
    created_at: Mapped[datetime] = mapped_column(Instant)


class ScanPage(Base):
    """One page on its way into a material: which page of which scan, how it is turned, and its place among the others."""

    __tablename__ = "scan_pages"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    material: Mapped[str] = mapped_column(String(64))
    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"), index=True)
    page: Mapped[int]  # from 1
    position: Mapped[int]
    turn: Mapped[int] = mapped_column(default=0)  # degrees clockwise: 0, 90, 180, 270


class Upload(Base):
    """A file handed in for one material, kept in storage under an opaque name."""

    __tablename__ = "uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    purpose: Mapped[str] = mapped_column(
        String(16), default="draft"
    )  # draft, correction, supplement, desk, scan, signed, dispute
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
    valid_to: Mapped[date | None]  # as its owner says it of the paper
    reused_from: Mapped[str] = mapped_column(String(80), default="")  # number of the case it was accepted with before
    doubts: Mapped[list[str]] = mapped_column(
        Json, default=list
    )  # what looks hard to read: quality.py; `3:dark` is page 3 of a PDF
    scan: Mapped[str] = mapped_column(String(12), default="")  # owed, clean, infected; empty: none was owed

    __table_args__ = (Index("ix_uploads_case", "case_id", "material"),)


class PartialUpload(Base):
    """A file that has arrived in part: the line was cut, or is slow. It becomes an Upload when all of it is there."""

    __tablename__ = "partial_uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id"), index=True)
    purpose: Mapped[str] = mapped_column(
        String(16), default="draft", server_default="draft"
    )  # draft, correction, supplement; form: a file of a form, which belongs to its sender alone
    material: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(
        String(64)
    )  # digest of what the browser knows the file by: name, size, day of change
    filename: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    storage_key: Mapped[str] = mapped_column(String(64))
    uploaded_by: Mapped[str] = mapped_column(String(40))
    changed_at: Mapped[datetime] = mapped_column(Instant, index=True)


class DeskMark(Base):
    """What the window officer has marked so far on one material or field of one round; frozen into the journal with the outcome."""

    __tablename__ = "desk_marks"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    material: Mapped[str] = mapped_column(String(64), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(12))  # ok, fix, later
    reason: Mapped[str] = mapped_column(String(2000), default="")
    points: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)  # review point number -> yes / no
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Instant)


class DeskTrace(Base):
    """Every mark that was made on the desk, also one that was changed before the outcome. Rows are only ever added."""

    __tablename__ = "desk_traces"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    round: Mapped[int]
    material: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(2000), default="")
    points: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Instant)


class HandOver(Base):
    """A file that belongs to another office of the portal, as its list shows it; what was said stands in the journal (R4)."""

    __tablename__ = "hand_overs"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    office: Mapped[str] = mapped_column(String(32), index=True)
    item: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12), default="offered")  # offered, agreed, declined
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id"))  # the application it became
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
