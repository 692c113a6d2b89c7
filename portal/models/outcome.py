"""What leaves the portal: letters, licences, publication and the outbox that carries them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant, Json

_UNSIGNED = text("act_proposed_on IS NOT NULL OR reissue_proposed_on IS NOT NULL OR refusal_proposed_on IS NOT NULL")
_TO_WEBHOOKS = text("kind = 'webhook'")


class Document(Base):
    """A letter that an event promised. Its content is derived from the journal up to `seq` and the snapshot."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(80), default="")
    dated: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(Instant)
    signer: Mapped[str] = mapped_column(String(80), default="")  # the name under it, as it was that day
    recipient: Mapped[str] = mapped_column(String(80), default="")  # who signed for it, which the journal never names
    site: Mapped[str] = mapped_column(String(200), default="")  # the portal's address, as it was that day
    link: Mapped[str] = mapped_column(String(300), default="")  # what the code of a receipt opens
    font: Mapped[str] = mapped_column(String(120), default="")
    digest: Mapped[str] = mapped_column(String(64), default="")  # of the PDF, once rendered
    sealed_digest: Mapped[str] = mapped_column(
        String(64), default="", server_default=""
    )  # of the PDF with its signature, which is the original
    sealed_at: Mapped[datetime | None] = mapped_column(Instant)
    sealed_by: Mapped[str] = mapped_column(String(64), default="", server_default="")  # the certificate

    __table_args__ = (
        Index("uq_documents_case", "case_id", "seq", "kind", unique=True),
        Index("ix_documents_sealed", "sealed_digest"),
    )


class Licence(Base):
    """An issued licence (证照) as anyone may check it. Everything from `state` on is a copy of the journal of its case."""

    __tablename__ = "licences"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(80), unique=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)  # in the QR code
    identifier: Mapped[str] = mapped_column(String(120), default="")  # electronic licence identifier (R116)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"), index=True)
    item: Mapped[str] = mapped_column(String(64))
    office: Mapped[str] = mapped_column(String(32))
    holder_name: Mapped[str] = mapped_column(String(200))
    holder_code: Mapped[str] = mapped_column(
        String(18), default="", server_default=""
    )  # of an enterprise, or the sign of a person
    scope: Mapped[str] = mapped_column(String(2000), default="")
    issued_on: Mapped[date]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    kind: Mapped[str] = mapped_column(String(12), default="first", server_default="first")  # renewal, change, reissue
    former: Mapped[str] = mapped_column(
        String(80), default="", server_default=""
    )  # the number of the one that it replaces
    state: Mapped[str] = mapped_column(String(16), default="valid")
    state_before: Mapped[str] = mapped_column(String(16), default="valid", server_default="valid")
    state_since: Mapped[date | None]
    state_until: Mapped[date | None]
    state_decided: Mapped[str] = mapped_column(String(80), default="", server_default="")  # the document that says so
    successor: Mapped[str] = mapped_column(String(80), default="", server_default="")  # the number of its newer one
    act: Mapped[str] = mapped_column(String(16), default="", server_default="")  # proposed and not decided
    act_proposed_on: Mapped[date | None]  # since when that waits for its decision
    act_by: Mapped[str] = mapped_column(String(40), default="", server_default="")  # who proposed it
    act_reviewed_by: Mapped[str] = mapped_column(
        String(40), default="", server_default=""
    )  # and who reviewed it legally
    payload: Mapped[str] = mapped_column(
        String(2000), default="", server_default=""
    )  # signed, in its code; empty: none
    asked_on: Mapped[date | None]  # since when its holder waits for the cancellation
    issue: Mapped[int] = mapped_column(default=1, server_default="1")  # which of its documents this is
    reissued_on: Mapped[date | None]  # when that was made out, where it is not the first
    reissue_asked_on: Mapped[date | None]  # since when its holder waits for another one
    reissue_proposed_on: Mapped[date | None]  # since when what was proposed of that waits for a signature
    reissue_by: Mapped[str] = mapped_column(String(40), default="", server_default="")  # who proposed it
    refusal_proposed_on: Mapped[date | None]  # since when the refusal to cancel it waits for one
    refusal_by: Mapped[str] = mapped_column(String(40), default="", server_default="")  # who proposed that

    __table_args__ = (
        Index("ix_licences_unsigned", "office", "id", sqlite_where=_UNSIGNED, postgresql_where=_UNSIGNED),
        Index("ix_licences_register", "office", "valid_to", "id"),
        Index("ix_licences_item", "item", "state", "id"),
        Index("ix_licences_holder", "holder_code"),
    )


class LicencePaper(Base):
    """A document of a licence whose place a re-issued one (补发) took: its code still opens a page, which says so."""

    __tablename__ = "licence_papers"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    issue: Mapped[int]
    token: Mapped[str] = mapped_column(String(32), unique=True)
    identifier: Mapped[str] = mapped_column(String(120), default="", server_default="")
    payload: Mapped[str] = mapped_column(String(2000), default="", server_default="")
    replaced_on: Mapped[date]

    __table_args__ = (Index("uq_licence_papers_case", "case_id", "issue", unique=True),)


class Publication(Base):
    """One line of the public list of licensing decisions (R107): natural persons are masked before it is written."""

    __tablename__ = "publications"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    published_at: Mapped[datetime] = mapped_column(Instant)
    decided_on: Mapped[date] = mapped_column(index=True)
    fields: Mapped[dict[str, Any]] = mapped_column(Json)
    public_id: Mapped[str] = mapped_column(String(32))  # in the address of its page
    searched: Mapped[str] = mapped_column(String(1200), default="", server_default="")  # what the search looks through
    corrected: Mapped[dict[str, Any]] = mapped_column(
        Json, default=dict
    )  # by field: what the case says, and what is shown
    corrected_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    void_on: Mapped[date | None]  # since when it says that the old documents of a licence issued anew are void

    __table_args__ = (Index("uq_publications_public_id", "public_id", unique=True),)


class PublicationChange(Base):
    """A correction or the withdrawal of a published line; rows are only ever added, and natural persons stand here masked."""

    __tablename__ = "publication_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    seq: Mapped[int]  # of the event in the journal of the case
    act: Mapped[str] = mapped_column(String(12))  # corrected, withdrawn
    ground: Mapped[str] = mapped_column(String(24), default="")
    fields: Mapped[dict[str, Any]] = mapped_column(Json)  # by field: before and after
    reason: Mapped[str] = mapped_column(String(1000))
    on: Mapped[date]
    office: Mapped[str] = mapped_column(String(32))
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("uq_publication_changes_case", "case_id", "seq", unique=True),)


class Reminder(Base):
    """One thing that one person's digest of one day lists: a rung of a clock, and as what the person is told of it (R121)."""

    __tablename__ = "reminders"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    clock: Mapped[str] = mapped_column(String(80))
    rung: Mapped[str] = mapped_column(String(24))
    party: Mapped[str] = mapped_column(String(16))  # handler, head, supervision
    due_on: Mapped[date]
    day: Mapped[date]  # of the digest

    __table_args__ = (Index("ix_reminders_digest", "user_id", "day"), Index("ix_reminders_day", "day"))


class OutboxMessage(Base):
    """A side effect promised in the same transaction as the event that caused it; delivered after commit, at least once."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)  # idempotency key
    kind: Mapped[str] = mapped_column(String(24))  # mail, digest, letter, publication
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(12), default="queued")  # queued, sent, failed
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    error: Mapped[str] = mapped_column(String(400), default="")
    handled_at: Mapped[datetime | None] = mapped_column(Instant)  # a message that failed, taken up by a person
    handled_by: Mapped[str] = mapped_column(String(40), default="")
    handling: Mapped[str] = mapped_column(String(400), default="")

    __table_args__ = (
        Index("ix_outbox_due", "state", "due_at", "id"),
        Index("ix_outbox_webhooks", "id", postgresql_where=_TO_WEBHOOKS, sqlite_where=_TO_WEBHOOKS),
    )
