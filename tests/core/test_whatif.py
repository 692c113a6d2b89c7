"""What-if: in the world as it is nothing changes; another calendar, promise or staffing changes exactly what follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.play import Play
from workflows import commands as c
from workflows.calendar import Calendar, load_calendar
from workflows.case import Case
from workflows.ledger import ClockError
from workflows.schedule import read_year
from workflows.whatif import World, judged

CALENDAR = load_calendar()
AS_WAS = World(CALENDAR)
TODAY = date(2026, 6, 1)


def decided(answered: str = "2026-03-09T10:00", on: str = "2026-03-11T10:00") -> Case:
    """Accepted on Tuesday 3 March with ten working days; heard and decided on those days."""
    play = Play().submitted().checked().accepted("2026-03-03T10:00").heard(answered)
    play.checked(at=on, stage="decision")
    return play.granted(on).case


def test_in_the_world_as_it_was_nothing_changes():
    found = judged(decided(), AS_WAS, TODAY)
    assert (found.promised_on, found.decided_on, found.late) == (date(2026, 3, 17), date(2026, 3, 11), False)


def test_a_shorter_promise_would_have_been_broken():
    found = judged(decided(), World(CALENDAR, {decided().item: 5}), TODAY)
    assert (found.promised_on, found.late, found.past_law) == (date(2026, 3, 10), True, False)
    assert judged(decided(), World(CALENDAR, {decided().item: 6}), TODAY).late is False
    assert judged(decided(), World(CALENDAR, {"another_item": 1}), TODAY).late is False


def test_half_the_staff_takes_twice_as_long():
    """All three offices and the decider are of one house: four days until heard become eight, two until decided four."""
    case = decided()
    offices = {term.office for term in case.terms.tracks} | {case.terms.lead}
    found = judged(case, World(CALENDAR, staff=dict.fromkeys(offices, Fraction(1, 2))), TODAY)
    assert found.decided_on > case.decided_on
    assert found.late
    faster = judged(case, World(CALENDAR, staff=dict.fromkeys(offices, Fraction(2))), TODAY)
    assert faster.decided_on < case.decided_on


def test_an_office_that_has_nothing_to_do_with_the_case_changes_nothing():
    assert judged(decided(), World(CALENDAR, staff={"parks": Fraction(1, 4)}), TODAY) == judged(
        decided(), AS_WAS, TODAY
    )


def test_another_calendar_moves_the_last_day():
    text = "year: 2026\nstatus: published\nsource: imagined\noff: [2026-03-04, 2026-03-05, 2026-03-06]\nwork: []\n"
    years = (*(year for year in CALENDAR.years if year.year != 2026), read_year(text, "2026.yaml"))
    found = judged(decided(), World(Calendar(years)), TODAY)
    assert (found.promised_on, found.late) == (date(2026, 3, 20), False)


def test_an_undecided_case_is_late_once_its_last_day_is_over():
    case = Play().submitted().checked().accepted("2026-03-03T10:00").case
    assert not judged(case, AS_WAS, date(2026, 3, 17)).late
    assert judged(case, AS_WAS, date(2026, 3, 18)).late
    assert set(judged(case, AS_WAS, date(2026, 3, 18)).late_tracks) == {"documents", "fire"}


def test_pauses_are_nobodys_time_in_any_world():
    play = Play().submitted().checked().accepted("2026-03-03T10:00")
    play.do(c.PauseClock("expert_review", 30, "专家评审"), "2026-03-04T10:00")
    play.do(c.ResumeClock("expert_review"), "2026-03-18T10:00")
    play.heard("2026-03-20T10:00").checked(at="2026-03-23T09:00", stage="decision")
    case = play.granted("2026-03-23T10:00").case
    assert judged(case, AS_WAS, TODAY).promised_on == date(2026, 3, 31)
    slower = judged(case, World(CALENDAR, staff={"fire": Fraction(1, 2)}), TODAY)
    assert slower.decided_on > case.decided_on


@given(st.integers(0, 8), st.fractions(Fraction(1, 10), Fraction(10)), st.fractions(Fraction(1, 10), Fraction(10)))
def test_more_staff_never_decides_later(gap: int, one: Fraction, other: Fraction):
    on = date.fromordinal(date(2026, 3, 9).toordinal() + gap)
    case = decided(on=f"{on.isoformat()}T11:00")
    less, more = sorted((one, other))
    offices = {term.office for term in case.terms.tracks} | {case.terms.lead}
    days = [judged(case, World(CALENDAR, staff=dict.fromkeys(offices, f)), TODAY).decided_on for f in (less, more)]
    assert days[1] <= days[0]


@given(st.integers(0, 30))
def test_a_longer_promise_is_never_broken_sooner(days: int):
    case = decided()
    shorter, longer = (judged(case, World(CALENDAR, {case.item: n}), TODAY) for n in (days, days + 1))
    assert shorter.promised_on <= longer.promised_on
    assert longer.late <= shorter.late


@pytest.mark.parametrize(
    "world", [{"staff": {"fire": Fraction(0)}}, {"staff": {"fire": Fraction(101)}}, {"promises": {"x": -1}}]
)
def test_a_world_that_cannot_be_is_refused(world: dict[str, dict[str, object]]):
    with pytest.raises(ClockError):
        World(CALENDAR, **world)  # type: ignore[arg-type]


def test_a_case_without_a_schedule_has_no_last_day_and_is_not_called_late():
    years = tuple(year for year in CALENDAR.years if year.year < 2026)
    found = judged(decided(), World(Calendar(years), staff={"fire": Fraction(1, 2)}), TODAY)
    assert (found.promised_on, found.late) == (None, False)
    assert replace(found, late_tracks=()) == found
