"""Identities at an OpenID Connect provider, and the way of each sign-in.

Sign-ins of before were all by password.

Revision ID: 0034
Revises: 0033
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("linked_at", Instant(), nullable=False),
        sa.Column("linked_by", sa.String(length=40), nullable=False),
        sa.Column("used_at", Instant()),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_identities_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identities_issuer_subject")),
        sa.UniqueConstraint("user_id", "issuer", name=op.f("uq_identities_user_id_issuer")),
    )
    op.add_column("sign_ins", sa.Column("way", sa.String(length=12), nullable=False, server_default="password"))


def downgrade() -> None:
    op.drop_column("sign_ins", "way")
    op.drop_table("identities")
