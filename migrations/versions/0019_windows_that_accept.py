"""The counter that accepted a case, for the rates of windows.

Cases that were accepted before have none: their journals do not say which counter it was.

Revision ID: 0019
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("accepted_window", sa.String(24), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("cases", "accepted_window")
