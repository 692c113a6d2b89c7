"""A start locks what was used before there were locks, and names what is not served as it is written."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import text

from portal.db import db, reading
from portal.models import GuideText
from portal.services import drafts, guide_locks, guide_rows, guide_store
from tests.at_window import HAZCHEM, Town, beijing, settle
from tests.services.cases import Hall

AT = beijing("2026-09-28 10:00")


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def unlock() -> None:
    """The database as it was before texts were locked."""
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            [guard] = connection.execute(
                text("SELECT sql FROM sqlite_master WHERE name = 'guide_texts_no_delete'")
            ).scalars()
            connection.execute(text("DROP TRIGGER guide_texts_no_delete"))
            connection.execute(text("DELETE FROM guide_texts"))
            connection.execute(text(guard))
        else:
            connection.execute(text("ALTER TABLE guide_texts DISABLE TRIGGER guide_texts_append_only"))
            connection.execute(text("DELETE FROM guide_texts"))
            connection.execute(text("ALTER TABLE guide_texts ENABLE TRIGGER guide_texts_append_only"))
        connection.commit()


def test_what_cases_and_drafts_rest_on_is_locked_at_the_start(town: Town):
    town.hand_in("2026-09-28 10:00")
    drafts.start("fireworks_retail_licence", by=town.handler, at=AT)
    unlock()
    guide_store.reset()
    assert guide_rows.locked(HAZCHEM) == {}
    assert guide_locks.look(at=AT) == ()
    assert guide_rows.locked(HAZCHEM) == {date(2026, 5, 1): 1}
    with reading() as session:
        assert session.query(GuideText).count() == 2
    assert guide_locks.look(at=AT) == ()


def test_a_text_that_is_no_longer_the_one_of_its_cases_is_named_and_not_locked(database: Flask):
    Hall(database).submitted(digest="d" * 64)
    [line] = guide_locks.look(at=AT)
    assert line.startswith("hazchem_business_licence/2026-05-01: used")
    assert guide_rows.locked(HAZCHEM) == {}
