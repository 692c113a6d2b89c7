"""A town that was made once is put back for the next test as it was, and only where nothing is in the way."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from portal.actors import SYSTEM
from portal.db import reading
from portal.services import offices
from portal.services.offices import OfficeFacts
from tests import at_window
from tests.backends import Backend

LATER = OfficeFacts(code="later", name_zh="后来局", name_en="Later Bureau", document_prefix="后")


def everything(backend: Backend) -> dict[str, list[Any]]:
    with reading() as session:
        found = {name: sorted(map(repr, session.execute(text(f"SELECT * FROM {name}")))) for name in backend.tables}
    return {name: rows for name, rows in found.items() if rows}


@pytest.fixture
def town(backend: Backend, database: Flask) -> Any:
    """Makes the town, or puts it back, under a name that no other test uses."""
    key = object()
    return lambda: backend.made_once(key, lambda: at_window._settled(database))


def test_it_is_put_back_to_the_last_row_and_numbers_go_on(backend: Backend, town: Any) -> None:
    made, rows = town(), everything(backend)
    number = offices.create(LATER, by=SYSTEM)
    backend.fresh()
    assert everything(backend) == {}
    assert (town(), everything(backend)) == (made, rows)
    assert offices.create(LATER, by=SYSTEM) == number


def test_what_one_test_does_to_it_no_other_test_sees(backend: Backend, town: Any) -> None:
    clerk = town().clerk
    backend.fresh()
    spoilt = town()
    spoilt.clerk = spoilt.decider
    backend.fresh()
    assert town().clerk == clerk


def test_it_is_made_by_the_services_where_something_is_in_the_way(backend: Backend, town: Any) -> None:
    town()
    backend.fresh()
    known = offices.create(LATER, by=SYSTEM)
    town()
    assert [row.id for row in offices.every() if row.facts.code == "later"] == [known]
    assert len(offices.every()) == 5


def test_files_are_in_the_way_too(backend: Backend, town: Any) -> None:
    town()
    backend.fresh()
    (backend.settings.data / "mail").mkdir()
    assert not backend._is_empty()
