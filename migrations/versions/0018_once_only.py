"""What is offered again: until when a paper is valid, which case a file came from, which answers were
taken from before, and what looks doubtful in a picture.

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("uploads", sa.Column("valid_to", sa.Date(), nullable=True))
    op.add_column("uploads", sa.Column("reused_from", sa.String(80), nullable=False, server_default=""))
    op.add_column("uploads", sa.Column("doubts", json, nullable=False, server_default="[]"))
    op.add_column("drafts", sa.Column("filled", json, nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("drafts") as batch:
        batch.drop_column("filled")
    with op.batch_alter_table("uploads") as batch:
        batch.drop_column("doubts")
        batch.drop_column("reused_from")
        batch.drop_column("valid_to")
