"""Sign-ins with a second factor, one-time links, owners of enterprises, written authority of agents, and the log of accounts.

The first of an enterprise's people owns it. Who is signed in signs in once more, because sessions have a row from now on.

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Instant, Json

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("owner", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("users", sa.Column("totp_secret", sa.String(length=255), nullable=False, server_default=""))
    op.add_column("users", sa.Column("totp_step", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE users SET owner = TRUE WHERE id IN (SELECT min(id) FROM users "
        "WHERE kind = 'handler' AND active AND enterprise_id IS NOT NULL GROUP BY enterprise_id)"
    )
    owned = sa.text("owner")
    op.create_index(
        "uq_users_owner", "users", ["enterprise_id"], unique=True, sqlite_where=owned, postgresql_where=owned
    )
    _mandates()
    _sign_ins()
    _log()


def _mandates() -> None:
    op.create_table(
        "mandates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("email", sa.String(length=160), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("items", Json, nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("given_at", Instant(), nullable=False),
        sa.Column("accepted_at", Instant()),
        sa.Column("ended_at", Instant()),
        _to("mandates", "enterprise_id", "enterprises"),
        _to("mandates", "user_id", "users"),
        _to("mandates", "upload_id", "uploads"),
        _to("mandates", "given_by", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
    )
    for column in ("enterprise_id", "user_id"):
        op.create_index(op.f(f"ix_mandates_{column}"), "mandates", [column])


def _sign_ins() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("session_version", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("factor", sa.Boolean(), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant()),
        _to("sign_ins", "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    op.create_index("ix_sign_ins_user", "sign_ins", ["user_id", "seen_at"])
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", Instant()),
        _to("recovery_codes", "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
    )
    op.create_index(op.f("ix_recovery_codes_user_id"), "recovery_codes", ["user_id"])
    _links()


def _links() -> None:
    op.create_table(
        "account_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("enterprise_id", sa.Integer()),
        sa.Column("mandate_id", sa.Integer()),
        sa.Column("email", sa.String(length=160), nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant()),
        _to("account_links", "user_id", "users"),
        _to("account_links", "enterprise_id", "enterprises"),
        _to("account_links", "mandate_id", "mandates"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_links")),
    )
    for column in ("token_hash", "user_id", "enterprise_id"):
        op.create_index(op.f(f"ix_account_links_{column}"), "account_links", [column])


def _log() -> None:
    op.create_table(
        "account_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("enterprise_id", sa.Integer()),
        sa.Column("facts", Json, nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        _to("account_log", "user_id", "users"),
        _to("account_log", "enterprise_id", "enterprises"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_log")),
    )
    op.create_index("ix_account_log_user", "account_log", ["user_id", "id"])
    op.create_index("ix_account_log_enterprise", "account_log", ["enterprise_id", "id"])
    postgresql = op.get_bind().dialect.name == "postgresql"
    for act in ("DELETE", "UPDATE"):
        does = (
            "FOR EACH ROW EXECUTE FUNCTION append_only()"
            if postgresql
            else "BEGIN SELECT RAISE(ABORT, 'account_log is append-only'); END"
        )
        op.execute(f"CREATE TRIGGER account_log_no_{act.lower()} BEFORE {act} ON account_log {does}")


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def downgrade() -> None:
    for table in ("account_log", "account_links", "recovery_codes", "sign_ins", "mandates"):
        op.drop_table(table)
    op.drop_index("uq_users_owner", "users")
    for column in ("totp_step", "totp_secret", "owner"):
        op.drop_column("users", column)
