"""The case-file audit: what the automatic checks found of every closed file, and what people found of those drawn by lot."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant, Json


class CaseAudit(Base):
    """The automatic checks of one closed file, as its journal stood at `seq`."""

    __tablename__ = "case_audits"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    seq: Mapped[int]
    audited_at: Mapped[datetime] = mapped_column(Instant)
    office: Mapped[str] = mapped_column(String(32))
    item: Mapped[str] = mapped_column(String(64))
    closed_on: Mapped[date]
    score: Mapped[int]
    failed: Mapped[list[str]] = mapped_column(Json)  # codes of the checks that failed
    results: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    again_on: Mapped[date | None]  # the day on which something that is still to come will be missing

    __table_args__ = (Index("ix_case_audits_closed", "closed_on", "office"),)


class AuditDraw(Base):
    """A sample drawn by lot: from which files, and the seed with which anybody draws the same again."""

    __tablename__ = "audit_draws"

    id: Mapped[int] = mapped_column(primary_key=True)
    drawn_at: Mapped[datetime] = mapped_column(Instant)
    drawn_by: Mapped[str] = mapped_column(String(40))
    first: Mapped[date]
    last: Mapped[date]
    office: Mapped[str] = mapped_column(String(32), default="")
    seed: Mapped[str] = mapped_column(String(64))
    pool: Mapped[int]  # how many files there were to draw from
    pool_digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of their numbers, sorted, one a line
    numbers: Mapped[str] = mapped_column(Text, default="", server_default="")  # those numbers, sorted, one a line


class AuditReview(Base):
    """One file of a sample before a person: open, found (the office may reply), replied, settled."""

    __tablename__ = "audit_reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("audit_draws.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    office: Mapped[str] = mapped_column(String(32), index=True)
    state: Mapped[str] = mapped_column(String(12), default="open")
    findings: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)  # words and points of each
    score: Mapped[int | None]
    found_by: Mapped[str] = mapped_column(String(40), default="")
    found_at: Mapped[datetime | None] = mapped_column(Instant)
    reply: Mapped[str] = mapped_column(String(2000), default="")
    replied_by: Mapped[str] = mapped_column(String(40), default="")
    replied_at: Mapped[datetime | None] = mapped_column(Instant)
    conclusion: Mapped[str] = mapped_column(String(2000), default="")
    settled_by: Mapped[str] = mapped_column(String(40), default="")
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=0)
