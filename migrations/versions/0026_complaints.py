"""Complaints with their answers, and the day on which the deletion of a draft or an idle account was announced.

Revision ID: 0026
Revises: 0025
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaints",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("public_id", sa.String(32), nullable=False, unique=True),
        sa.Column("number", sa.String(24), nullable=False, unique=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), sa.ForeignKey("enterprises.id"), nullable=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=True),
        sa.Column("about", sa.String(20), nullable=False),
        sa.Column("words", sa.String(2000), nullable=False),
        sa.Column("wish", sa.String(1000), nullable=False),
        sa.Column("once", sa.String(40), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("founded", sa.String(8), nullable=False),
        sa.Column("answer", sa.String(2000), nullable=False),
        sa.Column("answered_by", sa.String(40), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_complaints_user_id", "complaints", ["user_id"])
    op.create_index("uq_complaints_once", "complaints", ["user_id", "once"], unique=True)
    op.create_index("ix_complaints_open", "complaints", ["founded", "due_on"])
    op.add_column("drafts", sa.Column("lapse_told_on", sa.Date(), nullable=True))
    open_ = sa.text("case_id IS NULL")
    op.create_index("ix_drafts_open", "drafts", ["changed_at"], sqlite_where=open_, postgresql_where=open_)
    op.create_index("ix_sign_ins_seen_at", "sign_ins", ["seen_at"])
    op.create_index("ix_account_links_expires_at", "account_links", ["expires_at"])


def downgrade() -> None:
    op.drop_index("ix_account_links_expires_at", "account_links")
    op.drop_index("ix_sign_ins_seen_at", "sign_ins")
    op.drop_index("ix_drafts_open", "drafts")
    with op.batch_alter_table("drafts") as batch:
        batch.drop_column("lapse_told_on")
    op.drop_table("complaints")
