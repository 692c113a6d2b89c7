"""the correction notices of all cases by time: what was most often sent back is counted from them.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NOTICES = sa.text("kind = 'CorrectionRequested'")


def upgrade() -> None:
    op.create_index("ix_journal_notices", "journal", ["at"], postgresql_where=NOTICES, sqlite_where=NOTICES)


def downgrade() -> None:
    op.drop_index("ix_journal_notices", "journal")
