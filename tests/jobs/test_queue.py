"""The queue: asked after commit, forgotten without harm when Redis is away, worked off by a real worker."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from inspect import signature

import pytest
from flask import Flask
from redis import Redis
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from portal import jobs
from portal.clock import now
from portal.connectors import queue
from portal.db import reading, transaction
from portal.models import OutboxMessage
from portal.services import journal, sweep
from portal.services.leases import lease
from tests.backends import Backend
from tests.redis_server import PrivateRedis
from tests.services.cases import Hall, at, in_order
from workflows import commands as c

pytestmark = pytest.mark.engines("sqlite")


def work_off(url: str, name: str) -> None:
    """Run everything that waits in one queue, in this process."""
    connection = Redis.from_url(url)
    worker = SimpleWorker([name], connection=connection, serializer=JSONSerializer)
    worker.work(burst=True, logging_level="ERROR")
    connection.close()


@pytest.fixture
def url(backend: Backend, redis: PrivateRedis, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(jobs, "application", lambda: backend.app)
    return redis.url


def test_what_is_committed_wakes_its_queue(database: Flask, url: str) -> None:
    hall = Hall(database)
    before = queue.waiting(url, "outbox")  # the town that is made here, and not copied, has sent its confirming mail
    hall.accepted()
    assert queue.waiting(url, "outbox") - before == 2
    assert queue.waiting(url, "documents") == 2


def test_what_is_rolled_back_wakes_nobody(database: Flask, url: str) -> None:
    hall = Hall(database)
    case_id = hall.submitted()
    work_off(url, "outbox")
    with suppress(ZeroDivisionError), transaction() as session:
        row = journal.lock(session, case_id)
        journal.record(session, row, c.LookUpCredit("intake", "none"), by=hall.clerk, at=at("2026-03-03T10:00"))
        journal.record(session, row, c.Accept(in_order()), by=hall.clerk, at=at("2026-03-03T10:00"))
        _ = 1 / 0
    assert queue.waiting(url, "outbox") == 0


def test_a_worker_delivers_what_was_promised(database: Flask, url: str) -> None:
    Hall(database).accepted()
    for name in queue.QUEUES:
        work_off(url, name)
    with reading() as session:
        assert {message.state for message in session.query(OutboxMessage)} == {"sent"}


def test_without_redis_a_click_succeeds_and_the_sweep_remembers(
    database: Flask, redis: PrivateRedis, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    redis.kill()
    with caplog.at_level(logging.WARNING, logger="portal.connectors.queue"):
        case_id = Hall(database).accepted()
    assert case_id
    assert [record.message for record in caplog.records if "waits in the database" in record.message][1:] == []
    redis.start()
    assert queue.waiting(url, "outbox") == 0
    assert queue.enqueue(url, "sweep", "sweep")
    work_off(url, "sweep")
    assert queue.waiting(url, "outbox") >= 2


def test_sweeps_do_not_pile_up(backend: Backend, url: str) -> None:
    settings = replace(backend.settings, redis_url=url)
    assert jobs.ask_for_sweep(settings)
    assert not jobs.ask_for_sweep(settings)
    assert queue.waiting(url, "sweep") == 1


def test_only_numbers_and_names_travel_through_redis(database: Flask, url: str) -> None:
    Hall(database).accepted()
    with Redis.from_url(url) as connection:
        found = Queue("outbox", connection=connection, serializer=JSONSerializer).jobs
        assert {job.func_name for job in found} == {"portal.jobs.deliver_outbox"}
        assert all(isinstance(number, int) for job in found for number in job.args)


def test_a_queue_that_nobody_works_on_cannot_be_asked(url: str) -> None:
    with pytest.raises(ValueError, match="none of the queues"):
        queue.enqueue(url, "letters", "deliver_outbox", 1)


def test_a_sweep_that_runs_already_is_not_run_twice(database: Flask, url: str) -> None:
    with lease("sweep", at=now()) as held:
        assert held
        assert not sweep.run(at=now()).ran


def test_a_sweep_may_take_as_long_as_its_lease_is_good_and_no_longer(url: str) -> None:
    """RQ ends a job a minute after its time; three minutes, as for a mail, are too short after a long outage."""
    queue.enqueue(url, "sweep", "sweep")
    connection = Redis.from_url(url)
    (job,) = Queue("sweep", connection=connection, serializer=JSONSerializer).jobs
    connection.close()
    assert job.timeout + 60 == signature(lease).parameters["minutes"].default * 60
