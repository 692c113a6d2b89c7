"""The portal as people meet it: a server on a port, a database and files of its own, and a clock that a test sets."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from werkzeug.serving import WSGIRequestHandler, make_server

from portal.db import reading
from portal.models import Licence
from portal.security import limiter
from tests.at_window import beijing
from tests.backends import Sqlite
from tests.jobs.running import free_port

HOST = "127.0.0.1"
MORNING = "2026-09-01 09:30"
"""A Tuesday without a holiday near it: when every test begins."""


class _Silent(WSGIRequestHandler):
    """Says nothing of requests that went well."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing: what fails is written by the portal's own log."""


class _Gate:
    """Lets requests in while the database lies still: a page that is left says so after its test has ended."""

    def __init__(self, app: Any) -> None:
        self._app, self._inside, self._calm = app, 0, threading.Condition()

    def __call__(self, environ: Any, start: Any) -> list[bytes]:
        with self._calm:
            self._inside += 1
        try:
            answer = self._app(environ, start)
            try:
                return list(answer)
            finally:
                getattr(answer, "close", lambda: None)()
        finally:
            with self._calm:
                self._inside -= 1
                self._calm.notify_all()

    @contextmanager
    def still(self) -> Iterator[None]:
        """Nobody is inside, and nobody comes in, until the block is over."""
        with self._calm:
            self._calm.wait_for(lambda: self._inside == 0, timeout=30)
            yield


class Live:
    """One portal for many tests: `fresh()` empties it, `clock` says what time it is for everybody."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.backend = Sqlite(folder, host=HOST, port=port)
        self.app: Flask = self.backend.app
        self.app.config["TESTING"] = False  # a page that breaks is the page that people would see
        self.address = f"http://{HOST}:{port}"
        self.clock = Clock()
        self._gate = _Gate(self.app)
        self._server = make_server(HOST, port, self._gate, threaded=True, request_handler=_Silent)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def fresh(self) -> None:
        """Empty the portal: no accounts, no cases, no files; nobody is counted as having tried anything."""
        self.clock.set(MORNING)
        with self._gate.still(), self.backend.fresh().app_context():
            limiter.reset()

    def count(self, table: type[Any]) -> int:
        """How many rows a table holds."""
        with self.app.app_context(), reading() as session:
            return int(session.scalar(select(func.count()).select_from(table)) or 0)

    def licence(self) -> tuple[str, str, str]:
        """Number, token and signed payload of the newest licence."""
        newest = select(Licence.number, Licence.token, Licence.payload).order_by(Licence.id.desc())
        with self.app.app_context(), reading() as session:
            number, token, payload = session.execute(newest).first() or ("", "", "")
            return number, token, payload

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()
        self.backend.close()


class Clock:
    """Time in Beijing, running on from the moment that was set."""

    def set(self, text: str) -> None:
        """Make it that moment, for example `2026-09-01 09:30`."""
        self._start, self._since = beijing(text), time.monotonic()

    def pass_(self, **units: float) -> None:
        """Let so much time pass, as in `pass_(minutes=121)`."""
        self._start += timedelta(**units)

    def now(self) -> datetime:
        """This moment."""
        return self._start + timedelta(seconds=time.monotonic() - self._since)
