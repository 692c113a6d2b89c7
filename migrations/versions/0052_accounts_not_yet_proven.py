"""Accounts whose authority was not checked yet: each has a record of its own beside that of the enterprise.

Revision ID: 0052
Revises: 0051
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("enterprises") as batch:
        batch.add_column(sa.Column("proven", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.drop_constraint("uq_enterprises_uscc", type_="unique")
    op.create_index("ix_enterprises_uscc", "enterprises", ["uscc"])
    own = {"sqlite_where": sa.text("proven"), "postgresql_where": sa.text("proven")}
    op.create_index("uq_enterprises_uscc", "enterprises", ["uscc"], unique=True, **own)


def downgrade() -> None:
    op.drop_index("uq_enterprises_uscc", table_name="enterprises")
    op.drop_index("ix_enterprises_uscc", table_name="enterprises")
    with op.batch_alter_table("enterprises") as batch:
        batch.drop_column("proven")
        batch.create_unique_constraint("uq_enterprises_uscc", ["uscc"])
