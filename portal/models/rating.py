"""Ratings of the service: the copies that lists read, and the applicant's own words, which the journal names by digest only."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, true
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant, Json


class CaseRating(Base):
    """One rating of one act, copied from the journal for lists and figures; written by services.journal only."""

    __tablename__ = "case_ratings"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    act: Mapped[str] = mapped_column(String(24), primary_key=True)  # matter, or visit-12
    item: Mapped[str] = mapped_column(String(64))
    office: Mapped[str] = mapped_column(String(32))  # that led the case
    desk: Mapped[str] = mapped_column(String(8))  # who follows it up: window or office
    channel: Mapped[str] = mapped_column(String(8))
    level: Mapped[int]  # 5 to 1
    bad: Mapped[bool]
    named: Mapped[bool]
    tags: Mapped[list[str]] = mapped_column(Json)
    rated_on: Mapped[date]
    stage: Mapped[str] = mapped_column(String(12))  # of the follow-up; empty when there is none
    due_on: Mapped[date | None]  # of the stage
    finding: Mapped[str] = mapped_column(String(12))
    contact_due: Mapped[date | None]
    verified_on: Mapped[date | None]
    fix_due: Mapped[date | None]
    answered_on: Mapped[date | None]
    reply: Mapped[str] = mapped_column(String(2000))
    called_on: Mapped[date | None]
    again: Mapped[int]
    way: Mapped[str] = mapped_column(String(8), default="account", server_default="account")  # how the rater was known
    window: Mapped[str] = mapped_column(String(24), default="", server_default="")  # the counter that it is about
    counted: Mapped[bool] = mapped_column(default=True, server_default=true())  # whether it stands in the figures
    disowned: Mapped[int] = mapped_column(
        default=0, server_default="0"
    )  # ratings before it that somebody else had made
    tries: Mapped[int] = mapped_column(default=0, server_default="0")  # attempts to reach the applicant in vain

    __table_args__ = (
        Index("ix_case_ratings_followed", "stage", "due_on", "case_id"),
        Index("ix_case_ratings_public", "item", "rated_on", "case_id"),
        Index("ix_case_ratings_period", "rated_on", "case_id"),
    )


class RatingText(Base):
    """An applicant's free words about an act, for those who follow it up; `former` are those of a rating that was not theirs."""

    __tablename__ = "rating_texts"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    act: Mapped[str] = mapped_column(String(24), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)  # rating, appeal, again, contest, former
    digest: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(String(2000))
    at: Mapped[datetime] = mapped_column(Instant)


class RatingProof(Base):
    """The rating code of a case: which code was sent last and when. The code itself is derived, and stands nowhere."""

    __tablename__ = "rating_proofs"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    round: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime] = mapped_column(Instant)
    today: Mapped[int] = mapped_column(default=0)  # codes sent on the day of the last one
    tries: Mapped[int] = mapped_column(default=0)  # wrong codes typed since


class RatingDevice(Base):
    """The rating device of a counter, known by a key, and the case that an officer has called up on it, if any."""

    __tablename__ = "rating_devices"

    window_id: Mapped[int] = mapped_column(ForeignKey("service_windows.id"), primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    invited_by: Mapped[str] = mapped_column(String(40), default="")
    invited_at: Mapped[datetime | None] = mapped_column(Instant)


class RatingSlip(Base):
    """The last rating slip of a case: who printed it, and the salted hash of its code, which stands on the paper alone."""

    __tablename__ = "rating_slips"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    nth: Mapped[int]
    salt: Mapped[str] = mapped_column(String(32))
    code_hash: Mapped[str] = mapped_column(String(64))
    printed_by: Mapped[str] = mapped_column(String(40))
    printed_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
