"""Ratings of the service: copies of the journal for lists and figures, and the applicants' own words.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_ratings",
        sa.Column(
            "case_id",
            sa.Integer(),
            sa.ForeignKey("cases.id", name="fk_case_ratings_case_id_cases"),
            primary_key=True,
        ),
        sa.Column("act", sa.String(24), primary_key=True),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("office", sa.String(32), nullable=False),
        sa.Column("desk", sa.String(8), nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("bad", sa.Boolean(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("tags", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(12), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("finding", sa.String(12), nullable=False),
        sa.Column("contact_due", sa.Date()),
        sa.Column("verified_on", sa.Date()),
        sa.Column("fix_due", sa.Date()),
        sa.Column("answered_on", sa.Date()),
        sa.Column("reply", sa.String(2000), nullable=False),
        sa.Column("called_on", sa.Date()),
        sa.Column("again", sa.Integer(), nullable=False),
    )
    op.create_index("ix_case_ratings_followed", "case_ratings", ["stage", "due_on", "case_id"])
    op.create_index("ix_case_ratings_public", "case_ratings", ["item", "rated_on", "case_id"])
    op.create_index("ix_case_ratings_period", "case_ratings", ["rated_on", "case_id"])
    op.create_table(
        "rating_texts",
        sa.Column(
            "case_id",
            sa.Integer(),
            sa.ForeignKey("cases.id", name="fk_rating_texts_case_id_cases"),
            primary_key=True,
        ),
        sa.Column("act", sa.String(24), primary_key=True),
        sa.Column("kind", sa.String(8), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("words", sa.String(2000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("rating_texts")
    op.drop_table("case_ratings")
