"""What was noted on the site while a joint check was held (联合踏勘)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant


class SiteEntry(Base):
    """One finding, note, photograph or recording of a joint check; `entry` is the identity that the telephone gave it.

    A telephone without a network sends an entry again until it is told that it arrived: the same identity is kept once.
    """

    __tablename__ = "site_entries"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    entry: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))  # point, note, photo, recording
    track: Mapped[str] = mapped_column(String(40), default="")
    point: Mapped[int | None]  # the number of the guide's review point, from 0
    finding: Mapped[str] = mapped_column(String(8), default="")  # ok, fault, none
    words: Mapped[str] = mapped_column(String(2000), default="")
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id"))
    taken_at: Mapped[datetime] = mapped_column(Instant)  # when it was noted on the site
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)  # when it arrived
    late: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """The digest of the record that had been made when it arrived: it is an annex to that, and no part of any record."""

    __table_args__ = (Index("ix_site_entries_case", "case_id", "taken_at"),)
