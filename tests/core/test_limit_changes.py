"""A limit that changes during the case: by the event the guide names, once, before it is over, and told (R35)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.play import CLERK, REVIEWER, Play, calendar
from workflows import commands as c
from workflows.clocks import PROMISED, STATUTORY, clocks
from workflows.events import LimitChanged
from workflows.limits import due
from workflows.refusal import Refusal
from workflows.terms import LimitChange, LimitTerm

THIRTY, FORTY_FIVE = LimitTerm(30, "calendar_day"), LimitTerm(45, "calendar_day")
BASIS = "《排污许可管理条例》第十一条"
CHANGES = (LimitChange("statutory", "site_check", FORTY_FIVE, BASIS),)


def case(changes: tuple[LimitChange, ...] = CHANGES) -> Play:
    return Play().submitted(statutory=THIRTY, changes=changes).checked().accepted()


def last(play: Play, clock: str = STATUTORY, on: date = date(2026, 3, 4)) -> date | None:
    return due(clocks(play.case)[clock], calendar(), on).on


def test_a_site_check_makes_thirty_days_into_forty_five():
    play = case()
    assert last(play) == date(2026, 4, 2)
    (event,) = play.do(c.OrderSiteCheck("要看储存场所"), "2026-03-10T09:00", REVIEWER)
    assert isinstance(event, LimitChanged)
    (new,) = event.limits
    assert (new.kind, new.was, new.value, new.basis, event.changed_on) == (
        "statutory",
        30,
        45,
        BASIS,
        date(2026, 3, 10),
    )
    assert last(play) == date(2026, 4, 17)


def test_the_promise_stays_where_the_guide_changes_the_law_alone():
    play = case()
    before = last(play, PROMISED)
    play.do(c.OrderSiteCheck("要看储存场所"), "2026-03-10T09:00", REVIEWER)
    assert last(play, PROMISED) == before


def test_both_limits_change_in_one_event_where_the_guide_names_both():
    play = case((*CHANGES, LimitChange("promised", "site_check", LimitTerm(15), BASIS)))
    (event,) = play.do(c.OrderSiteCheck("要看储存场所"), "2026-03-10T09:00", REVIEWER)
    assert [one.kind for one in event.limits] == ["statutory", "promised"]  # type: ignore[attr-defined]


def test_it_changes_once():
    play = case()
    play.do(c.OrderSiteCheck("要看储存场所"), "2026-03-10T09:00", REVIEWER)
    with pytest.raises(Refusal, match="limit_changed_already"):
        play.do(c.OrderSiteCheck("再看一次"), "2026-03-11T09:00", REVIEWER)


def test_it_needs_a_reason_and_a_guide_that_knows_it():
    with pytest.raises(Refusal, match="reason_missing"):
        case().do(c.OrderSiteCheck(" "), "2026-03-10T09:00", REVIEWER)
    with pytest.raises(Refusal, match="no_limit_change"):
        case(()).do(c.OrderSiteCheck("要看"), "2026-03-10T09:00", REVIEWER)


def test_what_is_late_stays_late():
    play = case()
    with pytest.raises(Refusal, match="limit_over"):
        play.do(c.OrderSiteCheck("要看储存场所"), "2026-04-03T09:00", REVIEWER)


@pytest.mark.parametrize("cause", ["hearing", "expert_review"])
def test_a_hearing_and_an_expert_review_change_the_limit_when_they_begin(cause: str):
    play = case((LimitChange("statutory", cause, FORTY_FIVE, BASIS),))
    first, second = play.do(c.PauseClock(cause, 10, "需要论证"), "2026-03-10T09:00", REVIEWER)
    assert isinstance(second, LimitChanged)
    assert second.cause == cause
    play.do(c.ResumeClock(cause), "2026-03-12T09:00", REVIEWER)
    assert last(play, on=date(2026, 3, 12)) == date(2026, 4, 20)
    again = play.do(c.PauseClock(cause, 10, "再论证"), "2026-03-13T09:00", REVIEWER)
    assert [type(one).__name__ for one in again] == ["ClockPaused"]
    assert first.cause == cause  # type: ignore[attr-defined]


def test_the_extension_still_adds_to_what_the_limit_became():
    play = case()
    play.do(c.OrderSiteCheck("要看储存场所"), "2026-03-10T09:00", REVIEWER)
    play.do(c.Extend(10, "复杂", "officer:4"), "2026-03-11T09:00", CLERK)
    assert last(play) == date(2026, 4, 27)
