"""What a case under review waits for, kept with it for the work list.

Revision ID: 0042
Revises: 0041
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Json

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("waits", Json, nullable=True))
    # Every open case wakes in the next sweep, which writes its copies anew; until then the list says what it knew before.
    op.execute("UPDATE cases SET wake_on = '1970-01-01' WHERE state = 'in_review'")


def downgrade() -> None:
    with op.batch_alter_table("cases") as batch:
        batch.drop_column("waits")
