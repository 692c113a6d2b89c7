"""Who is away and who stands in, whose a department's share is, and what is noted on the site of a joint check.

Revision ID: 0022
Revises: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

GIVEN = sa.text("officer_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("stand_in_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(40), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_absences_user_id_users")),
        sa.ForeignKeyConstraint(["stand_in_id"], ["users.id"], name=op.f("fk_absences_stand_in_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index("ix_absences_user", "absences", ["user_id", "until_on"])
    op.create_index("ix_absences_stand_in", "absences", ["stand_in_id", "until_on"])
    op.create_table(
        "site_entries",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("track", sa.String(40), nullable=False),
        sa.Column("point", sa.Integer(), nullable=True),
        sa.Column("finding", sa.String(8), nullable=False),
        sa.Column("words", sa.String(2000), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_site_entries_case_id_cases")),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("fk_site_entries_upload_id_uploads")),
        sa.PrimaryKeyConstraint("case_id", "entry", name=op.f("pk_site_entries")),
    )
    op.create_index("ix_site_entries_case", "site_entries", ["case_id", "taken_at"])
    op.add_column("case_tracks", sa.Column("officer_id", sa.Integer(), nullable=True))
    op.create_index(
        "ix_case_tracks_officer",
        "case_tracks",
        ["officer_id", "state", "due_on", "case_id", "track"],
        postgresql_where=GIVEN,
        sqlite_where=GIVEN,
    )


def downgrade() -> None:
    op.drop_index("ix_case_tracks_officer", "case_tracks")
    op.drop_column("case_tracks", "officer_id")
    op.drop_table("site_entries")
    op.drop_table("absences")
