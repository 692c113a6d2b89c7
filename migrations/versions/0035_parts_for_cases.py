"""Uploads in parts for corrections, for supplements, and for the file of a form, which belongs to no draft.

What was on its way before was all for drafts.

Revision ID: 0035
Revises: 0034
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("partial_uploads") as batch:
        batch.add_column(sa.Column("purpose", sa.String(16), nullable=False, server_default="draft"))
        batch.alter_column("draft_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM partial_uploads WHERE purpose <> 'draft'")
    with op.batch_alter_table("partial_uploads") as batch:
        batch.alter_column("draft_id", existing_type=sa.Integer(), nullable=False)
        batch.drop_column("purpose")
