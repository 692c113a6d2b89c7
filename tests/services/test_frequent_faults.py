"""What is said to be wrong most often is counted from real notices, quotes the guide alone, and is never stale."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import text

from guides.guide import Guide
from portal.db import db
from portal.services import law
from portal.services.frequent_faults import faults
from tests import at_window
from tests.at_window import HAZCHEM, Town

NOTICED = date(2026, 8, 28)


@pytest.fixture
def town(database: Flask) -> Town:
    return at_window.settle(database)


@pytest.fixture
def guide() -> Guide:
    found = law.catalogue().in_force(HAZCHEM, NOTICED)
    assert found
    return found


def noticed(town: Town, **fix: str) -> None:
    """An application that had to be corrected in these materials, for these reasons."""
    case_id = town.hand_in("2026-08-27 10:00")
    town.mark(case_id, "2026-08-28 10:00", fix=fix)
    town.conclude(case_id, "correction", "2026-08-28 10:10")


def test_nothing_is_said_where_nothing_was_sent_back(town: Town, guide: Guide) -> None:
    town.hand_in("2026-08-27 10:00")
    assert faults(guide, on=NOTICED).notices == 0
    assert faults(guide, on=NOTICED).of("application") is None


def test_notices_are_counted_by_material_and_by_the_reasons_that_the_guide_publishes(town: Town, guide: Guide) -> None:
    application = guide.material("application")
    assert application
    ready = application.reasons[0].zh
    noticed(town, application=ready)
    noticed(town, application=ready, rules_list="制度目录没有盖章。")
    noticed(town, application="经办人王某的身份证号写错了。")
    found = faults(guide, on=NOTICED)
    assert found.notices == 3
    fault = found.of("application")
    assert fault is not None
    assert (fault.notices, [(str(reason), number) for reason, number in fault.reasons]) == (3, [(ready, 2)])
    rules = found.of("rules_list")
    assert rules is not None
    assert (rules.notices, rules.reasons) == (1, ())


def test_a_new_notice_counts_at_once_and_an_old_one_no_longer(town: Town, guide: Guide) -> None:
    noticed(town, application="没有盖章。")
    assert faults(guide, on=NOTICED).notices == 1
    noticed(town, application="没有盖章。")
    assert faults(guide, on=NOTICED).notices == 2
    assert faults(guide, on=date(2026, 11, 25)).notices == 2
    assert faults(guide, on=date(2026, 11, 26)).notices == 0


def test_the_notices_of_another_item_do_not_count(town: Town, guide: Guide) -> None:
    noticed(town, application="没有盖章。")
    other = law.catalogue().in_force("fireworks_retail_licence", NOTICED)
    assert other
    assert faults(other, on=NOTICED).notices == 0


@pytest.mark.engines("sqlite")
def test_the_index_of_notices_is_used(town: Town, guide: Guide) -> None:
    noticed(town, application="没有盖章。")
    with db.engine.connect() as connection:
        plan = connection.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT payload FROM journal WHERE kind = 'CorrectionRequested' ORDER BY at DESC LIMIT 1"
            )
        ).all()
        connection.rollback()
    assert any("ix_journal_notices" in str(row) for row in plan)
