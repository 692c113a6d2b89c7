"""Until when a case stands before the public, so that the public list is one look at an index.

Revision ID: 0031
Revises: 0030
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

SHOWN = sa.text("publicity_until IS NOT NULL")


def upgrade() -> None:
    op.add_column("cases", sa.Column("publicity_until", sa.Date(), nullable=True))
    op.create_index(
        "ix_cases_publicity", "cases", ["publicity_until", "id"], postgresql_where=SHOWN, sqlite_where=SHOWN
    )


def downgrade() -> None:
    op.drop_index("ix_cases_publicity", "cases")
    op.drop_column("cases", "publicity_until")
