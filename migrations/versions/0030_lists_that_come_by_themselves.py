"""Credit lists that come by themselves, grades and longer periods; published lines with a page, corrections and withdrawal.

Revision ID: 0030
Revises: 0029
"""

from __future__ import annotations

import json
import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

BATCH = 1000
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
SEARCHED = ("XK_XDR_MC", "XK_XDR_SHXYM", "XK_WSH", "XK_XKBH")


def upgrade() -> None:
    op.add_column("credit_entries", sa.Column("grade", sa.String(8), nullable=False, server_default=""))
    op.add_column("credit_objections", sa.Column("extended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("credit_objections", sa.Column("extended_by", sa.String(40), nullable=False, server_default=""))
    op.add_column("credit_objections", sa.Column("extended_words", sa.String(2000), nullable=False, server_default=""))
    _arrivals()
    for column in (
        sa.Column("public_id", sa.String(32), nullable=False, server_default=""),
        sa.Column("searched", sa.String(1200), nullable=False, server_default=""),
        sa.Column("corrected", JSON, nullable=False, server_default="{}"),
        sa.Column("corrected_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
    ):
        op.add_column("publications", column)
    _fill_lines()
    op.create_index("uq_publications_public_id", "publications", ["public_id"], unique=True)
    _changes()


def _arrivals() -> None:
    op.create_table(
        "credit_arrivals",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("source", sa.String(8), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("filename", sa.String(255), nullable=False),
        sa.Column("file", sa.String(32), nullable=False),
        sa.Column("etag", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("version", sa.String(60), nullable=False),
        sa.Column("rule_version", sa.String(120), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("why", sa.String(24), nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("list_id", sa.Integer(), sa.ForeignKey("credit_lists.id"), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(40), nullable=False),
        sa.Column("words", sa.String(400), nullable=False),
    )
    op.create_index("ix_credit_arrivals_state", "credit_arrivals", ["state"])


def _changes() -> None:
    op.create_table(
        "publication_changes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(12), nullable=False),
        sa.Column("ground", sa.String(24), nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("office", sa.String(32), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("uq_publication_changes_case", "publication_changes", ["case_id", "seq"], unique=True)


def _fill_lines() -> None:
    """An address and the searched words for every line that stands there already."""
    bind = op.get_bind()
    asked = "SELECT p.case_id, p.fields, c.item_name_zh, c.item_name_en FROM publications p JOIN cases c ON c.id = p.case_id"
    rows = bind.execute(sa.text(asked)).all()
    filled = [
        {"case": case_id, "name": secrets.token_urlsafe(16), "words": _searched(fields, zh, en)}
        for case_id, fields, zh, en in rows
    ]
    written = sa.text("UPDATE publications SET public_id = :name, searched = :words WHERE case_id = :case")
    for start in range(0, len(filled), BATCH):
        bind.execute(written, filled[start : start + BATCH])


def _searched(fields: Any, zh: str, en: str) -> str:
    known = json.loads(fields) if isinstance(fields, str) else fields
    return "\n".join([*(str(known.get(name) or "") for name in SEARCHED), zh, en]).lower()[:1200]


def downgrade() -> None:
    op.drop_table("publication_changes")
    op.drop_index("uq_publications_public_id", "publications")
    with op.batch_alter_table("publications") as batch:
        for name in ("withdrawn_on", "corrected_on", "corrected", "searched", "public_id"):
            batch.drop_column(name)
    op.drop_table("credit_arrivals")
    with op.batch_alter_table("credit_objections") as batch:
        for name in ("extended_words", "extended_by", "extended_at"):
            batch.drop_column(name)
    with op.batch_alter_table("credit_entries") as batch:
        batch.drop_column("grade")
