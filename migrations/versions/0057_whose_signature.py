"""Since when an act on a licence waits for its signature, and who may not sign what waits because the own hand is in it; and since
when a request for a hearing that the decision overtook waits for its answer.

Revision ID: 0057
Revises: 0056
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

BEFORE = sa.text("act <> '' OR reissue_proposed_on IS NOT NULL OR refusal_proposed_on IS NOT NULL")
UNSIGNED = sa.text(
    "act_proposed_on IS NOT NULL OR reissue_proposed_on IS NOT NULL OR refusal_proposed_on IS NOT NULL"
)
WHO = ("act_by", "act_reviewed_by", "reissue_by", "refusal_by")
ACT, REVIEW = "LicenceActProposed", "LicenceActReviewed"
REISSUE, REFUSAL = "ReissueProposed", "CancellationRefusalProposed"

LICENCES = sa.table(
    "licences", sa.column("case_id", sa.Integer), sa.column("act", sa.String), sa.column("reissue_proposed_on", sa.Date),
    sa.column("refusal_proposed_on", sa.Date), sa.column("act_proposed_on", sa.Date),
    *(sa.column(name, sa.String) for name in WHO),
)  # fmt: skip
MISSED = sa.text("overtaken_on IS NOT NULL")
CASES = sa.table("cases", sa.column("id", sa.Integer), sa.column("overtaken_on", sa.Date))
JOURNAL = sa.table(
    "journal", sa.column("case_id", sa.Integer), sa.column("seq", sa.Integer), sa.column("kind", sa.String),
    sa.column("payload", sa.JSON), sa.column("by", sa.String),
)  # fmt: skip


def upgrade() -> None:
    op.drop_index("ix_licences_unsigned", "licences")
    with op.batch_alter_table("licences") as batch:
        batch.add_column(sa.Column("act_proposed_on", sa.Date(), nullable=True))
        for name in WHO:
            batch.add_column(sa.Column(name, sa.String(40), nullable=False, server_default=""))
    with op.batch_alter_table("cases") as batch:
        batch.add_column(sa.Column("overtaken_on", sa.Date(), nullable=True))
    _copy_what_waits()
    _copy_what_was_overtaken()
    op.create_index(
        "ix_cases_overtaken", "cases", ["lead_office", "overtaken_on"], sqlite_where=MISSED, postgresql_where=MISSED
    )
    op.create_index(
        "ix_licences_unsigned", "licences", ["office", "id"], sqlite_where=UNSIGNED, postgresql_where=UNSIGNED
    )


def _copy_what_waits() -> None:
    """What is proposed and not signed on the day of the upgrade, from the journal: few licences at a time are."""
    found = sa.select(LICENCES).where(
        sa.or_(LICENCES.c.act != "", LICENCES.c.reissue_proposed_on.is_not(None), LICENCES.c.refusal_proposed_on.is_not(None))
    )
    for licence in op.get_bind().execute(found).mappings().all():
        values = dict(_who(licence, _last(licence["case_id"])))
        op.execute(LICENCES.update().where(LICENCES.c.case_id == licence["case_id"]).values(**values))


def _copy_what_was_overtaken() -> None:
    """Nobody could answer such a request until now: all of them wait."""
    j = JOURNAL.c
    found = sa.select(j.case_id, j.payload).where(j.kind == "HearingRequestOvertaken").order_by(j.case_id, j.seq)
    for one in op.get_bind().execute(found).mappings().all():
        day = date.fromisoformat(one["payload"]["arrived_on"])
        op.execute(CASES.update().where(CASES.c.id == one["case_id"]).values(overtaken_on=day))


def _last(case_id: int) -> dict[str, Any]:
    """The newest entry of each kind."""
    j = JOURNAL.c
    of_it = sa.select(j.seq, j.kind, j.payload, j.by).where(
        j.case_id == case_id, j.kind.in_((ACT, REVIEW, REISSUE, REFUSAL))
    )
    return {one["kind"]: one for one in op.get_bind().execute(of_it.order_by(j.seq)).mappings()}


def _who(licence: Any, last: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    act, review = last.get(ACT), last.get(REVIEW)
    if licence["act"] and act:
        yield "act_proposed_on", date.fromisoformat(act["payload"]["proposed_on"])
        yield "act_by", act["by"]
        yield "act_reviewed_by", review["by"] if review and review["seq"] > act["seq"] else ""
    if licence["reissue_proposed_on"]:
        yield "reissue_by", last[REISSUE]["by"]
    if licence["refusal_proposed_on"]:
        yield "refusal_by", last[REFUSAL]["by"]


def downgrade() -> None:
    op.drop_index("ix_cases_overtaken", "cases")
    with op.batch_alter_table("cases") as batch:
        batch.drop_column("overtaken_on")
    op.drop_index("ix_licences_unsigned", "licences")
    with op.batch_alter_table("licences") as batch:
        for name in ("act_proposed_on", *WHO):
            batch.drop_column(name)
    op.create_index(
        "ix_licences_unsigned", "licences", ["office", "id"], sqlite_where=BEFORE, postgresql_where=BEFORE
    )
