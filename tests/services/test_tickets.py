"""Tickets: one number an arrival, one call a person, booked times first, and a visit recorded in the same act."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from portal.access import Denied
from portal.actors import SYSTEM
from portal.services import appointments, service_windows, slot_rules, tickets, visits, waiting
from portal.services.service_windows import WindowFacts
from tests.at_window import HAZCHEM, Town, beijing, settle
from tests.services.test_appointments import MONDAY, MORNING, NOW
from workflows.refusal import Refusal

FIREWORKS = "fireworks_retail_licence"


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def counters(town: Town) -> tuple[int, int]:
    """Window 1 serves everything, window 3 hazardous chemicals alone, with bookable mornings."""
    one = service_windows.create(WindowFacts(code="1", name_zh="一号", name_en="One"), by=SYSTEM)
    three = service_windows.create(
        WindowFacts(code="3", name_zh="三号", name_en="Three", comprehensive=False, items=(HAZCHEM,)), by=SYSTEM
    )
    slot_rules.add(three, MORNING, by=SYSTEM)
    return one, three


def code_of(town: Town, window: int, starts: int = 540, case_id: str = "", purpose: str = "submit") -> str:
    made = appointments.book(
        HAZCHEM, window, MONDAY, starts, case_id=case_id, purpose=purpose, by=town.handler, at=beijing(NOW)
    )
    return appointments.appointment(made, by=town.handler).code


def refused(call: object, *args: object, **more: object) -> str:
    with pytest.raises(Refusal) as said:
        call(*args, **more)  # type: ignore[operator]
    return said.value.rule


def test_an_arrival_gets_one_number_also_when_scanned_twice(town: Town, counters: tuple[int, int]) -> None:
    code = code_of(town, counters[1])
    first = tickets.arrive(f" {code.lower()} ", at=beijing("2026-11-09 08:50"))
    assert (first.number, first.starts) == ("A001", 540)
    assert tickets.arrive(code, at=beijing("2026-11-09 08:51")) == first
    assert refused(tickets.arrive, "WRONG234", at=beijing("2026-11-09 08:50")) == "no_such_appointment"
    other = code_of(town, counters[1], 570)
    assert refused(tickets.arrive, other, at=beijing("2026-11-10 08:50")) == "appointment_other_day"


def test_who_comes_late_is_called_as_one_without_appointment_and_never_turned_away(
    town: Town, counters: tuple[int, int]
) -> None:
    code = code_of(town, counters[1])
    tickets.close_past(at=beijing("2026-11-09 09:20"))
    assert tickets.arrive(code, at=beijing("2026-11-09 09:20")).starts is None


def test_booked_times_that_have_come_are_called_first_then_arrivals_then_early_ones(
    town: Town, counters: tuple[int, int]
) -> None:
    soon, later = code_of(town, counters[1], 570), code_of(town, counters[1], 690)
    walk = tickets.take(HAZCHEM, "submit", by=town.clerk, at=beijing("2026-11-09 09:00"))
    booked = tickets.arrive(soon, at=beijing("2026-11-09 09:10"))
    early = tickets.arrive(later, at=beijing("2026-11-09 09:05"))
    order = []
    for minute in (35, 40, 45):
        one = tickets.call_next(counters[1], by=town.clerk, at=beijing(f"2026-11-09 09:{minute}"))
        tickets.serve(one.id, by=town.clerk, at=beijing(f"2026-11-09 09:{minute + 2}"))
        order.append(one.number)
    assert order == [booked.number, walk.number, early.number]


def test_a_counter_calls_only_what_it_serves_and_one_at_a_time(town: Town, counters: tuple[int, int]) -> None:
    at = beijing("2026-11-09 09:00")
    other = tickets.take(FIREWORKS, "submit", by=town.clerk, at=at)
    assert refused(tickets.call_next, counters[1], by=town.clerk, at=at) == "nobody_waits"
    assert tickets.call_next(counters[0], by=town.clerk, at=at).number == other.number
    assert refused(tickets.call_next, counters[0], by=town.clerk, at=at) == "ticket_open"
    assert refused(tickets.call_next, 99, by=town.clerk, at=at) == "no_such_window"
    with pytest.raises(Denied):
        tickets.call_next(counters[0], by=town.reviewer, at=at)


def test_two_counters_at_once_never_call_the_same_person(
    database: Flask, town: Town, counters: tuple[int, int]
) -> None:
    at = beijing("2026-11-09 09:00")
    for _ in range(2):
        tickets.take(HAZCHEM, "submit", by=town.clerk, at=at)
    barrier = Barrier(4)

    def call(window: int) -> str:
        with database.app_context():
            barrier.wait()
            try:
                return tickets.call_next(window, by=town.clerk, at=at).number
            except Refusal as refusal:
                return refusal.rule

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(call, [*counters, *counters]))
    assert sorted(found) == ["W001", "W002", "ticket_open", "ticket_open"]


def test_nobody_is_missed_who_was_called_only_once(town: Town, counters: tuple[int, int]) -> None:
    code = code_of(town, counters[1])
    tickets.arrive(code, at=beijing("2026-11-09 08:55"))
    called = tickets.call_next(counters[1], by=town.clerk, at=beijing("2026-11-09 09:00"))
    assert refused(tickets.miss, called.id, by=town.clerk, at=beijing("2026-11-09 09:01")) == "ticket_recall_first"
    tickets.recall(called.id, by=town.clerk, at=beijing("2026-11-09 09:02"))
    tickets.miss(called.id, by=town.clerk, at=beijing("2026-11-09 09:04"))
    assert refused(tickets.miss, called.id, by=town.clerk, at=beijing("2026-11-09 09:05")) == "ticket_done"
    assert [one.state for one in appointments.mine(by=town.handler)] == ["missed"]


def test_serving_records_the_visit_of_the_booked_case_at_the_counter(town: Town, counters: tuple[int, int]) -> None:
    case_id = town.accepted("2026-11-02 15:42")
    tickets.arrive(code_of(town, counters[1], case_id=case_id, purpose="original"), at=beijing("2026-11-09 08:55"))
    called = tickets.call_next(counters[1], by=town.clerk, at=beijing("2026-11-09 09:00"))
    tickets.serve(called.id, visit=True, by=town.clerk, at=beijing("2026-11-09 09:10"))
    visit = visits.standing(case_id, by=town.clerk).file.case.visited[0]
    assert (visit.purposes, visit.window, visit.cause) == (("original",), "3", "promised")
    assert refused(tickets.serve, called.id, visit=True, by=town.clerk, at=beijing("2026-11-09 09:11")) == "ticket_done"


def test_a_visit_beyond_the_promise_needs_its_cause_before_the_ticket_is_done(
    town: Town, counters: tuple[int, int]
) -> None:
    case_id = town.accepted("2026-11-02 15:42")
    visits.record(case_id, "window", "sign", "promised", by=town.clerk, at=beijing("2026-11-05 09:00"))
    at = beijing("2026-11-09 09:00")
    tickets.take(HAZCHEM, "original", by=town.clerk, at=at)
    called = tickets.call_next(counters[0], by=town.clerk, at=at)
    assert refused(tickets.serve, called.id, visit=True, by=town.clerk, at=at) == "visit_without_case"
    said = {"case_id": case_id, "visit": True, "by": town.clerk, "at": at}
    assert refused(tickets.serve, called.id, **said) == "visit_code_missing"
    assert tickets.serve(called.id, code="documents_missing", **said).state == "served"


def test_the_screen_names_nobody_and_guesses_only_from_enough_people(town: Town, counters: tuple[int, int]) -> None:
    for minute in range(5):
        tickets.take(HAZCHEM, "submit", by=town.clerk, at=beijing(f"2026-11-09 09:0{minute}"))
    assert waiting.board(at=beijing("2026-11-09 09:05")).estimate.minutes is None
    for nth in range(3):
        one = tickets.call_next(counters[0], by=town.clerk, at=beijing(f"2026-11-09 09:{10 + nth * 10}"))
        tickets.serve(one.id, by=town.clerk, at=beijing(f"2026-11-09 09:{18 + nth * 10}"))
    tickets.call_next(counters[1], by=town.clerk, at=beijing("2026-11-09 09:41"))
    board = waiting.board(at=beijing("2026-11-09 09:42"))
    assert [(one.number, one.window, one.again) for one in board.called] == [("W004", "3", False)]
    assert board.next == ("W005",)
    assert (board.estimate.waiting, board.estimate.minutes, board.estimate.based_on) == (1, 8, 3)
    assert waiting.board(at=beijing("2026-11-09 10:30")).called == ()


def test_numbers_begin_anew_every_day(town: Town, counters: tuple[int, int]) -> None:
    for day in ("2026-11-09", "2026-11-10"):
        assert tickets.take(HAZCHEM, "submit", by=town.clerk, at=beijing(f"{day} 09:00")).number == "W001"
    assert len(waiting.counter(counters[0], by=town.clerk, at=beijing("2026-11-10 09:01")).waiting) == 1
