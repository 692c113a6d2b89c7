"""Accounts for an enterprise that nothing has proven yet: what they say of it, until the window confirms by papers.

Revision ID: 0041
Revises: 0034
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Json

revision = "0041"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("membership_requests") as batch:
        batch.alter_column("enterprise_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("claim", Json, nullable=True))
        batch.add_column(sa.Column("paper", sa.String(length=200), nullable=False, server_default=""))


def downgrade() -> None:
    op.execute("DELETE FROM membership_requests WHERE enterprise_id IS NULL")
    with op.batch_alter_table("membership_requests") as batch:
        batch.drop_column("paper")
        batch.drop_column("claim")
        batch.alter_column("enterprise_id", existing_type=sa.Integer(), nullable=False)
