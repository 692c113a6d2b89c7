"""A case's procedure: its journal, the snapshots of what was handed in, and the columns copied from the journal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant, Json

_NOTICES = text("kind = 'CorrectionRequested'")
"""The correction notices alone: an index over them costs the other entries of the journal nothing."""

_DEMANDS = text("kind = 'LaterDemandAsked'")
"""The demands outside a first notice, for the supervisor's list and figures."""

_OBJECTIONS = text("kind = 'PublicityObjected'")
"""What people objected in publicity windows, for the download of one's own data."""

_ORDER = ("notice_due", "lane", "id")
_WHOSE = ("enterprise_id", "answer_due")
_WAITING = text("state IN ('submitted', 'resubmitted')")
_OPEN = text("closed_on IS NULL")
_CLOSED = text("closed_on IS NOT NULL")
_UNOWNED = text("closed_on IS NULL AND officer_id IS NULL")
_FAST = text("lane = 0")
_HELD = text("former <> ''")
_SUPPLIED = text("state = 'in_review' AND deferred_arrived > 0")
_GIVEN = text("officer_id IS NOT NULL")
_HEARD = text("hearing_on IS NOT NULL")
_MISSED = text("overtaken_on IS NOT NULL")
_SIGNED = text("releases_at IS NOT NULL")
_SHOWN = text("publicity_until IS NOT NULL")


class Case(Base):
    """One case (办件). Everything from `state` on is a copy of the journal, written by services.journal only."""

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)  # opaque name used in addresses
    number: Mapped[str] = mapped_column(String(48), unique=True)
    query_code_hash: Mapped[str] = mapped_column(String(64))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    item: Mapped[str] = mapped_column(String(64))
    guide_version: Mapped[date]
    guide_digest: Mapped[str] = mapped_column(String(64))
    procedure: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(12))
    intake_office: Mapped[str] = mapped_column(String(32), default="")  # the point that took it in for the agency (R68)
    lead_office: Mapped[str] = mapped_column(String(32))
    applicant_name: Mapped[str] = mapped_column(String(200))
    item_name_zh: Mapped[str] = mapped_column(String(200))
    item_name_en: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Instant)
    # copies of the journal
    seq: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(String(64), default="")
    state: Mapped[str] = mapped_column(String(24))
    received_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    accepted_window: Mapped[str] = mapped_column(String(24), default="", server_default="")  # the counter that accepted
    decided_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(12))
    releases_at: Mapped[datetime | None] = mapped_column(Instant)  # when a signed decision leaves; None without one
    put_back: Mapped[str] = mapped_column(String(40), default="", server_default="")  # why one did not leave
    paused: Mapped[bool] = mapped_column(default=False)
    paused_left: Mapped[int | None]  # units left on the promise while it is paused
    law_paused_left: Mapped[int | None]  # the same of the law's limit
    # days after the promise's last day on which it stood still, in its own unit, and the same of the law's limit
    stood: Mapped[int] = mapped_column(default=0, server_default="0")
    law_stood: Mapped[int] = mapped_column(default=0, server_default="0")
    # the clocks with a column of their own that count calendar days, by name; all others count working days (R35)
    calendar_days: Mapped[str] = mapped_column(String(80), default="", server_default="")
    yellow_from: Mapped[date | None]  # the first day of the yellow light
    red_from: Mapped[date | None]  # the first day past the promise; None while a pause makes it move
    dark_from: Mapped[date | None]  # the first day past the law's limit; None while a pause makes it move
    notice_due: Mapped[date | None]
    answer_due: Mapped[date | None]  # of an earlier answer on acceptance that is promised
    # what the answer was late against: "promise", "law", or nothing
    answer_late: Mapped[str] = mapped_column(String(8), default="", server_default="")
    promised_due: Mapped[date | None]
    statutory_due: Mapped[date | None]
    correction_due: Mapped[date | None]
    delivery_due: Mapped[date | None]
    provisional: Mapped[bool] = mapped_column(default=False)
    wake_on: Mapped[date | None]  # the first day on which the sweep has something to do
    tracks_total: Mapped[int] = mapped_column(default=0)
    tracks_answered: Mapped[int] = mapped_column(default=0)
    deferred_open: Mapped[int] = mapped_column(default=0)
    deferred_arrived: Mapped[int] = mapped_column(default=0)
    visits: Mapped[int] = mapped_column(default=0)
    credit: Mapped[str] = mapped_column(String(12), default="unchecked")  # unchecked, none, red, black, unavailable
    lane: Mapped[int] = mapped_column(default=1)  # 0: the red list's fast lane
    waits_since: Mapped[date | None]  # since when something waits for the window
    hearing_on: Mapped[date | None]  # the day that is set for a hearing
    overtaken_on: Mapped[date | None]  # since when a request for one that the decision overtook waits for its answer
    publicity_until: Mapped[date | None]  # the last day on which what is about to be decided stands before the public
    # what a grant waits for, the first to be dealt with first
    waits: Mapped[list[dict[str, str]] | None] = mapped_column(Json)
    # the licence whose place the result would take, while nothing is decided
    former: Mapped[str] = mapped_column(String(80), default="", server_default="")
    officer_id: Mapped[int | None]  # the first-contact officer
    changed_at: Mapped[datetime] = mapped_column(Instant)
    # the newest schedule that the copies know
    calendar_version: Mapped[int] = mapped_column(default=0, server_default="0")

    __table_args__ = (
        # What waits at the window in its order, for whatever it is narrowed to: every column that a filter looks at stands in
        # the index, so that no row is fetched to be left out. Closed cases, which are nearly all, are in none of them.
        Index("ix_cases_queue", "state", *_ORDER, "item", "channel", *_WHOSE, postgresql_where=_WAITING),
        Index("ix_cases_queue_item", "state", "item", "channel", *_ORDER, *_WHOSE, postgresql_where=_WAITING),
        Index("ix_cases_queue_channel", "state", "channel", *_ORDER, "item", *_WHOSE, postgresql_where=_WAITING),
        Index("ix_cases_queue_enterprise", "enterprise_id", "state", *_ORDER, "answer_due", postgresql_where=_WAITING),
        Index("ix_cases_fast", "state", "notice_due", "id", postgresql_where=_FAST, sqlite_where=_FAST),
        Index("ix_cases_supplied", "promised_due", "lane", "id", postgresql_where=_SUPPLIED, sqlite_where=_SUPPLIED),
        Index(
            "ix_cases_officer",
            "officer_id",
            "state",
            "notice_due",
            "lane",
            "id",
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
        # Whoever looks for NULL walks no index in the order of its later columns: what nobody took has an index of its own.
        Index(
            "ix_cases_unowned",
            "state",
            *_ORDER,
            "item",
            "channel",
            *_WHOSE,
            postgresql_where=_UNOWNED,
            sqlite_where=_UNOWNED,
        ),
        Index("ix_cases_former", "former", "id", postgresql_where=_HELD, sqlite_where=_HELD),
        Index("ix_cases_worklist", "lead_office", "state", "paused", "promised_due", "id"),
        Index("ix_cases_worklist_item", "item", "state", "lead_office", "paused", "promised_due", "id"),
        Index("ix_cases_decided", "lead_office", "decided_on", "id"),
        Index("ix_cases_wake", "wake_on", "id"),
        Index("ix_cases_enterprise", "enterprise_id", "id"),
        Index("ix_cases_closed", "state", "closed_on", "id"),
        Index("ix_cases_grown", "changed_at", "id", postgresql_where=_CLOSED, sqlite_where=_CLOSED),
        Index("ix_cases_hearing", "hearing_on", "id", postgresql_where=_HEARD, sqlite_where=_HEARD),
        Index("ix_cases_overtaken", "lead_office", "overtaken_on", postgresql_where=_MISSED, sqlite_where=_MISSED),
        Index("ix_cases_signed", "releases_at", "id", postgresql_where=_SIGNED, sqlite_where=_SIGNED),
        Index("ix_cases_publicity", "publicity_until", "id", postgresql_where=_SHOWN, sqlite_where=_SHOWN),
        # Few cases are paused: whether one of them is can be asked of this index alone, past the rows of all the others.
        Index("ix_cases_paused", "id", postgresql_where=text("paused IS true"), sqlite_where=text("paused IS 1")),
    )


class CaseTrack(Base):
    """One department's share of the review, copied from the journal for its work list."""

    __tablename__ = "case_tracks"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    track: Mapped[str] = mapped_column(String(40), primary_key=True)
    office: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(12))  # waiting, open, answered, void
    started_on: Mapped[date | None]
    due_on: Mapped[date | None]
    late_from: Mapped[date | None]  # the first day past it; None while a pause makes it move
    paused_left: Mapped[int | None]  # units left while it is paused
    stood: Mapped[int] = mapped_column(default=0, server_default="0")  # days after it that do not count, in its unit
    calendar_days: Mapped[bool] = mapped_column(default=False, server_default=false())  # counts those, not working days
    answered_on: Mapped[date | None]
    verdict: Mapped[str | None] = mapped_column(String(16))
    officer_id: Mapped[int | None]  # the officer of the department who has it

    __table_args__ = (
        Index("ix_case_tracks_worklist", "office", "state", "due_on", "case_id", "track"),
        Index(
            "ix_case_tracks_officer",
            "officer_id",
            "state",
            "due_on",
            "case_id",
            "track",
            postgresql_where=_GIVEN,
            sqlite_where=_GIVEN,
        ),
    )


class CasePromise(Base):
    """One promise to bring a material later (容缺), copied from the journal for the ledger and an enterprise's record."""

    __tablename__ = "case_promises"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    material: Mapped[str] = mapped_column(String(64), primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"))
    office: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(12))  # open, arrived, suspended, kept, late, broken, void
    since: Mapped[date]
    due_on: Mapped[date | None]
    in_on: Mapped[date | None]  # the day that counts: the postmark, else the arrival
    settled_on: Mapped[date | None]  # since when it is kept or broken
    repaired_on: Mapped[date | None]
    parcel: Mapped[str] = mapped_column(String(80), default="")  # announced and not yet here

    __table_args__ = (
        Index("ix_case_promises_ledger", "state", "due_on", "case_id", "material"),
        Index("ix_case_promises_record", "enterprise_id", "state", "settled_on"),
    )


class CaseDuty(Base):
    """One thing that is owed after the licence, copied from the journal for the lists of what falls due."""

    __tablename__ = "case_duties"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    duty: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))  # check, commitment, renewal
    office: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(12))  # open, correct, passed, failed, filed, untimed
    since: Mapped[date | None]
    due_on: Mapped[date | None]
    late_from: Mapped[date | None]  # the first day past it while it is owed
    checked_on: Mapped[date | None]
    credit: Mapped[bool] = mapped_column(default=False)  # a finding that goes on to the credit records

    __table_args__ = (
        Index("ix_case_duties_office", "office", "state", "due_on", "case_id", "duty"),
        Index("ix_case_duties_due", "state", "due_on", "case_id", "duty"),
    )


class ActContent(Base):
    """What an act rests on and the journal must not hold: names and statements. The event names it by its digest."""

    __tablename__ = "act_contents"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(Instant)


class JournalEntry(Base):
    """One event of a case. Rows are only ever added: the database itself refuses UPDATE and DELETE."""

    __tablename__ = "journal"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(40))
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        Index("ix_journal_notices", "at", postgresql_where=_NOTICES, sqlite_where=_NOTICES),
        Index("ix_journal_objections", "by", postgresql_where=_OBJECTIONS, sqlite_where=_OBJECTIONS),
        Index("ix_journal_demands", "at", postgresql_where=_DEMANDS, sqlite_where=_DEMANDS),
    )


class Snapshot(Base):
    """What was handed in, frozen: answers and file digests as one canonical JSON text (round 1, and one a correction)."""

    __tablename__ = "snapshots"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


class Counter(Base):
    """A numbered series without double numbers: case numbers of a day, document numbers of a year, licence numbers."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    value: Mapped[int]


class Lease(Base):
    """A lock with an end, so that only one process does a thing and a dead one does not hold it for ever."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    until: Mapped[datetime] = mapped_column(Instant)
