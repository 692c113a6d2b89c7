"""Wakes the workers once a transaction is committed: what it promised in the outbox is asked of the queue at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from flask import Flask, current_app

from portal.connectors import queue
from portal.services import outbox

SLOW = {"letter": "documents", "seal": "documents", "webhook": "documents", "own_data": "documents"}
"""Kinds of message that go by the slow queue, so that a mail never waits behind the drawing or signing of a letter, the packing
of somebody's own data, or an enterprise's system that does not answer."""


def init_app(app: Flask) -> None:
    """Listen for committed messages; several applications in one process share one listener."""
    outbox.committed.connect(_deliver)


def _deliver(sender: object, messages: Iterable[tuple[int, str]]) -> None:
    url = current_app.config["SETTINGS"].redis_url
    for message_id, kind in messages:
        if not queue.enqueue(url, SLOW.get(kind, "outbox"), "deliver_outbox", message_id):
            break


@contextmanager
def asleep() -> Iterator[None]:
    """Wake nobody inside the block: what is promised there waits in the database, as after the loss of Redis."""
    outbox.committed.disconnect(_deliver)
    try:
        yield
    finally:
        outbox.committed.connect(_deliver)
