"""Messages: inboxes, the channels that messages went by, what people want, who follows a case, webhooks.

Revision ID: 0033
Revises: 0032
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _messages()
    op.create_table(
        "message_choices",
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"), primary_key=True),
        sa.Column("mail", JSON, nullable=False),
        sa.Column("sms", JSON, nullable=False),
        sa.Column("quiet", sa.String(12), nullable=False),
        sa.Column("follows_all", sa.Boolean(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
    )
    op.create_table(
        "case_follows",
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"), primary_key=True),
        sa.Column("since", INSTANT, nullable=False),
    )
    op.create_index("ix_case_follows_user_id", "case_follows", ["user_id"])
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("enterprise_id", sa.Integer(), sa.ForeignKey("enterprises.id"), nullable=False, unique=True),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("secret", sa.String(255), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("paused_at", INSTANT, nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
    )


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(120), nullable=False, unique=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("topic", sa.String(12), nullable=False),
        sa.Column("facts", JSON, nullable=False, server_default="{}"),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("read_at", INSTANT, nullable=True),
    )
    op.create_index("ix_messages_user", "messages", ["user_id", "id"])
    unread = sa.text("read_at IS NULL")
    op.create_index("ix_messages_unread", "messages", ["user_id"], sqlite_where=unread, postgresql_where=unread)
    op.create_index("ix_messages_case", "messages", ["case_id", "seq"])
    op.create_table(
        "message_deliveries",
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("messages.id"), primary_key=True),
        sa.Column("channel", sa.String(8), primary_key=True),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("delivered_at", INSTANT, nullable=True),
    )
    op.create_index("ix_message_deliveries_key", "message_deliveries", ["key"])


def downgrade() -> None:
    for table in ("webhooks", "case_follows", "message_choices", "message_deliveries", "messages"):
        op.drop_table(table)
