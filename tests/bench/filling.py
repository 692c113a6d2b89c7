"""Millions of rows for a benchmark: indexes are dropped while they are written and built again at once, keys are not followed.

Copied rows refer to what the copied row referred to, so that there is nothing to check; and an index built over a full table
takes a tenth of the time of one that is kept while rows come.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from portal.db import db, transaction

KEPT = text(
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename IN :tables "
    "AND indexname NOT IN (SELECT conname FROM pg_constraint)"
).bindparams(bindparam("tables", expanding=True))


@contextmanager
def filling(*tables: str) -> Iterator[Session]:
    """A session to write rows by the million into these tables; afterwards the indexes stand again and are counted through."""
    with transaction() as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text("SET LOCAL maintenance_work_mem = '1GB'"))
        indexes = session.execute(KEPT, {"tables": tables}).all()
        for name, _ in indexes:
            session.execute(text(f'DROP INDEX "{name}"'))
        yield session
        for _, definition in indexes:
            session.execute(text(definition))
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
