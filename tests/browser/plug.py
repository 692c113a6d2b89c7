"""A portal whose plug can be pulled: a web server as a process of its own, killed outright and started again on the same data."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from flask import Flask

from tests.backends import SECRET, Sqlite
from tests.jobs.running import free_port, wait_until


class Plug:
    """The web server of a data folder. `app` is the same portal inside the test, to make a town with and to look with."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.backend = Sqlite(folder, port=self.port)
        self.app: Flask = self.backend.app
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server; it answers a moment later."""
        chosen = {
            "ONEWINDOW_DATA": str(self.folder),
            "ONEWINDOW_PORT": str(self.port),
            "ONEWINDOW_SECRET_KEY": SECRET,
            "ONEWINDOW_WEB_PROCESSES": "1",
        }
        with (self.folder / "web.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "portal", "web"],
                env={**os.environ, **chosen},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Pull the plug: every process of the server is gone at once, whatever it was doing."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def wait(self) -> None:
        """Wait until it answers."""
        wait_until(self._answers)

    def close(self) -> None:
        """End everything."""
        if self._process is not None and self._process.poll() is None:
            self.kill()
        self.backend.close()

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.address}/sign-in", timeout=5) as page:
                return int(page.status) == 200
        except (URLError, OSError):
            return False
