"""Days after a last day on which a clock stood still, so that lists count what the ledger counts.

Cases on which such a pause ended before get them with their next act; the sweep of a schedule derives them as well.

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

COLUMNS = (("cases", "stood"), ("cases", "law_stood"), ("case_tracks", "stood"))


def upgrade() -> None:
    for table, column in COLUMNS:
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    for table, column in reversed(COLUMNS):
        op.drop_column(table, column)
