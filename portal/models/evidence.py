"""Evidence packages that were made of cases: who took the whole file out, when, and which package it was."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant


class EvidenceExport(Base):
    """One package that left the portal. Rows are only ever added: the database itself refuses UPDATE and DELETE."""

    __tablename__ = "evidence_exports"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(40))
    way: Mapped[str] = mapped_column(String(120))  # web, or the account and the machine of the command
    seq: Mapped[int]  # the last entry of the journal that is in it
    head: Mapped[str] = mapped_column(String(64))
    files: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger)
    manifest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the manifest
    fingerprint: Mapped[str] = mapped_column(String(64))
    public_key: Mapped[str] = mapped_column(String(200))  # PEM, so that a package can be checked after a change of keys

    __table_args__ = (Index("ix_evidence_exports_case", "case_id", "id"),)
