"""When a closed file is to be checked once more, and from which files a sample was drawn.

Revision ID: 0043
Revises: 0042
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_audits", sa.Column("again_on", sa.Date, nullable=True))
    op.add_column("audit_draws", sa.Column("numbers", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("audit_draws") as batch:
        batch.drop_column("numbers")
    with op.batch_alter_table("case_audits") as batch:
        batch.drop_column("again_on")
