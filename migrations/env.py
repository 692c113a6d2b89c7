"""How Alembic reaches the database: through the application's own engine, one transaction for all steps."""

from __future__ import annotations

from alembic import context
from flask import current_app

import portal.models  # noqa: F401  (fills the metadata)
from portal.db import db


def run() -> None:
    """Apply the migrations to the application's database."""
    engine = db.engine
    with engine.connect() as connection:
        if (
            engine.dialect.name == "sqlite"
        ):  # a table that others refer to is rebuilt by a copy; what refers to it stays as it is
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=db.Model.metadata,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        if engine.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            assert broken is None, f"a migration left a row that refers to nothing: {broken}"
        connection.commit()
        if engine.dialect.name == "sqlite":
            connection.connection.cursor().execute("PRAGMA foreign_keys=ON")


run()
