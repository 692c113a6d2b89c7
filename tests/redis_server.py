"""A real Redis for one test, the same one that `onewindow up` starts, which may be killed and robbed of its memory."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

from redis import Redis
from redis.exceptions import ConnectionError as Unreachable

from portal.embedded import redis_child


class PrivateRedis:
    """A Redis server on a socket file in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "redis"
        self.socket = folder / "redis.sock"
        self.url = f"unix://{self.socket}"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> PrivateRedis:
        """Start it."""
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Kill it."""
        self.kill()

    def start(self) -> None:
        """Start it, with what it kept on disk, and wait until it answers."""
        child = redis_child(self.socket, self.folder)
        child.prepare(0)
        self._process = subprocess.Popen(child.argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        for _ in range(200):
            try:
                with Redis.from_url(self.url) as client:
                    client.ping()
                    return
            except Unreachable:
                time.sleep(0.02)
        raise RuntimeError(f"Redis did not start: {(self.folder / 'redis.log').read_text()}")

    def kill(self) -> None:
        """Kill it outright, as a power cut would."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self.socket.unlink(missing_ok=True)  # or whoever looks for a Redis in this folder would take it for one

    def lose_everything(self) -> None:
        """Kill it, delete what it kept on disk, and start it empty."""
        self.kill()
        shutil.rmtree(self.folder)
        self.start()
