"""The case-file audit: automatic checks of closed files, samples drawn by lot, findings and replies.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.db import Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "case_audits",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("audited_at", Instant(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("failed", json, nullable=False),
        sa.Column("results", json, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_audits_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_audits")),
    )
    op.create_index("ix_case_audits_closed", "case_audits", ["closed_on", "office"])
    op.create_table(
        "audit_draws",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drawn_at", Instant(), nullable=False),
        sa.Column("drawn_by", sa.String(length=40), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("pool", sa.Integer(), nullable=False),
        sa.Column("pool_digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_draws")),
    )
    op.create_table(
        "audit_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draw_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("findings", json, nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("found_by", sa.String(length=40), nullable=False),
        sa.Column("found_at", Instant(), nullable=True),
        sa.Column("reply", sa.String(length=2000), nullable=False),
        sa.Column("replied_by", sa.String(length=40), nullable=False),
        sa.Column("replied_at", Instant(), nullable=True),
        sa.Column("conclusion", sa.String(length=2000), nullable=False),
        sa.Column("settled_by", sa.String(length=40), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_audit_reviews_case_id_cases")),
        sa.ForeignKeyConstraint(["draw_id"], ["audit_draws.id"], name=op.f("fk_audit_reviews_draw_id_audit_draws")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_reviews")),
        sa.UniqueConstraint("case_id", name=op.f("uq_audit_reviews_case_id")),
    )
    op.create_index(op.f("ix_audit_reviews_draw_id"), "audit_reviews", ["draw_id"])
    op.create_index(op.f("ix_audit_reviews_office"), "audit_reviews", ["office"])


def downgrade() -> None:
    op.drop_table("audit_reviews")
    op.drop_table("audit_draws")
    op.drop_table("case_audits")
