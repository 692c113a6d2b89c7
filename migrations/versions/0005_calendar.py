"""the holiday schedules that are brought in while the portal runs.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WHAT_WAS_BROUGHT = ("scope", "year", "version", "text", "digest", "source", "imported_by", "imported_at")


def upgrade() -> None:
    op.create_table(
        "calendar_years",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("imported_by", sa.String(length=40), nullable=False),
        sa.Column("imported_at", Instant(), nullable=False),
        sa.Column("applied_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_years")),
    )
    op.create_index("uq_calendar_years_version", "calendar_years", ["scope", "year", "version"], unique=True)
    columns = ", ".join(f'"{name}"' for name in WHAT_WAS_BROUGHT)
    if op.get_bind().dialect.name == "postgresql":
        for act in ("DELETE", f"UPDATE OF {columns}"):
            op.execute(
                f"CREATE TRIGGER calendar_years_no_{act.split()[0].lower()} BEFORE {act} ON calendar_years "
                "FOR EACH ROW EXECUTE FUNCTION append_only()"
            )
        return
    for act in ("DELETE", f"UPDATE OF {columns}"):
        op.execute(
            f"CREATE TRIGGER calendar_years_no_{act.split()[0].lower()} BEFORE {act} ON calendar_years "
            "BEGIN SELECT RAISE(ABORT, 'calendar_years is append-only'); END"
        )


def downgrade() -> None:
    op.drop_table("calendar_years")
