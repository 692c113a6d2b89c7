"""The two databases under test: each has one application for the whole run, and is emptied before every test."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import inspect, text

from portal import create_app, schema
from portal.config import Settings, read_settings
from portal.db import db
from portal.services import calendar_store, guide_store
from tests.postgres import Server

SECRET = "for tests only: forty characters at least"
USUAL = {"ONEWINDOW_DECISION_UNDO_MINUTES": "0", "ONEWINDOW_QUIET_HOURS": "none"}
"""A decision leaves in the act that signs it, and mails at any hour, but in the tests that are about the time between."""


class Backend:
    """One database with the application on it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.app: Flask = create_app(settings)
        self.app.config.update(TESTING=True)
        with self.app.app_context():
            schema.upgrade()
            self.tables = [name for name in inspect(db.engine).get_table_names() if name != "alembic_version"]
            with db.engine.connect() as connection:
                filled = [name for name in self.tables if connection.scalar(text(f"SELECT 1 FROM {name} LIMIT 1"))]
        assert not filled, f"migrations write rows into {filled}: emptying the database between tests would lose them"
        self.release()

    def fresh(self) -> Flask:
        """Return the application on an empty database and an empty folder of files."""
        self.release()
        self.empty()
        with self.app.app_context():
            calendar_store.reset()
            guide_store.reset()
        for folder in (self.settings.files, self.settings.data / "mail"):
            shutil.rmtree(folder, ignore_errors=True)
        return self.app

    def release(self) -> None:
        """Close every connection that the application keeps."""
        with self.app.app_context():
            db.engine.dispose()

    def empty(self) -> None:
        """Remove every row, past the triggers that protect the journal."""
        raise NotImplementedError

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

    def empty(self) -> None:
        """Put the empty file back."""
        for part in ("-wal", "-shm"):
            self.file.with_name(self.file.name + part).unlink(missing_ok=True)
        shutil.copyfile(self.pattern, self.file)


class Postgresql(Backend):
    """A database of the server; TRUNCATE with the triggers off, and only of tables that hold something."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server, self.name = server, f"onewindow_{folder.name.lower()}"
        url = server.create(self.name)
        environ = {"DATABASE_URL": url, "ONEWINDOW_SECRET_KEY": SECRET, **USUAL}
        super().__init__(read_settings(environ, data=folder))
        self._privileged = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        checks = (
            f"IF EXISTS (SELECT 1 FROM {name}) THEN TRUNCATE {name} RESTART IDENTITY CASCADE; END IF;"
            for name in self.tables
        )
        self._empty = f"DO $$ BEGIN SET LOCAL session_replication_role = replica; {' '.join(checks)} END $$"
        self._privileged.execute("SET lock_timeout = '10s'")

    def empty(self) -> None:
        """Truncate what holds something; fails after 10 s when a test left a transaction open."""
        self._privileged.execute(self._empty)  # type: ignore[arg-type]

    def close(self) -> None:
        """Drop the database."""
        super().close()
        self._privileged.close()
        self.server.drop(self.name)


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
