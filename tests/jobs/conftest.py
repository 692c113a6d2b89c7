"""The queue of the application under test, on a real Redis."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.backends import Backend
from tests.redis_server import PrivateRedis


@pytest.fixture
def redis(backend: Backend, database: Flask) -> Iterator[PrivateRedis]:
    """A real Redis where the application expects its own, empty."""
    with PrivateRedis(backend.settings.data) as server:
        server.lose_everything()
        yield server
