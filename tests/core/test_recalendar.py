"""A schedule published while a case runs: told days never get earlier, whatever it makes of the days between (R158)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.core.play import SYSTEM, Play, calendar, moment
from workflows import commands as c
from workflows.calendar import Calendar
from workflows.clocks import clocks, told
from workflows.events import Recorded
from workflows.events.telling import with_letters
from workflows.evolve import evolve
from workflows.limits import budget, consumed, due, explain, left
from workflows.recalendar import moves
from workflows.rules import Moment, decide
from workflows.schedule import Year
from workflows.terms import LimitTerm

OLD = calendar()
FIRST = date(2026, 12, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(90)]
PAST_2026 = {day for year in OLD.years if year.year == 2026 for day in (*year.off, *year.work)}


@st.composite
def schedules(draw: st.DrawFn) -> Year:
    """Any 2027 that leaves its neighbours alone: days off anywhere, make-up days on weekends."""
    off = draw(st.sets(st.sampled_from(DAYS), min_size=1, max_size=25)) - PAST_2026
    weekends = [day for day in DAYS if day.weekday() >= 5]
    work = draw(st.sets(st.sampled_from(weekends), max_size=12)) - off - PAST_2026
    return Year(2027, True, "a notice", frozenset(off or {date(2027, 1, 1)}), frozenset(work))


def written(play: Play) -> None:
    """Let the newest event tell the days of its letters, as the journal does."""
    last = play.journal[-1]
    case, now = play.case, Moment(last.at, last.by, OLD)
    play.journal[-1] = Recorded(
        last.seq, last.at, last.by, with_letters(last.event, (("acceptance", "1"),), told(case, OLD, now.day))
    )


def told_case(day: int, paused: int | None, unit: str) -> Play:
    statutory = LimitTerm(1 if unit == "month" else 20, unit)
    play = Play().submitted(f"2026-12-{day:02d}T09:00", statutory=statutory).checked(at=f"2026-12-{day:02d}T10:00")
    play.accepted(at=f"2026-12-{day:02d}T11:00")
    written(play)
    if paused:
        play.do(c.PauseClock("testing", 5, "送检"), f"2026-12-{day + 1:02d}T09:00")
        play.do(c.ResumeClock("testing"), f"2026-12-{day + 1 + paused:02d}T09:00")
    return play


def applied(play: Play, new: Calendar, at: str = "2026-12-20T10:00") -> Play:
    now = Moment(moment(at).at, SYSTEM, new)
    moved = moves(play.case, OLD, new, 2027, now.day)
    for event in decide(play.case, c.ApplyCalendar(2027, "digest", moved), now=now):
        play.journal.append(Recorded(len(play.journal) + 1, now.at, SYSTEM, event))
    return play


@given(
    schedules(),
    st.integers(1, 11),
    st.none() | st.integers(1, 6),
    st.sampled_from(["working_day", "calendar_day", "month"]),
)
def test_no_told_day_gets_earlier_and_every_later_one_moves(year: Year, day: int, paused: int | None, unit: str):
    play, new = told_case(day, paused, unit), OLD.with_year(year)
    today = date(2026, 12, 20)
    before = {name: due(clock, OLD, today).on for name, clock in clocks(play.case).items() if clock.stopped is None}
    bare = {name: due(clock, new, today).on for name, clock in clocks(play.case).items()}
    after = {name: due(clock, new, today).on for name, clock in clocks(applied(play, new).case).items()}
    for name, was in before.items():
        if name.startswith("track:"):
            assert after[name] == bare[name]
        elif was and bare[name] and after[name]:
            assert after[name] >= was
            assert after[name] == max(bare[name], new.roll(was))


@given(schedules(), st.integers(1, 11), st.none() | st.integers(1, 6))
def test_the_ledger_stays_whole_and_explains_every_kept_day(year: Year, day: int, paused: int | None):
    new = OLD.with_year(year)
    play = applied(told_case(day, paused, "working_day"), new)
    today = date(2026, 12, 20)
    for clock in clocks(play.case).values():
        if clock.stopped is None and due(clock, new, today).on:
            assert consumed(clock, new, today) + max(left(clock, new, today), 0) >= budget(clock)
            counted = [one.n for one in explain(clock, new, today) if one.n and one.n > 0]
            assert counted == list(range(1, budget(clock) + 1))


@given(schedules(), st.integers(1, 11))
def test_the_same_schedule_applied_again_finds_nothing_to_do(year: Year, day: int):
    new = OLD.with_year(year)
    play = applied(told_case(day, None, "working_day"), new)
    again = moves(play.case, new, new, 2028, date(2026, 12, 20))
    assert again == ()


def test_an_answer_in_time_stays_in_time_whatever_is_published_later():
    play = told_case(1, None, "working_day")
    play.heard(at="2026-12-10T10:00")
    last = due(clocks(play.case)["promised"], OLD, date(2026, 12, 15)).on
    assert last is not None
    play.do(c.LookUpCredit("review", "none"), f"{last}T09:00")
    play.granted(at=f"{last}T10:00")
    shorter = Year(
        2027, True, "a notice", frozenset({date(2027, 1, 1)}), frozenset({date(2026, 12, 5), date(2026, 12, 6)})
    )
    new = OLD.with_year(shorter)
    applied(play, new)
    found = clocks(play.case)["promised"]
    assert found.stopped == last
    assert due(found, new, last).on == last


def test_the_case_remembers_the_day_it_was_told():
    play = told_case(1, None, "working_day")
    assert play.case.told["statutory"].on == due(clocks(play.case)["statutory"], OLD, date(2026, 12, 1)).on
    assert evolve(play.case, Recorded(99, play.journal[-1].at, SYSTEM, play.journal[-1].event)).told == play.case.told
