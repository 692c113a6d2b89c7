"""`onewindow up`: it opens, survives the death of each of its parts, stops without a trace and goes on where it was."""

from __future__ import annotations

import shutil
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.jobs.running import Portal, alive, kill, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc").exists(), reason="Linux: they read /proc")]


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with Portal(tmp_path_factory.mktemp("up"), "--no-demo") as one:
        yield one.open()


def test_the_address_it_prints_answers(portal: Portal) -> None:
    assert portal.status() == 200


def test_every_queue_has_a_worker_and_something_asks_for_the_sweep(portal: Portal) -> None:
    for part in ("worker outbox", "worker documents", "worker sweep", "scheduler", "redis", "portal web"):
        wait_until(lambda part=part: portal.part(part), portal)


@pytest.mark.parametrize("part", ["worker outbox", "worker documents", "worker sweep", "scheduler"])
def test_a_part_that_is_killed_comes_back(portal: Portal, part: str) -> None:
    wait_until(lambda: portal.part(part), portal)
    killed = portal.part(part)
    kill(killed)
    wait_until(lambda: portal.part(part) not in (killed, None), portal)
    assert portal.status() == 200


def test_the_web_server_comes_back_on_the_same_address(portal: Portal) -> None:
    killed = portal.part("portal web")
    kill(killed)
    wait_until(lambda: portal.part("portal web") not in (killed, None) and portal.status() == 200, portal)


def test_redis_comes_back_even_when_its_files_are_gone(portal: Portal) -> None:
    killed = portal.part("redis")
    shutil.rmtree(portal.data / "redis")
    kill(killed)
    wait_until(lambda: portal.part("redis") not in (killed, None), portal)
    wait_until(lambda: portal.part("worker outbox"), portal)
    assert portal.status() == 200


def test_a_second_start_on_the_same_folder_is_refused(portal: Portal, tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(portal.data)
    with Portal(tmp_path, "--no-demo") as second:
        assert second.process.wait(30) == 1
        assert f"process {portal.process.pid}) is using the data folder" in second.said
        assert "--data" in second.said


def test_a_port_in_use_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with Portal(tmp_path, "--no-demo", port=port) as portal:
            assert portal.process.wait(30) == 1
    sentence = f"Error: Port {port} on 127.0.0.1 is already in use. Stop what uses it, or choose another with --port {port + 1}."
    assert portal.said.strip() == sentence
    assert not (portal.data / "onewindow.db").exists()


def test_it_stops_without_a_trace_and_goes_on_where_it_was(tmp_path: Path) -> None:
    with started(tmp_path) as portal:
        parts = portal.parts()
        remember(portal.data, "a thing to remember")
        assert portal.stop(signal.SIGTERM) == 0, portal.said
        assert not [command for pid, command in parts.items() if alive(pid)]
    with started(tmp_path) as portal:
        parts = portal.parts()
        kill(portal.process.pid)
        portal.process.wait()
        wait_until(lambda: not any(alive(pid) for pid in parts), portal)
    damage(tmp_path / "data/redis")
    with started(tmp_path) as portal:
        assert remembered(portal.data) == "a thing to remember"
        parts = portal.parts()
        assert portal.stop(signal.SIGINT) == 0, portal.said
        assert not [command for pid, command in parts.items() if alive(pid)]


def started(folder: Path) -> Portal:
    """A portal of which every part runs."""
    portal = Portal(folder, "--no-demo").open()
    wait_until(lambda: portal.part("scheduler"), portal)
    return portal


def damage(folder: Path) -> None:
    """Spoil what Redis kept, so that it cannot read it again."""
    kept = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".log"]
    assert kept
    for path in kept:
        path.write_bytes(b"*3\r\n$3\r\nSET\r\n" + b"nonsense" * 100)


def remember(data: Path, text: str) -> None:
    with closing(sqlite3.connect(data / "onewindow.db")) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(offices)")]
        said = {"id": 1, "name_zh": text, "active": 1, "intake_only": 0, "intake_items": "[]", "intake_regions": "[]"}
        marks = ", ".join("?" * len(columns))
        database.execute(f"INSERT INTO offices VALUES ({marks})", [said.get(name, "") for name in columns])
        database.commit()


def remembered(data: Path) -> str:
    with closing(sqlite3.connect(data / "onewindow.db")) as database:
        return str(database.execute("SELECT name_zh FROM offices").fetchone()[0])
