"""The queue: Redis wakes the work, the database remembers it, so that losing Redis loses nothing."""

from __future__ import annotations

import logging
from functools import cache

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry as Reconnect
from rq import Queue, Retry
from rq.serializers import JSONSerializer

QUEUES = ("outbox", "documents", "sweep")
"""Every queue there is; each has a worker process of its own, because a worker of several can lose a job when it dies."""

SHORT_ANSWER = 2.0
"""Seconds that a person's click may wait for Redis before the work is left to the sweep."""

KEEP_FAILED = 24 * 3600
"""Seconds for which a failed job can be looked at in Redis."""

LONGEST = {"sweep": 9 * 60, "documents": 9 * 60}
"""Seconds that one job of a queue may take, where that is not RQ's three minutes. A sweep after a long outage, or after a
calendar was brought in, takes longer; RQ kills it a minute after this, which is when its lease ends (`sweep.run`). So does packing
a gigabyte of somebody's own files on a slow disk."""

log = logging.getLogger(__name__)
_silent: set[str] = set()


@cache
def connection(url: str) -> Redis:
    """Return the client for short questions: it gives up at once, because the database remembers the work."""
    return Redis.from_url(
        url, socket_connect_timeout=SHORT_ANSWER, socket_timeout=SHORT_ANSWER, retry=Reconnect(NoBackoff(), 0)
    )


def enqueue(url: str, queue: str, function: str, *ids: int) -> bool:
    """Ask a worker of `queue` to run `portal.jobs.<function>(*ids)`; call it after commit.

    Returns False when Redis does not answer: that is logged and forgotten, because the sweep asks again. A job whose
    worker is killed runs up to three times more, so every job must be idempotent.
    """
    try:
        _queue(url, queue).enqueue_call(
            f"portal.jobs.{function}",
            args=ids,
            timeout=LONGEST.get(queue),
            retry=Retry(max=3),
            result_ttl=0,
            failure_ttl=KEEP_FAILED,
        )
    except RedisError as wrong:
        _note_silence(url, wrong)
        return False
    _silent.discard(url)
    return True


def waiting(url: str, queue: str) -> int:
    """Return how many jobs wait in `queue`. Raises redis.RedisError when Redis does not answer."""
    return _queue(url, queue).count


def _note_silence(url: str, wrong: RedisError) -> None:
    if url not in _silent:
        _silent.add(url)
        log.warning("Redis does not answer (%s): work waits in the database until it does.", wrong)


def _queue(url: str, queue: str) -> Queue:
    if queue not in QUEUES:
        raise ValueError(f"{queue!r} is none of the queues {', '.join(QUEUES)}")
    return Queue(queue, connection=connection(url), serializer=JSONSerializer)
