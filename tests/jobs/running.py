"""`onewindow up` as somebody at a terminal has it: started, watched, its processes killed one by one, stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

PATIENCE = 60.0
"""Seconds that a slow machine may take for anything."""


class Portal:
    """One `onewindow up` on a port and a data folder of its own."""

    def __init__(self, folder: Path, *words: str, port: int | None = None) -> None:
        self.data = folder / "data"
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log"
        command = [sys.executable, "-m", "portal", "up", "--port", str(self.port), "--data", str(self.data), *words]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def __enter__(self) -> Portal:
        """Nothing to do: it starts by itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Make sure that it is gone."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(PATIENCE)

    @property
    def said(self) -> str:
        """Everything printed so far."""
        return self.log.read_text("utf-8", "replace")

    def open(self) -> Portal:
        """Wait until the address is printed."""
        wait_until(lambda: f"open at {self.address}" in self.said or self.process.poll() is not None, self)
        assert self.process.poll() is None, self.said
        return self

    def status(self, path: str = "/") -> int | None:
        """The status with which a page answers; None when nothing does."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def part(self, *words: str) -> int | None:
        """The process of one part by words of its command, such as `worker outbox`; None when there is none."""
        found = [pid for pid, command in self.parts().items() if " ".join(words) in command]
        return found[0] if found else None

    def parts(self) -> dict[int, str]:
        """Every process of the portal but the supervisor, with its command."""
        return {pid: command_of(pid) for pid in descendants(self.process.pid)}

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to stop; return its exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def wait_until(happens: Callable[[], object], portal: Portal | None = None) -> None:
    """Wait until something happens; fails, with what the portal said, when it does not."""
    deadline = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < deadline, portal.said if portal else "it never happened"
        time.sleep(0.05)


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def descendants(pid: int) -> Iterator[int]:
    """Every process below one, as the kernel knows them."""
    with suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            yield int(child)
            yield from descendants(int(child))


def command_of(pid: int) -> str:
    """The command of a process; empty when it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    return ""


def alive(pid: int) -> bool:
    """True while a process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False


def kill(pid: int | None) -> None:
    """Kill a process outright."""
    assert pid is not None, "there is no such process"
    os.kill(pid, signal.SIGKILL)
