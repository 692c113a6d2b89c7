"""The declaration that the old documents of a licence issued anew are void, and the licence that an open case stands on.

Revision ID: 0044
Revises: 0043
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("publications", sa.Column("void_on", sa.Date(), nullable=True))
    op.add_column("cases", sa.Column("former", sa.String(80), nullable=False, server_default=""))
    held = sa.text("former <> ''")
    op.create_index("ix_cases_former", "cases", ["former", "id"], postgresql_where=held, sqlite_where=held)
    # Every case that is not decided yet wakes in the next sweep, which writes its copies anew.
    op.execute("UPDATE cases SET wake_on = '1970-01-01' WHERE decided_on IS NULL AND closed_on IS NULL")


def downgrade() -> None:
    op.drop_index("ix_cases_former", "cases")
    with op.batch_alter_table("cases") as batch:
        batch.drop_column("former")
    with op.batch_alter_table("publications") as batch:
        batch.drop_column("void_on")
