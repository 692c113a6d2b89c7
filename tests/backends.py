"""The two databases under test: each has one application for the whole run, and is emptied before every test."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Hashable, Iterator
from contextlib import closing, contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event, inspect, text

from portal import create_app, schema
from portal.config import Settings, read_settings
from portal.db import db, reading
from portal.services import calendar_store, guide_store
from tests.postgres import Server

SECRET = "for tests only: forty characters at least"
EXTENSION = "onewindow_backend"
TEMPLATES = Path(__file__).parent.parent / ".pytest_cache" / "templates"
"""Where templates are kept as they were compiled: every process of a run has an application on each database."""

DELETIONS = 50
"""So often PostgreSQL's rows are deleted until its tables are made new, which takes a hundred times longer."""

Made = TypeVar("Made")
USUAL = {"ONEWINDOW_DECISION_UNDO_MINUTES": "0", "ONEWINDOW_QUIET_HOURS": "none"}
"""A decision leaves in the act that signs it, and mails at any hour, but in the tests that are about the time between."""


class Backend:
    """One database with the application on it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.app: Flask = create_app(settings)
        self.app.config.update(TESTING=True)
        self.app.extensions[EXTENSION] = self
        TEMPLATES.mkdir(parents=True, exist_ok=True)
        self.app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(TEMPLATES))
        self._towns: dict[Hashable, Any] = {}
        with self.app.app_context():
            schema.upgrade()
            self.tables = [name for name in inspect(db.engine).get_table_names() if name != "alembic_version"]
            with db.engine.connect() as connection:
                filled = [name for name in self.tables if connection.scalar(text(f"SELECT 1 FROM {name} LIMIT 1"))]
        assert not filled, f"migrations write rows into {filled}: emptying the database between tests would lose them"
        self._anything = " UNION ALL ".join(f"SELECT 1 FROM {name}" for name in self.tables) + " LIMIT 1"
        self.release()

    def fresh(self) -> Flask:
        """Return the application on an empty database and an empty folder of files."""
        self.release()
        self.empty()
        with self.app.app_context():
            calendar_store.reset()
            guide_store.reset()
        for folder in self._folders:
            shutil.rmtree(folder, ignore_errors=True)
        return self.app

    def release(self) -> None:
        """Close every connection that the application keeps."""
        with self.app.app_context():
            db.engine.dispose()

    def empty(self) -> None:
        """Remove every row, past the triggers that protect the journal."""
        raise NotImplementedError

    def made_once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` makes of the empty database and returns: made the first time, put back from then on.

        A town takes a hundred times longer to make by services than to put back, and hundreds of tests begin with the
        same one. Where there is anything in the database or among the files already, it is made as if nobody knew it. What is
        kept is made with the usual settings: the test that happens to come first may have others.
        """
        if not self._is_empty():
            return make()
        if key not in self._towns:
            made = self._usually(make)
            if not any(folder.exists() for folder in self._folders):
                self._towns[key] = deepcopy(made), self.keep(f"town_{len(self._towns)}")
            return made
        made, kept = self._towns[key]
        self.put_back(kept)
        return deepcopy(made)

    def _usually(self, make: Callable[[], Made]) -> Made:
        chosen = self.app.config["SETTINGS"]
        self.app.config["SETTINGS"] = self.settings
        try:
            return make()
        finally:
            self.app.config["SETTINGS"] = chosen

    def keep(self, name: str) -> Any:
        """Keep every row that there is now under that name; returns what `put_back` needs."""
        raise NotImplementedError

    def put_back(self, kept: Any) -> None:
        """Write the rows that were kept into the empty database."""
        raise NotImplementedError

    @property
    def _folders(self) -> tuple[Path, Path]:
        return self.settings.files, self.settings.data / "mail"

    def _is_empty(self) -> bool:
        if any(folder.exists() for folder in self._folders):
            return False
        with self.app.app_context(), reading() as session:
            return session.scalar(text(self._anything)) is None

    def close(self) -> None:
        """Give back what the tests took."""
        self.release()


class Sqlite(Backend):
    """A file, in memory where the machine has a place for that; emptied by copying the empty one over it."""

    def __init__(self, folder: Path, **chosen: Any) -> None:
        super().__init__(read_settings({"ONEWINDOW_SECRET_KEY": SECRET, **USUAL}, data=folder, **chosen))
        self.file = folder / "onewindow.db"
        self.pattern = folder / "empty.db"
        shutil.copyfile(self.file, self.pattern)
        with self.app.app_context():
            event.listen(db.engine, "connect", _backwards)

    def empty(self) -> None:
        """Put the empty file back."""
        for part in ("-wal", "-shm"):
            self.file.with_name(self.file.name + part).unlink(missing_ok=True)
        shutil.copyfile(self.pattern, self.file)

    def keep(self, name: str) -> Path:
        """Copy the database into a file beside it, while it is in use."""
        copy = self.file.with_name(f"{name}.db")
        _copied(self.file, copy)
        return copy

    def put_back(self, kept: Path) -> None:
        """Copy the file back as one transaction: whoever is connected goes on with what it holds."""
        _copied(kept, self.file)


def _backwards(connection: Any, _record: Any) -> None:
    """Give rows that nobody ordered last first: PostgreSQL gives them in whatever order it has, on some other day."""
    connection.execute("PRAGMA reverse_unordered_selects=ON")


def _copied(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(target, timeout=10)) as here:
        here.execute("PRAGMA synchronous=OFF")
        there.backup(here)


class Postgresql(Backend):
    """A database of the server, emptied with the triggers off.

    TRUNCATE makes new files for every table that refers to a truncated one, however empty, and for each of their indexes:
    0.15 s of work where DELETE takes a few milliseconds. What DELETE leaves behind is cleared away by a TRUNCATE now and then.
    """

    def __init__(self, server: Server, folder: Path) -> None:
        self.server, self.name = server, f"onewindow_{folder.name.lower()}"
        url = server.create(self.name)
        environ = {"DATABASE_URL": url, "ONEWINDOW_SECRET_KEY": SECRET, **USUAL}
        super().__init__(read_settings(environ, data=folder))
        self._privileged = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        every = ", ".join(self.tables)
        deletions = " ".join(f"DELETE FROM {name};" for name in self.tables)
        self._delete = f"""DO $$ DECLARE counter regclass; BEGIN
            SET LOCAL session_replication_role = replica;
            LOCK TABLE {every};
            {deletions}
            FOR counter IN SELECT format('%I.%I', schemaname, sequencename) FROM pg_sequences
                WHERE schemaname = 'public' AND last_value IS NOT NULL
            LOOP PERFORM setval(counter, 1, false); END LOOP;
        END $$"""
        self._truncate = f"TRUNCATE {every} RESTART IDENTITY"
        self._emptied = 0
        self._privileged.execute("SET lock_timeout = '10s'")

    def release(self) -> None:
        """Keep the connections that nobody uses: a new one has to learn every table anew, and the portal asks whether they live."""
        with self.app.app_context():
            if db.engine.pool.checkedout():  # type: ignore[attr-defined]
                db.engine.dispose()

    def empty(self) -> None:
        """Delete every row; fails after 10 s when a test left a transaction open, whatever it looked at."""
        self._emptied += 1
        statement = self._delete if self._emptied % DELETIONS else self._truncate
        self._privileged.execute(statement)  # type: ignore[arg-type]

    def keep(self, name: str) -> str:
        """Copy what holds something into a schema of that name; returns the statement that copies it back."""
        filled = [one for one in self.tables if self._ask(f"SELECT EXISTS (SELECT FROM {one})")]
        counted = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value > 0"
        numbers = self._privileged.execute(counted).fetchall()
        self._privileged.execute(f"CREATE SCHEMA {name}")  # type: ignore[arg-type]
        for one in filled:
            self._privileged.execute(f"CREATE TABLE {name}.{one} AS TABLE public.{one}")  # type: ignore[arg-type]
        rows = (f"INSERT INTO public.{one} SELECT * FROM {name}.{one};" for one in filled)
        last = (f"PERFORM setval('public.{sequence}', {number});" for sequence, number in numbers)
        return f"DO $$ BEGIN SET LOCAL session_replication_role = replica; {' '.join((*rows, *last))} END $$"

    def put_back(self, kept: str) -> None:
        """Copy the rows back, past the triggers, and let every number go on where it was."""
        self._privileged.execute(kept)  # type: ignore[arg-type]

    def _ask(self, question: str) -> Any:
        row = self._privileged.execute(question).fetchone()  # type: ignore[arg-type]
        return row and row[0]

    def close(self) -> None:
        """Drop the database."""
        with self.app.app_context():
            db.engine.dispose()
        self._privileged.close()
        self.server.drop(self.name)


def made_once(app: Flask, key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` makes of the application's empty database, put back from the second time on where it is one under test."""
    backend: Backend | None = app.extensions.get(EXTENSION)
    return backend.made_once(key, make) if backend else make()


@contextmanager
def on(engine: str, server: Server | None) -> Iterator[Backend]:
    """Yield the backend of that name for the time of the block, in a folder of its own."""
    shm = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="ow-test-", dir=shm if shm.is_dir() else None))
    backend: Backend | None = None
    try:
        backend = Postgresql(server, folder) if engine == "postgresql" and server else Sqlite(folder)
        yield backend
    finally:
        if backend is not None:
            backend.close()
        shutil.rmtree(folder, ignore_errors=True)
