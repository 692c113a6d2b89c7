"""the service of every letter, failed mails that a person takes up, scans of files, and the state of outside systems.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_services",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("failed_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("opened_at", Instant(), nullable=True),
        sa.Column("sheet_key", sa.String(length=64), nullable=False),
        sa.Column("sheet_name", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_letter_services_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", "seq", "document", name=op.f("pk_letter_services")),
    )
    op.create_index("ix_letter_services_waiting", "letter_services", ["state", "due_on", "case_id"])
    op.create_table(
        "port_states",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("up", sa.Boolean(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_port_states")),
    )
    op.add_column("outbox", sa.Column("handled_at", Instant(), nullable=True))
    op.add_column("outbox", sa.Column("handled_by", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("handling", sa.String(length=400), nullable=False, server_default=""))
    op.add_column("uploads", sa.Column("scan", sa.String(length=12), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("uploads", "scan")
    for name in ("handling", "handled_by", "handled_at"):
        op.drop_column("outbox", name)
    op.drop_table("port_states")
    op.drop_table("letter_services")
