"""Signed letters, the keys and certificates that signed with their days, and results that go out by courier.

Revision ID: 0028
Revises: 0027
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("documents", sa.Column("sealed_digest", sa.String(64), nullable=False, server_default=""))
    op.add_column("documents", sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("documents", sa.Column("sealed_by", sa.String(64), nullable=False, server_default=""))
    op.create_index("ix_documents_sealed", "documents", ["sealed_digest"])
    op.create_table(
        "published_keys",
        sa.Column("purpose", sa.String(12), primary_key=True),
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("pem", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
    )
    op.create_table(
        "courier_parcels",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("key", sa.String(32), nullable=False, unique=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("mobile", sa.String(20), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("polls", sa.Integer(), nullable=False),
        sa.Column("forget_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_courier_parcels_case", "courier_parcels", ["case_id", "id"])
    op.create_index("ix_courier_parcels_forget", "courier_parcels", ["forget_at"])
