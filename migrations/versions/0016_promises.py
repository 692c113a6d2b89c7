"""Promises to bring a material later: copies of the journal for the ledger and for the record of an enterprise.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_promises",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("material", sa.String(64), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(32), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("in_on", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("repaired_on", sa.Date(), nullable=True),
        sa.Column("parcel", sa.String(80), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_promises_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_case_promises_enterprise_id_enterprises")
        ),
        sa.PrimaryKeyConstraint("case_id", "material", name=op.f("pk_case_promises")),
    )
    op.create_index("ix_case_promises_ledger", "case_promises", ["state", "due_on", "case_id", "material"])
    op.create_index("ix_case_promises_record", "case_promises", ["enterprise_id", "state", "settled_on"])
    # Promises made before this version: their rows are copied from the journal when their case wakes or is acted on next.
    op.execute(
        "UPDATE cases SET wake_on = COALESCE(accepted_on, received_on) "
        "WHERE id IN (SELECT case_id FROM journal WHERE kind = 'AcceptedDeferred')"
    )


def downgrade() -> None:
    op.drop_table("case_promises")
