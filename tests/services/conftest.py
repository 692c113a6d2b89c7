"""After every test of a service, every row equals the fold of its journal, and the chain is unbroken (DESIGN §3.1)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portal.services import verification


@pytest.fixture(autouse=True)
def row_equals_fold(request: pytest.FixtureRequest) -> Iterator[None]:
    """Verify the journal when the test is done, unless the test is marked as one that forges it."""
    if "database" not in request.fixturenames or request.node.get_closest_marker("forges_the_journal"):
        yield
        return
    request.getfixturevalue("database")
    yield
    assert verification.verify().broken == ()
