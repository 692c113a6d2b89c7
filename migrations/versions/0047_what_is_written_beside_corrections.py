"""What an applicant writes beside the files of a correction or a supplement, until it is handed in.

Revision ID: 0047
Revises: 0046
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Json

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("drafts") as batch:
        batch.add_column(sa.Column("mending", Json, nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("drafts") as batch:
        batch.drop_column("mending")
