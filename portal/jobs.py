"""What workers run: every function takes numbers only, looks everything else up, and may run twice without harm."""

from __future__ import annotations

import signal
import threading
from contextlib import suppress
from functools import cache
from types import FrameType

from flask import Flask
from redis import Redis
from redis.exceptions import RedisError
from rq import Worker
from rq.serializers import JSONSerializer

from portal import create_app, documents
from portal.clock import now
from portal.config import Settings
from portal.connectors import queue
from portal.services import outbox
from portal.services import sweep as sweeping

LOOK_FOR_ABANDONED = 30
"""Seconds between two looks for jobs whose worker died."""

HEARTBEAT = 5
"""Seconds between two signs of life of a running job; without one for a minute more the job counts as abandoned."""


def deliver_outbox(message_id: int) -> None:
    """Deliver one message of the outbox, a mail, a letter or a publication, unless it was delivered already."""
    with application().app_context():
        outbox.deliver(message_id, at=now())


def sweep() -> None:
    """Record everything that has become due, and ask again for everything that is still to be sent."""
    with application().app_context():
        sweeping.run(at=now())


@cache
def application() -> Flask:
    """Return the one application of this worker process; jobs run in forks of it and find it ready."""
    return create_app()


def work(settings: Settings, name: str) -> None:
    """Run the jobs of one queue until told to stop; each job in a process of its own, which may die without harm."""
    application()
    if name == "documents":
        documents.warm_up(documents.choose_font())
    worker = Worker(
        [name],
        connection=Redis.from_url(settings.redis_url),
        serializer=JSONSerializer,
        maintenance_interval=LOOK_FOR_ABANDONED,
        job_monitoring_interval=HEARTBEAT,
        log_job_description=False,
    )
    worker.work(logging_level="WARNING", log_format="%(message)s")


def schedule(settings: Settings) -> None:
    """Ask for a sweep every `sweep_seconds` until told to stop; sweeps that already wait are not asked for again."""
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopped.is_set():
        ask_for_sweep(settings)
        stopped.wait(settings.sweep_seconds)


def ask_for_sweep(settings: Settings) -> bool:
    """Enqueue one sweep unless one waits already; False when none was enqueued. Doubles are harmless, only useless."""
    with suppress(RedisError):
        if queue.waiting(settings.redis_url, "sweep"):
            return False
    return queue.enqueue(settings.redis_url, "sweep", "sweep")
