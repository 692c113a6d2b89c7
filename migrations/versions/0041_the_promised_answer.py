"""Until when an earlier answer on acceptance is promised, and what an answer was late against.

The copied columns of every case are written again from its journal: the next sweep does so for the open ones, the sweeps
after it for the ended ones by and by.

Revision ID: 0041
Revises: 0040
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

WAITING = sa.text("state IN ('submitted', 'resubmitted')")
UNOWNED = sa.text("closed_on IS NULL AND officer_id IS NULL")
ORDER = ["notice_due", "lane", "id"]
INDEXES = (
    ("ix_cases_queue", ["state", *ORDER, "item", "channel", "enterprise_id"], {"postgresql_where": WAITING}),
    ("ix_cases_queue_item", ["state", "item", "channel", *ORDER, "enterprise_id"], {"postgresql_where": WAITING}),
    ("ix_cases_queue_channel", ["state", "channel", *ORDER, "item", "enterprise_id"], {"postgresql_where": WAITING}),
    ("ix_cases_queue_enterprise", ["enterprise_id", "state", *ORDER], {"postgresql_where": WAITING}),
    (
        "ix_cases_unowned",
        ["state", *ORDER, "item", "channel", "enterprise_id"],
        {"postgresql_where": UNOWNED, "sqlite_where": UNOWNED},
    ),
)


def upgrade() -> None:
    op.add_column("cases", sa.Column("answer_due", sa.Date(), nullable=True))
    op.add_column("cases", sa.Column("answer_late", sa.String(8), nullable=False, server_default=""))
    _indexes(["answer_due"])
    op.execute("UPDATE cases SET wake_on = '1970-01-01' WHERE closed_on IS NULL")
    op.execute("UPDATE cases SET wake_on = '9999-12-31' WHERE closed_on IS NOT NULL")


def downgrade() -> None:
    _indexes([])
    op.drop_column("cases", "answer_late")
    op.drop_column("cases", "answer_due")


def _indexes(more: list[str]) -> None:
    for name, columns, where in INDEXES:
        op.drop_index(name, "cases")
        op.create_index(name, "cases", [*columns, *more], **where)
