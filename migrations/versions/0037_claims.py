"""Accounts that nothing has proven yet, until the window confirms by papers; whom an entry of a credit list is about.

Revision ID: 0037
Revises: 0036
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant, Json

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("membership_requests") as batch:
        batch.alter_column("enterprise_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("claim", Json, nullable=True))
        batch.add_column(sa.Column("paper", sa.String(length=200), nullable=False, server_default=""))
    op.create_table(
        "credit_verdicts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_credit_verdicts_enterprise_id_enterprises")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_verdicts")),
    )
    op.create_index("ix_credit_verdicts_enterprise", "credit_verdicts", ["enterprise_id", "key"])
    with op.batch_alter_table("credit_objections") as batch:
        batch.alter_column("answer", existing_type=sa.String(length=12), type_=sa.String(length=16), existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("credit_objections") as batch:
        batch.alter_column("answer", existing_type=sa.String(length=16), type_=sa.String(length=12), existing_nullable=False)
    op.drop_table("credit_verdicts")
    op.execute("DELETE FROM membership_requests WHERE enterprise_id IS NULL")
    with op.batch_alter_table("membership_requests") as batch:
        batch.drop_column("paper")
        batch.drop_column("claim")
        batch.alter_column("enterprise_id", existing_type=sa.Integer(), nullable=False)
