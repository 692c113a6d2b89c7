"""What an enterprise's webhook is told of (nothing said means everything), and complaints in an enterprise's name.

Whoever complained before was told that nobody but supervisors reads it: those complaints stay private.

Revision ID: 0046
Revises: 0045
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Json

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("webhooks", sa.Column("topics", Json, nullable=True))
    op.add_column("complaints", sa.Column("in_name", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_complaints_enterprise", "complaints", ["enterprise_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_complaints_enterprise", "complaints")
    with op.batch_alter_table("complaints") as batch:
        batch.drop_column("in_name")
    with op.batch_alter_table("webhooks") as batch:
        batch.drop_column("topics")
