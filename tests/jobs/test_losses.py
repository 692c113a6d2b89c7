"""Workers, Redis and what Redis remembers are killed again and again while work is under way: nothing is lost, nothing doubled."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clock import BUSINESS_ZONE, now
from portal.connectors.queue import QUEUES
from portal.db import reading
from portal.models import Document, JournalEntry, OutboxMessage, Publication
from portal.services import outbox, verification
from tests.backends import Backend
from tests.jobs.running import command_of, descendants
from tests.redis_server import PrivateRedis
from tests.services.cases import Hall, in_order
from workflows import commands as c

pytestmark = pytest.mark.slow
BLOWS = 6
CASES_BETWEEN_BLOWS = 2
SECONDS_BETWEEN_BLOWS = 1.5


class Workers:
    """One worker for each queue and a scheduler that sweeps every second, each started again when it dies."""

    def __init__(self, backend: Backend) -> None:
        self.environ = {**os.environ, **backend.settings.environ(), "ONEWINDOW_SWEEP_SECONDS": "1"}
        words = [["worker", queue] for queue in QUEUES] + [["scheduler"]]
        self.processes = {tuple(one): self._start(one) for one in words}

    def _start(self, words: list[str]) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "portal", *words]
        return subprocess.Popen(command, env=self.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def keep_alive(self) -> None:
        for words, process in self.processes.items():
            if process.poll() is not None:
                self.processes[words] = self._start([*words])

    def kill_one(self, chance: random.Random) -> None:
        """Kill a worker, or the process in which it runs a job just now."""
        process = chance.choice([*self.processes.values()])
        victim = chance.choice([process.pid, *descendants(process.pid)])
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)

    def stop(self) -> None:
        horses = [pid for process in self.processes.values() for pid in descendants(process.pid)]
        for pid in [*(process.pid for process in self.processes.values()), *horses]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for process in self.processes.values():
            process.wait()
        while any(command_of(pid) for pid in horses):
            time.sleep(0.02)


@pytest.fixture
def workers(backend: Backend, redis: PrivateRedis) -> Iterator[Workers]:
    crew = Workers(backend)
    yield crew
    crew.stop()


def test_no_death_loses_or_doubles_anything(
    backend: Backend, database: Flask, redis: PrivateRedis, workers: Workers
) -> None:
    hall, chance = Hall(database), random.Random(backend.app.name)
    for blow in range(BLOWS):
        for _ in range(CASES_BETWEEN_BLOWS):
            grant(hall)
        time.sleep(SECONDS_BETWEEN_BLOWS)
        if blow % 3 == 2:
            redis.lose_everything()
        else:
            workers.kill_one(chance)
        workers.keep_alive()
    workers.stop()
    deliver_the_rest()
    assert verification.verify().broken == ()
    assert_each_once(backend, BLOWS * CASES_BETWEEN_BLOWS)


def grant(hall: Hall) -> None:
    """The whole road of a case today, so that the sweep finds nothing overdue in it."""
    today = now().astimezone(BUSINESS_ZONE).isoformat(timespec="minutes").partition("+")[0]
    case_id = hall.submitted(today)
    hall.do(case_id, c.LookUpCredit("intake", "none"), today)
    hall.do(case_id, c.Accept(in_order()), today)
    for track, by in (("documents", hall.reviewer), ("fire", hall.fire), ("site", hall.reviewer)):
        hall.do(case_id, c.GiveOpinion(track, "agree", "符合条件", officers=("officer:99",)), today, by)
    hall.do(case_id, c.Grant("符合法定条件"), today, hall.head)


def deliver_the_rest() -> None:
    """What the sweeps of the next minutes would do: claims of the dead have ended, and everything is woken again."""
    for _ in range(2):  # a letter that is rendered now promises its signature
        with reading() as session:
            waiting = [*session.scalars(select(OutboxMessage.id).where(OutboxMessage.state != "sent"))]
        for message_id in waiting:
            assert outbox.deliver(message_id, at=now() + timedelta(minutes=5)) == "sent"


def assert_each_once(backend: Backend, cases: int) -> None:
    """Every promise of every journal was kept, and none twice."""
    with reading() as session:
        messages = session.scalars(select(OutboxMessage)).all()
        letters = session.scalars(select(Document)).all()
        published = session.scalars(select(Publication.case_id)).all()
        entries = session.execute(select(JournalEntry.case_id, JournalEntry.kind, JournalEntry.payload)).all()
    assert {message.state for message in messages} == {"sent"}
    assert max(Counter((case_id, kind, str(payload)) for case_id, kind, payload in entries).values()) == 1
    assert all(letter.digest for letter in letters)
    assert len(letters) == len({(letter.case_id, letter.kind, letter.seq) for letter in letters})
    assert len(published) == len({*published}) == cases
    mails = [path.stem.rpartition("-")[0] for path in (backend.settings.data / "mail").glob("*.eml")]
    assert sorted(mails) == sorted(message.key for message in messages if message.kind == "mail")
