"""Credit lists (红黑名单): versioned lists, their entries, what was done to an entry since, objections, and statutory bars."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant, Json


class CreditList(Base):
    """One imported version of a red or black list."""

    __tablename__ = "credit_lists"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))  # red, black
    name: Mapped[str] = mapped_column(String(160))
    version: Mapped[str] = mapped_column(String(60))
    rule_version: Mapped[str] = mapped_column(String(120), default="")  # which rule the listing rests on (R92, R97)
    digest: Mapped[str] = mapped_column(String(64))
    current: Mapped[bool] = mapped_column(default=True)
    imported_at: Mapped[datetime] = mapped_column(Instant)
    imported_by: Mapped[str] = mapped_column(String(40))
    file: Mapped[str] = mapped_column(String(32), default="")  # the upload it was read from, kept as it came


class CreditEntry(Base):
    """One unit or person on a list, with the decision that put it there and its term (R94, R96)."""

    __tablename__ = "credit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("credit_lists.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    uscc: Mapped[str] = mapped_column(String(18), default="", index=True)
    unit_name: Mapped[str] = mapped_column(String(200), default="", index=True)
    person_name: Mapped[str] = mapped_column(String(80), default="", index=True)
    person_id: Mapped[str] = mapped_column(String(18), default="", index=True)
    grounds: Mapped[str] = mapped_column(String(400))
    decision_document: Mapped[str] = mapped_column(String(120), default="")
    body: Mapped[str] = mapped_column(String(120))
    listed_on: Mapped[date]
    until: Mapped[date | None]
    removed_on: Mapped[date | None]
    grade: Mapped[str] = mapped_column(
        String(8), default="", server_default=""
    )  # minor, general, serious; empty: not said
    key: Mapped[str] = mapped_column(
        String(32), default="", index=True
    )  # the same in every version: services/credit_keys


class CreditAct(Base):
    """What was done to an entry by hand (early removal, repair, annulment, restoring): rows are only ever added, the newest counts.

    It hangs on the key, so that it holds for later versions of the list too, and no version is ever changed.
    """

    __tablename__ = "credit_acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), index=True)
    act: Mapped[str] = mapped_column(String(12))  # removed, repaired, annulled, restored
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(2000))
    document: Mapped[str] = mapped_column(String(120))
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)


class CreditObjection(Base):
    """An objection (异议) to an entry and its answer; while it is open the entry is marked (R102)."""

    __tablename__ = "credit_objections"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("credit_entries.id"))
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprises.id"), index=True)  # None: marked by hand
    office: Mapped[str] = mapped_column(String(32), default="")  # the office that answers; empty: any
    words: Mapped[str] = mapped_column(String(2000))
    document: Mapped[str] = mapped_column(String(120), default="")
    file: Mapped[str] = mapped_column(String(32), default="")  # an upload
    filed_by: Mapped[str] = mapped_column(String(40))
    filed_at: Mapped[datetime] = mapped_column(Instant)
    due_on: Mapped[date | None]
    extended_at: Mapped[datetime | None] = mapped_column(Instant)  # once, with reasons
    extended_by: Mapped[str] = mapped_column(String(40), default="", server_default="")
    extended_words: Mapped[str] = mapped_column(String(2000), default="", server_default="")
    answer: Mapped[str] = mapped_column(
        String(16), default=""
    )  # upheld, rejected, not_concerned; empty while it is open
    answer_words: Mapped[str] = mapped_column(String(2000), default="")
    answer_document: Mapped[str] = mapped_column(String(120), default="")
    answered_by: Mapped[str] = mapped_column(String(40), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (Index("ix_credit_objections_open", "answer", "office"),)


class CreditVerdict(Base):
    """What an officer found of an entry and an enterprise: it concerns it, or somebody else of the same name; the newest counts."""

    __tablename__ = "credit_verdicts"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"))
    verdict: Mapped[str] = mapped_column(String(16))  # concerned, not_concerned
    way: Mapped[str] = mapped_column(String(16))  # by what it had been recognised
    words: Mapped[str] = mapped_column(String(2000))
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_credit_verdicts_enterprise", "enterprise_id", "key"),)


class CreditArrival(Base):
    """A list that came by itself, from the folder or the connector, and what became of it: each one once, by its digest."""

    __tablename__ = "credit_arrivals"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(8))  # folder, feed
    digest: Mapped[str] = mapped_column(
        String(64), unique=True
    )  # of where it came from, which list it is, and its bytes
    filename: Mapped[str] = mapped_column(String(255))
    file: Mapped[str] = mapped_column(String(32), default="")  # the upload
    etag: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(160))
    version: Mapped[str] = mapped_column(String(60))
    rule_version: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[str] = mapped_column(String(12), index=True)  # waiting, imported, refused, dismissed, replaced
    why: Mapped[str] = mapped_column(String(24), default="")  # why it waits or is refused
    counts: Mapped[dict[str, Any]] = mapped_column(Json)  # new, changed, gone, same, refused, before
    at: Mapped[datetime] = mapped_column(Instant)
    list_id: Mapped[int | None] = mapped_column(ForeignKey("credit_lists.id"))
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_by: Mapped[str] = mapped_column(String(40), default="")
    words: Mapped[str] = mapped_column(String(400), default="")  # why it is not used


class CreditBar(Base):
    """A prohibition to apply again that a statute attaches to a decision of ours (R10, R11)."""

    __tablename__ = "credit_bars"

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"), index=True)
    item: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    ground: Mapped[str] = mapped_column(String(20))  # false_materials, improper_means
    facts: Mapped[str] = mapped_column(String(2000))
    document: Mapped[str] = mapped_column(String(120))
    decided_on: Mapped[date]
    until: Mapped[date]
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("uq_credit_bars_case", "case_id", "ground", unique=True),)
