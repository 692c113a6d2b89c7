"""Messages, reminders and appointments by day: every sweep of the night asks which of them were kept long enough. And what was
sent to webhooks, which their owners look at.

Revision ID: 0056
Revises: 0055
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_messages_created_at", "messages", ["created_at"])
    op.create_index("ix_reminders_day", "reminders", ["day"])
    op.create_index("ix_appointments_day", "appointments", ["day"])
    hooks = sa.text("kind = 'webhook'")
    op.create_index("ix_outbox_webhooks", "outbox", ["id"], postgresql_where=hooks, sqlite_where=hooks)


def downgrade() -> None:
    op.drop_index("ix_outbox_webhooks", "outbox")
    op.drop_index("ix_appointments_day", "appointments")
    op.drop_index("ix_reminders_day", "reminders")
    op.drop_index("ix_messages_created_at", "messages")
