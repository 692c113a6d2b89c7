"""Hearings with their day and record; what is owed after a licence, for the lists of what falls due.

Cases that were decided before keep no duties: their terms name none.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Json

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_HEARD = sa.text("hearing_on IS NOT NULL")


def upgrade() -> None:
    op.add_column("cases", sa.Column("hearing_on", sa.Date()))
    op.create_index("ix_cases_hearing", "cases", ["hearing_on", "id"], postgresql_where=_HEARD, sqlite_where=_HEARD)
    op.create_table(
        "case_duties",
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id", name="fk_case_duties_case_id_cases"), primary_key=True),
        sa.Column("duty", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("office", sa.String(32), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("since", sa.Date()),
        sa.Column("due_on", sa.Date()),
        sa.Column("late_from", sa.Date()),
        sa.Column("checked_on", sa.Date()),
        sa.Column("credit", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_case_duties_office", "case_duties", ["office", "state", "due_on", "case_id", "duty"])
    op.create_index("ix_case_duties_due", "case_duties", ["state", "due_on", "case_id", "duty"])
    op.create_table(
        "act_contents",
        sa.Column(
            "case_id", sa.Integer(), sa.ForeignKey("cases.id", name="fk_act_contents_case_id_cases"), primary_key=True
        ),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("content", Json, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("act_contents")
    op.drop_table("case_duties")
    op.drop_index("ix_cases_hearing", "cases")
    op.drop_column("cases", "hearing_on")
