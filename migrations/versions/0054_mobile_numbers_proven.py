"""Mobile numbers count once a code sent there was typed; those that were in use stay in use.

Revision ID: 0054
Revises: 0053
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mobile_codes",
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", name="fk_mobile_codes_user_id_users"), primary_key=True),
        sa.Column("mobile", sa.String(20), nullable=False),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("today", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
    )
    op.create_index("ix_mobile_codes_mobile", "mobile_codes", ["mobile"])
    with op.batch_alter_table("users") as batch:
        batch.add_column(sa.Column("mobile_proven", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.drop_constraint("uq_users_mobile", type_="unique")
    op.create_index("ix_users_mobile", "users", ["mobile"])
    own = {"sqlite_where": sa.text("mobile_proven"), "postgresql_where": sa.text("mobile_proven")}
    op.create_index("uq_users_mobile", "users", ["mobile"], unique=True, **own)
    # People have been told by these numbers and sign in with them: nobody is cut off.
    op.execute(sa.text("UPDATE users SET mobile_proven = true WHERE mobile IS NOT NULL"))


def downgrade() -> None:
    # A number that several accounts gave and none has proven can stand with one of them alone again: the oldest.
    op.execute(
        sa.text(
            "UPDATE users SET mobile = NULL WHERE NOT mobile_proven AND EXISTS (SELECT 1 FROM users AS other"
            " WHERE other.mobile = users.mobile AND other.id <> users.id AND (other.mobile_proven OR other.id < users.id))"
        )
    )
    op.drop_index("uq_users_mobile", table_name="users")
    op.drop_index("ix_users_mobile", table_name="users")
    with op.batch_alter_table("users") as batch:
        batch.drop_column("mobile_proven")
        batch.create_unique_constraint("uq_users_mobile", ["mobile"])
    op.drop_index("ix_mobile_codes_mobile", table_name="mobile_codes")
    op.drop_table("mobile_codes")
