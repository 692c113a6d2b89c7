"""How a licence stands after it was issued: since when, by which document, proposed acts, and which one took its place.

Revision ID: 0021
Revises: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

WORDS = (
    ("kind", 12, "first"),
    ("former", 80, ""),
    ("state_before", 16, "valid"),
    ("state_decided", 80, ""),
    ("successor", 80, ""),
    ("act", 16, ""),
    ("payload", 2000, ""),
)
DAYS = ("state_since", "state_until", "asked_on")
INDEXES = (("ix_licences_register", ["office", "valid_to", "id"]), ("ix_licences_item", ["item", "state", "id"]))


def upgrade() -> None:
    for name, length, default in WORDS:
        op.add_column("licences", sa.Column(name, sa.String(length), nullable=False, server_default=default))
    for name in DAYS:
        op.add_column("licences", sa.Column(name, sa.Date(), nullable=True))
    for name, columns in INDEXES:
        op.create_index(name, "licences", columns)


def downgrade() -> None:
    for name, _columns in INDEXES:
        op.drop_index(name, "licences")
    for name in (*DAYS, *(name for name, _length, _default in WORDS)):
        op.drop_column("licences", name)
