"""Indexes that lead to the closed files something was added to, and to what a person objected before the public.

Revision ID: 0050
Revises: 0049
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    closed = sa.text("closed_on IS NOT NULL")
    op.create_index(
        "ix_cases_grown", "cases", ["changed_at", "id"], postgresql_where=closed, sqlite_where=closed
    )
    objected = sa.text("kind = 'PublicityObjected'")
    op.create_index("ix_journal_objections", "journal", ["by"], postgresql_where=objected, sqlite_where=objected)


def downgrade() -> None:
    op.drop_index("ix_journal_objections", table_name="journal")
    op.drop_index("ix_cases_grown", table_name="cases")
