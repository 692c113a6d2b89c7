"""Guides that people write in the portal, the texts that cases and drafts rest on, and who did what with a guide."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant

_ONE_PUBLISHED = text("state = 'published'")


class GuideVersion(Base):
    """A version of a guide as its author wrote it, and how far it is: draft, proposed, published, rejected or withdrawn."""

    __tablename__ = "guide_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(String(64))
    office: Mapped[str] = mapped_column(String(32))
    effective_from: Mapped[date]
    source: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12))
    origin: Mapped[str] = mapped_column(
        String(8), default="upload"
    )  # upload, or file: a file of the catalogue withdrawn
    note: Mapped[str] = mapped_column(String(400), default="")
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime] = mapped_column(Instant)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(2000), default="")  # of a rejection or a withdrawal

    __table_args__ = (
        Index("ix_guide_versions_item", "item", "effective_from", "id"),
        Index("ix_guide_versions_state", "state", "id"),
        Index(
            "uq_guide_versions_published",
            "item",
            "effective_from",
            unique=True,
            sqlite_where=_ONE_PUBLISHED,
            postgresql_where=_ONE_PUBLISHED,
        ),
    )


class GuideText(Base):
    """The text that cases or drafts rest on: one for an item and a day, for ever. The database refuses UPDATE and DELETE."""

    __tablename__ = "guide_texts"

    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    effective_from: Mapped[date] = mapped_column(primary_key=True)
    office: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(Text)
    pinned_at: Mapped[datetime] = mapped_column(Instant)


class GuideAct(Base):
    """Who did what with a version of a guide, when, and with which text. Rows are only ever added."""

    __tablename__ = "guide_acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("guide_versions.id"))
    item: Mapped[str] = mapped_column(String(64))
    effective_from: Mapped[date]
    act: Mapped[str] = mapped_column(String(12))  # uploaded, revised, proposed, published, rejected, withdrawn
    digest: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(2000), default="")
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_guide_acts_item", "item", "id"),)
