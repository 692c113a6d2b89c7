"""The days on which lights turn, so that a list shows a paused case exactly; reminders for a digest; private calendars.

A paused case whose last day was over before the pause keeps its light; of the others the next sweep works the days out again.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("red_from", sa.Date()))
    op.add_column("cases", sa.Column("dark_from", sa.Date()))
    op.add_column("case_tracks", sa.Column("late_from", sa.Date()))
    _fill()
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", name="fk_reminders_user_id_users"), nullable=False),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id", name="fk_reminders_case_id_cases"), nullable=False),
        sa.Column("clock", sa.String(80), nullable=False),
        sa.Column("rung", sa.String(24), nullable=False),
        sa.Column("party", sa.String(16), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
    )
    op.create_index("ix_reminders_digest", "reminders", ["user_id", "day"])
    op.create_table(
        "calendar_feeds",
        sa.Column(
            "user_id", sa.Integer(), sa.ForeignKey("users.id", name="fk_calendar_feeds_user_id_users"), primary_key=True
        ),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("token_hash", name="uq_calendar_feeds_token_hash"),
    )


def _fill() -> None:
    """Cases that run turn red on the day after the last one; paused ones are looked at by the next sweep."""
    after = "{0} + 1" if op.get_bind().dialect.name == "postgresql" else "date({0}, '+1 day')"
    day = {name: after.format(name) for name in ("promised_due", "statutory_due", "due_on")}
    op.execute(
        f"UPDATE cases SET red_from = {day['promised_due']}, dark_from = {day['statutory_due']} WHERE paused IS FALSE"
    )
    op.execute("UPDATE cases SET wake_on = received_on WHERE paused IS TRUE")
    op.execute(
        f"UPDATE case_tracks SET late_from = {day['due_on']} "
        "WHERE case_id IN (SELECT id FROM cases WHERE paused IS FALSE)"
    )


def downgrade() -> None:
    op.drop_table("calendar_feeds")
    op.drop_table("reminders")
    op.drop_column("case_tracks", "late_from")
    op.drop_column("cases", "dark_from")
    op.drop_column("cases", "red_from")
