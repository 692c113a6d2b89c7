"""Opening hours of desks; under which schedules a case's copies were made; and the days of paused cases past the law's limit.

Cases of a portal on which an import was interrupted count as made before it, so that the sweep takes them up.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("calendar_version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("cases", sa.Column("law_paused_left", sa.Integer()))
    op.add_column("case_tracks", sa.Column("paused_left", sa.Integer()))
    op.execute(
        "UPDATE cases SET calendar_version = coalesce((SELECT min(id) - 1 FROM calendar_years WHERE applied_at IS NULL), "
        "(SELECT max(id) FROM calendar_years)) WHERE EXISTS (SELECT 1 FROM calendar_years)"
    )
    op.execute("UPDATE cases SET wake_on = received_on WHERE paused IS TRUE")
    _hours()


def _hours() -> None:
    op.create_table(
        "opening_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("imported_by", sa.String(length=40), nullable=False),
        sa.Column("imported_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_hours")),
    )
    op.create_index("uq_opening_hours_version", "opening_hours", ["scope", "version"], unique=True)
    postgresql = op.get_bind().dialect.name == "postgresql"
    for act in ("DELETE", "UPDATE"):
        does = (
            "FOR EACH ROW EXECUTE FUNCTION append_only()"
            if postgresql
            else "BEGIN SELECT RAISE(ABORT, 'opening_hours is append-only'); END"
        )
        op.execute(f"CREATE TRIGGER opening_hours_no_{act.lower()} BEFORE {act} ON opening_hours {does}")


def downgrade() -> None:
    op.drop_table("opening_hours")
    op.drop_column("case_tracks", "paused_left")
    op.drop_column("cases", "law_paused_left")
    op.drop_column("cases", "calendar_version")
