"""The database: one engine, two ways to use it, and types that behave the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Engine, Insert, MetaData, Table, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

BRIEFLY = 500
"""Milliseconds that `wait_briefly` allows: shorter than PostgreSQL's `deadlock_timeout`, which is a second."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)

Json = JSON().with_variant(JSONB(), "postgresql")


class Instant(TypeDecorator[datetime]):
    """An aware moment in UTC; SQLite, which has no time zones, gets the same promise as PostgreSQL."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def configure_sqlite(engine: Engine) -> None:
    """Make SQLite durable and strict: WAL, full synchronisation, foreign keys, and writers that queue instead of failing.

    The driver's own transaction handling is switched off, so that a unit of work that will write begins with
    BEGIN IMMEDIATE: two officers deciding at once wait for each other instead of overwriting.
    """

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA busy_timeout=15000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        reads = connection.get_execution_options().get("onewindow_reads", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def configure_postgresql(engine: Engine) -> None:
    """Spare PostgreSQL what only long statements gain by: compiling them, and one plan for whatever is asked.

    The portal's statements take milliseconds, and what is quick differs between a rare item and a common one.
    """

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, record: Any) -> None:
        connection.execute("SET jit TO off")
        connection.execute("SET plan_cache_mode TO force_custom_plan")
        connection.commit()


def alone(session: Session) -> None:
    """Let PostgreSQL answer what follows in this transaction without helpers: starting them takes longer than a short answer."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL max_parallel_workers_per_gather = 0"))


def table_of(model: type[Base]) -> Table:
    """The table under a model, for statements that pass the bookkeeping of objects by."""
    return Base.metadata.tables[model.__tablename__]


def add_rows(session: Session, model: type[Base], rows: list[dict[str, Any]]) -> None:
    """Insert complete rows in the session's transaction, past the bookkeeping of objects: what is only ever added needs none."""
    session.connection().execute(_insert(model), rows)


@cache  # building a statement and finding its compiled text costs more than running it
def _insert(model: type[Base]) -> Insert:
    return table_of(model).insert()


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of work: everything in the block is committed together, or nothing is.

    What the block leaves in `session.info["before_commit"]` (by name) is called with the session as the last thing before
    the commit; what it leaves in `session.info["after_commit"]` after the commit, and never after a failure.
    """
    with Session(db.engine, expire_on_commit=False) as session:
        with session.begin():
            yield session
            for complete in session.info.pop("before_commit", {}).values():
                complete(session)
        for call in session.info.pop("after_commit", ()):
            call()


@contextmanager
def reading() -> Iterator[Session]:
    """A look at the data that never writes and never waits for a writer."""
    engine = db.engine.execution_options(onewindow_reads=True)
    with Session(engine, expire_on_commit=False, autoflush=False) as session:
        yield session


def wait_briefly(session: Session) -> None:
    """Let this transaction give up where somebody else holds a row for longer than half a second.

    PostgreSQL looks for circles of waiting after a second and ends one of those who stand in them: whoever waits briefly is
    gone by then, so that the other goes on. SQLite has one writer and no circles.
    """
    if session.connection().dialect.name == "postgresql":
        session.execute(text(f"SET LOCAL lock_timeout = {BRIEFLY}"))


@contextmanager
def hurried() -> Iterator[None]:
    """Let no commit inside the block wait for the disk; when the block ends, everything it wrote is as durable as ever.

    For loading a town into an empty database that nobody uses yet, and for nothing else: a power cut may spoil that load.
    """
    engine = db.engine
    embedded = engine.dialect.name == "sqlite"

    def relax(connection: Any, record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF" if embedded else "SET synchronous_commit TO off")
        if not embedded:
            connection.commit()

    engine.dispose()
    event.listen(engine, "connect", relax)
    try:
        yield
    finally:
        event.remove(engine, "connect", relax)
        engine.dispose()
        if embedded:
            with engine.execution_options(onewindow_reads=True).connect() as connection:
                connection.rollback()
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
