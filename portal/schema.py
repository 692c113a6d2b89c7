"""The shape of the database: brought up to date by Alembic, and checked before a command works on it."""

from __future__ import annotations

from pathlib import Path

import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select

from portal.db import db, reading
from portal.models import User

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def upgrade() -> None:
    """Apply every migration that the application's database lacks; nothing happens when it has them all."""
    flask_migrate.upgrade(directory=str(MIGRATIONS))


def head() -> str | None:
    """Return the newest migration there is."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def current() -> str | None:
    """Return the newest migration that the application's database has; None for an empty one."""
    with db.engine.execution_options(onewindow_reads=True).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def empty() -> bool:
    """True when nobody has an account yet."""
    with reading() as session:
        return session.scalar(select(User.id).limit(1)) is None
