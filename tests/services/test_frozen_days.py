"""A paused clock stands still in every list: the days are those of its ledger, also when it was over before the pause (R119)."""

from __future__ import annotations

from datetime import date

import pytest

from portal.db import reading
from portal.models import Case as CaseRow
from portal.services import caseclocks, supervision, verification, worklist
from portal.services.journal import state_of
from tests import under_review
from tests.under_review import Town
from workflows import commands as c
from workflows.limits import Signal


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


def paused(town: Town, submitted: str, taken: str, on: str) -> str:
    case_id = town.apply(f"{submitted} 09:00")
    town.accept(case_id, f"{taken} 09:00")
    town.do(case_id, c.PauseClock("hearing", 20, "申请人要求听证"), f"{on} 09:00", by="han.weidong")
    return case_id


def of_ledger(case_id: str, clock: str, on: date) -> int:
    with reading() as session:
        number = session.query(CaseRow.id).filter_by(public_id=case_id).scalar()
        return caseclocks.views_of(state_of(session, number), on)[clock].left


@pytest.mark.parametrize(
    ("submitted", "taken", "light", "clock"),
    [("2026-10-20", "2026-10-21", Signal.RED, "promised"), ("2026-09-15", "2026-09-16", Signal.DARK, "statutory")],
)
def test_days_of_an_overdue_case_stop_at_the_pause_in_every_list(town, submitted, taken, light, clock):
    case_id = paused(town, submitted, taken, "2026-11-20")
    for on in (date(2026, 11, 20), date(2026, 11, 25), date(2026, 12, 22)):
        frozen = of_ledger(case_id, clock, on)
        (row,) = worklist.worklist(by=town["han.weidong"], on=on, desk="lead").rows
        (seen,) = supervision.cases(by=town["su.ming"], on=on).rows
        assert (row.light, row.left) == (light, frozen)
        assert (seen.light, seen.left) == (light, frozen)
        assert frozen == of_ledger(case_id, clock, date(2026, 11, 20)) < 0


def test_an_opinion_that_was_late_before_the_pause_keeps_its_days(town):
    case_id = paused(town, "2026-11-02", "2026-11-03", "2026-11-20")
    on = date(2026, 12, 10)
    (row,) = [one for one in worklist.worklist(by=town["qin.yue"], on=on).rows if one.mine.track == "fire"]
    assert row.light is Signal.RED
    assert row.left == of_ledger(case_id, "track:fire", on) == of_ledger(case_id, "track:fire", date(2026, 11, 20))


@pytest.mark.parametrize(
    ("submitted", "taken", "light", "clock"),
    [("2026-10-20", "2026-10-21", Signal.RED, "promised"), ("2026-09-15", "2026-09-16", Signal.DARK, "statutory")],
)
def test_days_of_a_pause_past_the_last_day_are_not_days_past_it_once_it_is_over(town, submitted, taken, light, clock):
    case_id = paused(town, submitted, taken, "2026-11-20")
    before = of_ledger(case_id, clock, date(2026, 11, 20))
    town.do(case_id, c.ResumeClock("hearing"), "2026-12-01 09:00", by="han.weidong")
    for on, more in ((date(2026, 12, 1), 0), (date(2026, 12, 2), 1), (date(2026, 12, 10), 7)):
        (row,) = worklist.worklist(by=town["han.weidong"], on=on, desk="lead").rows
        (seen,) = supervision.cases(by=town["su.ming"], on=on).rows
        left = of_ledger(case_id, clock, on)
        assert left == before - more
        assert (row.light, row.left, seen.light, seen.left) == (light, left, light, left)
    assert verification.verify().broken == ()


def test_nor_are_they_for_an_opinion_that_was_late(town):
    case_id = paused(town, "2026-11-02", "2026-11-03", "2026-11-20")
    town.do(case_id, c.ResumeClock("hearing"), "2026-12-01 09:00", by="han.weidong")
    on = date(2026, 12, 3)
    (row,) = [one for one in worklist.worklist(by=town["qin.yue"], on=on).rows if one.mine.track == "fire"]
    assert row.left == of_ledger(case_id, "track:fire", on) < 0


def test_a_second_pause_past_the_last_day_adds_to_the_first(town):
    case_id = paused(town, "2026-10-20", "2026-10-21", "2026-11-20")
    for command, on in (
        (c.ResumeClock("hearing"), "2026-11-24"),
        (c.PauseClock("hearing", 20, "再次听证"), "2026-11-26"),
    ):
        town.do(case_id, command, f"{on} 09:00", by="han.weidong")
    town.do(case_id, c.ResumeClock("hearing"), "2026-12-01 09:00", by="han.weidong")
    on = date(2026, 12, 4)
    (row,) = worklist.worklist(by=town["han.weidong"], on=on, desk="lead").rows
    assert row.left == of_ledger(case_id, "promised", on)


def test_after_the_pause_the_list_counts_on(town):
    case_id = paused(town, "2026-11-16", "2026-11-17", "2026-11-20")
    town.do(case_id, c.ResumeClock("hearing"), "2026-12-01 09:00", by="han.weidong")
    on = date(2026, 12, 3)
    (row,) = worklist.worklist(by=town["han.weidong"], on=on, desk="lead").rows
    assert row.left == of_ledger(case_id, "promised", on) > 0
    assert verification.verify().broken == ()
