"""Whose rating it is: how the rater was known, the counter, what counts, codes of one's own, and the devices of counters.

Revision ID: 0045
Revises: 0044
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

COLUMNS = ("way", "window", "counted", "disowned", "tries")
BY_CODE = """
UPDATE case_ratings SET way = 'code' WHERE EXISTS (
    SELECT 1 FROM journal WHERE journal.case_id = case_ratings.case_id AND journal.kind = 'Rated'
    AND journal.payload ->> 'act' = case_ratings.act AND journal.payload ->> 'way' = 'code'
)
"""


def upgrade() -> None:
    with op.batch_alter_table("case_ratings") as batch:
        batch.add_column(sa.Column("way", sa.String(8), nullable=False, server_default="account"))
        batch.add_column(sa.Column("window", sa.String(24), nullable=False, server_default=""))
        batch.add_column(sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.add_column(sa.Column("disowned", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.execute(sa.text("UPDATE case_ratings SET counted = :no WHERE stage = 'excluded'").bindparams(no=False))
    op.execute(BY_CODE)
    op.create_table(
        "rating_proofs",
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id", name="fk_rating_proofs_case_id_cases"), primary_key=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("today", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
    )
    window = sa.ForeignKey("service_windows.id", name="fk_rating_devices_window_id_service_windows")
    op.create_table(
        "rating_devices",
        sa.Column("window_id", sa.Integer(), window, primary_key=True),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id", name="fk_rating_devices_case_id_cases")),
        sa.Column("invited_by", sa.String(40), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("key_hash", name="uq_rating_devices_key_hash"),
    )


def downgrade() -> None:
    op.drop_table("rating_devices")
    op.drop_table("rating_proofs")
    with op.batch_alter_table("case_ratings") as batch:
        for name in COLUMNS:
            batch.drop_column(name)
