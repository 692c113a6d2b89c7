"""Since when a proposed refusal to cancel a licence waits for its signature, and what of an office waits for one.

Revision ID: 0053
Revises: 0052
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

UNSIGNED = sa.text("act <> '' OR reissue_proposed_on IS NOT NULL OR refusal_proposed_on IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("licences") as batch:
        batch.add_column(sa.Column("refusal_proposed_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_licences_unsigned", "licences", ["office", "id"], sqlite_where=UNSIGNED, postgresql_where=UNSIGNED
    )


def downgrade() -> None:
    op.drop_index("ix_licences_unsigned", "licences")
    with op.batch_alter_table("licences") as batch:
        batch.drop_column("refusal_proposed_on")
