"""Every mark of the desk as it was made, files handed over to other offices, and demands outside a first notice by time.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_traces",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id", name="fk_desk_traces_case_id_cases"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("material", sa.String(64), nullable=False),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.Column("points", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("users.id", name="fk_desk_traces_by_id_users"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_desk_traces_case_id", "desk_traces", ["case_id"])
    op.create_table(
        "hand_overs",
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id", name="fk_hand_overs_case_id_cases"), primary_key=True),
        sa.Column("office", sa.String(32), nullable=False),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("draft_id", sa.Integer(), sa.ForeignKey("drafts.id", name="fk_hand_overs_draft_id_drafts")),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("users.id", name="fk_hand_overs_by_id_users"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_hand_overs_office", "hand_overs", ["office"])
    asked = sa.text("kind = 'LaterDemandAsked'")
    op.create_index("ix_journal_demands", "journal", ["at"], postgresql_where=asked, sqlite_where=asked)


def downgrade() -> None:
    op.drop_index("ix_journal_demands", "journal")
    op.drop_table("hand_overs")
    op.drop_table("desk_traces")
