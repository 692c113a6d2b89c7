"""Visits as rows of their own, filled from the journal; slots of windows, appointments and tickets.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BEIJING = timedelta(hours=8)


def upgrade() -> None:
    _visits()
    _fill()
    _slots()
    _appointments()


def _key(table: str, column: str, target: str, *, null: bool = False, **more: Any) -> sa.Column[Any]:
    foreign = sa.ForeignKey(f"{target}.id", name=f"fk_{table}_{column}_{target}")
    return sa.Column(column, sa.Integer(), foreign, nullable=null, **more)


def _visits() -> None:
    op.create_table(
        "case_visits",
        _key("case_visits", "case_id", "cases", primary_key=True),
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("place", sa.String(40), nullable=False),
        sa.Column("purpose", sa.String(24), nullable=False),
        sa.Column("cause", sa.String(16), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("beyond", sa.Boolean(), nullable=False),
        sa.Column("office", sa.String(32), nullable=False),
        sa.Column("asked_on", sa.Date()),
        sa.Column("plan_on", sa.Date()),
        sa.Column("made_on", sa.Date()),
        sa.Column("window", sa.String(24), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
    )
    op.create_index("ix_case_visits_beyond", "case_visits", ["beyond", "on_day", "case_id"])
    op.create_index("ix_case_visits_made", "case_visits", ["state", "made_on"])


def _fill() -> None:
    """Every visit that the journal holds: none of them was asked for, and none was called beyond the promise then."""
    journal = sa.table(
        "journal", *(sa.column(name) for name in ("case_id", "seq", "kind", "payload")),
        sa.column("at", sa.DateTime(timezone=True)),
    )  # fmt: skip
    columns = ("case_id", "seq", "state", "place", "purpose", "cause", "code", "beyond", "office", "window")
    days = (sa.column("made_on", sa.Date()), sa.column("on_day", sa.Date()))
    table = sa.table("case_visits", *(sa.column(name) for name in columns), *days)
    bind = op.get_bind()
    told = sa.select(journal.c.case_id, journal.c.seq, journal.c.payload, journal.c.at)
    rows = []
    for case_id, seq, payload, at in bind.execute(told.where(journal.c.kind == "VisitRecorded")).all():
        said = json.loads(payload) if isinstance(payload, str) else payload
        offset = at.utcoffset() or timedelta()
        day = (at.replace(tzinfo=None) - offset + BEIJING).date()
        facts = {"place": said["place"], "purpose": said["purpose"], "cause": said["cause"], "code": "", "beyond": False}
        rows.append(
            {"case_id": case_id, "seq": seq, "state": "made", **facts}
            | {"office": "", "window": "", "made_on": day, "on_day": day}
        )
    if rows:
        bind.execute(table.insert(), rows)


def _slots() -> None:
    op.create_table(
        "slot_rules",
        sa.Column("id", sa.Integer(), primary_key=True),
        _key("slot_rules", "window_id", "service_windows"),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date()),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("opens", "closes", "minutes", "capacity")),
    )
    op.create_index("ix_slot_rules_window_id", "slot_rules", ["window_id"])


def _appointments() -> None:
    op.create_table(
        "appointments",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        _key("appointments", "window_id", "service_windows"),
        _key("appointments", "enterprise_id", "enterprises"),
        _key("appointments", "user_id", "users"),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(24), nullable=False),
        _key("appointments", "case_id", "cases", null=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("public_id", name="uq_appointments_public_id"),
        sa.UniqueConstraint("code", name="uq_appointments_code"),
    )
    op.create_index("ix_appointments_slot", "appointments", ["window_id", "day", "starts", "state"])
    op.create_index("ix_appointments_enterprise", "appointments", ["enterprise_id", "state", "day"])
    booked = sa.text("state = 'booked'")
    op.create_index("ix_appointments_booked", "appointments", ["day"], postgresql_where=booked, sqlite_where=booked)
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.String(12), nullable=False),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(24), nullable=False),
        _key("tickets", "appointment_id", "appointments", null=True),
        _key("tickets", "case_id", "cases", null=True),
        _key("tickets", "window_id", "service_windows", null=True),
        sa.Column("starts", sa.Integer()),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("appointment_id", name="uq_tickets_appointment_id"),
    )
    op.create_index("ux_tickets_number", "tickets", ["day", "number"], unique=True)
    op.create_index("ix_tickets_day", "tickets", ["day", "state"])


def downgrade() -> None:
    for table in ("tickets", "appointments", "slot_rules", "case_visits"):
        op.drop_table(table)
