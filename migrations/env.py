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
        context.configure(
            connection=connection,
            target_metadata=db.Model.metadata,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
