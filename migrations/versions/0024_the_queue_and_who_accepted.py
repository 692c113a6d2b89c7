"""The counter that accepted a case, for the rates of windows; and the queue's own indexes, which hold only what waits.

Cases that were accepted before have no counter: their journals do not say which one it was.

Revision ID: 0024
Revises: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

WAITING = sa.text("state IN ('submitted', 'resubmitted')")
UNOWNED = sa.text("closed_on IS NULL AND officer_id IS NULL")
ORDER = ["notice_due", "lane", "id"]
INDEXES = (
    ("ix_cases_queue", ["state", *ORDER, "item", "channel", "enterprise_id"]),
    ("ix_cases_queue_item", ["state", "item", "channel", *ORDER, "enterprise_id"]),
    ("ix_cases_queue_channel", ["state", "channel", *ORDER, "item", "enterprise_id"]),
    ("ix_cases_queue_enterprise", ["enterprise_id", "state", *ORDER]),
)


def upgrade() -> None:
    op.add_column("cases", sa.Column("accepted_window", sa.String(24), nullable=False, server_default=""))
    for name, columns in INDEXES:
        op.create_index(name, "cases", columns, postgresql_where=WAITING)
    op.drop_index("ix_cases_window", "cases")
    op.drop_index("ix_cases_unowned", "cases")
    where = {"postgresql_where": UNOWNED, "sqlite_where": UNOWNED}
    op.create_index("ix_cases_unowned", "cases", ["state", *ORDER, "item", "channel", "enterprise_id"], **where)


def downgrade() -> None:
    where = {"postgresql_where": UNOWNED, "sqlite_where": UNOWNED}
    op.drop_index("ix_cases_unowned", "cases")
    op.create_index("ix_cases_unowned", "cases", ["state", *ORDER], **where)
    op.create_index("ix_cases_window", "cases", ["state", *ORDER])
    for name, _columns in INDEXES:
        op.drop_index(name, "cases")
    op.drop_column("cases", "accepted_window")
