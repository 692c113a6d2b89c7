"""What was noted on the site before the record of a check, and arrived after it.

Revision ID: 0048
Revises: 0047
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("site_entries") as batch:
        batch.add_column(sa.Column("late", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("site_entries") as batch:
        batch.drop_column("late")
