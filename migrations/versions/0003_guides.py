"""Guides written in the portal, the locked texts of used versions, and the acts on them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.db import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

GUARDED = ("guide_texts", "guide_acts")
ONE_PUBLISHED = sa.text("state = 'published'")


def _guard(table: str) -> None:
    """Let rows be added and nothing else, as for the journal."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def upgrade() -> None:
    people = ("uploaded_by", "proposed_by", "decided_by", "withdrawn_by")
    op.create_table(
        "guide_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", Instant(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", Instant(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], ["users.id"], name=op.f(f"fk_guide_versions_{name}_users"))
            for name in people
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_versions")),
    )
    op.create_index("ix_guide_versions_item", "guide_versions", ["item", "effective_from", "id"])
    op.create_index("ix_guide_versions_state", "guide_versions", ["state", "id"])
    op.create_index(
        "uq_guide_versions_published",
        "guide_versions",
        ["item", "effective_from"],
        unique=True,
        sqlite_where=ONE_PUBLISHED,
        postgresql_where=ONE_PUBLISHED,
    )
    op.create_table(
        "guide_texts",
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("pinned_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("item", "effective_from", name=op.f("pk_guide_texts")),
    )
    op.create_table(
        "guide_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["guide_versions.id"], name=op.f("fk_guide_acts_version_id_guide_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_acts")),
    )
    op.create_index("ix_guide_acts_item", "guide_acts", ["item", "id"])
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("drafts", sa.Column("carried", json, nullable=False, server_default="[]"))
    for table in GUARDED:
        _guard(table)


def downgrade() -> None:
    with op.batch_alter_table("drafts") as batch:
        batch.drop_column("carried")
    for table in ("guide_acts", "guide_texts", "guide_versions"):
        op.drop_table(table)
