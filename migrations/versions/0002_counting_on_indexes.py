"""Counting what waits for an office on indexes alone: one of the paused cases, and the whole order of the shares of cases.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ORDER = ["office", "state", "due_on", "case_id"]


def upgrade() -> None:
    where = {"postgresql_where": sa.text("paused IS true"), "sqlite_where": sa.text("paused IS 1")}
    op.create_index("ix_cases_paused", "cases", ["id"], **where)
    op.drop_index("ix_case_tracks_worklist", "case_tracks")
    op.create_index("ix_case_tracks_worklist", "case_tracks", [*ORDER, "track"])


def downgrade() -> None:
    op.drop_index("ix_case_tracks_worklist", "case_tracks")
    op.create_index("ix_case_tracks_worklist", "case_tracks", ORDER)
    op.drop_index("ix_cases_paused", "cases")
