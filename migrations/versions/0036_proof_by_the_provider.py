"""When the OpenID Connect provider last made somebody sign in there, for each sign-in.

No sign-in of before is proof of anything now.

Revision ID: 0036
Revises: 0035
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sign_ins", sa.Column("proven_at", Instant()))


def downgrade() -> None:
    op.drop_column("sign_ins", "proven_at")
