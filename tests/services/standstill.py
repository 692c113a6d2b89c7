"""A thread that stands still at a chosen point of its transaction, so that what two do at one moment has an order that is known."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from multiprocessing import get_context
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import event

from portal.db import db
from workflows.refusal import Refusal

PATIENCE = 30.0
"""Seconds that a crowded machine may take for anything."""
COMMIT = "COMMIT"


class Stand:
    """Where somebody stands still: `reached` once he is there, and `go` lets him go on. Made of events of threads or processes."""

    def __init__(self, reached: Any, go: Any, passing: int = 0) -> None:
        self.reached, self.go, self.passing, self.backend = reached, go, passing, 0

    def wait(self) -> None:
        """Return once somebody stands there."""
        assert self.reached.wait(PATIENCE), "nobody came to where he was to stand still"

    def hold(self, connection: Any) -> None:
        """Stand still here until told to go on; who is to pass by so many times first, or comes by again, passes."""
        self.passing -= 1
        if self.passing < 0 and not self.reached.is_set():
            self.backend = getattr(getattr(connection.connection.dbapi_connection, "info", None), "backend_pid", 0)
            self.reached.set()
            self.go.wait(PATIENCE)


class Acting:
    """Somebody who does one thing in a thread of his own, and stands still before some statement where he is told to.

    `end()` is how it ended: the rule that refused it, the name of the fault, or what the act returned.
    """

    def __init__(self, scene: Scene, act: Callable[[], object], before: str, passing: int) -> None:
        self.stand = Stand(threading.Event(), threading.Event(), passing)
        self._ended: object = None
        self._thread = threading.Thread(target=self._run, args=(scene, act, before), daemon=True)
        self._thread.start()
        if before:
            self.stand.wait()

    def end(self) -> object:
        """Let him go on, and wait for the end."""
        self.stand.go.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "two waited for each other, or one for ever"
        return self._ended

    def _run(self, scene: Scene, act: Callable[[], object], before: str) -> None:
        if before:
            scene.stops[threading.get_ident()] = self.stand, before
        with scene.app.app_context():
            try:
                self._ended = act()
            except Refusal as refusal:
                self._ended = refusal.rule
            except Exception as wrong:
                self._ended = type(wrong).__name__


class Dying:
    """Somebody who does one thing in a process of his own, stands still in the middle of it, and is killed there outright."""

    def __init__(self, scene: Scene, act: Callable[[], object], before: str) -> None:
        context = get_context("fork")
        self.stand = Stand(context.Event(), context.Event())
        scene.engine.dispose()  # no connection is to be known to two processes
        self._process = context.Process(target=self._run, args=(scene, act, before), daemon=True)
        self._process.start()
        self.stand.wait()

    def die(self) -> None:
        """Kill the process where it stands."""
        self._process.kill()
        self._process.join(PATIENCE)
        assert self._process.exitcode == -9

    def _run(self, scene: Scene, act: Callable[[], object], before: str) -> None:
        scene.stops = {threading.get_ident(): (self.stand, before)}
        with scene.app.app_context():
            act()
        os._exit(0)


class Scene:
    """Where several act at once on the database under test, and a look at its server from outside."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.stops: dict[int, tuple[Stand, str]] = {}
        self._people: list[Acting] = []
        with app.app_context():
            self.engine = db.engine
        url = app.config["SETTINGS"].database_url
        self._here = psycopg.connect(url.replace("+psycopg", ""), autocommit=True) if "postgres" in url else None

    def __enter__(self) -> Scene:
        event.listen(self.engine, "before_cursor_execute", self._statement)
        event.listen(self.engine, "commit", self._commit)
        return self

    def __exit__(self, *error: object) -> None:
        for one in self._people:  # a test that failed leaves nobody standing in the middle of a transaction
            one.end()
        event.remove(self.engine, "before_cursor_execute", self._statement)
        event.remove(self.engine, "commit", self._commit)
        if self._here:
            self._here.close()

    def acting(self, act: Callable[[], object], *, before: str = "", passing: int = 0) -> Acting:
        """Somebody who begins now. He stands still before his first statement that contains these words, or first commit;
        after so many others that he passes by."""
        self._people.append(Acting(self, act, before, passing))
        return self._people[-1]

    def dying(self, act: Callable[[], object], *, before: str) -> Dying:
        """The same in a process of its own, to be killed where it stands."""
        return Dying(self, act, before)

    def somebody_waits(self) -> None:
        """Return once a connection waits for a lock. SQLite shows none: whoever comes waits at the door of the file."""
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        last = time.monotonic() + PATIENCE
        while self._here and not self._asked(waiting):
            assert time.monotonic() < last, "nobody waits"
            time.sleep(0.005)

    def cut(self, backend: int) -> None:
        """End a connection from the side of the server; PostgreSQL alone."""
        assert self._asked("SELECT pg_terminate_backend(%s, 5000)", backend)

    def _asked(self, question: str, *values: Any) -> Any:
        assert self._here
        row = self._here.execute(question, values or None).fetchone()  # type: ignore[arg-type]
        return row and row[0]

    def _statement(self, connection: Any, cursor: Any, said: str, *rest: Any) -> None:
        stand, before = self.stops.get(threading.get_ident(), (None, ""))
        if stand and before in said:
            stand.hold(connection)

    def _commit(self, connection: Any) -> None:
        stand, before = self.stops.get(threading.get_ident(), (None, ""))
        if stand and before == COMMIT:
            stand.hold(connection)
