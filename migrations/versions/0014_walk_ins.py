"""Walk-ins: sittings, scanned pages, the log of enterprises, points that take in for other agencies, the code on a receipt.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sittings",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(32), nullable=False),
        sa.Column("agent", JSON, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_sittings_enterprise_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sittings_user_id"),
        sa.UniqueConstraint("public_id", name="uq_sittings_public_id"),
    )
    op.create_index("ix_sittings_enterprise_id", "sittings", ["enterprise_id"])
    op.create_table(
        "scan_pages",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("material", sa.String(64), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_scan_pages_draft_id"),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name="fk_scan_pages_upload_id"),
    )
    op.create_index("ix_scan_pages_draft_id", "scan_pages", ["draft_id"])
    op.create_index("ix_scan_pages_upload_id", "scan_pages", ["upload_id"])
    op.create_table(
        "enterprise_log",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_enterprise_log_enterprise_id"),
    )
    op.create_index("ix_enterprise_log_enterprise_id", "enterprise_log", ["enterprise_id"])
    _refer("enterprises", "merged_into", "enterprises")
    _refer("drafts", "sitting_id", "sittings")
    op.create_index("ix_drafts_sitting_id", "drafts", ["sitting_id"])
    op.add_column("offices", sa.Column("intake_only", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("offices", sa.Column("intake_items", JSON, nullable=False, server_default="[]"))
    op.add_column("offices", sa.Column("intake_regions", JSON, nullable=False, server_default="[]"))
    op.add_column("drafts", sa.Column("intake_office", sa.String(32), nullable=False, server_default=""))
    op.add_column("documents", sa.Column("link", sa.String(300), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("intake_office", sa.String(32), nullable=False, server_default=""))


def _refer(table: str, column: str, other: str) -> None:
    """Add a nullable reference in place: both engines know this form, and no table with rows in it is made anew."""
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT fk_{table}_{column} REFERENCES {other} (id)")
