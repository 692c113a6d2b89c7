"""Credit: an entry keeps its key in every version, what was done to it by hand, objections with answers, and bars.

Revision ID: 0025
Revises: 0024
"""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

BATCH = 1000


def upgrade() -> None:
    op.add_column("credit_lists", sa.Column("file", sa.String(32), nullable=False, server_default=""))
    op.add_column("credit_entries", sa.Column("key", sa.String(32), nullable=False, server_default=""))
    _fill_keys()
    op.create_index("ix_credit_entries_key", "credit_entries", ["key"])
    op.create_table(
        "credit_acts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("act", sa.String(12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.Column("document", sa.String(120), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_credit_acts_key", "credit_acts", ["key"])
    op.create_table(
        "credit_objections",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("entry_id", sa.Integer(), sa.ForeignKey("credit_entries.id"), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), sa.ForeignKey("enterprises.id"), nullable=True),
        sa.Column("office", sa.String(32), nullable=False),
        sa.Column("words", sa.String(2000), nullable=False),
        sa.Column("document", sa.String(120), nullable=False),
        sa.Column("file", sa.String(32), nullable=False),
        sa.Column("filed_by", sa.String(40), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(12), nullable=False),
        sa.Column("answer_words", sa.String(2000), nullable=False),
        sa.Column("answer_document", sa.String(120), nullable=False),
        sa.Column("answered_by", sa.String(40), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_credit_objections_key", "credit_objections", ["key"])
    op.create_index("ix_credit_objections_enterprise_id", "credit_objections", ["enterprise_id"])
    op.create_index("ix_credit_objections_open", "credit_objections", ["answer", "office"])
    op.create_table(
        "credit_bars",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("enterprise_id", sa.Integer(), sa.ForeignKey("enterprises.id"), nullable=False),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("ground", sa.String(20), nullable=False),
        sa.Column("facts", sa.String(2000), nullable=False),
        sa.Column("document", sa.String(120), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_credit_bars_enterprise_id", "credit_bars", ["enterprise_id"])
    op.create_index("uq_credit_bars_case", "credit_bars", ["case_id", "ground"], unique=True)


def _fill_keys() -> None:
    """The key of every entry, as services/credit_keys reckons it on the day of this migration."""
    bind = op.get_bind()
    rows = bind.execute(
        sa.text(
            "SELECT e.id, l.kind, l.name, e.uscc, e.unit_name, e.person_id, e.person_name, e.decision_document, "
            "e.listed_on FROM credit_entries e JOIN credit_lists l ON l.id = e.list_id ORDER BY e.id"
        )
    ).all()
    filled = [{"id": row[0], "key": _key(*row[1:])} for row in rows]
    for start in range(0, len(filled), BATCH):
        bind.execute(sa.text("UPDATE credit_entries SET key = :key WHERE id = :id"), filled[start : start + BATCH])


def _key(
    kind: str, name: str, uscc: str, unit: str, person_id: str, person: str, document: str, listed_on: object
) -> str:
    parts = (kind, name, uscc or unit, person_id or person, document or str(listed_on)[:10])
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def downgrade() -> None:
    for table in ("credit_bars", "credit_objections", "credit_acts"):
        op.drop_table(table)
    op.drop_index("ix_credit_entries_key", "credit_entries")
    with op.batch_alter_table("credit_entries") as batch:
        batch.drop_column("key")
    with op.batch_alter_table("credit_lists") as batch:
        batch.drop_column("file")
