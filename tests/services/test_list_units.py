"""Every list says the days of a clock in its own unit, and lights it on the very day on which its ledger does (R35, R120)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask_babel import force_locale

from portal.actors import Actor, Role
from portal.db import reading
from portal.services import caseclocks, lanes, law, supervision, window_lists, worklist
from portal.services.journal import state_of
from portal.services.worklist_rows import WorkRow
from portal.web.review_words import light_words
from tests.core.play import TERMS, signed
from tests.services.cases import Hall, in_order
from workflows import commands as c
from workflows.limits import Signal
from workflows.terms import LimitTerm, Terms, TrackTerm

CALENDAR = replace(
    TERMS,
    notice=LimitTerm(7, "calendar_day", "received"),
    promised=LimitTerm(30, "calendar_day"),
    statutory=LimitTerm(2, "month"),
    correction=LimitTerm(15, "calendar_day", "noticed"),
    tracks=(TrackTerm("documents", "emb", 3), TrackTerm("fire", "fire", 10, "calendar_day")),
)
WHO = Actor("officer", 900, frozenset({Role.SUPERVISOR}), 1, "centre")


def accepted(hall: Hall, terms: Terms = CALENDAR) -> int:
    case_id = hall.submitted("2026-03-02T09:00", terms)
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-03-03T10:00")
    hall.do(case_id, c.Accept(in_order()), "2026-03-03T10:00")
    return case_id


def ledger(case_id: int, clock: str, on: date) -> tuple[int, str]:
    with reading() as session:
        seen = caseclocks.views_of(state_of(session, case_id), on)[clock]
    return seen.left, seen.unit


def led(hall: Hall, on: date, desk: str = "lead") -> WorkRow:
    by = hall.fire if desk == "opinions" else hall.head
    (row,) = worklist.worklist(by=by, on=on, desk=desk).rows
    return row


@pytest.mark.parametrize("day", ["2026-03-04", "2026-03-28", "2026-04-03", "2026-04-20", "2026-05-06", "2026-05-20"])
def test_a_promise_in_calendar_days_is_counted_in_calendar_days_in_every_list(hall: Hall, day: str):
    case_id, on = accepted(hall), date.fromisoformat(day)
    row, (seen,) = led(hall, on), supervision.cases(by=WHO, on=on).rows
    clock = "statutory" if row.light is Signal.DARK else "promised"
    assert (row.left, row.unit) == (seen.left, seen.unit) == ledger(case_id, clock, on)
    assert row.unit == "calendar_day"
    for language, word in (("zh_Hans_CN", "工作日"), ("en", "working day")):
        with force_locale(language):
            assert word not in light_words(row.light, row.left, row.unit)


def test_so_it_is_while_the_clock_is_paused_and_after_a_pause_past_its_end(hall: Hall):
    case_id = accepted(hall)
    hall.do(case_id, c.PauseClock("hearing", 20, "听证"), "2026-04-08T10:00", hall.head)
    for resumed in ("", "2026-04-20"):
        if resumed:
            hall.do(case_id, c.ResumeClock("hearing"), f"{resumed}T10:00", hall.head)
        on = date(2026, 4, 22)
        row, (seen,) = led(hall, on), supervision.cases(by=WHO, on=on).rows
        assert (row.left, row.unit) == (seen.left, seen.unit) == ledger(case_id, "promised", on)
        assert row.left is not None
        assert row.left < 0


def test_an_opinion_in_calendar_days_says_so(hall: Hall):
    case_id = accepted(hall)
    for on in (date(2026, 3, 5), date(2026, 3, 13), date(2026, 3, 20)):
        row = led(hall, on, "opinions")
        assert (row.left, row.unit) == ledger(case_id, "track:fire", on)


def test_the_window_counts_its_answer_and_the_applicants_correction_in_their_units(hall: Hall):
    case_id = hall.submitted("2026-03-02T09:00", CALENDAR)
    on = date(2026, 3, 5)
    (row,) = window_lists.queue(by=hall.clerk, on=on).rows
    assert (row.left, row.unit) == ledger(case_id, "notice", on) == (4, "calendar_day")
    hall.do(case_id, c.RequestCorrection(in_order(form="fix")), "2026-03-05T10:00")
    (waiting,) = window_lists.corrections(by=hall.clerk, on=on).rows
    assert (waiting.left, waiting.unit) == ledger(case_id, "correction", on) == (15, "calendar_day")


def test_past_the_laws_limit_the_window_counts_from_that_limit(hall: Hall):
    case_id = hall.submitted("2026-03-02T09:00")
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-03-03T10:00")
    later = c.AcceptWithDeferral(in_order(training="later"), signed("training"))
    snapshot = hall.do(case_id, later, "2026-03-03T10:00").snapshot
    hall.do(case_id, c.SupplyDeferred("training", snapshot), "2026-03-09T10:00", hall.handler)
    on = date(2026, 4, 10)
    (row,) = window_lists.queue(by=hall.clerk, on=on).rows
    assert row.light is Signal.DARK
    assert (row.left, row.unit) == ledger(case_id, "statutory", on)


@pytest.mark.parametrize("terms", [TERMS, CALENDAR, replace(TERMS, promised=LimitTerm(35), statutory=LimitTerm(60))])
@pytest.mark.parametrize("paused", [False, True])
@pytest.mark.parametrize("extended", [0, 10])
def test_a_list_turns_yellow_on_the_day_on_which_the_ledger_does(hall: Hall, terms: Terms, paused: bool, extended: int):
    case_id = accepted(hall, terms)
    if extended:
        hall.do(case_id, c.Extend(extended, "案情复杂", "韩卫东"), "2026-03-04T10:00", hall.head)
    if paused:
        hall.do(case_id, c.PauseClock("hearing", 20, "听证"), "2026-03-12T10:00", hall.head)
        hall.do(case_id, c.ResumeClock("hearing"), "2026-03-17T10:00", hall.head)
    day = date(2026, 3, 17)
    while day < date(2026, 5, 25):
        with reading() as session:
            wanted = caseclocks.views_of(state_of(session, case_id), day)["promised"].signal
        assert (led(hall, day).light, day) == (wanted, day)
        day += timedelta(days=1)


def test_the_lanes_of_a_promise_in_months_are_counted_in_days_with_the_extension(hall: Hall):
    case_id = accepted(hall, replace(CALENDAR, promised=LimitTerm(1, "month"), statutory=LimitTerm(2, "month")))
    hall.do(case_id, c.Extend(10, "案情复杂", "韩卫东"), "2026-03-04T10:00", hall.head)
    with reading() as session:
        case = state_of(session, case_id)
    found = lanes.lanes(case, decision_days=2, today=date(2026, 3, 13), calendar=law.calendar())
    assert found is not None
    whole = found.rows[0]
    assert (whole.limit, whole.unit, whole.used, whole.left) == (41, "calendar_day", 10, 31)
