"""A signed decision leaves after some minutes: when it does, and why one did not.

Revision ID: 0027
Revises: 0026
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_SIGNED = sa.text("releases_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("cases", sa.Column("releases_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cases", sa.Column("put_back", sa.String(40), nullable=False, server_default=""))
    op.create_index(
        "ix_cases_signed", "cases", ["releases_at", "id"], postgresql_where=_SIGNED, sqlite_where=_SIGNED
    )


def downgrade() -> None:
    op.drop_index("ix_cases_signed", "cases")
    with op.batch_alter_table("cases") as batch:
        batch.drop_column("put_back")
        batch.drop_column("releases_at")
