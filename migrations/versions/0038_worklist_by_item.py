"""The work list finds the cases of an item without reading those of all others.

Revision ID: 0038
Revises: 0037
"""

from __future__ import annotations

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

COLUMNS = ["item", "state", "lead_office", "paused", "promised_due", "id"]


def upgrade() -> None:
    op.create_index("ix_cases_worklist_item", "cases", COLUMNS)


def downgrade() -> None:
    op.drop_index("ix_cases_worklist_item", "cases")
