"""A licence knows its holder by a code of his own, whoever applied, and its documents that were issued anew.

Revision ID: 0039
Revises: 0038
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

HOLDERS = "UPDATE licences SET holder_code = (SELECT uscc FROM enterprises WHERE enterprises.id = licences.enterprise_id)"
"""Until now every licence was given to its applicant."""


def upgrade() -> None:
    with op.batch_alter_table("licences") as batch:
        batch.add_column(sa.Column("holder_code", sa.String(length=18), nullable=False, server_default=""))
        batch.add_column(sa.Column("issue", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("reissued_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("reissue_asked_on", sa.Date(), nullable=True))
    op.execute(HOLDERS)
    op.create_index("ix_licences_holder", "licences", ["holder_code"])
    op.create_table(
        "licence_papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("identifier", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("payload", sa.String(length=2000), nullable=False, server_default=""),
        sa.Column("replaced_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_licence_papers_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_papers")),
        sa.UniqueConstraint("token", name=op.f("uq_licence_papers_token")),
    )
    op.create_index("uq_licence_papers_case", "licence_papers", ["case_id", "issue"], unique=True)


def downgrade() -> None:
    op.drop_table("licence_papers")
    op.drop_index("ix_licences_holder", "licences")
    with op.batch_alter_table("licences") as batch:
        batch.drop_column("reissue_asked_on")
        batch.drop_column("reissued_on")
        batch.drop_column("issue")
        batch.drop_column("holder_code")
