"""The lanes: what every working day did to the case, its departments and the decision, folded where nothing happened."""

from __future__ import annotations

from datetime import date

import pytest

from portal.services import casefile
from portal.services.lanes import lanes
from portal.services.law import calendar
from tests import under_review
from tests.under_review import Town
from workflows import commands as c

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


def drawn(town: Town, case_id: str, today: date) -> tuple[list[str], dict[str, str]]:
    """The columns and the lanes as text: n done, (n) to come, P paused, D due, A answered, +n late, . nothing."""
    found = lanes(
        casefile.casefile(case_id, by=town["chen.li"]).case, decision_days=4, today=today, calendar=calendar()
    )
    signs = {"pause": "P", "due": "D", "answer_due": "D", "answer": "A", "wait": "w", "blank": "."}

    def text(cell, fold) -> str:
        number = f"{cell.n}-{cell.last}" if fold in ("done", "todo", "late") and cell.n else f"{cell.n}"
        return signs.get(cell.kind) or {"done": number, "todo": f"({number})", "late": f"+{number}"}[cell.kind]

    columns = [f"{one.first:%m%d}" + (f"-{one.last:%m%d}" if one.fold else "") for one in found.columns]
    folds = [one.fold for one in found.columns]
    return columns, {
        row.name: " ".join(text(cell, fold) for cell, fold in zip(row.cells, folds, strict=True)) for row in found.rows
    }


def test_parallel_tracks_start_together_and_a_serial_one_after_its_predecessors(town):
    case_id = town.apply("2026-11-09 09:00", answers={"has_storage": "none", "business_mode": ["wholesale"]})
    town.accept(case_id, "2026-11-10 09:00")
    town.answer(case_id, "documents", "2026-11-12 10:00", by="chen.li")
    town.answer(case_id, "market", "2026-11-13 10:00", by="gao.fei")
    columns, rows = drawn(town, case_id, date(2026, 11, 17))
    assert columns == ["1111", "1112", "1113", "1116", "1117", "1118", "1119", "1120", "1123", "1124"]
    assert rows == {
        "case": "1 2 3 4 5 (6) (7) (8) (9) D",
        "documents": "1 A . . . . . . . .",
        "market": "1 2 A . . . . . . .",
        "premises_check": "w w w 1 2 D . . . .",
        "decision": ". . . . . . (1) (2) (3) (4)",
    }


def test_a_pause_is_one_column_and_moves_everything_behind_it(town):
    case_id = town.apply("2026-10-26 09:00", answers={"has_storage": "none", "business_mode": ["wholesale"]})
    town.accept(case_id, "2026-10-27 09:00")
    town.do(case_id, c.PauseClock("hearing", 20, "申请人要求听证"), "2026-10-29 09:00", by="han.weidong")
    town.do(case_id, c.ResumeClock("hearing", "已听证"), "2026-11-17 09:00", by="han.weidong")
    columns, rows = drawn(town, case_id, date(2026, 11, 18))
    assert columns[:4] == ["1028", "1029", "1030-1117", "1118"]
    assert rows["case"] == "1 2 P 3 (4) (5) (6) (7) (8) (9) D"
    assert rows["documents"] == "1 2 P D . . . . . . ."


def test_quiet_days_of_a_long_case_and_a_long_overrun_are_folded(town):
    case_id = town.apply("2026-09-15 09:00")
    town.accept(case_id, "2026-09-16 09:00")
    town.heard(case_id, "2026-09-21")
    columns, rows = drawn(town, case_id, date(2026, 11, 20))
    assert rows["case"].split()[4:] == ["5", "6", "7", "8", "9-19", "D", "+1", "+2", "+3", "+4-20", "+21", "+22", "+23"]
    assert "1026-1117" in columns
    assert len(columns) < 20


def test_a_late_track_shows_how_late_and_a_decided_case_stands_still(town):
    case_id = town.apply("2026-11-02 09:00")
    town.accept(case_id, "2026-11-03 09:00")
    _, rows = drawn(town, case_id, date(2026, 11, 10))
    assert rows["documents"].startswith("1 2 3 +1 +2")
    town.heard(case_id, "2026-11-11")
    town.do(case_id, c.LookUpCredit("decision", "none"), "2026-11-12 08:30", by="han.weidong")
    town.do(case_id, c.Grant("符合条件"), "2026-11-12 09:00", by="han.weidong")
    _, early = drawn(town, case_id, date(2026, 11, 12))
    _, late = drawn(town, case_id, date(2026, 12, 20))
    assert early == late
    assert "A" in early["decision"]


def test_before_acceptance_there_are_no_lanes(town):
    case_id = town.apply("2026-11-02 09:00")
    case = casefile.casefile(case_id, by=town["zhou.min"]).case
    assert lanes(case, decision_days=4, today=date(2026, 11, 3), calendar=calendar()) is None
