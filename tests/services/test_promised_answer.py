"""An earlier answer on acceptance that the guide promises: everybody works to it, and only the law's silence has an effect."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.db import reading
from portal.services import casefile, decision, figures, intake, journal, letters, receipts, review, sweep, tracking
from portal.services.queue_filters import QueueFilter
from tests import under_review
from tests.at_window import Town, beijing, day, settle
from workflows.case import Case

HANDED_IN = "2026-10-12 10:00"  # a Monday: promised for Tuesday, owed by law on the Monday after


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def lights(town: Town, at: str) -> list[tuple[str, str, int | None]]:
    found = intake.queue(by=town.clerk, on=day(at[:10]), at=beijing(at)).rows
    return [(str(row.light), str(row.due), row.left) for row in found]


def state(case_id: str) -> Case:
    with reading() as session:
        return journal.state_of(session, casefile.row_of(session, case_id).id)


def test_the_window_sees_the_promise_before_the_law(town: Town) -> None:
    town.hand_in(HANDED_IN)
    assert lights(town, "2026-10-12 11:00") == [("green", "2026-10-13", 1)]
    assert lights(town, "2026-10-13 09:00") == [("yellow", "2026-10-13", 0)]
    assert lights(town, "2026-10-14 09:00") == [("red", "2026-10-13", -1)]
    assert lights(town, "2026-10-20 09:00") == [("dark", "2026-10-19", -1)]


def test_a_light_finds_the_same_cases_that_show_it(town: Town) -> None:
    town.hand_in(HANDED_IN)
    for at in ("2026-10-12", "2026-10-13", "2026-10-14", "2026-10-16", "2026-10-20"):
        shown = lights(town, f"{at} 09:00")[0][0]
        for light in ("dark", "red", "yellow", "green", "grey"):
            asked = QueueFilter(light=light)
            found = intake.queue(asked, by=town.clerk, on=day(at), at=beijing(f"{at} 09:00"))
            assert len(found.rows) == (light == shown), (at, light)


def test_the_sweep_chases_the_promise_and_only_the_law_accepts(town: Town) -> None:
    case_id = town.hand_in(HANDED_IN)
    sweep.run(at=beijing("2026-10-14 01:00"))
    seen = state(case_id)
    assert {rung for clock, rung, *_ in seen.reminded if clock == "notice_promised"} == {"full", "over"}
    assert seen.accepted_on is None
    sweep.run(at=beijing("2026-10-20 01:00"))
    seen = state(case_id)
    assert (seen.accepted_how, seen.accepted_on) == ("silence", day("2026-10-12"))


def test_the_applicant_reads_the_promise_with_the_law_behind_it(town: Town) -> None:
    case_id = town.hand_in(HANDED_IN)
    found = tracking.tracking(case_id, by=town.handler, at=beijing("2026-10-12 12:00"))
    assert found.clock is not None
    assert found.statutory is not None
    assert (found.clock.name, found.clock.due.on, found.clock.total) == ("notice_promised", day("2026-10-13"), 1)
    assert (found.statutory.name, found.statutory.due.on) == ("notice", day("2026-10-19"))
    assert found.clock.basis is not None
    assert "承诺" in str(found.clock.basis)
    receipt = receipts.receipt(case_id, by=town.handler)
    assert receipt.answer_due is not None
    assert receipt.answer_due.on == day("2026-10-13")


def test_the_receipt_states_both_days(town: Town) -> None:
    case_id = town.hand_in(HANDED_IN)
    seen = casefile.casefile(case_id, by=town.handler)
    receipt = next(one for one in seen.letters if one.kind == "receipt")
    words = str(letters.letter(receipt.public_id, by=town.handler).letter)
    for said in (
        "本机关承诺自收到申请材料之日起1个工作日内",
        "最迟于2026年10月13日",
        "5个工作日内",
        "最迟于2026年10月19日",
    ):
        assert said in words


def test_figures_tell_late_against_the_promise_from_late_against_the_law(database: Flask) -> None:
    town = under_review.settle()
    cases = [town.apply(HANDED_IN) for _ in range(3)]
    town.accept(cases[0], "2026-10-13 15:00")
    town.accept(cases[1], "2026-10-14 15:00")
    sweep.run(at=beijing("2026-10-20 09:00"))
    for case_id in cases:
        town.heard(case_id, "2026-10-20")
        review.look_up_credit(case_id, by=town["chen.li"], at=beijing("2026-10-21 09:00"))
        decision.grant(case_id, reason="符合条件。", by=town["han.weidong"], at=beijing("2026-10-21 10:00"))
    found = figures.measured(last=day("2026-10-21")).total
    assert (found.answered_as_promised.part, found.answered_as_promised.whole) == (1, 3)
    assert (found.answered_by_law.part, found.answered_by_law.whole) == (2, 3)
