"""A licence knows its holder by a code of his own, whoever applied.

Revision ID: 0040
Revises: 0037
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0037"
branch_labels = None
depends_on = None

HOLDERS = "UPDATE licences SET holder_code = (SELECT uscc FROM enterprises WHERE enterprises.id = licences.enterprise_id)"
"""Until now every licence was given to its applicant."""


def upgrade() -> None:
    with op.batch_alter_table("licences") as batch:
        batch.add_column(sa.Column("holder_code", sa.String(length=18), nullable=False, server_default=""))
    op.execute(HOLDERS)
    op.create_index("ix_licences_holder", "licences", ["holder_code"])


def downgrade() -> None:
    op.drop_index("ix_licences_holder", "licences")
    with op.batch_alter_table("licences") as batch:
        batch.drop_column("holder_code")
