"""The clocks that count calendar days, so that lists say the unit of the days they show.

The copied columns of every case are written again from its journal: the next sweep does so for the open ones, twenty a
transaction, and the sweeps after it for the ended ones by and by. Columns that came with 0017 are filled the same way.

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("calendar_days", sa.String(80), nullable=False, server_default=""))
    op.add_column("case_tracks", sa.Column("calendar_days", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE cases SET wake_on = '1970-01-01' WHERE closed_on IS NULL")
    op.execute("UPDATE cases SET wake_on = '9999-12-31' WHERE closed_on IS NOT NULL")


def downgrade() -> None:
    op.drop_column("case_tracks", "calendar_days")
    op.drop_column("cases", "calendar_days")
