"""The queue of the window: first-contact officers, the fast lane and since when a case waits; windows, saved views, presence.

Cases on which corrections or supplements wait are looked at by the next sweep, which writes since when.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_on IS NULL")
UNOWNED = sa.text("closed_on IS NULL AND officer_id IS NULL")
FAST = sa.text("lane = 0")
SUPPLIED = sa.text("state = 'in_review' AND deferred_arrived > 0")
INDEXES = (
    ("ix_cases_window", ["state", "notice_due", "lane", "id"], None),
    ("ix_cases_fast", ["state", "notice_due", "id"], FAST),
    ("ix_cases_supplied", ["promised_due", "lane", "id"], SUPPLIED),
    ("ix_cases_officer", ["officer_id", "state", "notice_due", "lane", "id"], OPEN),
    ("ix_cases_unowned", ["state", "notice_due", "lane", "id"], UNOWNED),
)


def upgrade() -> None:
    op.add_column("cases", sa.Column("lane", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("cases", sa.Column("waits_since", sa.Date()))
    op.execute("UPDATE cases SET lane = 0 WHERE credit = 'red'")
    op.execute("UPDATE cases SET waits_since = received_on WHERE state = 'submitted'")
    op.execute("UPDATE cases SET wake_on = received_on WHERE state = 'resubmitted'")
    op.execute("UPDATE cases SET wake_on = received_on WHERE state = 'in_review' AND deferred_arrived > 0")
    op.drop_index("ix_cases_window", "cases")
    for name, columns, where in INDEXES:
        op.create_index(name, "cases", columns, postgresql_where=where, sqlite_where=where)
    _tables()


def _tables() -> None:
    op.create_table(
        "service_windows",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("code", sa.String(24), nullable=False),
        sa.Column("name_zh", sa.String(60), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("comprehensive", sa.Boolean(), nullable=False),
        sa.Column("items", _json(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("code", name="uq_service_windows_code"),
        sa.UniqueConstraint("name_zh", name="uq_service_windows_name_zh"),
    )
    op.create_table(
        "window_officers",
        sa.Column("window_id", sa.Integer(), _key("window_officers", "window_id", "service_windows"), primary_key=True),
        sa.Column("user_id", sa.Integer(), _key("window_officers", "user_id", "users"), primary_key=True),
        sa.Column("head", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_window_officers_user_id", "window_officers", ["user_id"])
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), _key("saved_views", "user_id", "users"), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("filters", _json(), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("user_id", "name", name="uq_saved_views_user_id_name"),
    )
    op.create_table(
        "presences",
        sa.Column("case_id", sa.Integer(), _key("presences", "case_id", "cases"), primary_key=True),
        sa.Column("user_id", sa.Integer(), _key("presences", "user_id", "users"), primary_key=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beats", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_presences_seen_at", "presences", ["seen_at"])


def _json() -> sa.JSON:
    from sqlalchemy.dialects.postgresql import JSONB

    return sa.JSON().with_variant(JSONB(), "postgresql")


def _key(table: str, column: str, to: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{to}.id", name=f"fk_{table}_{column}_{to}")


def downgrade() -> None:
    for name in ("presences", "saved_views", "window_officers", "service_windows"):
        op.drop_table(name)
    for name, _columns, _where in INDEXES:
        op.drop_index(name, "cases")
    op.create_index("ix_cases_window", "cases", ["state", "notice_due", "id"])
    op.drop_column("cases", "waits_since")
    op.drop_column("cases", "lane")
