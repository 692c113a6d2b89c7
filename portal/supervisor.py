"""Keeps a few child processes alive in the foreground: readable output, restarts with patience, no orphan at the end."""

from __future__ import annotations

import ctypes
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

PATIENCE = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds before a child that ended is started again, the first time, the second time and so on."""

STEADY = 30.0
"""Seconds after which a child counts as healthy again."""

FAREWELL = 10.0
"""Seconds that a child has to end by itself when it is told to stop."""

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
_libc = ctypes.CDLL(None, use_errno=True)


class Ended(Exception):
    """Something that cannot go on: the text is one sentence for the person in front of the terminal."""


@dataclass
class Child:
    """One process to keep alive; `prepare` runs before every start, `failures` counts ends since it was last steady."""

    name: str
    argv: Sequence[str]
    prepare: Callable[[int], None] = lambda failures: None
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started_at: float = 0.0
    again_at: float | None = None
    rest: bytes = field(default=b"", repr=False)


class Supervisor:
    """Starts children, prints what they say, starts them again when they die, and stops them all together."""

    def __init__(self, environ: Mapping[str, str], *, say: Callable[[str], None]) -> None:
        self.environ = dict(environ)
        self._say = say
        self.children: list[Child] = []
        self.stopping = False
        self.impatient = True
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._selector = selectors.DefaultSelector()
        self._wakeup, self._awake = socket.socketpair()

    def __enter__(self) -> Supervisor:
        """Take over the signals, and the processes whose parents die."""
        if sys.platform == "linux":
            _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        for end in (self._wakeup, self._awake):
            end.setblocking(False)
        signal.set_wakeup_fd(self._awake.fileno(), warn_on_full_buffer=False)
        self._selector.register(self._wakeup, selectors.EVENT_READ, None)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        return self

    def __exit__(self, *error: object) -> None:
        """Leave nothing running."""
        self.stop()
        signal.set_wakeup_fd(-1)
        self._selector.close()
        self._wakeup.close()
        self._awake.close()

    def say(self, line: str) -> None:
        """Print a line; a terminal that was closed is no reason to leave children behind."""
        with suppress(OSError):
            self._say(line)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def start(self, child: Child) -> None:
        """Start a child and keep it alive from now on."""
        self.children.append(child)
        self._launch(child)

    def run(self, child: Child) -> int:
        """Run a child once to its end while all others are looked after; return its exit status."""
        self._launch(child)
        assert child.process is not None
        while child.process.poll() is None and not self.stopping:
            self.attend(0.5)
        if self.stopping:
            self._end([child])
        self._print_rest(child)
        return child.process.returncode

    def attend(self, seconds: float) -> None:
        """Look after everything for at most `seconds`: print what was said, start again what died."""
        self._listen(self._until_next(seconds))
        self._reap_adopted()
        if not self.stopping:
            for child in self.children:
                self._revive(child)

    def attend_for(self, seconds: float) -> None:
        """Look after everything for `seconds`, or until told to stop."""
        until = time.monotonic() + seconds
        while not self.stopping and (left := until - time.monotonic()) > 0:
            self.attend(left)

    def stop(self) -> None:
        """Stop every child, the first one last because the others need it, and then whatever they left behind."""
        self.stopping = True
        first, others = self.children[:1], self.children[1:]
        self._end(others)
        self._end(first)
        for child in self.children:
            self._print_rest(child)
        self._end_adopted()

    def _launch(self, child: Child) -> None:
        child.prepare(child.failures)
        child.started_at, child.again_at = time.monotonic(), None
        child.process = subprocess.Popen(
            child.argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self.environ,
            start_new_session=True,
            preexec_fn=_die_with_parent,
            pass_fds=child.pass_fds,
        )
        self._processes.add(child.process)
        assert child.process.stdout is not None
        os.set_blocking(child.process.stdout.fileno(), False)
        self._selector.register(child.process.stdout, selectors.EVENT_READ, child)

    def _revive(self, child: Child) -> None:
        assert child.process is not None
        now = time.monotonic()
        if child.again_at is not None:
            if now >= child.again_at:
                self._launch(child)
        elif (status := child.process.poll()) is not None:
            self._print_rest(child)
            child.failures = 1 if now - child.started_at > STEADY else child.failures + 1
            if self.impatient and child.failures >= 4:
                raise Ended(f"{child.name} cannot be started; its last lines above say why.")
            wait = PATIENCE[min(child.failures, len(PATIENCE)) - 1]
            child.again_at = now + wait
            self.say(f"{child.name} ended ({_how(status)}); it is started again in {wait:g} s.")

    def _until_next(self, seconds: float) -> float:
        times = [child.again_at - time.monotonic() for child in self.children if child.again_at is not None]
        return max(0.0, min([seconds, *times]))

    def _print(self, child: Child, stream: Any) -> None:
        data: bytes | None = stream.read()  # None when there is nothing to read yet
        if data is None:
            return
        if not data:
            self._selector.unregister(stream)
            stream.close()
        *lines, child.rest = (child.rest + data).split(b"\n")
        for line in lines:
            self.say(f"{child.name:<9} | {line.decode('utf-8', 'replace').rstrip()}")

    def _print_rest(self, child: Child) -> None:
        """Print what a child said before it ended; what its own children still say stays readable."""
        stream = child.process.stdout if child.process else None
        if stream is not None and not stream.closed:
            self._print(child, stream)
        if child.rest:
            self.say(f"{child.name:<9} | {child.rest.decode('utf-8', 'replace').rstrip()}")
            child.rest = b""

    def _listen(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            if key.data is None:
                with suppress(BlockingIOError):
                    self._wakeup.recv(4096)
            else:
                self._print(key.data, key.fileobj)

    def _end(self, children: Sequence[Child]) -> None:
        """Tell children to stop, listen to their last words, and kill those that take longer than FAREWELL."""
        alive = [(child.name, child.process) for child in children if child.process and child.process.poll() is None]
        for _, process in alive:
            process.terminate()
        deadline = time.monotonic() + FAREWELL
        while alive and time.monotonic() < deadline:
            self._listen(0.1)
            alive = [(name, process) for name, process in alive if process.poll() is None]
        for name, process in alive:
            self.say(
                f"{name} did not stop within {FAREWELL:g} s and is killed; its work is done again at the next start."
            )
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _reap_adopted(self) -> None:
        """Bury the processes that became ours when their parents died."""
        self._processes = {process for process in self._processes if process.returncode is None}
        own = {process.pid for process in self._processes}
        for pid in set(_children()) - own:
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)

    def _end_adopted(self) -> None:
        while remaining := _children():
            for pid in remaining:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                with suppress(ChildProcessError):
                    os.waitpid(pid, 0)


def _die_with_parent() -> None:
    """Runs in the child: when the supervisor is killed outright, the child is told to stop as well."""
    if sys.platform == "linux":
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def _children() -> list[int]:
    try:
        return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
    except OSError:
        return []


def _how(status: int) -> str:
    return f"exit status {status}" if status >= 0 else f"killed by {signal.Signals(-status).name}"
