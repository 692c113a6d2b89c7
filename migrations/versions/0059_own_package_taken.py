"""A download that goes on after a cut is the same download: in which sign-in the file about oneself was last taken.

Revision ID: 0059
Revises: 0058
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("own_packages", sa.Column("taken_in", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("own_packages", "taken_in")
