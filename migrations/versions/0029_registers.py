"""Once only: what registers said of a draft and of a case, and the circuit breaker of every outside system.

Revision ID: 0029
Revises: 0028
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant, Json

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("drafts", sa.Column("looks", Json, nullable=False, server_default="{}"))
    op.add_column("drafts", sa.Column("stands", Json, nullable=False, server_default="{}"))
    op.add_column("port_states", sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("port_states", sa.Column("failing_since", Instant(), nullable=True))
    op.add_column("port_states", sa.Column("rests_until", Instant(), nullable=True))
    op.create_table(
        "register_answers",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("port", sa.String(16), nullable=False),
        sa.Column("result", sa.String(12), nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_register_answers_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", "port", name=op.f("pk_register_answers")),
    )


def downgrade() -> None:
    op.drop_table("register_answers")
    with op.batch_alter_table("port_states") as batch:
        for name in ("rests_until", "failing_since", "failures"):
            batch.drop_column(name)
    with op.batch_alter_table("drafts") as batch:
        for name in ("stands", "looks"):
            batch.drop_column(name)
