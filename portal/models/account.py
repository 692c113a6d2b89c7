"""People, the enterprises they act for and the offices they work in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Instant, Json


class Office(Base):
    """A department at the service centre (部门): its names, document prefix, seal and the bodies that hear remedies."""

    __tablename__ = "offices"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160))
    uscc: Mapped[str] = mapped_column(String(18), default="")
    document_prefix: Mapped[str] = mapped_column(String(24), default="")  # 机关代字, such as 临应急许
    seal_name: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    hours: Mapped[str] = mapped_column(String(200), default="")
    reconsideration_body: Mapped[str] = mapped_column(String(120), default="")
    court: Mapped[str] = mapped_column(String(120), default="")
    active: Mapped[bool] = mapped_column(default=True)
    # A point that takes applications in for other agencies and decides nothing (异地代收, R68).
    intake_only: Mapped[bool] = mapped_column(default=False)
    intake_items: Mapped[list[str]] = mapped_column(Json, default=list)  # what it may take in; empty means every item
    intake_regions: Mapped[list[str]] = mapped_column(
        Json, default=list
    )  # for which regions, by the first digits of the code


class Enterprise(Base):
    """An applicant (申请人), known by its unified social credit code.

    Where `proven` is false it is what one account alone says of an enterprise that nobody has let it act for yet: such rows
    stand beside the enterprise's own record, one for each account, until they are joined to it (services/authority.py).
    """

    __tablename__ = "enterprises"

    id: Mapped[int] = mapped_column(primary_key=True)
    uscc: Mapped[str] = mapped_column(String(18))
    name: Mapped[str] = mapped_column(String(200))
    proven: Mapped[bool] = mapped_column(default=True, server_default=true())
    kind: Mapped[str] = mapped_column(String(24), default="legal_person")  # legal_person, branch, individual_business
    legal_representative: Mapped[str] = mapped_column(String(80), default="")
    legal_representative_id: Mapped[str] = mapped_column(String(18), default="")
    principal_person: Mapped[str] = mapped_column(String(80), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    merged_into: Mapped[int | None] = mapped_column(
        ForeignKey("enterprises.id")
    )  # the row that stands for it since then

    __table_args__ = (
        Index(None, "name"),
        Index(None, "uscc"),
        Index(
            "uq_enterprises_uscc",
            "uscc",
            unique=True,
            sqlite_where=text("proven"),
            postgresql_where=text("proven"),
        ),
    )


class EnterpriseEntry(Base):
    """One line of the log of an enterprise's record: created, renamed or merged, by whom, when and why; only ever added."""

    __tablename__ = "enterprise_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))  # created, renamed, merged
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    reason: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(40))


class User(Base):
    """An account of a person: an enterprise's handler or a member of staff."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))  # handler, officer
    # The name of an officer, or the e-mail of a handler in lower case.
    login: Mapped[str] = mapped_column(String(120), unique=True)
    mobile: Mapped[str | None] = mapped_column(String(20))
    # Whether a code that went to the number was typed; nothing but that code is sent to a number before (services/mobiles.py).
    mobile_proven: Mapped[bool] = mapped_column(default=False, server_default=false())
    email: Mapped[str] = mapped_column(String(160), default="")
    name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str] = mapped_column(String(16), default="zh_Hans_CN")
    certificate_number: Mapped[str] = mapped_column(String(40), default="")  # 执法证号 of an officer
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprises.id"))
    active: Mapped[bool] = mapped_column(default=True)
    session_version: Mapped[int] = mapped_column(default=1)
    # The one of an enterprise's people who invites, removes and hands on.
    owner: Mapped[bool] = mapped_column(default=False)
    # The key of the second factor, sealed with a key derived from the portal's secret; empty means that there is none.
    totp_secret: Mapped[str] = mapped_column(String(255), default="")
    totp_step: Mapped[int] = mapped_column(default=0)  # the last half minute whose code was taken; none is taken twice
    created_at: Mapped[datetime] = mapped_column(Instant)
    last_seen_at: Mapped[datetime | None] = mapped_column(Instant)

    office: Mapped[Office | None] = relationship(lazy="joined")
    enterprise: Mapped[Enterprise | None] = relationship(lazy="joined")
    roles: Mapped[list[UserRole]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    __table_args__ = (
        Index("ix_users_mobile", "mobile"),
        Index(
            "uq_users_mobile",
            "mobile",
            unique=True,
            sqlite_where=text("mobile_proven"),
            postgresql_where=text("mobile_proven"),
        ),
        Index(
            "uq_users_owner",
            "enterprise_id",
            unique=True,
            sqlite_where=text("owner"),
            postgresql_where=text("owner"),
        ),
    )


class UserRole(Base):
    """One role that an account holds."""

    __tablename__ = "user_roles"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(24), primary_key=True)


class CalendarFeed(Base):
    """The private address of an officer's calendar: only a digest of its token is kept; without the row it opens nothing."""

    __tablename__ = "calendar_feeds"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)


class MembershipRequest(Base):
    """Somebody asks to act for an enterprise; its owner, or staff, answers.

    Without an enterprise it is the first one of a code that nothing has proven yet: `claim` is what is said of it, and what the
    business register says; the window answers by papers (`paper`).
    """

    __tablename__ = "membership_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprises.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    state: Mapped[str] = mapped_column(String(12), default="open")  # open, granted, refused
    claim: Mapped[dict[str, Any] | None] = mapped_column(Json)
    paper: Mapped[str] = mapped_column(String(200), default="", server_default="")
    asked_at: Mapped[datetime] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    __table_args__ = (UniqueConstraint("enterprise_id", "user_id"),)
