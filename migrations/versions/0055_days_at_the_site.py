"""Cases under review learn on which day offices that are silent see the site together.

Revision ID: 0055
Revises: 0054
"""

from __future__ import annotations

from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Every case under review wakes in the next sweep, which writes anew what it waits for.
    op.execute("UPDATE cases SET wake_on = '1970-01-01' WHERE state = 'in_review'")


def downgrade() -> None:
    # The version before writes them anew as it knows them.
    op.execute("UPDATE cases SET wake_on = '1970-01-01' WHERE state = 'in_review'")
