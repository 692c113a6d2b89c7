"""Rating slips; and whoever could not be reached was not called back.

Revision ID: 0051
Revises: 0050
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

NOT_CALLED_BACK = """
UPDATE case_ratings SET called_on = NULL WHERE EXISTS (
    SELECT 1 FROM journal WHERE journal.case_id = case_ratings.case_id AND journal.kind = 'RatingCalledBack'
    AND journal.payload ->> 'act' = case_ratings.act AND journal.payload ->> 'result' = 'unreached'
)
"""


def upgrade() -> None:
    op.create_table(
        "rating_slips",
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id", name="fk_rating_slips_case_id_cases"), primary_key=True),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("printed_by", sa.String(40), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
    )
    op.execute(NOT_CALLED_BACK)


def downgrade() -> None:
    op.drop_table("rating_slips")
