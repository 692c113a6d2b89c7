"""Uploads in parts: what has arrived of a file is kept, so that a line that was cut goes on where it was.

Revision ID: 0032
Revises: 0031
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partial_uploads",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(32), nullable=False, unique=True),
        sa.Column("draft_id", sa.Integer(), sa.ForeignKey("drafts.id"), nullable=False),
        sa.Column("material", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("filename", sa.String(255), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.String(64), nullable=False),
        sa.Column("uploaded_by", sa.String(40), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
    )
    op.create_index("ix_partial_uploads_draft_id", "partial_uploads", ["draft_id"])
    op.create_index("ix_partial_uploads_changed_at", "partial_uploads", ["changed_at"])


def downgrade() -> None:
    op.drop_table("partial_uploads")
